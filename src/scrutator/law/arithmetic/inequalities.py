"""The inequalities that hold while seats stay as they are, and the fewest votes that break one.

For a divisor rule the seats s are right exactly when, for all lists i and j with s_j > 0,
votes_i · d(s_j − 1) ≤ votes_j · d(s_i); for largest remainders with the Hare quota exactly when
(votes_i − votes_j) · S ≤ (1 + s_i − s_j) · V. Both are linear in the votes, so along any line the votes that
keep the seats form one interval, and its end is found by a division. Source: Balinski and Young, Fair
Representation, 1982 (min-max inequality); Pukelsheim, Proportional Representation, 2017.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from scrutator.law.arithmetic.divisors import Divisor

Change = Literal["moved", "added", "removed"]
CHANGES: tuple[Change, ...] = ("moved", "added", "removed")


@dataclass(frozen=True)
class Break:
    """Votes at which list `gains` draws level with a seat of list `loses`.

    At `votes` the two claims are equal or just past equal; `level` says equal. `source` gives the
    votes (None when they are added from outside), `target` gets them (None when removed).
    """

    gains: str
    loses: str
    change: Change
    source: str | None
    target: str | None
    votes: int
    level: bool


@dataclass(frozen=True)
class Inequality:
    """weights · votes ≤ 0 holds while `loses` keeps its last seat against `gains`."""

    gains: str
    loses: str
    weights: Mapping[str, int]


def divisor_inequalities(
    seats: Mapping[str, int], rule: Divisor, touched: frozenset[str] | None = None
) -> Iterator[Inequality]:
    """One inequality for every list that could gain and every list that has a seat to lose.

    With `touched`, only those in which one of these lists takes part: no other changes with their votes.
    """
    for j, last in seats.items():
        if last < 1:  # a first seat that every list has is lost with the list's last vote, where d(0) is 0
            continue
        mine, mine_by = rule.ratio(last - 1)
        for i, held in seats.items():
            if i != j and (touched is None or i in touched or j in touched):
                theirs, theirs_by = rule.ratio(held)
                yield Inequality(i, j, {i: mine * theirs_by, j: -theirs * mine_by})


def remainder_inequalities(
    seats: Mapping[str, int], house: int, touched: frozenset[str] | None = None
) -> Iterator[Inequality]:
    """The same for largest remainders with the Hare quota; every admitted list's votes are in the total.

    With `touched`, only those in which one of these lists takes part; the total must then stay as it is.
    """
    for i, held in seats.items():
        for j, last in seats.items():
            if i == j or last == 0 or (touched is not None and i not in touched and j not in touched):
                continue
            share = -(1 + held - last)
            weights = dict.fromkeys(seats, share)
            weights[i] += house
            weights[j] -= house
            yield Inequality(i, j, weights)


def least_break(
    inequality: Inequality, votes: Mapping[str, int], change: Change, names: Sequence[str]
) -> Break | None:
    """The single source and target that break this inequality with the fewest votes; None if none can.

    Every vote moved changes the left side by the weight of its target less that of its source, so the
    heaviest target and the lightest source are best; a source that has too few votes makes way for the next.
    """
    weights = inequality.weights
    value = sum(weight * votes[name] for name, weight in weights.items())
    by_weight = sorted(names, key=lambda name: weights.get(name, 0))
    sources: Sequence[str | None] = [None] if change == "added" else by_weight
    target = None if change == "removed" else by_weight[-1]
    for source in sources:
        slope = weights.get(target or "", 0) - weights.get(source or "", 0)
        least = -(value // slope) if slope > 0 else 0
        if least and (source is None or least <= votes[source]):
            level = value + least * slope == 0
            return Break(inequality.gains, inequality.loses, change, source, target, least, level)
    return None
