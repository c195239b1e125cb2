"""The inequalities that hold while seats stay as they are.

For a divisor rule the seats s are right exactly when, for all lists i and j with s_j > 0,
votes_i · d(s_j − 1) ≤ votes_j · d(s_i); for largest remainders with the Hare quota exactly when
(votes_i − votes_j) · S ≤ (1 + s_i − s_j) · V. Both are linear in the votes, so along any line the votes that
keep the seats form one interval, and its end is found by a division. Source: Balinski and Young, Fair
Representation, 1982 (min-max inequality); Pukelsheim, Proportional Representation, 2017.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Generic, Literal, NamedTuple, TypeVar

from scrutator.law.arithmetic.divisors import Divisor

Change = Literal["moved", "added", "removed"]
CHANGES: tuple[Change, ...] = ("moved", "added", "removed")


Who = TypeVar("Who", bound=Hashable)
"""Who claims a seat: a list by its name, or lists that stand as one, by their names."""


class Inequality(NamedTuple, Generic[Who]):
    """gain · votes of `gains` + lose · votes of `loses` + every · votes of all admitted lists ≤ 0.

    It holds while `loses` keeps its last seat against `gains`.
    """

    gains: Who
    loses: Who
    gain: int
    lose: int
    every: int = 0


def divisor_inequalities(
    seats: Mapping[Who, int], rule: Divisor, touched: frozenset[Who] | None = None
) -> Iterator[Inequality[Who]]:
    """One inequality for every list that could gain and every list that has a seat to lose.

    With `touched`, only those in which one of these lists takes part: no other changes with their votes.
    """
    for j, last in seats.items():
        if last < 1:  # a first seat that every list has is lost with the list's last vote, where d(0) is 0
            continue
        mine, mine_by = rule.ratio(last - 1)
        for i in _partners(j, seats, touched):
            if i != j:
                theirs, theirs_by = rule.ratio(seats[i])
                yield Inequality(i, j, mine * theirs_by, -theirs * mine_by)


def remainder_inequalities(
    seats: Mapping[Who, int], house: int, touched: frozenset[Who] | None = None
) -> Iterator[Inequality[Who]]:
    """The same for largest remainders with the Hare quota; every admitted list's votes are in the total.

    With `touched`, only those in which one of these lists takes part; the total must then stay as it is.
    """
    for i, held in seats.items():
        for j in _partners(i, seats, touched):
            if i != j and seats[j]:
                yield Inequality(i, j, house, -house, -(1 + held - seats[j]))


def _partners(name: Who, seats: Mapping[Who, int], touched: frozenset[Who] | None) -> Iterable[Who]:
    """The lists whose inequality with this one moves: all with a touched one, else the touched ones."""
    return seats if touched is None or name in touched else [other for other in touched if other in seats]
