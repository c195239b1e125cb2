"""The case: everything that is on record about an election, as frozen tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256

from scrutator.record.cells import DATE, IDENTIFIER, TEXT
from scrutator.record.columns import column
from scrutator.record.dates import PartialDate
from scrutator.record.nouns.actors import Actor, Link
from scrutator.record.nouns.ballots import DrawnLot
from scrutator.record.nouns.claims import Claim, EvidenceLine, Proposition
from scrutator.record.nouns.commitments import Commitment, CommitmentStatus, Measure, Norm
from scrutator.record.nouns.complaints import Complaint, Recommendation
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
from scrutator.record.nouns.deadlines import Deadline
from scrutator.record.nouns.hypotheses import Hypothesis, Reading
from scrutator.record.nouns.observation import Incident, MediaShare, Mission, ObservationStatistic
from scrutator.record.nouns.replies import ConductRule, Erratum, Quotation, Reply
from scrutator.record.nouns.sources import Source
from scrutator.record.nouns.translations import Translation
from scrutator.record.typed_table import TypedTable


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

    `columns` holds the open tables that are there, by name. `files` holds the bytes of every file of the
    folder by its path with forward slashes; everything that follows is a function of them.
    """

    header: Header
    sources: tuple[Source, ...] = ()
    places: Sequence[Place] = ()
    contests: tuple[Contest, ...] = ()
    lists: tuple[ElectoralList, ...] = ()
    results: Sequence[ListResult] = ()
    totals: Sequence[Total] = ()
    turnout: Sequence[Turnout] = ()
    lots: tuple[DrawnLot, ...] = ()
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
    recommendations: tuple[Recommendation, ...] = ()
    complaints: tuple[Complaint, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    replies: tuple[Reply, ...] = ()
    translations: tuple[Translation, ...] = ()
    errata: tuple[Erratum, ...] = ()
    codes: tuple[ConductRule, ...] = ()
    runs: tuple[MethodRun, ...] = ()
    columns: Mapping[str, TypedTable] = field(default_factory=dict)
    statements: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)

    @cached_property
    def fingerprint(self) -> str:
        """One SHA-256 for all files of the case: that of the list `sha256sum` prints of them, by name."""
        lines = (f"{sha256(data).hexdigest()}  {name}\n" for name, data in sorted(self.files.items()))
        return sha256("".join(lines).encode()).hexdigest()
