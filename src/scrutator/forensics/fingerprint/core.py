"""The core of the fingerprint: where the tightest half of the voters lies in (turnout, share).

Minimum covariance determinant (Rousseeuw 1984; concentration steps of Rousseeuw and Van Driessen
1999), weighted by registered voters, half of the weight inside. Starts are fixed, not random, so
the result is the same every time.
"""

from dataclasses import dataclass

import numpy as np

from scrutator.errors import ScrutatorError
from scrutator.forensics.fingerprint.turnout_window import usable_rows
from scrutator.forensics.inputs.results import FloatArray, StationResults

STEPS = 60
CLASSES = 65_536  # of distances, in which one is sought
SMALLEST_STATIONS = 20
STARTS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7)


@dataclass(frozen=True)
class Core:
    """Centre (turnout, share) in percent and covariance of the tightest part of the stations."""

    turnout: float
    share: float
    covariance: tuple[tuple[float, float], tuple[float, float]]
    weight_inside: float


def comet_core(results: StationResults, inside: float = 0.5, smallest_register: int = 100) -> Core:
    """The minimum covariance determinant centre of (turnout, leader's share of ballots in the box).

    Raises F03 with fewer than 20 stations of the smallest register: half of them make no cloud.
    """
    keep = usable_rows(results) & (results["registered"] >= smallest_register)
    if int(keep.sum()) < SMALLEST_STATIONS:
        what = f"the core needs {SMALLEST_STATIONS} stations with {smallest_register} voters"
        raise ScrutatorError("F03", what, where=results.name)
    rows = results.select(keep)
    points = np.column_stack(
        [100 * rows["ballots_cast"] / rows["registered"], 100 * rows["leader"] / rows.in_box]
    )
    weight = rows["registered"].astype(np.float64)
    # Two steps from every start, then the two best to the end (Rousseeuw and Van Driessen's order).
    spread = np.cov(points.T, aweights=weight, ddof=0)
    tried = [_concentrate(points, weight, inside, start, spread, 2) for start in _starts(points, weight)]
    tried.sort(key=lambda one: one[0])
    ended = [_concentrate(points, weight, inside, one[1], one[2], STEPS) for one in tried[:2]]
    _, centre, covariance = min(ended, key=lambda one: one[0])
    (a, b), (_, d) = covariance.tolist()
    return Core(float(centre[0]), float(centre[1]), ((a, b), (b, d)), inside)


def _starts(points: FloatArray, weight: FloatArray) -> list[FloatArray]:
    """First centres: the points at several quantiles of turnout, with the median share near them."""
    order = np.argsort(points[:, 0], kind="stable")
    cumulative = np.cumsum(weight[order]) / weight.sum()
    starts = []
    for quantile in STARTS:
        near = order[np.abs(cumulative - quantile) <= 0.05]
        starts.append(np.median(points[near], axis=0) if len(near) else np.median(points, axis=0))
    return starts


def _concentrate(
    points: FloatArray,
    weight: FloatArray,
    inside: float,
    centre: FloatArray,
    covariance: FloatArray,
    steps: int,
) -> tuple[float, FloatArray, FloatArray]:
    determinant, half = np.inf, inside * weight.sum()
    for _ in range(steps):
        (a, b), (_, d) = covariance
        x, y = points[:, 0] - centre[0], points[:, 1] - centre[1]
        distance = d * x * x - 2 * b * x * y + a * y * y  # Mahalanobis up to a constant factor
        # All that are as far as the last one needed are held: no order of the rows decides.
        held = np.where(distance <= weighted_quantile(distance, weight, half), weight, 0.0)
        centre, covariance = _moments(points, held)
        before, determinant = determinant, float(np.linalg.det(covariance))
        if determinant >= before * (1 - 1e-9):
            break
    return determinant, centre, covariance


def weighted_quantile(values: FloatArray, weight: FloatArray, reach: float) -> float:
    """The smallest of these values, none below 0, up to which their weights sum to `reach`; else the largest.

    Only the values of one narrow class are sorted.
    """
    middle = float(values.mean())
    if not middle > 0:
        return float(values.max())
    place = np.minimum(values * (CLASSES / 16 / middle), CLASSES - 1).astype(np.int64)
    running = np.cumsum(np.bincount(place, weights=weight, minlength=CLASSES))
    here = place == min(int(np.searchsorted(running, reach)), int(place.max()))
    found = int(place[np.argmax(here)])
    order = np.argsort(values[here])
    sums = np.cumsum(weight[here][order]) + (running[found - 1] if found else 0.0)
    last = min(int(np.searchsorted(sums, reach)), len(order) - 1)
    return float(values[here][order[last]])


def _moments(points: FloatArray, weight: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The weighted mean and covariance (divisor: the sum of the weights)."""
    whole = weight.sum()
    centre = weight @ points / whole
    away = points - centre
    return centre, (away * weight[:, None]).T @ away / whole
