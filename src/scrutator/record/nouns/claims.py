"""Claims, the propositions they split into, and lines of evidence."""

from dataclasses import dataclass

from scrutator.record.cells import (
    CITATIONS,
    COUNT,
    DATE,
    IDENTIFIER,
    IDENTIFIERS,
    TEXT,
    Citation,
    choice,
)
from scrutator.record.columns import column
from scrutator.record.dates import PartialDate

PROPOSITION_KINDS = (
    "fact",
    "figure",
    "comparison",
    "quotation",
    "attribution",
    "overall assessment",
    "opinion",
    "motive",
    "prediction",
)
OVERALL = "overall assessment"
GAPS = ("not looked for", "looked for and not obtained", "cannot be determined from what exists")
PROCESS_STAGES = (
    "whole process",
    "registration of parties",
    "registration of candidates",
    "campaign",
    "media",
    "voting",
    "counting",
    "tabulation",
    "results",
    "complaints",
    "observation",
    "funding",
    "law",
    "party system",
)
VERDICTS = ("supported", "contradicted", "cannot_be_determined", "opinion")
_SOURCE = "where it can be found"
_NOTE = "anything a reader should know"


@dataclass(frozen=True, slots=True)
class Claim:
    """Something that was said, where it stands, and what would decide it."""

    id: str = column(IDENTIFIER, "its id in this record")
    topic: str = column(TEXT, "topic for the index")
    speaker: tuple[str, ...] = column(
        IDENTIFIERS,
        "who says it; several when they say it together or give competing versions",
        target="actors",
    )
    text: str = column(TEXT, "the claim in short")
    quotation: str | None = column(TEXT, "the words themselves, when they are quoted", optional=True)
    quotation_language: str | None = column(
        TEXT, "language of the quoted words, e.g. es (default: that of the record)", optional=True
    )
    reported_by: tuple[str, ...] | None = column(
        IDENTIFIERS,
        "who reports that it was said, when the words are known only from a report",
        optional=True,
        target="actors",
    )
    date: PartialDate | None = column(DATE, "when it was said", optional=True)
    decided_by: str | None = column(TEXT, "the evidence that would decide it", optional=True)
    source: tuple[Citation, ...] = column(CITATIONS, _SOURCE, target="sources")
    note: str | None = column(TEXT, _NOTE, optional=True)


@dataclass(frozen=True, slots=True)
class Proposition:
    """One checkable part of a claim, with its scope."""

    id: str = column(IDENTIFIER, "its id in this record, e.g. C02a")
    claim: str = column(IDENTIFIER, "the claim it belongs to", target="claims")
    speaker: tuple[str, ...] | None = column(
        IDENTIFIERS,
        "who holds it, when not all speakers of the claim do; a reporter is not the speaker",
        optional=True,
        target="actors",
    )
    text: str = column(TEXT, "the proposition in one sentence")
    kind: str = column(choice(*PROPOSITION_KINDS), "opinions, motives and predictions are not facts")
    stage: str = column(choice(*PROCESS_STAGES), "stage of the process it covers")
    place: str | None = column(IDENTIFIER, "territory it covers", optional=True, target="places")
    period: str | None = column(TEXT, "period it covers, e.g. 2012 or 1999/2012", optional=True)
    about: tuple[str, ...] | None = column(
        IDENTIFIERS,
        "whom it is about: independence is judged towards them",
        optional=True,
        target="actors",
    )
    verdict: str | None = column(
        choice(*VERDICTS),
        "the author's verdict; reported when the evidence does not support it",
        optional=True,
    )
    extent: str | None = column(
        choice("whole", "part"),
        "part: the author holds a part, a weaker form or a narrower scope",
        optional=True,
    )
    override_reason: str | None = column(
        TEXT, "why the author departs from the derived verdict", optional=True
    )
    missing: str | None = column(
        TEXT, "the evidence that is missing, when it cannot be determined", optional=True
    )
    gap: str | None = column(
        choice(*GAPS),
        "why it is missing; needed with `missing`: not having looked is no finding",
        optional=True,
    )
    search: str | None = column(
        TEXT, "where it was looked for and when; needed unless it was not looked for", optional=True
    )
    contest: str | None = column(
        IDENTIFIER, "for an overall assessment: the contest assessed", optional=True, target="contests"
    )
    assessment: str | None = column(
        choice("met", "not met"),
        "for an overall assessment: whether it says that the conditions of an honest election were met",
        optional=True,
    )
    each: tuple[str, ...] | None = column(
        IDENTIFIERS, "the years or elections that it covers one by one: each needs evidence", optional=True
    )
    norms: tuple[str, ...] | None = column(
        IDENTIFIERS, "the norms it bears on", optional=True, target="norms"
    )
    contradicts: tuple[str, ...] | None = column(
        IDENTIFIERS, "propositions that cannot be true together with it", optional=True, target="propositions"
    )


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """Items of one method that bear on one proposition in one direction."""

    id: str = column(IDENTIFIER, "its id in this record")
    proposition: str | None = column(
        IDENTIFIER, "the proposition it bears on, or else a condition", optional=True, target="propositions"
    )
    condition: str | None = column(
        IDENTIFIER,
        "the condition of an election it bears on: supports says that it was met",
        optional=True,
        target="conditions",
    )
    direction: str = column(choice("supports", "contradicts", "neutral"), "which way it points")
    covers: str = column(choice("whole", "part"), "part: a part, a weaker form or a narrower scope")
    method: str = column(
        choice(
            "document",
            "official figure",
            "computation",
            "observation",
            "testimony",
            "law text",
            "absence",
            "own words",
        ),
        "how it was established",
    )
    strength: str = column(choice("strong", "moderate", "weak"), "how much it weighs by itself")
    text: str = column(TEXT, "what it says")
    figure: str | None = column(
        TEXT,
        "a figure it is bound to, `finding/figure(key=value)`, with the relation it must satisfy",
        optional=True,
    )
    denominator: int | None = column(
        COUNT, "for 'nothing was found': how many stations were visited", optional=True
    )
    years: tuple[str, ...] | None = column(
        IDENTIFIERS, "which of the years or elections in `each` it covers", optional=True
    )
    side: str | None = column(
        choice("one", "other", "both"), "for a comparison: which of its two sides it concerns", optional=True
    )
    root: str | None = column(
        IDENTIFIER,
        "the source that everything cited in this line repeats; lines from one root count once",
        optional=True,
        target="sources",
    )
    source: tuple[Citation, ...] = column(CITATIONS, _SOURCE, target="sources")
