"""From a partial sample to the chance of seats: the estimate's draws through a law that is handed in.

The draws follow the estimate's covariance. What the stations still to come may change is no chance but a
bound: each list is moved up and down by its late bound, the others in proportion, all draws go through the
law again, and the worst and the best of these answers are given. So it counts against every claim.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from scrutator.counting.arrays import Booleans, Floats, Integers
from scrutator.counting.estimation.events import joint_draws
from scrutator.counting.night.publication import Moment
from scrutator.errors import ScrutatorError

MIDDLE = 0.90  # the part of the draws whose seats are given as a range
WHOLE = 1e-6  # shares that sum to 1 within this leave nothing over


class Distributed(Protocol):
    """What a law makes of draws: seats and admission by draw and list, and draws with an open tie."""

    @property
    def seats(self) -> Integers: ...
    @property
    def admitted(self) -> Booleans: ...
    @property
    def tied(self) -> Booleans: ...


Law = Callable[[Integers], Distributed]
"""Whole votes by draw and column (the lists, then what is left over, where something is) to seats."""


@dataclass(frozen=True)
class SeatChance:
    """One list: mean seats, their middle 90 %, least and greatest chance to take part and of a majority."""

    name: str
    mean: float
    low: int
    high: int
    takes_part: tuple[float, float]
    majority: tuple[float, float]


def share_draws(moment: Moment, draws: int, seed: int) -> Floats:
    """Joint draws of the lists' shares at this moment. Raises C09 where the estimate has no interval."""
    drawn = joint_draws(moment.adjusted, draws=draws, seed=seed)
    missing = [one.name for one in moment.shares if one.late is None]
    if drawn is None or missing:
        why = moment.adjusted.no_interval_because or "the late bound cannot be measured yet"
        raise ScrutatorError("C09", f"no chance of seats: {why}", remedy="Wait for more stations.")
    return np.clip(drawn, 0.0, 1.0)


def has_rest(moment: Moment) -> bool:
    """Whether the lists leave a part of the denominator over."""
    return abs(float(np.sum(moment.adjusted.values)) - 1) > WHOLE


def seat_chances(moment: Moment, law: Law, *, total: int, draws: int, seed: int) -> tuple[SeatChance, ...]:
    """Answer: how many seats may each list win, from this partial sample, under this law?

    `total` are the votes of the denominator, for laws that ask for whole votes. Raises C09.
    """
    drawn, names = share_draws(moment, draws, seed), moment.adjusted.names
    late = [one.late or 0.0 for one in moment.shares]
    rest = has_rest(moment)
    found = [law(whole_votes(shares, total, rest)) for shares in _moved(drawn, late)]
    return tuple(_chance(name, at, found) for at, name in enumerate(names))


def _moved(drawn: Floats, late: Sequence[float]) -> Iterator[Floats]:
    """The draws as they are, then with each list moved by its late bound, up and down."""
    yield drawn
    for place, bound in enumerate(late):
        for shift in (bound, -bound) if bound else ():
            yield moved(drawn, place, shift)


def moved(drawn: Floats, place: int, shift: float) -> Floats:
    """The draws with one share moved, the others scaled to what it leaves."""
    own = np.clip(drawn[:, place] + shift, 0.0, 1.0)
    others = np.maximum(1 - drawn[:, place], 1e-12)
    made = drawn * ((1 - own) / others)[:, None]
    made[:, place] = own
    return made


def whole_votes(shares: Floats, total: int, rest: bool) -> Integers:
    """Shares as whole votes; with `rest` a last column holds what the lists leave of the total."""
    votes = np.rint(shares * total).astype(np.int64)
    if not rest:
        return votes
    return np.column_stack([votes, np.maximum(total - votes.sum(axis=1), 0)])


def _chance(name: str, at: int, found: Sequence[Distributed]) -> SeatChance:
    edge = (1 - MIDDLE) / 2
    won = [one.seats[:, at] for one in found]
    part = [float(one.admitted[:, at].mean()) for one in found]
    most = [float((2 * one.seats[:, at] > one.seats.sum(axis=1)).mean()) for one in found]
    return SeatChance(
        name,
        float(won[0].mean()),
        min(int(np.quantile(seats, edge, method="lower")) for seats in won),
        max(int(np.quantile(seats, 1 - edge, method="higher")) for seats in won),
        (min(part), max(part)),
        (min(most), max(most)),
    )
