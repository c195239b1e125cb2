"""Places, contests, lists, and the numbers published about them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from scrutator.record.cells import (
    CITATIONS,
    COLOUR,
    COUNT,
    DATE,
    DECIMAL,
    IDENTIFIER,
    PERCENT,
    TEXT,
    TIME,
    Citation,
    choice,
)
from scrutator.record.columns import column
from scrutator.record.dates import PartialDate
from scrutator.record.unknown import Unknown

LEVELS = ("country", "region", "district", "town", "station")
STAGES = ("preliminary", "final")
MARKS = ("unverified", "computed", "alleged", "misprint suspected", "second-hand")
_SOURCE = "where the value can be found"
_NOTE = "anything a reader should know"
_MARK = "a warning that goes with the value to the page"


@dataclass(frozen=True)
class Place:
    """A territory or a polling station."""

    id: str = column(IDENTIFIER, "its id in this record")
    name: str = column(TEXT, "name in English")
    level: str = column(choice(*LEVELS), "level of the hierarchy")
    parent: str | None = column(IDENTIFIER, "the place that contains it", optional=True, target="places")
    code: str | None = column(TEXT, "code that joins it to boundaries.geojson", optional=True)
    start: PartialDate | None = column(DATE, "since when it exists; empty: always", optional=True)
    end: PartialDate | None = column(DATE, "the day it ceased to exist; empty: never", optional=True)
    source: tuple[Citation, ...] = column(CITATIONS, _SOURCE, target="sources")
    names: Mapping[str, str] = field(default_factory=dict, kw_only=True)
    """The name by language, from the columns `name_<language>`; the English one is `name`."""

    def existed_on(self, date: PartialDate) -> bool:
        """Can it have existed on that date? False only when its start or end surely rules that out."""
        begun = self.start is None or not self.start.surely_after(date)
        lasted = self.end is None or self.end.latest > date.earliest
        return begun and lasted


def with_year(title: str, date: PartialDate) -> str:
    """A contest's title, in any language, with the year where it leaves it out."""
    return title if str(date.year) in title else f"{title}, {date.year}"


@dataclass(frozen=True)
class Contest:
    """One election to one body on one day."""

    id: str = column(IDENTIFIER, "its id in this record")
    title: str = column(TEXT, "what was elected, where")
    date: PartialDate = column(DATE, "election day")
    seats: int | Unknown | None = column(
        COUNT, "seats filled by this contest", optional=True, may_be_missing=True
    )
    threshold: Decimal | Unknown | None = column(
        PERCENT, "share of the votes a list needs, in per cent", optional=True, may_be_missing=True
    )
    threshold_base: str | None = column(
        choice("valid", "ballots_cast", "registered"), "what the threshold is a share of", optional=True
    )
    statute: str | None = column(TEXT, "the law that turns its votes into seats, `name@date`", optional=True)
    source: tuple[Citation, ...] = column(CITATIONS, _SOURCE, target="sources")
    note: str | None = column(TEXT, _NOTE, optional=True)

    def called(self) -> str:
        """Its title, with the year where the title leaves it out."""
        return with_year(self.title, self.date)


@dataclass(frozen=True)
class ElectoralList:
    """A party list or a candidate, under the name the record uses for it in every contest."""

    id: str = column(IDENTIFIER, "its id in this record")
    name: str = column(TEXT, "name in English")
    colour: str | None = column(COLOUR, "the colour it is drawn in", optional=True)
    actor: str | None = column(IDENTIFIER, "the actor behind it", optional=True, target="actors")
    note: str | None = column(TEXT, _NOTE, optional=True)
    names: Mapping[str, str] = field(default_factory=dict, kw_only=True)
    """The name by language, from the columns `name_<language>`; the English one is `name`."""


@dataclass(frozen=True)
class ListResult:
    """What was published for one list in one place: votes, per cent, seats."""

    contest: str = column(IDENTIFIER, "the contest", target="contests")
    place: str = column(IDENTIFIER, "the place", target="places")
    list: str = column(IDENTIFIER, "the list", target="lists")
    stage: str = column(choice(*STAGES), "preliminary or final")
    votes: int | Unknown = column(COUNT, "votes", may_be_missing=True)
    percent: Decimal | Unknown = column(PERCENT, "per cent as published", may_be_missing=True)
    seats: int | Unknown = column(COUNT, "seats", may_be_missing=True)
    source: tuple[Citation, ...] = column(CITATIONS, _SOURCE, target="sources")
    mark: str | None = column(choice(*MARKS), _MARK, optional=True)
    note: str | None = column(TEXT, _NOTE, optional=True)


QUANTITIES = ("registered", "voters", "ballots_cast", "valid", "invalid", "stations")


@dataclass(frozen=True)
class Total:
    """A published total of a contest in a place: registered voters, ballots cast, stations, …"""

    contest: str = column(IDENTIFIER, "the contest", target="contests")
    place: str = column(IDENTIFIER, "the place", target="places")
    stage: str = column(choice(*STAGES), "preliminary or final")
    quantity: str = column(choice(*QUANTITIES), "what is counted")
    value: int | Unknown = column(COUNT, "the number", may_be_missing=True)
    source: tuple[Citation, ...] = column(CITATIONS, _SOURCE, target="sources")
    mark: str | None = column(choice(*MARKS), _MARK, optional=True)
    note: str | None = column(TEXT, _NOTE, optional=True)


@dataclass(frozen=True)
class Turnout:
    """Turnout reported for one place at one moment."""

    contest: str = column(IDENTIFIER, "the contest", target="contests")
    place: str = column(IDENTIFIER, "the place", target="places")
    time: str | None = column(TIME, "local time of the snapshot; empty for an undated one", optional=True)
    stage: str = column(choice(*STAGES), "preliminary or final")
    percent: Decimal | Unknown = column(PERCENT, "per cent of registered voters", may_be_missing=True)
    voters: int | Unknown | None = column(COUNT, "voters so far", optional=True, may_be_missing=True)
    source: tuple[Citation, ...] = column(CITATIONS, _SOURCE, target="sources")
    mark: str | None = column(choice(*MARKS), _MARK, optional=True)
    note: str | None = column(TEXT, _NOTE, optional=True)


@dataclass(frozen=True)
class StatedFigure:
    """A number someone stated, kept as stated even when it cannot be true."""

    id: str = column(IDENTIFIER, "name used in relations.csv")
    subject: str = column(IDENTIFIER, "what it counts; figures with the same subject are compared")
    contest: str | None = column(
        IDENTIFIER, "the contest it is about; empty: none of the case's", optional=True, target="contests"
    )
    date: PartialDate = column(DATE, "the day, month or year that it is about")
    place: str = column(TEXT, "where, in words: the country, a town, a district")
    text: str = column(TEXT, "what was stated, in words")
    value: Decimal | Unknown = column(DECIMAL, "the number", may_be_missing=True)
    unit: str = column(TEXT, "unit: %, voters, observers, …")
    about: str | None = column(
        TEXT, "the election and the place it speaks of, when they are not the case's own", optional=True
    )
    source: tuple[Citation, ...] = column(CITATIONS, _SOURCE, target="sources")
    mark: str | None = column(choice(*MARKS), _MARK, optional=True)
    note: str | None = column(TEXT, _NOTE, optional=True)


@dataclass(frozen=True)
class Relation:
    """A relation that stated figures must satisfy if they describe one reality; it is of the contests,
    dates and places of the figures it names."""

    id: str = column(IDENTIFIER, "its id in this record")
    text: str = column(TEXT, "the relation in words")
    left: str = column(TEXT, "sum, difference, product or quotient of stated figures' ids and numbers")
    relation: str = column(choice("=", "<=", ">="), "what must hold")
    right: str = column(TEXT, "as left")
    tolerance: Decimal = column(
        DECIMAL, "largest difference that rounding explains, in the unit of the sides"
    )
    reading: str = column(TEXT, "what it means when it does not hold")
