"""An estimate of all lists' shares: intervals, chances, draws of the votes, errors by a second way."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np

from scrutator.api.shown import Grid, Shown, View
from scrutator.api.votes import whole
from scrutator.counting.arrays import Booleans, Floats
from scrutator.counting.estimation import events
from scrutator.counting.estimation.design import Design
from scrutator.counting.estimation.domains import compare_with_official
from scrutator.counting.estimation.estimators import Estimate as Estimated
from scrutator.counting.estimation.estimators import design_effect
from scrutator.counting.estimation.intervals import Limits, Result, likelihood, logit
from scrutator.counting.estimation.replication import bootstrap_replicates, jackknife_covariance
from scrutator.counting.night.guards import check_sum_of_shares
from scrutator.errors import ScrutatorError

Chance = events.Chance
Replication = Literal["jackknife", "bootstrap"]
IntervalKind = Literal["t", "logit", "likelihood"]


@dataclass(frozen=True, repr=False)
class Estimate(Shown):
    """The estimated share of each list, with its interval or the reason why there is none.

    `estimated` holds values, joint covariance and degrees of freedom; the interval covers the draw of
    the sample only: not late stations, false reports or a wrong frame.
    """

    estimated: Estimated
    level: float
    design: Design
    votes: Floats
    base: Floats
    of: str
    kind: IntervalKind = "t"
    grouped: str = ""

    @property
    def shares(self) -> dict[str, float]:
        """List to estimated share, between 0 and 1."""
        return dict(zip(self.estimated.names, self.estimated.values.tolist(), strict=True))

    @property
    def intervals(self) -> dict[str, Result]:
        """List to `Limits(low, high, kind)`, or to `NoInterval(because)`."""
        found = self.estimated
        if self.kind == "t" or found.covariance is None:
            return dict(zip(found.names, found.intervals(self.level), strict=True))
        made, free = [], found.degrees_of_freedom
        for share, error in zip(found.values.tolist(), found.errors.tolist(), strict=True):
            if self.kind == "logit":
                made.append(logit(share, error, free, self.level))
            else:
                made.append(likelihood(share, error, self.design.stations, free, self.level))
        return dict(zip(found.names, made, strict=True))

    @property
    def design_effects(self) -> dict[str, float]:
        """List to how many times its variance is that of as many stations drawn at random from all."""
        away = self.votes - self.base[:, None] * self.estimated.values
        return dict(zip(self.estimated.names, design_effect(self.design, away).tolist(), strict=True))

    def against(self, official: Mapping[str, float]) -> dict[str, float]:
        """Which official shares (0.52 for 52 %) disagree with the estimate? p-values, adjusted by Holm.

        One that is small says that chance in the draw does not explain the difference; not why it is there.
        """
        for name in official:
            self._place(name)
        return compare_with_official(self.estimated, official)

    def view(self) -> View:
        rows = tuple(_row(name, self.shares[name], limits) for name, limits in self.intervals.items())
        columns = ("list", "share", "interval", "kind")
        remarks = ["The interval is that of the draw; it does not cover late stations or false reports."]
        if self.grouped:
            remarks.insert(0, f"Weights calibrated to the known numbers of stations by {self.grouped}.")
        return View(
            f"{self.design.stations} stations, shares of {self.of}",
            (Grid("", columns, rows),),
            tuple(remarks),
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain values: for each list share, standard error, limits and kind, or why there is none."""
        errors = dict(zip(self.estimated.names, self.estimated.errors.tolist(), strict=True))
        lists = []
        for name, limits in self.intervals.items():
            body: dict[str, Any] = {"list": name, "share": self.shares[name]}
            if isinstance(limits, Limits):
                body |= {"error": errors[name], "low": limits.low, "high": limits.high, "kind": limits.kind}
            else:
                body |= {"error": None, "no_interval_because": limits.because}
            lists.append(body)
        return {"stations": self.design.stations, "of": self.of, "lists": lists}

    def _place(self, name: str) -> int:
        if name not in self.estimated.names:
            known = ", ".join(self.estimated.names)
            raise ScrutatorError("A01", f"there is no list {name!r}", remedy=f"Lists: {known}.")
        return self.estimated.names.index(name)

    def above(self, name: str, threshold: float) -> Chance:
        """How sure is it that a list's share is above a threshold (0.07 for 7 %)? Design-based."""
        if not 0 < threshold < 1:
            raise ScrutatorError("A01", f"a threshold of {threshold}", remedy="Give a share: 0.07 for 7 %.")
        place = self._place(name)
        if not self.grouped:
            return events.above_threshold(self.design, self.votes[:, place], self.base, threshold)
        row = np.eye(len(self.estimated.names))[place]
        return _chance_of(self.estimated.contrast([row], ("contrast",)), -threshold)

    def ahead(self, first: str, second: str) -> Chance:
        """How sure is it that the first list has more votes than the second?"""
        one, two = self._place(first), self._place(second)
        if not self.grouped:
            return events.ahead(self.design, self.votes[:, one], self.votes[:, two])
        row = np.eye(len(self.estimated.names))[one] - np.eye(len(self.estimated.names))[two]
        return _chance_of(self.estimated.contrast([row], ("contrast",)), 0.0)

    def chance(self, event: Callable[[Floats], Booleans], *, seed: int, draws: int = 10_000) -> Chance:
        """How sure is a compound event? `event` gets draws × lists and says where it holds."""
        return events.event_chance(self.estimated, event, draws=draws, seed=seed)

    def vote_draws(self, total: int, *, seed: int, draws: int = 10_000, others: str = "") -> dict[str, Any]:
        """Joint draws of the votes out of `total`, rounded to whole votes, for `seat_chances`.

        `others` names what the lists leave of the total. Raises C09 when the lists' shares do not sum
        to 1 and `others` is not given, A01 when the estimate has no interval.
        """
        if not others:
            check_sum_of_shares(self.shares, tolerance=1e-6)
        sample = events.joint_draws(self.estimated, draws=draws, seed=seed)
        if sample is None:
            why = self.estimated.no_interval_because
            raise ScrutatorError(
                "A01", f"there is no interval to draw from: {why}", remedy="Draw more stations."
            )
        number = whole(total, "total")
        drawn = np.rint(np.clip(sample, 0, None) * number).astype(np.int64)
        found = dict(zip(self.estimated.names, drawn.T, strict=True))
        return found | ({others: np.maximum(number - drawn.sum(axis=1), 0)} if others else {})

    def errors_by(self, method: Replication, *, seed: int = 1, replicates: int = 1_000) -> dict[str, float]:
        """Standard errors by a second way: "jackknife", or Rao and Wu's "bootstrap" (no finite population
        correction, so somewhat larger). Raises C02 with a stratum of one unit, A01 after calibration."""
        if method not in get_args(Replication):
            raise ScrutatorError("A01", f"method={method!r}", remedy="Choose jackknife or bootstrap.")
        if self.grouped:
            what = "replicates of calibrated weights are not computed"
            raise ScrutatorError("A01", what, remedy="Estimate without known=….")
        if method == "jackknife":
            spread = np.sqrt(np.diag(jackknife_covariance(self.design, self.votes, self.base)))
        else:
            made = bootstrap_replicates(self.design, self.votes, self.base, replicates=replicates, seed=seed)
            spread = made.std(axis=0, ddof=1)
        return dict(zip(self.estimated.names, spread.tolist(), strict=True))


def _row(name: str, share: float, limits: Result) -> tuple[object, ...]:
    if not isinstance(limits, Limits):
        return (name, f"{100 * share:.2f} %", "none", limits.because)
    return (name, f"{100 * share:.2f} %", f"{100 * limits.low:.2f} to {100 * limits.high:.2f} %", limits.kind)


def _chance_of(contrast: Estimated, shift: float) -> Chance:
    """The chance that an estimated contrast plus a number is above zero, by its t statistic."""
    from scipy import special

    error = float(contrast.errors[0])
    if contrast.covariance is None or not error > 0:
        because = contrast.no_interval_because or "the sampled units do not vary"
        return Chance(None, None, no_probability_because=because)
    statistic = (float(contrast.values[0]) + shift) / error
    return Chance(float(special.stdtr(contrast.degrees_of_freedom, statistic)), statistic)
