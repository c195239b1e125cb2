"""The docket of complaints, and recommendations across cycles."""

from dataclasses import dataclass

from scrutator.record.cells import CITATIONS, DATE, IDENTIFIER, IDENTIFIERS, TEXT, Citation, choice
from scrutator.record.columns import column
from scrutator.record.dates import PartialDate
from scrutator.record.unknown import Unknown

NO_DECISION = ("pending", "no decision on record")
OUTCOMES = ("upheld", "upheld in part", "rejected", "not examined", *NO_DECISION)
_SOURCE = "where it stands"


@dataclass(frozen=True)
class Complaint:
    """A complaint, an appeal or a request for review, from filing to effect."""

    id: str = column(IDENTIFIER, "how the record names it")
    date: PartialDate | None = column(DATE, "when it was filed", optional=True)
    contest: str | None = column(IDENTIFIER, "the contest it concerns", optional=True, target="contests")
    by: str = column(TEXT, "who complained, as the source names them")
    body: str = column(IDENTIFIER, "to which body", target="actors")
    about: str = column(TEXT, "what about")
    deadline: str | Unknown = column(
        TEXT, "the deadline in law for the decision, with its article", may_be_missing=True
    )
    outcome: str = column(choice(*OUTCOMES), "what became of it")
    decided: PartialDate | None = column(DATE, "when it was decided", optional=True)
    decision: str | Unknown = column(TEXT, "the decision and its ground", may_be_missing=True)
    effect: str | Unknown = column(TEXT, "what followed from it", may_be_missing=True)
    norms: tuple[str, ...] | None = column(IDENTIFIERS, "norms it rests on", optional=True, target="norms")
    source: tuple[Citation, ...] = column(CITATIONS, _SOURCE, target="sources")
    note: str | None = column(TEXT, "anything a reader should know", optional=True)


@dataclass(frozen=True)
class Recommendation:
    """Where a recommendation of commitments.csv belongs in the cycles of elections.

    Its text, norms and date stand in commitments.csv, what became of it in statuses.csv.
    """

    commitment: str = column(IDENTIFIER, "the recommendation", target="commitments")
    cycle: PartialDate = column(DATE, "the election after which it was made")
    theme: str = column(TEXT, "the theme that connects it with those of other cycles")
    priority: str = column(choice("priority", "other", "not stated"), "as its report classes it")
    needs_law: str = column(choice("yes", "no", "not stated"), "whether it needs a change of law")
    repeats: tuple[str, ...] | None = column(
        IDENTIFIERS, "earlier recommendations it says again", optional=True, target="commitments"
    )
    source: tuple[Citation, ...] = column(CITATIONS, _SOURCE, target="sources")
