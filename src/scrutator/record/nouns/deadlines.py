"""What a law, a timetable or a promise demands by a day or an hour, and whether it was done."""

from dataclasses import dataclass

from scrutator.record.cells import CITATIONS, COUNT, DATE, IDENTIFIER, IDENTIFIERS, TEXT, Citation, choice
from scrutator.record.columns import column
from scrutator.record.dates import PartialDate
from scrutator.record.unknown import Unknown

UNITS = ("hours", "days")


@dataclass(frozen=True)
class Deadline:
    """One act that was due: after so many hours or days from an event, or on a fixed day."""

    id: str = column(IDENTIFIER, "its id in this record")
    contest: str | None = column(IDENTIFIER, "the contest it concerns", optional=True, target="contests")
    text: str = column(TEXT, "what was due, in words")
    rule: str = column(TEXT, "the law, timetable or promise that demands it, with its article")
    responsible: tuple[str, ...] | None = column(
        IDENTIFIERS, "who was to act: their own word that they did is a claim", optional=True, target="actors"
    )
    start: str | None = column(
        TEXT, "from when the time runs: 2024-07-29 or, for hours, 2024-07-28T18:00", optional=True
    )
    allowed: int | None = column(COUNT, "how many hours or days the rule gives", optional=True)
    unit: str | None = column(choice(*UNITS), "hours or days", optional=True)
    due: PartialDate | None = column(DATE, "the last day, where the rule names one", optional=True)
    done: PartialDate | Unknown = column(
        DATE, "the day it was done, as a source other than those responsible shows", may_be_missing=True
    )
    claimed: str | None = column(TEXT, "who says that it was done, where nothing shows it", optional=True)
    unmet: PartialDate | None = column(
        DATE, "the last day on which a source says that it was not done yet", optional=True
    )
    source: tuple[Citation, ...] = column(CITATIONS, "where it can be found", target="sources")
    note: str | None = column(TEXT, "anything a reader should know", optional=True)
