"""Jackknife and bootstrap variances of ratios, in closed form over cluster totals."""

import numpy as np

from scrutator.counting.arrays import Floats, columns, group_sums
from scrutator.counting.estimation.design import Design
from scrutator.errors import ScrutatorError


def _cluster_totals(design: Design, numerators: object, denominator: object) -> Floats:
    """Weighted totals per cluster: K numerators, then the denominator (clusters × K + 1)."""
    tops = columns(numerators)
    bottom = np.broadcast_to(np.asarray(denominator, dtype=np.float64), (len(tops),))
    weighted = np.column_stack([tops, bottom]) * design.weights[:, None]
    if design.cluster_count == design.stations:
        ordered = np.empty_like(weighted)
        ordered[design.clusters] = weighted
        return ordered
    return group_sums(weighted, design.clusters, design.cluster_count)


def _counts(design: Design) -> tuple[Floats, Floats]:
    sampled = np.bincount(design.cluster_strata, minlength=len(design.stratum_names)).astype(np.float64)
    if (sampled == 1).any():
        raise ScrutatorError("C02", "a stratum with one sampled unit has no replicates")
    population = design.population
    corrections = np.ones(len(sampled)) if population is None else 1 - sampled / population
    return sampled, corrections


def jackknife_replicates(design: Design, numerators: object, denominator: object) -> Floats:
    """Ratios with one cluster deleted and its stratum reweighted by n/(n − 1): (clusters, K)."""
    totals = _cluster_totals(design, numerators, denominator)
    strata = design.cluster_strata
    sampled, _ = _counts(design)
    in_stratum = group_sums(totals, strata, len(design.stratum_names))
    size = sampled[strata][:, None]
    without = totals.sum(axis=0) + (in_stratum[strata] - size * totals) / (size - 1)
    return np.asarray(without[:, :-1] / without[:, -1:])


def jackknife_covariance(
    design: Design, numerators: object, denominator: object, *, centre_on_estimate: bool = False
) -> Floats:
    """Answer: what is the covariance of the ratios by the delete-one jackknife (JK1, JKn)?

    Σ_h (1 − f_h)(n_h − 1)/n_h Σ_c (R_(hc) − R̄)², centred on the mean of the replicates as R's
    survey does by default, or on the estimate. Raises C02 with a one-cluster stratum.
    """
    replicates = jackknife_replicates(design, numerators, denominator)
    sampled, corrections = _counts(design)
    scale = (corrections * (sampled - 1) / sampled)[design.cluster_strata]
    if centre_on_estimate:
        totals = _cluster_totals(design, numerators, denominator).sum(axis=0)
        centre = totals[:-1] / totals[-1]
    else:
        centre = replicates.mean(axis=0)
    away = replicates - centre
    return np.asarray((away * scale[:, None]).T @ away)


def bootstrap_replicates(
    design: Design, numerators: object, denominator: object, *, replicates: int, seed: int
) -> Floats:
    """Rao–Wu bootstrap ratios: n − 1 clusters per stratum with replacement, (replicates, K).

    Rao and Wu (1988) without finite population correction. The multinomial counts of a stratum
    are multiplied with its cluster totals, so the cost is one matrix product per stratum.
    """
    generator = np.random.Generator(np.random.PCG64(seed))
    totals = _cluster_totals(design, numerators, denominator)
    strata = design.cluster_strata
    sampled, _ = _counts(design)
    sums = np.zeros((replicates, totals.shape[1]))
    for stratum, size in enumerate(sampled.astype(np.int64)):
        drawn = generator.multinomial(size - 1, np.full(size, 1 / size), size=replicates)
        sums += drawn @ totals[strata == stratum] * (size / (size - 1))
    return np.asarray(sums[:, :-1] / sums[:, -1:])
