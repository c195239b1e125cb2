"""Dealing a mark anew within strata: a difference, its p and its interval from one and the same law.

Under the hypothesis that the mark adds δ to every marked station and was assigned at random within
strata, the values without δ do not depend on the deal. For each new deal the weighted difference of means
of those values is a − δ·b, with a from the values and b from the marks themselves; in the deal that
happened it is T − δ. A deal is at least as extreme for every δ between (T − a)/(1 − b) and (T + a)/(1 +
b). So p falls on either side of T, and the interval of all δ with p above 5 % leaves out 0 exactly where
p of "no effect" is at most 5 % (inversion of a randomisation test; Rosenbaum 2002, Observational Studies,
section 2.4.5).

A unit is what gets the mark as a whole: a station, or all stations of one building.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, ndtri

from scrutator.forensics.inputs.results import BoolArray, FloatArray, IntArray, sum_by

LEVEL = 0.05
# With more units than this, and this many on either side, the law is normal; its variances are exact.
SIMULATED_UP_TO = 5000
LEAST_MARKED = 200


@dataclass(frozen=True)
class Marks:
    """Stations with their stratum (0 … S − 1, each with units of both kinds), unit and mark."""

    stratum: IntArray
    unit: IntArray
    marked: BoolArray

    def unit_strata(self) -> IntArray:
        """The stratum of every unit."""
        strata = np.zeros(int(self.unit.max()) + 1, dtype=np.int64)
        strata[self.unit] = self.stratum
        return strata

    def unit_marks(self) -> BoolArray:
        """The mark of every unit."""
        marks = np.zeros(int(self.unit.max()) + 1, dtype=bool)
        marks[self.unit] = self.marked
        return marks


@dataclass(frozen=True)
class Dealt:
    """The weighted difference of means, marked minus unmarked, with p (two-sided) and 95 % interval."""

    difference: float
    p: float
    low: float
    high: float


def dealt_difference(values: FloatArray, marks: Marks, weight: FloatArray, seed: int, deals: int) -> Dealt:
    """Answer: how large is the difference, and how often would a new deal give one as large?

    `values` lie in [0, 1], one per station in an order that the caller fixed; `weight` has one entry per
    stratum and sums to 1. It ends at −1 and 1 where too few deals exist.
    """
    observed = float(np.sum(weight * _differences(values, marks.marked, marks.stratum, len(weight))))
    fewest = min(int(marks.unit_marks().sum()), int((~marks.unit_marks()).sum()))
    if len(marks.unit_marks()) > SIMULATED_UP_TO and fewest >= LEAST_MARKED:
        return _by_normal_law(observed, *_variances(values, marks, weight))
    first, second = _deals(values, marks, weight, seed, deals)
    return _by_deals(observed, first, second)


def _differences(values: FloatArray, marked: BoolArray, stratum: IntArray, size: int) -> FloatArray:
    """Mean of the marked minus mean of the unmarked, per stratum."""
    count, inside = sum_by(stratum, np.ones(len(values)), size), sum_by(stratum, marked, size)
    total, part = sum_by(stratum, values, size), sum_by(stratum, values * marked, size)
    return np.asarray(part / inside - (total - part) / (count - inside))


def _deals(
    values: FloatArray, marks: Marks, weight: FloatArray, seed: int, deals: int
) -> tuple[FloatArray, FloatArray]:
    """For every new deal the difference of the values (a) and of the marks that happened (b)."""
    strata, was = marks.unit_strata(), marks.unit_marks()
    order = np.argsort(strata, kind="stable")
    sizes = np.bincount(strata, minlength=len(weight))
    chosen = np.bincount(strata, weights=was, minlength=len(weight)).astype(np.int64)
    start = np.cumsum(sizes) - sizes
    last = (start + chosen)[strata[order]]
    rng = np.random.default_rng(seed)
    found = np.empty((deals, 2))
    happened = marks.marked.astype(np.float64)
    for deal in range(deals):
        shuffled = order[np.argsort(strata[order] + rng.random(len(order)))]
        now = np.zeros(len(was), dtype=bool)
        now[shuffled[np.arange(len(order)) < last]] = True
        marked = now[marks.unit]
        for column, what in enumerate((values, happened)):
            parts = _differences(what, marked, marks.stratum, len(weight))
            found[deal, column] = np.sum(weight * parts)
    return found[:, 0], found[:, 1]


def _by_deals(observed: float, values: FloatArray, marks: FloatArray) -> Dealt:
    """p and interval from the deals, by the two ends of the δ for which each is as extreme."""
    allowed = int(LEVEL * (1 + len(values)))
    as_large = int(np.sum(np.abs(values) >= abs(observed) * (1 - 1e-12)))
    p = (1 + as_large) / (1 + len(values))
    if allowed == 0:
        return Dealt(observed, p, -1.0, 1.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        one = (observed - values) / (1 - marks)
        two = (observed + values) / (1 + marks)
    same, opposite = marks > 1 - 1e-9, marks < -1 + 1e-9
    above = np.where(same | opposite, np.inf, np.maximum(one, two))
    below = np.where(same | opposite, -np.inf, np.minimum(one, two))
    high, low = float(np.sort(above)[-allowed]), float(np.sort(below)[allowed - 1])
    return Dealt(observed, p, max(low, -1.0), min(high, 1.0))


def _variances(values: FloatArray, marks: Marks, weight: FloatArray) -> tuple[float, float, float]:
    """Over all deals: variances of a and b and their covariance; exact where units are stations."""
    size = len(weight)
    stations, inside = (
        sum_by(marks.stratum, one, size) for one in (np.ones(len(values)), marks.marked.astype(float))
    )
    strata, was = marks.unit_strata(), marks.unit_marks()
    units, chosen = np.bincount(strata, minlength=size), np.bincount(strata, weights=was, minlength=size)
    residuals = [
        sum_by(marks.unit, what - (sum_by(marks.stratum, what, size) / stations)[marks.stratum], len(was))
        for what in (values, marks.marked.astype(np.float64))
    ]
    share = chosen * (units - chosen) / (units * np.maximum(units - 1, 1))
    factor = (weight * (1 / inside + 1 / (stations - inside))) ** 2 * share
    found = [
        float(np.sum(factor * sum_by(strata, one * two, size)))
        for one, two in ((residuals[0],) * 2, (residuals[0], residuals[1]), (residuals[1],) * 2)
    ]
    return found[0], found[1], found[2]


def _by_normal_law(observed: float, first: float, both: float, second: float) -> Dealt:
    """The same inversion where (a, b) is normal: (T − δ)² = z² (V − 2δC + δ²W)."""
    p = float(2 * ndtr(-abs(observed) / np.sqrt(first))) if first > 0 else 1.0
    z = float(ndtri(1 - LEVEL / 2)) ** 2
    lead, middle, rest = 1 - z * second, observed - z * both, observed**2 - z * first
    root = middle**2 - lead * rest
    if lead <= 0 or root < 0:
        return Dealt(observed, p, -1.0, 1.0)
    half = float(np.sqrt(root))
    return Dealt(observed, p, max((middle - half) / lead, -1.0), min((middle + half) / lead, 1.0))
