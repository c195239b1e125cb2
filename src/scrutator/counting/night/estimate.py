"""Estimates of the night from sufficient statistics: shares, linear contrasts, their covariance."""

from dataclasses import dataclass

import numpy as np

from scrutator.counting.arrays import Floats
from scrutator.counting.estimation.estimators import Estimate
from scrutator.counting.estimation.linearisation import Single
from scrutator.counting.night.quickcount import Sample, Statistics
from scrutator.counting.night.response import Weights

BACKFITTING_ROUNDS = 25
ROUNDING = 1e-13
"""Below this part of the squares that cancel in it a variance is rounding, and none."""


@dataclass(frozen=True)
class Moments:
    """Totals and covariance of M linear contrasts of the count vector."""

    totals: Floats
    covariance: Floats | None
    degrees_of_freedom: int
    no_interval_because: str
    single_strata: tuple[str, ...]


def shares(
    sample: Sample,
    statistics: Statistics,
    weights: Weights,
    names: tuple[str, ...],
    single: Single = "centre",
) -> Estimate:
    """Answer: what share of the denominator has each list, at this moment of the night?"""
    sums = (weights.per_atom[:, None] * statistics.sums).sum(axis=0)
    if not sums[-1] > 0:
        because = "no station has arrived" if not statistics.numbers.any() else "the denominator is zero"
        return Estimate(names, np.full(len(names), np.nan), None, 0, because)
    values = sums[:-1] / sums[-1]
    contrast = np.vstack([np.eye(len(names)), -values]) / sums[-1]
    found = moments(sample, statistics, weights, contrast, single)
    return Estimate(
        names,
        values,
        found.covariance,
        found.degrees_of_freedom,
        found.no_interval_because,
        found.single_strata,
    )


def moments(
    sample: Sample, statistics: Statistics, weights: Weights, contrast: Floats, single: Single = "centre"
) -> Moments:
    """Answer: what are Σwz and its covariance for z = v · contrast (K + 1 × M)?

    The Taylor form of `linearisation`, from n, Σv, Σvv' per atom. With calibration groups the
    residuals on their dummies replace z (Deville and Särndal 1992), and the covariance is raised by
    (n − H)/(n − H − C) for the C effects fitted beside the H strata, as in any regression.
    """
    firsts = statistics.sums @ contrast
    numbers = statistics.numbers.astype(np.float64)
    shift = _group_effects(firsts, numbers, weights) if weights.groups else np.zeros_like(firsts)
    w = weights.per_atom[:, None]
    residual = w * (firsts - numbers[:, None] * shift)
    size = int(weights.strata.max()) + 1
    in_stratum = np.bincount(weights.strata, weights=numbers, minlength=size).astype(np.float64)
    sums = np.stack([np.bincount(weights.strata, weights=c, minlength=size) for c in residual.T], axis=1)
    factor, lone = _factors(sample, weights, in_stratum)
    scale = w[:, 0] ** 2 * factor[weights.strata]
    covariance = _squares(statistics, contrast, firsts, shift, scale, numbers)
    means = sums / np.maximum(in_stratum, 1)[:, None]
    covariance = covariance - (means * (factor * in_stratum)[:, None]).T @ means
    varies = np.diag(covariance) > ROUNDING * _largest_squares(statistics, contrast, scale)
    covariance = covariance * np.outer(varies, varies)
    freedom = int(in_stratum.sum()) - int((in_stratum > 0).sum())
    fitted = _fitted_beyond_strata(weights, numbers)
    covariance = covariance * freedom / max(freedom - fitted, 1)
    freedom -= fitted
    names = tuple(sample.stratum_names[code] for code in np.flatnonzero(lone)) if lone.any() else ()
    because = _because(int(in_stratum.sum()), freedom, names, single)
    if names and single == "centre" and not because:
        away = sums[lone] - sums.sum(axis=0) / in_stratum.sum()
        covariance = covariance + away.T @ away
    totals = (w * firsts).sum(axis=0)
    return Moments(totals, None if because else covariance, freedom, because, names)


def _fitted_beyond_strata(weights: Weights, numbers: Floats) -> int:
    """Group effects fitted beside the strata: the residuals have lost that many degrees of freedom."""
    if not weights.groups:
        return 0
    cells = weights.groups[0]
    return max(len(np.unique(cells[numbers > 0])) - 1, 0)


def _factors(sample: Sample, weights: Weights, arrived: Floats) -> tuple[Floats, np.ndarray]:
    """(1 − f) n/(n − 1) per stratum, and which strata have one arrived station of several."""
    size = len(arrived)
    codes = np.unique(np.stack([sample.atom_strata, weights.strata]), axis=1)
    population = np.bincount(codes[1], weights=sample.populations[codes[0]], minlength=size)
    fraction = np.divide(arrived, population, out=np.zeros(size), where=population > 0)
    lone = (arrived == 1) & (fraction < 1)
    factor = np.where(lone, 0.0, (1 - fraction) * arrived / np.maximum(arrived - 1, 1))
    return factor, lone


def _squares(
    statistics: Statistics, contrast: Floats, firsts: Floats, shift: Floats, scale: Floats, numbers: Floats
) -> Floats:
    """Σ_atoms scale · Σ_stations (z − shift)(z − shift)'."""
    width = contrast.shape[0]
    pooled = scale @ statistics.products.reshape(len(scale), width * width)
    raw = contrast.T @ pooled.reshape(width, width) @ contrast
    crossed = (firsts * scale[:, None]).T @ shift
    square = (shift * (scale * numbers)[:, None]).T @ shift
    return np.asarray(raw - crossed - crossed.T + square)


def _largest_squares(statistics: Statistics, contrast: Floats, scale: Floats) -> Floats:
    """The same squares of each contrast as if nothing in them cancelled."""
    width, size = contrast.shape[0], np.abs(contrast)
    pooled = (scale @ statistics.products.reshape(len(scale), width * width)).reshape(width, width)
    return np.asarray(np.einsum("im,ij,jm->m", size, pooled, size))


def _group_effects(firsts: Floats, numbers: Floats, weights: Weights) -> Floats:
    """Fitted additive group means of z per atom, by backfitting (weighted least squares)."""
    mass = weights.per_atom * numbers
    target = np.divide(firsts, numbers[:, None], out=np.zeros_like(firsts), where=numbers[:, None] > 0)
    fitted = np.zeros_like(firsts)
    for _ in range(BACKFITTING_ROUNDS):
        before = fitted
        for groups in weights.groups:
            fitted = fitted + _group_means(target - fitted, mass, groups)
        if np.abs(fitted - before).max() <= 1e-9 * np.abs(fitted).max():
            break
    return fitted


def _group_means(values: Floats, mass: Floats, groups: np.ndarray) -> Floats:
    size = int(groups.max()) + 1
    below = np.bincount(groups, weights=mass, minlength=size)
    above = np.stack(
        [np.bincount(groups, weights=mass * column, minlength=size) for column in values.T], axis=1
    )
    means = np.divide(above, below[:, None], out=np.zeros_like(above), where=below[:, None] > 0)
    return np.asarray(means[groups])


def _because(arrived: int, freedom: int, lone: tuple[str, ...], single: Single) -> str:
    if arrived == 0:
        return "no station has arrived"
    if arrived == 1:
        return "one sampled unit says nothing about how units differ"
    if freedom < 1:
        return "as many strata as sampled units: no degrees of freedom"
    if lone and single == "refuse":
        return f"one sampled unit in stratum {lone[0]}: its variance is undefined"
    return ""
