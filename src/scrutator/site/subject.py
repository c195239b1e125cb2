"""One case as the pages see it: the record, what was found, what is drawn, and where each entry stands."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from scrutator.findings.model import Finding, Row, Table
from scrutator.record.case import Case
from scrutator.record.nouns.actors import Actor
from scrutator.record.nouns.claims import Claim, EvidenceLine, Proposition
from scrutator.record.nouns.sources import Source
from scrutator.site.questions import Question, question_of
from scrutator.statement.charts.chart import Chart
from scrutator.statement.document import Document

Item = TypeVar("Item")


@dataclass(frozen=True)
class DrawnChart:
    """A chart with its drawings: the whole one, which has a file of its own, and one for phones if any."""

    chart: Chart
    drawing: str
    whole: str
    phone: str | None


@dataclass(frozen=True)
class Subject:
    """Everything the pages of one case are made from. `charts` are those of each statement by its language,
    `published` the members of its publication by name, which lie beside the
    pages; `release` names the program that made them, and `verifier` is the SHA-256 of its verify.pyz."""

    case: Case
    findings: tuple[Finding, ...]
    charts: Mapping[str, tuple[DrawnChart, ...]]
    documents: Mapping[str, Document]
    published: Mapping[str, bytes]
    release: str
    verifier: str

    @cached_property
    def actors(self) -> dict[str, Actor]:
        return {actor.id: actor for actor in self.case.actors}

    @cached_property
    def claims(self) -> dict[str, Claim]:
        return {claim.id: claim for claim in self.case.claims}

    @cached_property
    def sources(self) -> dict[str, Source]:
        return {source.id: source for source in self.case.sources}

    @cached_property
    def places(self) -> dict[str, str]:
        return {place.id: place.name for place in self.case.places}

    @cached_property
    def propositions(self) -> dict[str, tuple[Proposition, ...]]:
        """The propositions of each claim, in the order of the record."""
        return grouped((one.claim, one) for one in self.case.propositions)

    @cached_property
    def evidence(self) -> dict[str, tuple[EvidenceLine, ...]]:
        """The lines of evidence for each proposition."""
        return grouped((one.proposition, one) for one in self.case.evidence if one.proposition)

    @cached_property
    def evidence_on_conditions(self) -> dict[str, tuple[EvidenceLine, ...]]:
        """The lines of evidence for each condition."""
        return grouped((one.condition, one) for one in self.case.evidence if one.condition)

    @cached_property
    def conditions(self) -> dict[str, Mapping[str, object]]:
        """What the evidence gives for each condition, by column of the finding's table."""
        return {str(row["id"]): row for row in self.rows("ledger.conditions", "conditions")}

    @cached_property
    def verdicts(self) -> dict[str, Mapping[str, object]]:
        """What the evidence gives for each proposition, by column of the finding's table."""
        rows = self.rows("ledger.verdicts", "claims")
        return {str(row["proposition"]): row for row in rows}

    @cached_property
    def rulings(self) -> dict[str, tuple[str, str]]:
        """What each line of evidence counts for and which way it points, by its id."""
        rows = self.rows("ledger.evidence", "lines")
        return {str(row["line"]): (str(row["ruling"]), str(row["direction"])) for row in rows}

    @cached_property
    def places_of_propositions(self) -> dict[str, str]:
        """Where each proposition stands, inside the folder of a language."""
        return {one.id: f"{claim_page(one.claim)}#{one.id}" for one in self.case.propositions}

    @cached_property
    def pages_of_commitments(self) -> dict[str, str]:
        """The page of each commitment."""
        return {one.id: commitment_page(one.id) for one in self.case.commitments}

    def found_by(self, question: Question) -> tuple[Finding, ...]:
        """The findings that a page shows, in the order of the case."""
        return tuple(one for one in self.findings if question_of(one.method) is question)

    def charts_in(self, language: str) -> tuple[DrawnChart, ...]:
        """Every chart once: as it is drawn in the language, or else in another that has it."""
        found: dict[str, DrawnChart] = {}
        for one in (language, self.case.header.language, *sorted(self.charts)):
            for drawn in self.charts.get(one, ()):
                found.setdefault(drawn.chart.name, drawn)
        return tuple(found[name] for name in sorted(found))

    def charts_of(self, finding: str, language: str) -> tuple[DrawnChart, ...]:
        """The charts whose first finding this is: each stands on one page."""
        return tuple(one for one in self.charts_in(language) if one.chart.findings[:1] == (finding,))

    def rows(self, method: str, table: str) -> list[Mapping[str, object]]:
        """The rows of a table of a method's findings, by column; empty when the case does not ask for it."""
        tables = [
            found
            for finding in self.findings
            if finding.method == method
            for found in finding.outcome.tables
            if found.name == table
        ]
        return [named(found, row) for found in tables for row in found.rows]


def claim_page(claim: str) -> str:
    """The page of a claim. Claims, propositions and commitments may have the same ids."""
    return f"claims/{claim}.html"


def commitment_page(commitment: str) -> str:
    """The page of a commitment."""
    return f"promises/{commitment}.html"


def named(table: Table, row: Row) -> Mapping[str, object]:
    """A row by the names of its columns."""
    return dict(zip(table.columns, row, strict=True))


def grouped(pairs: Iterable[tuple[str, Item]]) -> dict[str, tuple[Item, ...]]:
    """Items by their key, in order."""
    found: dict[str, list[Item]] = {}
    for key, item in pairs:
        found.setdefault(key, []).append(item)
    return {key: tuple(items) for key, items in found.items()}


def asked(subject: Subject) -> Sequence[Question]:
    """The questions that the case has something to say about, in the order of the pages."""
    case = subject.case
    holds = {
        Question.EVIDENCE: True,
        Question.CLAIMS: bool(case.claims),
        Question.ACTORS: bool(case.actors),
        Question.PROMISES: bool(case.commitments),
        Question.RESULTS: bool(subject.found_by(Question.RESULTS) or "stations" in case.columns),
        Question.SOURCES: bool(case.sources),
        Question.STATEMENT: bool(subject.documents),
        Question.VERIFY: True,
    }
    return [one for one in Question if holds.get(one, False) or subject.found_by(one)]
