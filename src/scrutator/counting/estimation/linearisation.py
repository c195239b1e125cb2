"""The variance of a weighted total under the design: Taylor linearisation ends here.

With z the weighted linearised values of the stations, stratum h contributes
(1 − f_h) n_h/(n_h − 1) Σ (z_c − z̄_h)(z_c − z̄_h)' over its clusters c, and a second stage adds
f_h (1 − f_c) m_c/(m_c − 1) Σ (z_i − z̄_c)(z_i − z̄_c)' inside each cluster (Särndal, Swensson and
Wretman 1992, ch. 4 and 5; the formulas of R's survey package).
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from scrutator.counting.arrays import Floats, Integers, group_sums
from scrutator.counting.estimation.design import Design

Single = Literal["refuse", "centre", "skip"]
"""What a stratum with one sampled cluster does: refuse an interval (default); count its distance
from the mean over all clusters, which is conservative; or contribute nothing, which is too small
and only reproduces what others published."""


@dataclass(frozen=True)
class Covariance:
    """A K × K covariance, or None and the reason why there is no interval."""

    matrix: Floats | None
    no_interval_because: str = ""
    single_strata: tuple[str, ...] = ()


def _between(values: Floats, groups: Integers, factor: Floats) -> Floats:
    """Σ factor_g Σ (v − v̄_g)(v − v̄_g)' over groups."""
    counts = np.maximum(np.bincount(groups, minlength=len(factor)), 1)
    # One quantity at a time along contiguous memory: several times faster than by rows of K.
    quantities = np.ascontiguousarray(values.T)
    centred = np.empty_like(quantities)
    scale = np.sqrt(factor)[groups] if len(groups) else np.zeros(0)
    for quantity, away in zip(quantities, centred, strict=True):
        means = np.bincount(groups, weights=quantity, minlength=len(factor)) / counts
        np.subtract(quantity, means[groups], out=away)
        away *= scale
    return np.asarray(centred @ centred.T)


def _fractions(sampled: Integers, population: Floats | None) -> Floats:
    if population is None:
        return np.zeros(len(sampled))
    return sampled / np.maximum(population, 1)


def _second_stage(design: Design, weighted: Floats, first_fraction: Floats) -> Floats:
    sampled = np.bincount(design.clusters)
    fraction = _fractions(sampled, design.cluster_sizes)
    factor = first_fraction[design.cluster_strata] * (1 - fraction) * sampled / np.maximum(sampled - 1, 1)
    return _between(weighted, design.clusters, factor)


def covariance_of_total(design: Design, values: Floats, single: Single = "refuse") -> Covariance:
    """Answer: what is the covariance of Σ w z for linearised values z (n × K)?

    Stations outside a domain keep their place with z = 0. A stratum that was taken completely has
    no sampling variance, even with one cluster; any other stratum with one cluster has an
    undefined variance, which is refused, never turned into 0.
    """
    return covariance_of_weighted(design, values * design.weights[:, None], single)


def covariance_of_weighted(design: Design, weighted: Floats, single: Single = "refuse") -> Covariance:
    """The same for values that are already multiplied by the weights, w z."""
    if design.cluster_count == 0:
        return Covariance(None, "no station has arrived")
    if design.cluster_count == design.stations:
        strata, totals = design.strata, weighted
    else:
        strata = design.cluster_strata
        totals = group_sums(weighted, design.clusters, design.cluster_count)
    sampled = np.bincount(strata, minlength=len(design.stratum_names))
    fraction = _fractions(sampled, design.population)
    lone = (sampled == 1) & (fraction < 1)
    names = tuple(design.stratum_names[index] for index in np.flatnonzero(lone))
    if names and (single == "refuse" or design.cluster_count == 1):
        return Covariance(None, _because(design, names), names)
    factor = (1 - fraction) * sampled / np.maximum(sampled - 1, 1)
    matrix = _between(totals, strata, factor)
    if names and single == "centre":
        distance = totals[lone[strata]] - totals.mean(axis=0)
        matrix = matrix + (distance * (1 - fraction[strata[lone[strata]]])[:, None]).T @ distance
    if design.cluster_sizes is not None:
        matrix = matrix + _second_stage(design, weighted, fraction)
    return Covariance(matrix, "", names)


def _because(design: Design, names: tuple[str, ...]) -> str:
    if design.cluster_count == 1:
        return "one sampled unit says nothing about how units differ"
    shown = ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
    return f"one sampled unit in stratum {shown}: its variance is undefined"
