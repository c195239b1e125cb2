"""Ranked ballots of a contest, and the lots that were drawn about it."""

from dataclasses import dataclass

from scrutator.record.cells import CITATIONS, COUNT, IDENTIFIER, TEXT, Citation, choice
from scrutator.record.columns import column

PURPOSES = ("exclusion", "surplus", "election", "entry", "fraction")


@dataclass(frozen=True)
class BallotRow:
    """So many ballot papers of a contest with the same preferences."""

    contest: str = column(IDENTIFIER, "the contest", target="contests")
    papers: int = column(COUNT, "how many papers")
    preferences: str = column(
        TEXT, "ids of lists in order, separated by `|`; `a||b` skips one, `a|b=c` gives one to two"
    )


@dataclass(frozen=True)
class DrawnLot:
    """One drawing of lots between candidates with equal votes."""

    contest: str = column(IDENTIFIER, "the contest", target="contests")
    purpose: str = column(choice(*PURPOSES), "what was drawn for")
    between: str = column(TEXT, "ids of the lists in the lot, separated by `|`")
    drawn: str = column(TEXT, "ids of those drawn, separated by `|`")
    source: tuple[Citation, ...] = column(CITATIONS, "where the drawing is on record", target="sources")
