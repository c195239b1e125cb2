"""The number of successes in independent trials of unequal probability: its tail, by saddlepoint."""

import numpy as np
from scipy.special import expit, log_ndtr, logit, ndtr

from scrutator.forensics.inputs.results import FloatArray, IntArray, sum_by


def upper_tail(chances: FloatArray, observed: IntArray, group: IntArray) -> FloatArray:
    """P(successes ≥ observed) in each group of trials at once, by the lattice saddlepoint.

    Lugannani and Rice (1980) with Daniels' (1987) second continuity correction. Relative error
    below a percent for groups with 5 or more expected successes (tested against the exact distribution).
    `group` gives each trial's group 0 … len(observed)−1; certain trials (0 or 1) are allowed.
    """
    certain = (chances <= 0.0) | (chances >= 1.0)
    size = len(observed)
    sure = sum_by(group[certain], chances[certain], size)
    open_chances, open_group = chances[~certain], group[~certain]
    trials = np.bincount(open_group, minlength=size)
    mean = sum_by(open_group, open_chances, size)
    wanted = observed - np.rint(sure) - 0.5
    result = np.where(wanted < 0, 1.0, 0.0)
    inside = (wanted > 0) & (wanted < trials)
    solve = np.flatnonzero(inside)
    if len(solve) == 0:
        return result
    place = np.full(size, -1)
    place[solve] = np.arange(len(solve))
    keep = inside[open_group]
    tails = _saddlepoint(open_chances[keep], place[open_group[keep]], wanted[solve], mean[solve])
    result[solve] = tails
    return result


def _saddlepoint(chances: FloatArray, group: IntArray, wanted: FloatArray, mean: FloatArray) -> FloatArray:
    odds = logit(chances)
    size = len(wanted)
    tilt = np.zeros(size)
    # Solve K'(t) = wanted by Newton steps held to one unit, which cannot overshoot for long.
    for _ in range(30):
        tilted = expit(odds + tilt[group])
        first = sum_by(group, tilted, size)
        second = sum_by(group, tilted * (1 - tilted), size)
        step = np.clip((wanted - first) / second, -1.0, 1.0)
        tilt += step
        if np.max(np.abs(step)) < 1e-10:
            break
    generating = sum_by(group, np.log1p(chances * np.expm1(tilt[group])), size)
    variance = sum_by(group, chances * (1 - chances), size)
    near = np.abs(tilt) < 1e-4
    safe = np.where(near, 1.0, tilt)
    root = np.sign(safe) * np.sqrt(np.maximum(2 * (safe * wanted - generating), 1e-300))
    lattice = 2 * np.sinh(safe / 2) * np.sqrt(second)
    density = np.exp(-(root**2) / 2) / np.sqrt(2 * np.pi)
    tail = ndtr(-root) + density * (1 / lattice - 1 / root)
    middle = ndtr((mean - wanted) / np.sqrt(variance))
    tails: FloatArray = np.clip(np.where(near, middle, tail), 0.0, 1.0)
    return tails


def normal_upper_tail(z: float) -> float:
    """P(Z ≥ z) for a standard normal Z, without losing small tails."""
    return float(np.exp(log_ndtr(-z)))
