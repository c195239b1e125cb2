"""The case: everything that is on record about an election, as frozen tables."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from scrutator.record.cells import DATE, IDENTIFIER, TEXT
from scrutator.record.columns import column
from scrutator.record.dates import PartialDate
from scrutator.record.nouns.claims import Actor, Claim, EvidenceLine, Link, Proposition
from scrutator.record.nouns.commitments import Commitment, CommitmentStatus, Measure, Norm
from scrutator.record.nouns.conditions import Condition
from scrutator.record.nouns.contests import (
    Contest,
    ElectoralList,
    ListResult,
    Place,
    Relation,
    StatedFigure,
    Total,
    Turnout,
)
from scrutator.record.nouns.hypotheses import Hypothesis, Reading
from scrutator.record.nouns.observation import Incident, MediaShare, Mission, ObservationStatistic
from scrutator.record.nouns.replies import ConductRule, Erratum, Quotation, Reply
from scrutator.record.nouns.sources import Source


@dataclass(frozen=True)
class Header:
    """`case.toml`: what the case is, who publishes it, and as of when."""

    id: str = column(IDENTIFIER, "the case's id; the folder is named after it")
    title: str = column(TEXT, "title of the statement")
    subtitle: str | None = column(TEXT, "one line under the title", optional=True)
    publisher: str = column(TEXT, "who publishes the statement")
    date: PartialDate = column(DATE, "date of the statement; nothing in it depends on the clock")
    language: str = column(TEXT, "main language, e.g. en")
    licence: str = column(TEXT, "licence of the case's data, an SPDX id")
    contest: str | None = column(IDENTIFIER, "the main contest", optional=True, target="contests")
    summary: str | None = column(TEXT, "what the case holds, in two sentences", optional=True)


@dataclass(frozen=True)
class MethodRun:
    """One entry of `findings.toml`: which method runs, on which parameters, with which seed."""

    id: str
    method: str
    parameters: Mapping[str, object]
    seed: int | None
    line: int = 0


@dataclass(frozen=True)
class Case:
    """A whole case folder, read. Row tables are in the order of their files.

    `files` holds the bytes of every file of the folder by its path with forward slashes;
    everything that follows is a function of them.
    """

    header: Header
    sources: tuple[Source, ...] = ()
    places: tuple[Place, ...] = ()
    contests: tuple[Contest, ...] = ()
    lists: tuple[ElectoralList, ...] = ()
    results: tuple[ListResult, ...] = ()
    totals: tuple[Total, ...] = ()
    turnout: tuple[Turnout, ...] = ()
    stated: tuple[StatedFigure, ...] = ()
    relations: tuple[Relation, ...] = ()
    missions: tuple[Mission, ...] = ()
    observation: tuple[ObservationStatistic, ...] = ()
    media: tuple[MediaShare, ...] = ()
    incidents: tuple[Incident, ...] = ()
    actors: tuple[Actor, ...] = ()
    links: tuple[Link, ...] = ()
    claims: tuple[Claim, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    propositions: tuple[Proposition, ...] = ()
    conditions: tuple[Condition, ...] = ()
    evidence: tuple[EvidenceLine, ...] = ()
    hypotheses: tuple[Hypothesis, ...] = ()
    readings: tuple[Reading, ...] = ()
    norms: tuple[Norm, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    measures: tuple[Measure, ...] = ()
    statuses: tuple[CommitmentStatus, ...] = ()
    replies: tuple[Reply, ...] = ()
    errata: tuple[Erratum, ...] = ()
    codes: tuple[ConductRule, ...] = ()
    runs: tuple[MethodRun, ...] = ()
    statements: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class TableSpec:
    """One CSV file of the folder: the attribute of `Case`, its row type, what makes a row unique."""

    name: str
    row_type: type
    key: tuple[str, ...]

    @property
    def path(self) -> str:
        return f"{self.name}.csv"


TABLES: tuple[TableSpec, ...] = (
    TableSpec("sources", Source, ("id",)),
    TableSpec("places", Place, ("id",)),
    TableSpec("contests", Contest, ("id",)),
    TableSpec("lists", ElectoralList, ("id",)),
    TableSpec("results", ListResult, ("contest", "place", "list", "stage", "source")),
    TableSpec("totals", Total, ("contest", "place", "stage", "quantity", "source")),
    TableSpec("turnout", Turnout, ("contest", "place", "time", "stage", "source")),
    TableSpec("stated", StatedFigure, ("id",)),
    TableSpec("relations", Relation, ("id",)),
    TableSpec("missions", Mission, ("id",)),
    TableSpec("observation", ObservationStatistic, ("mission", "stage", "measure")),
    TableSpec("media", MediaShare, ("monitor", "period", "outlets", "counted", "subject")),
    TableSpec("incidents", Incident, ("id",)),
    TableSpec("actors", Actor, ("id",)),
    TableSpec("links", Link, ("id",)),
    TableSpec("claims", Claim, ("id",)),
    TableSpec("quotations", Quotation, ("id",)),
    TableSpec("propositions", Proposition, ("id",)),
    TableSpec("conditions", Condition, ("id",)),
    TableSpec("evidence", EvidenceLine, ("id",)),
    TableSpec("hypotheses", Hypothesis, ("id",)),
    TableSpec("readings", Reading, ("hypothesis", "line")),
    TableSpec("norms", Norm, ("id",)),
    TableSpec("commitments", Commitment, ("id",)),
    TableSpec("measures", Measure, ("id",)),
    TableSpec("statuses", CommitmentStatus, ("commitment", "field", "date")),
    TableSpec("replies", Reply, ("id",)),
    TableSpec("errata", Erratum, ("id",)),
    TableSpec("codes", ConductRule, ("id",)),
)
