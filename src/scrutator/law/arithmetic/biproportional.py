"""Biproportional seats: every district and every list gets its due at once (double Pukelsheim).

Balinski and Demange 1989; the exact tie-and-transfer method follows Maier 2009. Cell (i, j)
holds s seats when votes / d(s) ≤ row price · column price ≤ votes / d(s−1). All prices are fractions,
so a tie is a tie, and every table returned satisfies these inequalities exactly.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

import numpy as np
from numpy.typing import NDArray

from scrutator.errors import ScrutatorError
from scrutator.law.arithmetic.divisors import Divisor, highest_averages

Table = list[list[int]]
MAX_UPDATES = 100_000
SCALING_ROUNDS = 40
Floats = NDArray[np.float64]
PRICE_STEPS = 1 << 20


@dataclass(frozen=True)
class Biproportional:
    """Seats by district (row) and list (column), the prices that prove them, and whether unique.

    `tied` is True when other tables satisfy the same prices: a legal tie that must be resolved.
    """

    seats: tuple[tuple[int, ...], ...]
    district_prices: tuple[Fraction, ...]
    list_prices: tuple[Fraction, ...]
    tied: bool


def biproportional(
    votes: Sequence[Sequence[int]], district_seats: Sequence[int], list_seats: Sequence[int], rule: Divisor
) -> Biproportional:
    """The table with these row and column sums that is proportional both ways.

    `votes[i][j]`: votes of list j in district i. Raises L40 when the sums differ or no table exists
    (a district with seats but votes only for lists without any), L41 when the bound on price updates
    (100,000) is reached, which no data set on file does. Rules that give everybody a first seat
    are refused: Adams-like rules need no biproportional table here.
    """
    if sum(district_seats) != sum(list_seats):
        raise ScrutatorError("L40", f"{sum(district_seats)} district seats, {sum(list_seats)} list seats")
    if rule.gives_first_seat or rule.mean:
        raise ScrutatorError("L40", f"{rule.name} is not supported for biproportional seats")
    state = _Prices(votes, district_seats, list_seats, rule)
    for _ in range(MAX_UPDATES):
        if not state.transfer():
            break
    else:
        raise ScrutatorError("L41", f"no table after {MAX_UPDATES} price updates")
    return Biproportional(
        tuple(map(tuple, state.seats)), tuple(state.rows), tuple(state.columns), state.has_tie_cycle()
    )


class _Prices:
    """Seats with right column sums and prices that prove them; rows are corrected one transfer at a time."""

    def __init__(
        self,
        votes: Sequence[Sequence[int]],
        district_seats: Sequence[int],
        list_seats: Sequence[int],
        rule: Divisor,
    ) -> None:
        self.votes, self.rule = votes, rule
        self.district_seats = district_seats
        self.rows = _starting_prices(votes, district_seats, list_seats, rule)
        self.columns: list[Fraction] = []
        self.seats: Table = [[0] * len(list_seats) for _ in votes]
        for j, due in enumerate(list_seats):
            self._fill_column(j, due)

    def _fill_column(self, j: int, due: int) -> None:
        weights = [Fraction(row[j]) / price for row, price in zip(self.votes, self.rows, strict=True)]
        scale = 1
        for weight in weights:
            scale = lcm(scale, weight.denominator)
        if due and not any(weights):
            raise ScrutatorError("L40", f"list {j + 1} has {due} seats and no votes")
        won = highest_averages([int(weight * scale) for weight in weights], due, self.rule) if due else None
        for i in range(len(weights)):
            self.seats[i][j] = won.seats[i] if won else 0
        if won:
            for i in won.tied[: won.open_seats]:
                self.seats[i][j] += 1
        claims = [weight / self.rule.at(self.seats[i][j]) for i, weight in enumerate(weights)]
        self.columns.append(max(claims) or Fraction(1))

    def transfer(self) -> bool:
        """One step: move a seat along ties to a district that lacks one, or change prices to make ties."""
        sums = [sum(row) for row in self.seats]
        over = [i for i, total in enumerate(sums) if total > self.district_seats[i]]
        if not over:
            return False
        came_from = self._reach(over)
        short = next(
            (i for i, total in enumerate(sums) if total < self.district_seats[i] and i in came_from), None
        )
        if short is None:
            self._change_prices(came_from)
            return True
        while short not in over or came_from[short] is not None:
            step = came_from[short]
            assert step is not None
            column, before = step
            self.seats[short][column] += 1
            self.seats[before][column] -= 1
            short = before
        return True

    def _reach(self, over: Sequence[int]) -> dict[int, tuple[int, int] | None]:
        """The rows a surplus seat can reach along ties: row → (column, row before), None at the start."""
        came_from: dict[int, tuple[int, int] | None] = dict.fromkeys(over)
        queue, self._columns_reached = list(over), set[int]()
        while queue:
            i = queue.pop(0)
            for j in range(len(self.columns)):
                if j in self._columns_reached or not self._may_lose(i, j):
                    continue
                self._columns_reached.add(j)
                for k in range(len(self.rows)):
                    if k not in came_from and self._may_gain(k, j):
                        came_from[k] = (j, i)
                        queue.append(k)
        return came_from

    def _may_lose(self, i: int, j: int) -> bool:
        seats = self.seats[i][j]
        return seats > 0 and self.votes[i][j] == self.rows[i] * self.columns[j] * self.rule.at(seats - 1)

    def _may_gain(self, i: int, j: int) -> bool:
        price = self.rows[i] * self.columns[j]
        return bool(self.votes[i][j]) and self.votes[i][j] == price * self.rule.at(self.seats[i][j])

    def _change_prices(self, reached: Mapping[int, object]) -> None:
        """Raise the prices of reached rows, lower those of reached columns, until the next tie appears."""
        factors = []
        for i in range(len(self.rows)):
            for j in range(len(self.columns)):
                price, seats = self.rows[i] * self.columns[j], self.seats[i][j]
                if i in reached and j not in self._columns_reached and seats:
                    factors.append(self.votes[i][j] / (self.rule.at(seats - 1) * price))
                if i not in reached and j in self._columns_reached and self.votes[i][j]:
                    factors.append(price * self.rule.at(seats) / self.votes[i][j])
        if not factors:
            raise ScrutatorError("L40", "no table of seats has these sums for districts and lists")
        factor = min(factors)
        for i in reached:
            self.rows[i] *= factor
        for j in self._columns_reached:
            self.columns[j] /= factor

    def has_tie_cycle(self) -> bool:
        """Can seats move around a circle of ties and keep all sums? Then the table is not unique."""
        size = len(self.rows)
        edges: dict[int, set[int]] = {i: set() for i in range(size)}
        for j in range(len(self.columns)):
            givers = [i for i in range(size) if self._may_lose(i, j)]
            takers = [k for k in range(size) if self._may_gain(k, j)]
            for i in givers:
                edges[i] |= set(takers)
        alive = set(edges)
        while ends := {i for i in alive if not edges[i] & alive}:
            alive -= ends
        return bool(alive)


def _starting_prices(
    votes: Sequence[Sequence[int]], district_seats: Sequence[int], list_seats: Sequence[int], rule: Divisor
) -> list[Fraction]:
    """A price for every district to begin with. Any positive prices are correct; near ones save work.

    Alternating scaling in floating point (Balinski and Pukelsheim) brings them near, often exactly
    right; they are then rounded to fractions, and everything after that is exact.
    """
    for i, (row, due) in enumerate(zip(votes, district_seats, strict=True)):
        if due and not any(row):
            raise ScrutatorError("L40", f"district {i + 1} has {due} seats and no votes")
    table = np.array(votes, dtype=float)
    rows = np.maximum(table.sum(axis=1), 1) / np.maximum(district_seats, 0.5)
    for _ in range(SCALING_ROUNDS):
        columns = _fit(table.T / rows, np.array(list_seats), rule)
        rows = _fit(table / columns, np.array(district_seats), rule)
        if (_round(table / (rows[:, None] * columns), rule).sum(axis=0) == list_seats).all():
            break
    return [Fraction(max(1, round(float(price) * PRICE_STEPS)), PRICE_STEPS) for price in rows]


def _fit(weights: Floats, due: Floats, rule: Divisor) -> Floats:
    """For every row the price at which its weights round to the seats due; the middle of what fits."""
    total = np.maximum(weights.sum(axis=1), 1e-12) / rule.step
    low = total / (due + weights.shape[1] + rule.start + 1) / 2
    high = np.maximum(weights.max(axis=1), 1e-12) * 2
    middle = np.sqrt(low * high)
    for _ in range(50):
        sums = _round(weights / middle[:, None], rule).sum(axis=1)
        if (sums == due).all():
            break
        low, high = np.where(sums >= due, middle, low), np.where(sums <= due, middle, high)
        middle = np.sqrt(low * high)
    seats = _round(weights / middle[:, None], rule)
    least = (weights / _divisor(seats, rule)).max(axis=1)
    most = np.where(seats > 0, weights / _divisor(np.maximum(seats - 1, 0), rule), np.inf).min(axis=1)
    fits = (seats.sum(axis=1) == due) & (least > 0) & np.isfinite(most)
    middles: Floats = np.where(fits, np.sqrt(least * np.where(fits, most, 1)), middle)
    return middles


def _divisor(seats: Floats, rule: Divisor) -> Floats:
    """d(seats), elementwise."""
    divisors: Floats = rule.step * seats + rule.start
    return divisors if rule.first is None else np.where(seats == 0, float(rule.first), divisors)


def _round(quotients: Floats, rule: Divisor) -> Floats:
    """How many divisors of the rule each quotient has reached."""
    seats = np.floor((quotients - rule.start) / rule.step) + 1
    if rule.first is not None:
        seats = np.where(quotients < float(rule.first), 0, np.maximum(seats, 1))
    reached: Floats = np.maximum(seats, 0)
    return reached
