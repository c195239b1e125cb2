"""Papers about counts: published totals by level, observers' copies, reports of a night, keyings, versions.

Further columns of these tables are the lines of the form: the votes of each list, the ballots.
"""

from dataclasses import dataclass

from scrutator.record.cells import COUNT, MOMENT, PATH, TEXT
from scrutator.record.columns import column
from scrutator.record.nouns.stations import STATION


@dataclass(frozen=True)
class LevelRow:
    """Published votes of one unit, from the country to the station; an empty cell is unpublished."""

    path: tuple[str, ...] = column(PATH, "the unit inside the units that contain it, separated by `/`")


@dataclass(frozen=True)
class CopyRow:
    """An observer's copy of a station's protocol. It names its station, never an observer or a visit."""

    station: str = column(TEXT, STATION)


@dataclass(frozen=True)
class DoorCount:
    """Voters seen at a station's door in one hour by one person, who is named by a letter only."""

    station: str = column(TEXT, STATION)
    hour: str = column(TEXT, "the hour, written as in the parameter `hours`")
    counter: str = column(TEXT, "which of the counters of that hour")
    voters: int = column(COUNT, "voters seen")


@dataclass(frozen=True)
class ArrivalRow:
    """One report of a quick count, in the order in which reports came in."""

    station: str = column(TEXT, STATION)
    at: str | None = column(MOMENT, "when it arrived; empty: it never did", optional=True, needed=True)


@dataclass(frozen=True)
class KeyedForm:
    """One keying of one form by one person or machine."""

    form: str = column(TEXT, "the form")
    keyer: str = column(TEXT, "who keyed it, under a pseudonym")


@dataclass(frozen=True)
class SeededForm:
    """A form whose true lines are known, to measure errors of keying."""

    form: str = column(TEXT, "the form")


@dataclass(frozen=True)
class VersionRow:
    """One version of a station's protocol."""

    station: str = column(TEXT, STATION)
    number: int = column(COUNT, "1 for the first, and so on")
    step: str = column(TEXT, "what made it: see `scrutator protocols versions --help`")
    author: str | None = column(TEXT, "who wrote it", optional=True, needed=True)
    at: str = column(MOMENT, "when")
    basis: str | None = column(TEXT, "the legal basis it names", optional=True, needed=True)
    provenance: str | None = column(TEXT, "how it is known", optional=True)
