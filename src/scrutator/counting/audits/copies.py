"""A station's copy against its published line: the overstatement, with the worst reading where unsure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from scrutator.counting.audits.assertions import Batch
from scrutator.counting.audits.plan import Plan


@dataclass(frozen=True)
class Copy:
    """What a copy shows: votes per list, and the valid votes of all lists; None when it gives no total."""

    votes: Mapping[str, int]
    valid: int | None = None

    @property
    def ballots(self) -> int:
        """The fewest ballots that can hold these votes."""
        return max(sum(self.votes.values()), self.valid or 0)

    @property
    def adds_up(self) -> bool:
        """Whether the lists hold no more votes than the copy's own total."""
        return self.valid is None or sum(self.votes.values()) <= self.valid

    def readings(self, bound: int) -> tuple[int, int]:
        """The least and the most valid votes the copy can mean; a score is worst at one of the two."""
        listed = sum(self.votes.values())
        if self.valid is None:
            return listed, max(listed, bound)
        return (self.valid, self.valid) if self.adds_up else (self.valid, listed)


def overstatements(plan: Plan, batch: Batch, copy: Copy) -> tuple[Fraction, ...]:
    """By how many votes of margin does the published line exceed the copy? One number for each assertion.

    Of several readings the worst counts: valid votes that the copy does not give lie between its lists
    and the station's bound.
    """
    return tuple(
        one.score(batch.votes, batch.valid)
        - min(one.score(copy.votes, valid) for valid in copy.readings(batch.bound))
        for one in plan.assertions
    )


def taint(plan: Plan, batch: Batch, copy: Copy | None) -> Fraction:
    """The largest overstatement as a part of the station's bound; no copy counts as 1, the worst.

    Negative for an understatement. Above 1 only when the copy holds more votes than the bound
    allows, which `broken_bounds` finds: no test may be given such a taint.
    """
    if copy is None:
        return Fraction(1)
    found = overstatements(plan, batch, copy)
    largest = max(votes / margin for votes, margin in zip(found, plan.margins, strict=True))
    bound = plan.bounds[batch.station]
    # A station with bound 0 is never drawn; a copy with votes from it has broken its bound.
    return largest / bound if bound > 0 else Fraction(2 if copy.ballots > batch.bound else 0)


def broken_bounds(batches: Mapping[str, Batch], copies: Mapping[str, Copy]) -> tuple[str, ...]:
    """The stations, by name, whose copies show more votes than their bound on ballots allows."""
    return tuple(sorted(name for name, copy in copies.items() if copy.ballots > batches[name].bound))


def contradicted(plan: Plan, batches: Mapping[str, Batch], copies: Mapping[str, Copy]) -> bool:
    """Do these copies, each station once, take away the whole margin of an assertion?"""
    lost = [overstatements(plan, batches[name], copy) for name, copy in copies.items()]
    return any(_total(row[place] for row in lost) >= margin for place, margin in enumerate(plan.margins))


def _total(votes: Iterable[Fraction]) -> Fraction:
    return sum(votes, Fraction(0))
