"""Commitments and recommendations, what was done about them, and the norms they rest on."""

from dataclasses import dataclass

from scrutator.record.cells import CITATIONS, DATE, IDENTIFIER, IDENTIFIERS, TEXT, Citation, choice
from scrutator.record.columns import column
from scrutator.record.dates import PartialDate

STATUS_FIELDS = ("official", "legal text", "practice", "schedule")
STATUSES = (
    "met",
    "mostly met",
    "partly met",
    "not met",
    "late",
    "missed",
    "changed",
    "changed with an offsetting rule",
    "unchanged",
    "no evidence available",
    "not started",
    "limited",
    "substantial",
    "complete",
    "open",
    "unknown",
)


@dataclass(frozen=True)
class Norm:
    """A paragraph of an international document that a commitment or a finding rests on."""

    id: str = column(IDENTIFIER, "its id in this record")
    document: str = column(TEXT, "the document")
    paragraph: str = column(TEXT, "the paragraph")
    text: str = column(TEXT, "its content, in short")
    certainty: str = column(choice("sourced", "number unverified"), "how sure the paragraph's number is")
    stages: str | None = column(
        TEXT, "stages of the process it covers, separated by semicolons", optional=True
    )
    source: tuple[Citation, ...] = column(CITATIONS, "where it can be found", target="sources")


@dataclass(frozen=True)
class Commitment:
    """A promise made or a recommendation received."""

    id: str = column(IDENTIFIER, "its id in this record")
    kind: str = column(choice("promise", "demand", "recommendation", "remark"), "who moved first")
    text: str = column(TEXT, "what is promised, demanded or recommended")
    made_by: str | None = column(IDENTIFIER, "who made it", optional=True, target="actors")
    addressee: str | None = column(IDENTIFIER, "who is to act", optional=True, target="actors")
    date: PartialDate | None = column(DATE, "when it was made", optional=True)
    due: str | None = column(TEXT, "deadline in words; relative ones stay relative", optional=True)
    due_date: PartialDate | None = column(DATE, "deadline as a date, when there is one", optional=True)
    verifiable: str = column(choice("yes", "no", "in part"), "whether anyone could tell that it was met")
    norms: tuple[str, ...] | None = column(IDENTIFIERS, "norms it rests on", optional=True, target="norms")
    effect: str | None = column(
        TEXT,
        "computed effects, separated by semicolons: `words: finding/figure(key=value)`, or a condition on it",
        optional=True,
    )
    source: tuple[Citation, ...] = column(CITATIONS, "where it can be found", target="sources")
    note: str | None = column(TEXT, "anything a reader should know", optional=True)


@dataclass(frozen=True)
class Measure:
    """An act, a draft, a statement or a practice that bears on a commitment."""

    id: str = column(IDENTIFIER, "its id in this record")
    commitment: str = column(IDENTIFIER, "the commitment", target="commitments")
    date: PartialDate | None = column(DATE, "when", optional=True)
    kind: str = column(choice("act", "draft", "statement", "practice", "assessment"), "what it is")
    text: str = column(TEXT, "what happened, as the source states it")
    source: tuple[Citation, ...] = column(CITATIONS, "where it can be found", target="sources")


@dataclass(frozen=True)
class CommitmentStatus:
    """One of the four statuses of a commitment at a date, and who set it."""

    commitment: str = column(IDENTIFIER, "the commitment", target="commitments")
    field: str = column(choice(*STATUS_FIELDS), "which of the four statuses")
    status: str = column(choice(*STATUSES), "the status")
    date: PartialDate | None = column(DATE, "as of when", optional=True)
    set_by: str = column(TEXT, "who set it; statuses before 2014 are the analyst's own and say so")
    reason: str = column(TEXT, "why")
    source: tuple[Citation, ...] = column(CITATIONS, "where the reason stands", target="sources")
