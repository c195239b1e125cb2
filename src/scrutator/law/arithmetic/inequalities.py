"""The inequalities that hold while seats stay as they are.

For a divisor rule the seats s are right exactly when, for all lists i and j with s_j > 0,
votes_i · d(s_j − 1) ≤ votes_j · d(s_i); for largest remainders with the Hare quota exactly when
(votes_i − votes_j) · S ≤ (1 + s_i − s_j) · V. Both are linear in the votes, so along any line the votes that
keep the seats form one interval, and its end is found by a division. Source: Balinski and Young, Fair
Representation, 1982 (min-max inequality); Pukelsheim, Proportional Representation, 2017.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from scrutator.law.arithmetic.divisors import Divisor

Change = Literal["moved", "added", "removed"]
CHANGES: tuple[Change, ...] = ("moved", "added", "removed")


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
