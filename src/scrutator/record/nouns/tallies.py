"""How many stations had how many votes: what bounds need of station results, without naming a station."""

from dataclasses import dataclass

from scrutator.record.cells import COUNT, IDENTIFIER
from scrutator.record.columns import column


@dataclass(frozen=True)
class TallyRow:
    """So many stations, or sheets, have this number for this list or total."""

    contest: str = column(IDENTIFIER, "the contest", target="contests")
    quantity: str = column(IDENTIFIER, "a list's id, `valid` or `invalid`")
    votes: int = column(COUNT, "the number on the sheet")
    stations: int = column(COUNT, "how many sheets have it")


@dataclass(frozen=True)
class DigitisedSheet:
    """One sheet as one digitisation has it, or several together; further columns are the numbers on it."""

    digitisation: str = column(
        IDENTIFIER, "which digitisation: one of two names, or `both` for sheets with equal numbers in both"
    )
    area: str = column(IDENTIFIER, "the area within which sheets are compared, written alike in both")
    sheets: int | None = column(
        COUNT,
        "how many sheets the row stands for, with the sums of their numbers (default: one)",
        optional=True,
    )
