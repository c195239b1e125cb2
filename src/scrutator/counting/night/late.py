"""What the stations that have not arrived could still change: a bound, not a model.

No weighting removes a lateness that depends on the vote itself. So the shares of the missing
stations are shifted by ±d, and the interval is widened by the missing share of the design weight
times d. By default d is measured on the night: the difference between the later and the earlier
half of the arrivals inside the response cells, plus one standard error of that difference, because
it is an estimate too. A shift registered before the vote replaces it.
"""

import math
from dataclasses import dataclass

import numpy as np

from scrutator.counting.arrays import Booleans, Floats, group_sums
from scrutator.counting.estimation.intervals import Limits
from scrutator.counting.night.quickcount import QuickCount

NOT_MEASURABLE = "no response cell has both early and late arrivals"


@dataclass(frozen=True)
class LateGap:
    """Late minus early share inside cells, per list, with the covariance of the K gaps."""

    values: Floats | None
    covariance: Floats | None
    missing: float

    def bound(self, contrast: Floats, shift: float | None = None) -> float | None:
        """Answer: by how much could missing stations move a contrast of the shares?

        `shift` (a share, 0.02 = 2 points) replaces the measured d; a lead of two lists moves by
        both their shifts. 0 when no station is missing, None when there is nothing to measure d with.
        """
        if self.missing == 0:
            return 0.0
        if shift is not None:
            return self.missing * shift * float(np.abs(contrast).sum())
        if self.values is None or self.covariance is None:
            return None
        error = math.sqrt(max(float(contrast @ self.covariance @ contrast), 0.0))
        return self.missing * (abs(float(contrast @ self.values)) + error)


def late_gap(count: QuickCount) -> LateGap:
    """Answer: inside the registered cells, how do later arrivals differ from earlier ones?

    The arrived stations are halved by time (ties by station name); cells that hold both halves are
    pooled with weights e·l/(e + l), e and l being the weighted denominators of the halves.
    """
    sample = count.sample
    missing = float(sample.weights[~count.arrived].sum() / sample.weights.sum())
    early, late = _halves(count)
    size = len(sample.cell_names)
    sums = [_cell_sums(count, half, size) for half in (early, late)]
    bottoms = [part[:, -1] for part in sums]
    both = (bottoms[0] > 0) & (bottoms[1] > 0)
    if not both.any():
        return LateGap(None, None, missing)
    safe = [np.where(both, bottom, 1.0) for bottom in bottoms]
    pooled = np.where(both, safe[0] * safe[1] / (safe[0] + safe[1]), 0.0)
    pooled = pooled / pooled.sum()
    ratios = [part[:, :-1] / bottom[:, None] for part, bottom in zip(sums, safe, strict=True)]
    gap = pooled @ (ratios[1] - ratios[0])
    covariance = np.zeros((len(gap), len(gap)))
    for half, ratio, bottom in zip((early, late), ratios, safe, strict=True):
        cell = sample.cells[half]
        away = count.counts[half, :-1] - ratio[cell] * count.counts[half, -1:]
        influence = (pooled[cell] * sample.weights[half] / bottom[cell])[:, None] * away
        covariance += influence.T @ influence
    return LateGap(np.asarray(gap), covariance, missing)


def _halves(count: QuickCount) -> tuple[Booleans, Booleans]:
    arrived = np.flatnonzero(count.arrived)
    names = np.array(count.sample.stations)[arrived]
    order = arrived[np.lexsort((names, count.times[arrived]))]
    early, late = np.zeros_like(count.arrived), np.zeros_like(count.arrived)
    early[order[: len(order) // 2]] = True
    late[order[len(order) // 2 :]] = True
    return early, late


def _cell_sums(count: QuickCount, half: Booleans, size: int) -> Floats:
    weighted = count.counts[half] * count.sample.weights[half, None]
    return group_sums(weighted, count.sample.cells[half], size)


def share_limits(low: float, high: float, kind: str) -> Limits:
    """Limits of a share, with the late bound: no share is below 0 or above 1, and none that the interval
    covers is lost by saying so."""
    return Limits(max(0.0, low), min(1.0, high), f"{kind} with late-station bound")
