"""Bounds from shares: how fast the leader's share may honestly rise with turnout inside a region.

Ballots added for the leader raise turnout and share together; the other lists' votes stay. Up to the middle
of its region a station is taken as the measure: there the share is s₀ at the mean turnout t₀, and rises by κ
in log odds per unit of turnout. Above the middle the odds may be at most s₀/(1−s₀) · exp(a (t − t₀)), so that
O votes for others allow O times as many for the leader; what is more was added. Honest shares may
depart station by station: only the sum over all stations beyond a point counts, less its error.
"""

from dataclasses import dataclass

import numpy as np

from scrutator.forensics.bounds.stations import Stations
from scrutator.forensics.inputs.results import BoolArray, FloatArray, sum_by

POINTS = (0.0, 0.05, 0.10, 0.15, 0.20, 0.30)  # beyond the middle, in parts of the register
SIDED = 2.394  # normal quantile of 1 − 0.05/6: one of six sums is too large in at most 5 %
HIGHEST_ODDS = 1e4


@dataclass(frozen=True)
class Measure:
    """Every group's share and mean turnout up to its middle, and the slope there with its standard error."""

    low: BoolArray
    share: FloatArray
    turnout: FloatArray
    slope: float
    error: float


def measure(stations: Stations) -> Measure:
    """What the lower half of every region says of honest voting there."""
    low: BoolArray = stations.beyond <= 0
    box = np.where(low, stations.box, 0.0)
    whole = np.maximum(_by(stations, box), 1.0)
    share = _by(stations, np.where(low, stations.leader, 0.0)) / whole
    turnout = _by(stations, box * stations.turnout) / whole
    away = np.where(low, stations.turnout - turnout[stations.group], 0.0)
    centre = share[stations.group]
    moment = away * (stations.leader - centre * stations.box)
    size = float(np.sum(box * away**2 * centre * (1 - centre)))
    slope = float(moment.sum()) / size if size > 0 else 0.0
    left = moment - slope * box * away**2 * centre * (1 - centre)
    error = (
        float(np.sqrt(np.sum(np.bincount(stations.cluster, weights=left) ** 2))) / size if size > 0 else 0.0
    )
    return Measure(low, share, turnout, slope, error)


def excess(stations: Stations, told: Measure, slope: float) -> list[tuple[float, float]]:
    """For each of `POINTS`: the leader's votes beyond what this slope allows, and the standard error."""
    away = np.maximum(stations.turnout - told.turnout[stations.group], 0.0)
    share = np.clip(told.share[stations.group], 1e-6, 1 - 1e-6)
    odds = np.minimum(share / (1 - share) * np.exp(slope * away), HIGHEST_ODDS)
    more = stations.leader - stations.others * odds
    whole = np.maximum(_by(stations, np.where(told.low, stations.box, 0.0)), 1.0)
    base = np.where(told.low, stations.leader - told.share[stations.group] * stations.box, 0.0)
    found = []
    for point in POINTS:
        above = stations.beyond > point
        # s₀ is estimated: a unit of it moves the sum by Σ O · d(odds)/ds₀ over the group's stations above.
        pull = _by(stations, np.where(above, stations.others * odds / (share * (1 - share)), 0.0)) / whole
        each = np.where(above, more, 0.0) - pull[stations.group] * base
        error = float(np.sqrt(np.sum(np.bincount(stations.cluster, weights=each) ** 2)))
        found.append((float(more[above].sum()), error))
    return found


@dataclass(frozen=True)
class Steady:
    """How fast support may rise above the middle, in times the slope below, and by how much it may fall.

    Slopes are log odds per unit of turnout: 1 multiplies the odds by 1.1 where turnout is 10 points higher.
    `least` is granted where support hardly rises below the middle.
    """

    times: float
    least: float
    fall: float

    def steepest(self, told: Measure) -> float:
        """The steepest rise allowed: of the slope below, its upper end, which noise reaches in 1 of 120."""
        return max(self.times * (told.slope + SIDED * told.error), self.least)


def least_by_share(stations: Stations, told: Measure, slope: float) -> float:
    """At least so many votes were added, if no honest share rises faster: the best sum less its error."""
    return max(0.0, *(total - SIDED * error for total, error in excess(stations, told, slope)))


def most_by_share(stations: Stations, told: Measure, slope: float) -> float:
    """At most so many, if the lower halves are as counted and no honest share rises by less than `slope`."""
    total, error = excess(stations, told, slope)[0]
    return max(0.0, total + SIDED * error)


def _by(stations: Stations, values: FloatArray) -> FloatArray:
    return sum_by(stations.group, values, stations.groups)
