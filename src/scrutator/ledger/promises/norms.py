"""Norms: what each recommendation and conclusion rests on, and on which norms nothing was observed."""

from collections.abc import Sequence
from dataclasses import dataclass

from scrutator.record.nouns.claims import Proposition
from scrutator.record.nouns.commitments import Commitment, Norm
from scrutator.record.nouns.conditions import Condition


@dataclass(frozen=True)
class Coverage:
    """A norm with the commitments, propositions and conditions that name it."""

    norm: Norm
    commitments: tuple[str, ...]
    propositions: tuple[str, ...]
    conditions: tuple[str, ...]

    @property
    def untouched(self) -> bool:
        """Whether nothing on record names the norm."""
        return not self.commitments and not self.propositions and not self.conditions


def coverage(
    norms: Sequence[Norm],
    commitments: Sequence[Commitment],
    propositions: Sequence[Proposition],
    conditions: Sequence[Condition] = (),
) -> tuple[Coverage, ...]:
    """What on record rests on each norm? Only what names it: sharing a stage of the process is not enough.

    Opinions rest on none.
    """
    return tuple(
        Coverage(
            norm,
            tuple(c.id for c in commitments if norm.id in (c.norms or ())),
            tuple(p.id for p in propositions if norm.id in (p.norms or ()) and p.kind != "opinion"),
            tuple(c.id for c in conditions if norm.id in c.norms),
        )
        for norm in norms
    )
