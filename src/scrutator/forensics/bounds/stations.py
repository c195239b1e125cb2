"""The stations that the bounds look at, each beside the middle of its region."""

from dataclasses import dataclass

import numpy as np

from scrutator.errors import ScrutatorError
from scrutator.forensics.inputs.results import BoolArray, FloatArray, IntArray, StationResults, sum_by

SMALLEST_STATION = 50  # voters; the turnout of smaller ones is coarse, and they are few votes
SMALLEST_GROUP = 20  # stations
SIZE_CLASSES = 2  # of the stations of a region, by their registers: towns and villages vote apart


@dataclass(frozen=True)
class Stations:
    """Stations in groups (regions), one value each, in the order of the rows.

    `beyond` is turnout less the middle of the group: the turnout at which half of the other lists' votes are
    reached, which ballots added for the leader do not move to higher turnout by themselves. `cluster` groups
    stations whose honest shares may depart together (districts). `all_votes` and `all_ballots` are the
    leader's votes and the ballots of the whole election, those of stations left out too.
    """

    registered: FloatArray
    ballots: FloatArray
    leader: FloatArray
    others: FloatArray
    beyond: FloatArray
    group: IntArray
    groups: int
    cluster: IntArray
    all_votes: int
    all_ballots: int

    @property
    def turnout(self) -> FloatArray:
        """Ballots cast per registered voter."""
        return self.ballots / self.registered

    @property
    def box(self) -> FloatArray:
        """Ballots found: the leader's and all others, invalid ones too."""
        return self.leader + self.others


def stations_of(results: StationResults) -> Stations:
    """The stations of one election, in regions and there in two classes of size; in districts of one region.

    Left out: stations without a usable turnout, with fewer than 50 voters, and in a group of fewer than 20.
    Raises F03 when nothing is left.
    """
    if not results.has_turnout:
        raise ScrutatorError("F03", "bounds need registered voters and ballots cast of each station")
    part = results.select(results.usable() & (results["registered"] >= SMALLEST_STATION))
    by_region = len(results.region_names) > 1
    group = part.region if by_region else part.district
    group = np.asarray(group, dtype=np.int64)
    groups = len(results.region_names if by_region else results.district_names)
    large = sum_by(group, np.ones(len(group)), groups)[group] >= SMALLEST_GROUP if len(group) else group > 0
    part, group = part.select(large), group[large]
    if not len(part):
        raise ScrutatorError(
            "F03", f"no region has {SMALLEST_GROUP} stations of {SMALLEST_STATION} voters with a turnout"
        )
    group, groups = _by_size(group, groups, part["registered"])
    leader = np.asarray(part["leader"], dtype=np.float64)
    others = np.asarray(part.in_box, dtype=np.float64) - leader
    registered = np.asarray(part["registered"], dtype=np.float64)
    ballots = np.asarray(part["ballots_cast"], dtype=np.float64)
    used: BoolArray = results.countable()
    return Stations(
        registered,
        ballots,
        leader,
        others,
        ballots / registered - _middles(ballots / registered, others, group, groups)[group],
        group,
        groups,
        np.asarray(part.district, dtype=np.int64),
        int(results["leader"][used].sum()),
        int(results.in_box[used].sum()),
    )


def _by_size(group: IntArray, groups: int, registered: IntArray) -> tuple[IntArray, int]:
    """Every group cut into classes of stations of like size, as many as leave each enough stations."""
    number = np.bincount(group, minlength=groups)
    classes = np.clip(number // SMALLEST_GROUP, 1, SIZE_CLASSES)
    order = np.lexsort((registered, group))
    by, sizes = group[order], registered[order]
    # Stations of one size are in one class: the first of them decides, and no order of the rows.
    new = np.concatenate([[True], (by[1:] != by[:-1]) | (sizes[1:] != sizes[:-1])]) if len(by) else by > 0
    first = np.maximum.accumulate(np.where(new, np.arange(len(by)), 0))
    rank = np.empty(len(group), dtype=np.int64)
    rank[order] = first - (np.cumsum(number) - number)[by]
    size = rank * classes[group] // np.maximum(number[group], 1)
    return group * SIZE_CLASSES + size, groups * SIZE_CLASSES


def _middles(turnout: FloatArray, weight: FloatArray, group: IntArray, groups: int) -> FloatArray:
    """The turnout of every group at which half of the weight is reached."""
    order = np.lexsort((turnout, group))
    running = np.cumsum(weight[order] + 1e-9)
    ends = np.cumsum(np.bincount(group, minlength=groups))
    starts = np.concatenate([[0], ends[:-1]])
    before = np.where(starts > 0, running[np.maximum(starts - 1, 0)], 0.0)
    whole = np.where(ends > starts, running[np.maximum(ends - 1, 0)], 0.0)
    places = np.searchsorted(running, before + (whole - before) / 2)
    return np.asarray(turnout[order][np.minimum(places, len(order) - 1)], dtype=np.float64)
