"""Totals, means, ratios, shares and contrasts with their covariance: the estimators.

Every function takes the design and station values (n × K, one column per list) and returns one
`Estimate` holding all K values and their K × K covariance by Taylor linearisation.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scrutator.counting.arrays import Booleans, Floats, columns
from scrutator.counting.estimation.design import Design
from scrutator.counting.estimation.intervals import NoInterval, Result, wald
from scrutator.counting.estimation.linearisation import (
    Covariance,
    Single,
    covariance_of_total,
    covariance_of_weighted,
)


@dataclass(frozen=True)
class Estimate:
    """K estimated quantities with their joint covariance, or the reason why there is none."""

    names: tuple[str, ...]
    values: Floats
    covariance: Floats | None
    degrees_of_freedom: float
    no_interval_because: str = ""
    single_strata: tuple[str, ...] = ()

    @property
    def errors(self) -> Floats:
        """Standard errors; not-a-number (never 0) where there is no interval."""
        if self.covariance is None:
            return np.full(len(self.values), np.nan)
        return np.sqrt(np.maximum(np.diag(self.covariance), 0))

    def intervals(self, level: float = 0.95) -> tuple[Result, ...]:
        """One t interval per quantity, or why there is none."""
        if self.covariance is None:
            return tuple(NoInterval(self.no_interval_because) for _ in self.names)
        pairs = zip(self.values, self.errors, strict=True)
        return tuple(wald(float(v), float(e), self.degrees_of_freedom, level) for v, e in pairs)

    def contrast(self, matrix: object, names: Sequence[str]) -> "Estimate":
        """Linear combinations of the quantities: `matrix` is (M, K)."""
        weights = np.atleast_2d(np.asarray(matrix, dtype=np.float64))
        joint = None if self.covariance is None else weights @ self.covariance @ weights.T
        return Estimate(
            tuple(names),
            weights @ self.values,
            joint,
            self.degrees_of_freedom,
            self.no_interval_because,
            self.single_strata,
        )


def _names(names: Sequence[str] | None, count: int) -> tuple[str, ...]:
    return tuple(names) if names is not None else tuple(f"y{index + 1}" for index in range(count))


def _estimate(
    design: Design, names: tuple[str, ...], values: Floats, spread: Covariance, inside: Booleans | None
) -> Estimate:
    freedom = design.degrees_of_freedom
    if inside is not None:
        clusters, strata = np.unique(design.clusters[inside]), np.unique(design.strata[inside])
        freedom = len(clusters) - len(strata)
    matrix, because = spread.matrix, spread.no_interval_because
    if matrix is not None and freedom < 1:
        matrix, because = None, "as many strata as sampled units: no degrees of freedom"
    return Estimate(names, values, matrix, freedom, because, spread.single_strata)


def _restrict(values: Floats, domain: Booleans | None) -> Floats:
    return values if domain is None else np.where(domain[:, None], values, 0.0)


def total(
    design: Design,
    values: object,
    names: Sequence[str] | None = None,
    *,
    domain: Booleans | None = None,
    single: Single = "refuse",
) -> Estimate:
    """Answer: what is the sum over all stations of the frame (or of a domain)?"""
    rows = _restrict(columns(values), domain)
    sums = design.weights @ rows
    spread = covariance_of_total(design, rows, single)
    return _estimate(design, _names(names, rows.shape[1]), sums, spread, domain)


def ratio(
    design: Design,
    numerators: object,
    denominator: object,
    names: Sequence[str] | None = None,
    *,
    domain: Booleans | None = None,
    single: Single = "refuse",
) -> Estimate:
    """Answer: what share of the denominator do the numerators have in the whole country?

    The combined ratio Σwy / Σwx; its linearised value is (y − R x)/Σwx. Shares of votes, turnout,
    means (denominator 1) and proportions are all this. A zero denominator has no estimate.
    """
    tops = _restrict(columns(numerators), domain)
    bottoms = np.broadcast_to(columns(denominator), (len(tops), columns(denominator).shape[1]))
    bottoms = _restrict(np.asarray(bottoms, dtype=np.float64), domain)
    names = _names(names, tops.shape[1])
    bottom = design.weights @ bottoms
    if design.stations == 0 or not (bottom > 0).all():
        because = "no station has arrived" if design.stations == 0 else "the denominator is zero"
        return Estimate(names, np.full(len(names), np.nan), None, 0, because)
    values = (design.weights @ tops) / bottom
    # One quantity at a time along contiguous memory: several times faster than by rows of K.
    above, below = np.ascontiguousarray(tops.T), np.ascontiguousarray(bottoms.T)
    scales = [design.weights / one for one in bottom]
    weighted = np.empty_like(above)
    for place, row in enumerate(weighted):
        base = min(place, len(below) - 1)
        np.multiply(below[base], values[place], out=row)
        np.subtract(above[place], row, out=row)
        row *= scales[base]
    return _estimate(design, names, values, covariance_of_weighted(design, weighted.T, single), domain)


def mean(
    design: Design,
    values: object,
    names: Sequence[str] | None = None,
    *,
    domain: Booleans | None = None,
    single: Single = "refuse",
) -> Estimate:
    """Answer: what is the mean per station (a proportion, when the values are 0 and 1)?"""
    rows = columns(values)
    return ratio(design, rows, np.ones(len(rows)), names, domain=domain, single=single)


def design_effect(design: Design, values: object, *, domain: Booleans | None = None) -> Floats:
    """Answer: how many times larger is the variance of the mean than in a simple random sample?

    The comparison is a simple random sample of the same number of stations without replacement
    from Σw stations (Kish 1965; R survey's deff=TRUE).
    """
    rows = columns(values)
    keep = np.ones(len(rows), dtype=np.bool_) if domain is None else domain
    estimate = mean(design, rows, domain=domain)
    weights = design.weights[keep]
    size, number = weights.sum(), int(keep.sum())
    spread = weights @ (rows[keep] - estimate.values) ** 2 / size * number / (number - 1)
    return np.asarray(estimate.errors**2 / (spread * (size - number) / (size * number)))
