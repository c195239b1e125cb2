"""Bounds from turnout alone: the fewest ballots to take away so that turnout falls off above the middle.

Let P be the published cumulative share of voters by turnout (less the middle of the region), H the honest
one. Taking a ballot away from a station moves its voters left, so that H ≥ P everywhere, and the ballots
taken away are the area between H and P, times all voters. Honest turnout is drawn around a law G that is
concave above its peak; H and G differ by at most ε anywhere (Dvoretzky, Kiefer and Wolfowitz, with Massart's
constant, for weights: n is (Σw)²/Σw²). The least area over all such G is a linear program; its value is a
lower bound.
"""

import math

import numpy as np

from scrutator.forensics.bounds.stations import Stations
from scrutator.forensics.inputs.results import FloatArray

STEPS = 100  # steps of turnout between −1 and 1 beyond the middle: 0.02 of the register each
MIDDLE = STEPS // 2
PEAK = 3  # the peak lies at most so many steps (6 points of turnout) above the middle
ERROR = 0.05


def least_by_turnout(stations: Stations, *, tails: bool) -> float:
    """At least so many ballots were added, if turnout falls off above the peak.

    With `tails` it is no heavier above either: a distance above the
    middle is exceeded by no more voters than fall short by it below.
    """
    weights = stations.registered
    band = math.sqrt(math.log(2 / ERROR) / 2 * float(np.sum(weights**2))) / float(weights.sum())
    whole, inside = cumulative(stations.beyond, weights)
    asked = (whole, inside, band, MIDDLE + PEAK - 1, MIDDLE - 1 if tails else None)
    area = 0.0 if costs_nothing(*asked) else least_area(*asked)
    return area * 2 / STEPS * float(weights.sum())


def cumulative(beyond: FloatArray, weights: FloatArray, steps: int = STEPS) -> tuple[FloatArray, FloatArray]:
    """The share of the weight at or below the right end of every step, and its mean within the step."""
    place = np.clip((beyond + 1) / 2, 0, 1) * steps
    step = np.minimum(place.astype(np.int64), steps - 1)
    total = float(weights.sum())
    whole = np.cumsum(np.bincount(step, weights=weights, minlength=steps)) / total
    part = np.bincount(step, weights=weights * (step + 1 - place), minlength=steps) / total
    return whole, np.concatenate([[0.0], whole[:-1]]) + part


def costs_nothing(
    whole: FloatArray, inside: FloatArray, band: float, peak: int, centre: int | None = None
) -> bool:
    """Whether the least area is none, without the program: the lowest law that is allowed lies within reach.

    Up to the peak the law goes as high as is free; above it, it is the smallest concave one above the
    published shares less the band and above what the left tail leaves.
    """
    free = np.minimum(np.concatenate([inside[1:], [1.0]]) + band, 1.0)
    floor = np.maximum(whole - band, 0.0)
    floor[-1] = 1.0
    if centre is not None:
        left = np.array([free[centre - d] if 0 < d <= centre else 0.0 for d in range(len(whole) - centre)])
        left[0] = 0.5
        floor[centre:] = np.maximum(floor[centre:], np.maximum(1 - left, free[max(centre - 1, 0)]))
    if np.any(floor[: peak + 1] > free[: peak + 1] + 1e-12):
        return False
    return bool(np.all(_concave(floor[peak:]) <= free[peak:] + 1e-12))


def _concave(values: FloatArray) -> FloatArray:
    """The smallest concave sequence that is nowhere below these values."""
    corners: list[int] = []
    for place, value in enumerate(values.tolist()):
        while len(corners) > 1:
            a, b = corners[-2:]
            if (values[b] - values[a]) * (place - b) > (value - values[b]) * (b - a):
                break
            corners.pop()
        corners.append(place)
    return np.interp(np.arange(len(values)), corners, values[corners])


def least_area(
    whole: FloatArray, inside: FloatArray, band: float, peak: int, centre: int | None = None
) -> float:
    """The least area, in steps, between the published cumulative shares and any that the assumptions allow.

    Steps above `peak` hold ever less of the law. With `centre` no more of it lies d steps above the end of
    that step than d steps below. The area within a step is at least its left end's H less the mean of P.
    """
    # Needed where an election breaks an assumption, rarely; its import costs more than all else here.
    from scipy.optimize import linprog
    from scipy.sparse import coo_array

    steps = len(whole)
    rows: list[tuple[dict[int, float], float]] = []
    for k in range(1, steps):
        rows.append(({k - 1: 1.0, steps + k - 1: -1.0}, band + inside[k]))
        rows.append(({k - 1: 1.0, k: -1.0}, 0.0))
        if k > peak + 1:
            rows.append(({k: 1.0, k - 1: -2.0, k - 2: 1.0}, 0.0))
    if centre is not None:
        for d in range(steps - centre):
            left = {centre - d: -1.0} if d and d <= centre else {}
            above = {centre + d: -2.0 if d == 0 else -1.0}
            rows.append((above | left, -1.0))
    column = [k for row, _ in rows for k in row]
    place = [n for n, (row, _) in enumerate(rows) for _ in row]
    matrix = coo_array(([v for row, _ in rows for v in row.values()], (place, column)))
    limits = [(max(one - band, 0.0), 1.0) for one in whole[:-1]] + [(1.0, 1.0)] + [(0.0, None)] * (steps - 1)
    cost = np.concatenate([np.zeros(steps), np.ones(steps - 1)])
    found = linprog(
        cost, A_ub=matrix.tocsr(), b_ub=[limit for _, limit in rows], bounds=limits, method="highs"
    )
    return max(0.0, float(found.fun)) if found.success else 0.0
