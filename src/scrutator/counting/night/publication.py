"""The estimate as it may be published: shares with sampling margin, late bound and their sum."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy import special

from scrutator.counting.arrays import Floats
from scrutator.counting.estimation.estimators import Estimate
from scrutator.counting.estimation.intervals import NoInterval, Result
from scrutator.counting.night.estimate import moments, shares
from scrutator.counting.night.late import NOT_MEASURABLE, LateGap, late_gap, share_limits
from scrutator.counting.night.quickcount import QuickCount, Statistics
from scrutator.counting.night.response import ADJUSTMENTS, Weights, stratified


@dataclass(frozen=True)
class Registered:
    """What was fixed before the vote and is not changed during the night.

    `shift` is the registered late shift (None: measured, see `late`); `neighbours` the stratum a
    thin stratum joins; the gate figures are explained in `gates`. `complete` says that the lists are all
    lists and the denominator is the valid votes, so that their shares must sum to 1.
    """

    level: float = 0.95
    shift: float | None = None
    neighbours: Mapping[str, str] | None = None
    least_response: float = 0.25
    least_coverage: float = 0.95
    largest_gap: float = 0.5
    called_at: float = 0.95
    thresholds: Mapping[str, float] | None = None
    majority: float | None = None
    adjustment: str = "raking"
    complete: bool = False


@dataclass(frozen=True)
class Honest:
    """One quantity: estimate, sampling margin, late bound, and the interval that adds both."""

    name: str
    value: float
    margin: float | None
    late: float | None
    interval: Result


@dataclass(frozen=True)
class Moment:
    """Everything the night says at one moment, from the accepted reports alone."""

    drawn: int
    arrived: int
    statistics: Statistics
    unadjusted: Estimate
    adjusted: Estimate
    weights: Weights
    gap: LateGap
    shares: tuple[Honest, ...]


@dataclass(frozen=True)
class Contrast:
    """A linear contrast of the votes per denominator: its value, error and late bound."""

    value: float
    error: float | None
    late: float | None
    degrees_of_freedom: int
    because: str = ""

    @property
    def chance_above(self) -> float | None:
        """The least probability that the contrast is above zero: the late bound counts against it."""
        return self._tail(self.value - (self.late or 0.0))

    @property
    def chance_below(self) -> float | None:
        """The least probability that it is below zero."""
        return self._tail(-self.value - (self.late or 0.0))

    def _tail(self, worst: float) -> float | None:
        if not self.error or self.late is None:
            return None
        return float(special.stdtr(self.degrees_of_freedom, worst / self.error))


def look(count: QuickCount, rules: Registered) -> Moment:
    """Answer: what can be said now? The adjusted estimate with its sampling margin and late bound."""
    sample, statistics = count.sample, count.statistics
    first = stratified(sample, statistics, rules.neighbours)
    weights = ADJUSTMENTS[rules.adjustment](sample, statistics, rules.neighbours)
    unadjusted = shares(sample, statistics, first, count.lists)
    estimate = shares(sample, statistics, weights, count.lists)
    gap = late_gap(count)
    honest = tuple(_honest(estimate, gap, rules, index) for index in range(len(count.lists)))
    arrived = int(count.arrived.sum())
    return Moment(len(sample.stations), arrived, statistics, unadjusted, estimate, weights, gap, honest)


def _honest(estimate: Estimate, gap: LateGap, rules: Registered, index: int) -> Honest:
    name, value = estimate.names[index], float(estimate.values[index])
    sampling = estimate.intervals(rules.level)[index]
    late = gap.bound(np.eye(len(estimate.names))[index], rules.shift)
    if isinstance(sampling, NoInterval):
        return Honest(name, value, None, late, sampling)
    margin = (sampling.high - sampling.low) / 2
    if late is None:
        return Honest(name, value, margin, None, NoInterval(NOT_MEASURABLE))
    half = margin + late
    return Honest(name, value, margin, late, share_limits(value - half, value + half, sampling.kind))


def contrast(count: QuickCount, moment: Moment, votes: Floats, base: float, rules: Registered) -> Contrast:
    """Answer: where does Σ votes·c − base·denominator stand, per denominator?

    A lead is c = +1, −1 and base 0; a distance to a threshold is c = 1 and base = threshold.
    """
    column = np.append(votes, -base)[:, None]
    found = moments(count.sample, moment.statistics, moment.weights, column)
    size = float(moment.weights.per_atom @ moment.statistics.sums[:, -1])
    if not size > 0:
        return Contrast(float("nan"), None, None, 0, "the denominator is zero")
    late = moment.gap.bound(np.asarray(votes, dtype=np.float64), rules.shift)
    error = None if found.covariance is None else float(np.sqrt(max(found.covariance[0, 0], 0.0))) / size
    because = found.no_interval_because or ("" if late is not None else NOT_MEASURABLE)
    return Contrast(float(found.totals[0]) / size, error, late, found.degrees_of_freedom, because)
