"""Wordings of one quotation, replies of those named, errata, and codes of conduct."""

from dataclasses import dataclass

from scrutator.record.cells import CITATIONS, DATE, IDENTIFIER, TEXT, Citation, choice
from scrutator.record.columns import column
from scrutator.record.dates import PartialDate

REPLY_SUBJECTS = ("claim", "proposition", "finding", "commitment", "link", "incident", "complaint")
REPLY_STATES = ("published", "not published")
_SOURCE = "where it can be found"


@dataclass(frozen=True)
class Quotation:
    """One wording of words that a claim quotes; the wordings of one claim are compared."""

    id: str = column(IDENTIFIER, "its id in this record")
    claim: str = column(IDENTIFIER, "the claim it belongs to", target="claims")
    speaker: str = column(IDENTIFIER, "whose words they are", target="actors")
    text: str = column(TEXT, "the words, exactly as this source prints them")
    language: str = column(TEXT, "language of the words, e.g. en")
    source: tuple[Citation, ...] = column(CITATIONS, _SOURCE, target="sources")
    note: str | None = column(TEXT, "anything a reader should know", optional=True)


@dataclass(frozen=True)
class Reply:
    """What someone named in the record answers; published beside what it answers."""

    id: str = column(IDENTIFIER, "its id in this record")
    by: str = column(IDENTIFIER, "who replies", target="actors")
    subject: str = column(choice(*REPLY_SUBJECTS), "what sort of entry it answers")
    entry: str = column(TEXT, "id of the entry it answers")
    date: PartialDate = column(DATE, "when it was filed")
    text: str = column(TEXT, "the reply")
    state: str = column(choice(*REPLY_STATES), "criticism is published, however harsh")
    reason: str | None = column(
        TEXT, "when not published: which rule it breaks, and who decided", optional=True
    )
    source: tuple[Citation, ...] | None = column(CITATIONS, _SOURCE, optional=True, target="sources")


@dataclass(frozen=True)
class Erratum:
    """A correction of one cell: it supersedes the old value and keeps it readable."""

    id: str = column(IDENTIFIER, "its id in this record")
    table: str = column(TEXT, "the table, without .csv")
    entry: str = column(TEXT, "id of the corrected row")
    field: str = column(TEXT, "the corrected column")
    was: str = column(TEXT, "what it said")
    now: str = column(TEXT, "what it says now")
    reason: str = column(TEXT, "why")
    date: PartialDate = column(DATE, "when")
    signed_by: str = column(TEXT, "who corrects")
    signature: str | None = column(TEXT, "base64 Ed25519 signature over the erratum's text", optional=True)


@dataclass(frozen=True)
class ConductRule:
    """A rule of a code of conduct that observers are measured against."""

    id: str = column(IDENTIFIER, "its id in this record")
    code: str = column(TEXT, "the code of conduct")
    relation: str = column(TEXT, "the relations it covers, separated by semicolons")
    requires: str = column(
        choice("absence", "disclosure"), "that there be no such tie, or that it be declared"
    )
    text: str = column(TEXT, "the rule, in short")
    source: tuple[Citation, ...] = column(CITATIONS, _SOURCE, target="sources")
