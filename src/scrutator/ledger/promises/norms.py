"""Norms: what each recommendation and conclusion rests on, and on which norms nothing was observed."""

from collections.abc import Sequence
from dataclasses import dataclass

from scrutator.record.nouns.claims import Proposition
from scrutator.record.nouns.commitments import Commitment, Norm


@dataclass(frozen=True)
class Coverage:
    """A norm with the commitments that name it and the propositions of its stages of the process."""

    norm: Norm
    commitments: tuple[str, ...]
    propositions: tuple[str, ...]

    @property
    def untouched(self) -> bool:
        return not self.commitments and not self.propositions


def coverage(
    norms: Sequence[Norm], commitments: Sequence[Commitment], propositions: Sequence[Proposition]
) -> tuple[Coverage, ...]:
    """What on record rests on each norm? Opinions rest on none."""
    found = []
    for norm in norms:
        named = tuple(c.id for c in commitments if norm.id in (c.norms or ()))
        stages = {stage.strip() for stage in (norm.stages or "").split(";")}
        spoken = tuple(p.id for p in propositions if p.stage in stages and p.kind != "opinion")
        found.append(Coverage(norm, named, spoken))
    return tuple(found)
