"""Highest averages, exact: which list's next quotient is largest, for every divisor in use.

A divisor rule is a sequence d(0), d(1), …: a list with k seats claims the next one with
votes / d(k). Claims are compared as integers: two different fractions whose denominators are at most
D differ by at least 1/D², so multiplying by D² before rounding down keeps every difference and
every equality. Nothing is ever rounded in floating point.
Source for the sequences: Gallagher 1992; Balinski and Young, Fair Representation, 1982.
"""

import heapq
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import ceil

from scrutator.errors import ScrutatorError


@dataclass(frozen=True)
class Divisor:
    """One rule: d(k) = step·k + start, with `first` instead of d(0) where the law says so.

    `mean` is "" for these linear sequences; "geometric" (Huntington–Hill) and "harmonic" (Dean) take that
    mean of k and k + 1; with "power" the sequence is raised to the fraction `power` (Estonia: 9/10),
    compared exactly: v / d^(p/q) is ordered as v^q / d^p.
    """

    name: str
    step: int = 1
    start: int = 1
    first: Fraction | None = None
    mean: str = ""
    power: Fraction | None = None

    @cached_property
    def stride(self) -> tuple[int, int, int]:
        """What a first stride leaves out: for each list the fraction 1 − low, and seats beyond high − 1.

        `low` and `high` are the least and the greatest of d(k) − k, in units where d grows by one a seat.
        """
        if self.mean:
            return 1, 1, 0
        start = Fraction(self.start, self.step)
        first = start if self.first is None else self.first / self.step
        left = 1 - min(start, first)
        return left.numerator, left.denominator, max(0, ceil(max(start, first) - 1))

    @property
    def gives_first_seat(self) -> bool:
        """True when d(0) is zero: every list has a seat before any comparison."""
        return self.mean in ("geometric", "harmonic") or (self.start == 0 and self.first is None)

    def ratio(self, seats: int) -> tuple[int, int]:
        """The divisor for the next seat of a list that has this many, as numerator and denominator.

        Squared for the geometric mean; the harmonic mean's fraction is not reduced; a power p/q is given as
        the p-th power, to be compared with the q-th power of the votes.
        """
        if self.mean:
            return self._bent(seats)
        if seats == 0 and self.first is not None:
            return self.first.numerator, self.first.denominator
        return self.step * seats + self.start, 1

    def _bent(self, seats: int) -> tuple[int, int]:
        """The divisor of a rule that is no line."""
        if self.power is not None:
            return (self.step * seats + self.start) ** self.power.numerator, 1
        if self.mean == "geometric":
            return seats * (seats + 1), 1
        return 2 * seats * (seats + 1), 2 * seats + 1

    def weight(self, votes: int) -> int:
        """The votes as this rule compares them: squared for the geometric mean, v^q for a power p/q."""
        if self.power is not None:
            return int(votes**self.power.denominator)
        return votes * votes if self.mean == "geometric" else votes

    def at(self, seats: int) -> Fraction:
        """The same as a fraction."""
        return Fraction(*self.ratio(seats))


MOST_ONE_BY_ONE = 1_000_000
"""Seats that are given one by one; without seats held or lists that run out, a stride gives most of them."""

DIVISORS: dict[str, Divisor] = {
    rule.name: rule
    for rule in (
        Divisor("dhondt"),
        Divisor("sainte-lague", step=2, start=1),
        Divisor("modified-sainte-lague", step=2, start=1, first=Fraction(7, 5)),
        Divisor("danish", step=3, start=1),
        Divisor("adams", start=0),
        Divisor("imperiali-highest-averages", start=2),
        Divisor("belgian", start=2),
        Divisor("huntington-hill", mean="geometric"),
        Divisor("dean", mean="harmonic"),
        Divisor("estonian", mean="power", power=Fraction(9, 10)),
    )
}
"""The rules by name. The Belgian local rule (1, 1½, 2, …) is Imperiali's 2, 3, 4, … halved."""


def divisor_named(name: str, first: Fraction | None = None) -> Divisor:
    """The rule of that name, with another first divisor where a law sets one (Sweden: 1.2)."""
    if name not in DIVISORS:
        raise ScrutatorError(
            "L11", f"{name!r} is not a divisor rule", remedy=f"Known: {', '.join(DIVISORS)}."
        )
    rule = DIVISORS[name]
    if first is None:
        return rule
    if first <= 0 or rule.mean or first > rule.at(1):
        raise ScrutatorError("L11", f"{first} cannot be the first divisor of {name}")
    return Divisor(rule.name, rule.step, rule.start, first)


@dataclass(frozen=True)
class Awards:
    """Seats won outright, and the lists that claim the last `open_seats` with equal right."""

    seats: tuple[int, ...]
    tied: tuple[int, ...] = ()
    open_seats: int = 0
    last: tuple[int, ...] = ()


def highest_averages(
    votes: Sequence[int],
    house: int,
    rule: Divisor,
    initial: Sequence[int] | None = None,
    most: Sequence[int | None] | None = None,
) -> Awards:
    """Distribute `house` seats (the initial ones included) by highest averages.

    Lists without votes get nothing. `initial` are seats each list already has; they are kept. `most` are the
    seats a list can fill at all (None: any number); a seat that no list can fill is left over.
    `last` names the winners of the seats distributed one by one, in order. Raises L12 when a
    rule that gives each list a first seat meets more lists than seats.
    """
    seats = list(initial) if initial is not None else [0] * len(votes)
    running = [index for index, count in enumerate(votes) if count > 0]
    room = None if most is None else [house if limit is None else limit for limit in most]
    if room is not None:
        running = [index for index in running if seats[index] < room[index]]
    if rule.gives_first_seat:
        for index in running:
            seats[index] = max(seats[index], 1)
    if sum(seats) > house:
        raise ScrutatorError(
            "L12", f"{rule.name}: {sum(seats)} seats are owed before {house} are distributed"
        )
    if initial is None and room is None and rule.mean != "power":
        _jump(votes, house, rule, seats)
    return _one_by_one(votes, house, rule, seats, running, room)


def _jump(votes: Sequence[int], house: int, rule: Divisor, seats: list[int]) -> None:
    """Give every list the seats it wins for certain, in one stride.

    At the price q a list wins the seats k with votes/d(k) ≥ q. With q = total·step/(seats in stride)
    no more than the house is won, so these seats are certain; the rest is counted one by one.
    """
    total = sum(votes)
    top, bottom, lost = rule.stride
    stride = house - max(0, -(-top * len(votes) // bottom))  # rounded up
    if stride <= 0 or total == 0:
        return
    for index, count in enumerate(votes):
        seats[index] = max(seats[index], count * stride // total - lost)


def _one_by_one(
    votes: Sequence[int],
    house: int,
    rule: Divisor,
    seats: list[int],
    running: Sequence[int],
    room: Sequence[int] | None = None,
) -> Awards:
    left = house - sum(seats)
    if left == 0 or not running:
        return Awards(tuple(seats))
    if left > MOST_ONE_BY_ONE:
        raise ScrutatorError("L12", f"{rule.name}: {left} seats one by one, more than {MOST_ONE_BY_ONE}")
    powers = [rule.weight(count) for count in votes] if rule.mean else votes
    precision, ratio = _precision(rule, house), rule.ratio

    def claim(index: int) -> int:
        top, bottom = ratio(seats[index])
        return -(powers[index] * bottom * precision // top)

    heap = [(claim(index), index) for index in running]
    heapq.heapify(heap)
    last: list[int] = []
    while left and heap:
        best = heap[0][0]
        group = []
        while heap and heap[0][0] == best:
            group.append(heapq.heappop(heap)[1])
        if len(group) > left:
            return Awards(tuple(seats), tuple(group), left, tuple(last))
        for index in group:
            seats[index] += 1
            last.append(index)
            if room is None or seats[index] < room[index]:
                heapq.heappush(heap, (claim(index), index))
        left -= len(group)
    return Awards(tuple(seats), last=tuple(last))


def exact_claims(rule: Divisor, house: int) -> Callable[[int, int], int]:
    """Weight and seats to a whole number that orders the claims to the next seat, up to so many seats.

    The weight is `rule.weight(votes)`; different claims stay different and equal ones equal.
    """
    precision, ratio = _precision(rule, house), rule.ratio

    def claim(weight: int, seats: int) -> int:
        top, bottom = ratio(seats)
        return weight * bottom * precision // top

    return claim


def _precision(rule: Divisor, house: int) -> int:
    """The factor that keeps different claims different when they are rounded down."""
    largest = max(rule.ratio(house)[0], rule.ratio(0)[0], 1)
    return largest * largest
