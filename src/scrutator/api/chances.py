"""From draws of the votes to the chance of seats."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np

from scrutator.api.arguments import checked
from scrutator.api.laws import LawLike, readings_of, rules_of
from scrutator.api.shown import Grid, Shown, View
from scrutator.errors import ScrutatorError
from scrutator.law.questions.draws import (
    Counts,
    Draws,
    Flags,
    SeatDraws,
    allocation_of,
    probability,
    seats_of_draws,
)


@dataclass(frozen=True, repr=False)
class SeatChances(Shown):
    """Seats in every draw of the votes, under every reading of the law.

    `readings` maps a reading's label ("" when the law is clear) to its `SeatDraws`: `seats` and
    `admitted` (draws × lists), `tied`, and how many draws took the ordinary chain one by one. Lists are
    in the order of `lists`. `unavailable` says why a reading could not be computed.
    """

    rules: str
    house: int
    lists: tuple[str, ...]
    readings: Mapping[str, SeatDraws]
    draws: Draws
    chains: Mapping[str, tuple[Any, ...]]
    unavailable: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def column(self, name: str) -> int:
        """The column of a list in `seats` and `admitted`. Raises L01."""
        if name not in self.lists:
            raise ScrutatorError(
                "L01", f"there is no list {name!r}", remedy=f"Lists: {', '.join(self.lists)}."
            )
        return self.lists.index(name)

    def probability(self, event: Callable[[SeatDraws], Flags], reading: str = "") -> Fraction:
        """The share of draws in which an event holds, such as `lambda r: r.seats[:, 0] > 50`."""
        return probability(self._read(reading), event)

    def steps_of(self, row: int, reading: str = "") -> tuple[str, ...]:
        """How one draw was distributed: the law's steps in words."""
        label = self._label(reading)
        return tuple(step.says for step in allocation_of(self.chains[label], self.draws, row).steps)

    def _label(self, reading: str) -> str:
        if reading in self.readings:
            return reading
        if reading:
            known = ", ".join(map(repr, self.readings))
            raise ScrutatorError("A01", f"there is no reading {reading!r}", remedy=f"Readings: {known}.")
        return next(iter(self.readings))

    def _read(self, reading: str) -> SeatDraws:
        return self.readings[self._label(reading)]

    def view(self) -> View:
        columns = ("list", "mean seats", "90 % of draws", "takes part in", "majority in")
        grids = tuple(
            Grid(label, columns, tuple(self._row(found, place) for place in range(len(self.lists))))
            for label, found in self.readings.items()
        )
        tied = max(int(found.tied.sum()) for found in self.readings.values())
        remarks = (
            "These are chances under the draws given: as good as the sample and the model behind them.",
        )
        missing = tuple(f"Not computable ({label}): {why}." for label, why in self.unavailable.items())
        open_ties = (f"In {tied:,} draws a tie leaves seats open.",) if tied else ()
        return View(
            f"{self.rules}: seats in {len(self.draws.votes):,} draws",
            grids,
            (*open_ties, *missing, *self.notes, *remarks),
        )

    def _row(self, found: SeatDraws, place: int) -> tuple[object, ...]:
        won = found.seats[:, place]
        low, high = np.quantile(won, [0.05, 0.95], method="inverted_cdf").tolist()
        return (
            self.lists[place],
            round(float(won.mean()), 2),
            f"{low} to {high}",
            _percent(found.admitted[:, place]),
            _percent(2 * won > self.house),
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain values: for each reading and list the mean, the middle 90 % and the chances."""
        names = ("list", "mean_seats", "middle_90", "takes_part", "majority")
        return {
            "rules": self.rules,
            "draws": len(self.draws.votes),
            "not_computable": dict(self.unavailable),
            "remarks": list(self.notes),
            "readings": {
                label: {
                    "lists": [
                        dict(zip(names, self._row(r, at), strict=True)) for at in range(len(self.lists))
                    ],
                    "tied": int(r.tied.sum()),
                    "one_by_one": r.one_by_one,
                }
                for label, r in self.readings.items()
            },
        }


def _percent(flags: Flags) -> str:
    """A share of draws in percent; never rounded to certainty."""
    held, size = int(flags.sum()), len(flags)
    if held in (0, size):
        return "every draw" if held else "no draw"
    if 1000 * held < size:
        return "under 0.1 %"
    return "over 99.9 %" if 1000 * held > 999 * size else f"{100 * held / size:.1f} %"


@checked
def seat_chances(
    draws: Mapping[str, Any], seats: Any = None, *, method: str = "", threshold: str = "",
    law: LawLike = None, void: Any = None, against_all: Any = None,
) -> SeatChances:  # fmt: skip
    """How likely are seats, a majority, or clearing the threshold, given draws of the votes?

    `draws` maps each list to its votes in every draw: whole numbers, all of one length, such as
    `Estimate.vote_draws` gives. The law as in `seats`. `void` and `against_all` are one number for each
    draw, where the law's threshold counts such ballots. Every draw is distributed exactly; a draw with an
    open tie is counted in `tied` and its seats stay open.

    Examples:
        >>> import numpy, scrutator
        >>> votes = numpy.random.default_rng(1).multinomial(100_000, [0.6, 0.33, 0.07], size=2_000)
        >>> draws = dict(zip(["A", "B", "C"], votes.T))
        >>> chances = scrutator.seat_chances(draws, seats=100, method="dhondt", threshold="7%")
        >>> 0.4 < chances.probability(lambda r: r.admitted[:, chances.column("C")]) < 0.6
        True
    """
    names = tuple(draws)
    made = Draws(names, _matrix(draws), _one_each(draws, against_all), _one_each(draws, void))
    rules = rules_of(law, method, seats, threshold)
    chains = {label: tuple(steps) for label, steps in readings_of(rules)}
    found, missing = _computed(chains, made)
    return SeatChances(rules.name, rules.house, names, found, made, chains, missing, rules.remarks)


def _computed(
    chains: Mapping[str, tuple[Any, ...]], draws: Draws
) -> tuple[dict[str, SeatDraws], dict[str, str]]:
    """Every reading that the draws suffice for, and why the others cannot be computed. L06 when none can."""
    found, missing = {}, {}
    for label, steps in chains.items():
        try:
            found[label] = seats_of_draws(steps, draws)
        except ScrutatorError as error:
            if error.code != "L06":
                raise
            missing[label] = error.what
    if not found:
        what = next(iter(missing.values()))
        raise ScrutatorError("L06", what, remedy="Give void=… and against_all=…, one number or one a draw.")
    return found, missing


def _matrix(draws: Mapping[str, Any]) -> Counts:
    columns = [_counts(values, f"draws of {name!r}") for name, values in draws.items()]
    if not columns or len({len(column) for column in columns}) != 1 or not len(columns[0]):
        what = "the draws of the lists differ in length, or there are none"
        raise ScrutatorError("A01", what, remedy="Give every list as many votes as there are draws.")
    return np.column_stack(columns)


def _counts(values: Any, what: str) -> Counts:
    given = np.asarray(values)
    if given.ndim != 1 or not np.issubdtype(given.dtype, np.integer) or (given < 0).any():
        raise ScrutatorError("A01", f"{what} are not whole numbers, 0 or more", remedy="Round them first.")
    return given.astype(np.int64)


def _one_each(draws: Mapping[str, Any], values: Any) -> Counts | None:
    if values is None:
        return None
    length, given = len(np.asarray(next(iter(draws.values())))), np.asarray(values)
    if given.shape not in ((), (length,)):
        what = f"other ballots of shape {given.shape} beside {length} draws"
        raise ScrutatorError("A01", what, remedy="Give one number, or one for each draw.")
    return _counts(np.broadcast_to(given, (length,)), "other ballots")
