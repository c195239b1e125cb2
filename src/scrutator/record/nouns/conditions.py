"""Conditions of an honest election: the one declared list on which every overall assessment is judged."""

from dataclasses import dataclass

from scrutator.record.cells import IDENTIFIER, IDENTIFIERS, TEXT, choice
from scrutator.record.columns import column
from scrutator.record.nouns.claims import GAPS, PROCESS_STAGES


@dataclass(frozen=True)
class Condition:
    """One observable condition of one contest, worded so that meeting it is what the norms ask."""

    id: str = column(IDENTIFIER, "its id in this record")
    contest: str = column(IDENTIFIER, "the contest", target="contests")
    text: str = column(TEXT, "the condition in one sentence, so that evidence can show it met or not met")
    stage: str = column(choice(*PROCESS_STAGES), "stage of the process")
    norms: tuple[str, ...] = column(IDENTIFIERS, "the norms that ask for it", target="norms")
    responsible: tuple[str, ...] | None = column(
        IDENTIFIERS,
        "who answers for it: their own word that it was met does not count",
        optional=True,
        target="actors",
    )
    missing: str | None = column(TEXT, "the evidence that would decide it", optional=True)
    gap: str | None = column(choice(*GAPS), "why that evidence is missing", optional=True)
