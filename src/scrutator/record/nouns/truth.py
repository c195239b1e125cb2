"""What was really done to a simulated election; only a simulation knows."""

from dataclasses import dataclass

from scrutator.record.cells import COUNT, IDENTIFIER, INTEGER, TEXT
from scrutator.record.columns import column


@dataclass(frozen=True)
class Deed:
    """One kind of manipulation, and its size."""

    kind: str = column(TEXT, "what was done")
    regions: str = column(TEXT, "where")
    stations: int = column(COUNT, "stations")
    ballots_added: int = column(INTEGER, "ballots added; below zero: taken away")
    votes_moved: int = column(INTEGER, "votes moved to another list")


@dataclass(frozen=True)
class HonestVotes:
    """Votes of one list as cast and as reported."""

    list: str = column(IDENTIFIER, "the list", target="lists")
    honest: int = column(COUNT, "votes as cast")
    reported: int = column(COUNT, "votes as reported")


@dataclass(frozen=True)
class AlteredDistrict:
    """A district whose published total was altered."""

    district: str = column(TEXT, "the district")
    votes_moved: int = column(COUNT, "votes moved")
