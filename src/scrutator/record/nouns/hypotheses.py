"""Competing verdicts on one election, and how the analyst reads the evidence under each."""

from dataclasses import dataclass

from scrutator.record.cells import CITATIONS, IDENTIFIER, IDENTIFIERS, TEXT, Citation, choice
from scrutator.record.columns import column


@dataclass(frozen=True)
class Hypothesis:
    """A verdict someone holds on the election, stated so that evidence can bear on it."""

    id: str = column(IDENTIFIER, "its id in this record")
    text: str = column(TEXT, "the verdict in one sentence")
    held_by: tuple[str, ...] | None = column(
        IDENTIFIERS, "who holds it; empty where no one on record does", optional=True, target="actors"
    )
    proposition: str | None = column(
        IDENTIFIER,
        "the proposition that states it, from which its verdict follows",
        optional=True,
        target="propositions",
    )
    source: tuple[Citation, ...] = column(CITATIONS, "where it can be found", target="sources")


@dataclass(frozen=True)
class Reading:
    """How one line of evidence reads if one hypothesis were true."""

    hypothesis: str = column(IDENTIFIER, "the hypothesis", target="hypotheses")
    line: str = column(IDENTIFIER, "the line of evidence", target="evidence")
    reading: str = column(
        choice("consistent", "inconsistent", "neutral"), "what the line would be if the hypothesis held"
    )
    reason: str = column(TEXT, "why the analyst reads it so")
