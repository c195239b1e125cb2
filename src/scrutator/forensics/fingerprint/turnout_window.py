"""Turnout-window analysis (Shpilkin): ballots above what the low-turnout stations would predict.

Assumption: where nothing was added, the leader's share does not depend on turnout. Within a window
of low turnout taken as clean, k = leader's votes / other votes; above the window every leader's vote
beyond k × the others' counts as anomalous. Stuffing and moving votes are not distinguished, and honest
ties between turnout and support look the same. The choice of window moves the estimate by tens of
percent, so the result is the whole curve and its range over defensible windows, never one number.

Shpilkin, Troitsky Variant 2009 no. 40; definition and published totals in docs/explanation/forensics.md.
"""

from dataclasses import dataclass

import numpy as np

from scrutator.errors import ScrutatorError
from scrutator.forensics.inputs.results import BoolArray, FloatArray, IntArray, StationResults, sum_by

BINS = 100
REGION_QUANTILES = (0.25, 0.5, 0.75)
SMOOTHING = 5
FIRST_SHARE = 0.005
SMALLEST_WINDOW = 0.05


@dataclass(frozen=True)
class Histogram:
    """Votes by whole percent of turnout (100 % falls into the last bin)."""

    leader: FloatArray
    others: FloatArray
    in_box: float
    registered: float


@dataclass(frozen=True)
class WindowEstimate:
    """What one window gives: votes beyond the window's ratio, and the results without them."""

    start: int
    end: int
    anomalous: float
    leader_share: float
    turnout: float


@dataclass(frozen=True)
class WindowCurve:
    """Estimates for every window's end, with a bootstrap band over districts.

    `defensible` are the ends up to mode + 5 percent whose window holds at least a twentieth of the
    other lists' votes; `interval` spans the band over them. `mode` is where most of the others'
    votes lie (5-bin moving average); where much was added, the mode has itself moved.
    """

    mode: int
    estimates: tuple[WindowEstimate, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    defensible: tuple[int, ...]
    point_range: tuple[float, float]
    interval: tuple[float, float]
    level: float
    leader_votes: int

    def at(self, end: int) -> WindowEstimate:
        """The estimate whose window ends at this bin."""
        return next(estimate for estimate in self.estimates if estimate.end == end)


def usable_rows(results: StationResults) -> BoolArray:
    """The basic filter, refused with F03 where turnout does not exist."""
    for column in ("registered", "ballots_cast"):
        if not results.has(column):
            what = f"turnout needs “{column}”, which is not published"
            raise ScrutatorError("F03", what, where=results.name)
    keep = results.usable() & (results["leader"] <= results["valid"])
    if not np.any(keep):
        raise ScrutatorError("F03", "no station has a usable turnout", where=results.name)
    return keep


def turnout_bin(results: StationResults) -> IntArray:
    """floor(100·G/V), capped at 99, in whole numbers."""
    bins: IntArray = np.minimum(100 * results["ballots_cast"] // results["registered"], BINS - 1)
    return bins


def histogram(results: StationResults) -> Histogram:
    """Leader's and others' votes by turnout, over the usable stations."""
    rows = results.select(usable_rows(results))
    bins, leader = turnout_bin(rows), rows["leader"]
    return Histogram(
        sum_by(bins, leader, BINS),
        sum_by(bins, rows["valid"] - leader, BINS),
        float(rows.in_box.sum()),
        float(rows["registered"].sum()),
    )


def mode_of_others(votes: Histogram) -> int:
    """The turnout bin around which the other lists' votes peak."""
    smooth = np.convolve(votes.others, np.ones(SMOOTHING) / SMOOTHING, mode="same")
    return int(np.argmax(smooth))


def first_bin(votes: Histogram) -> int:
    """Where the window starts: the bin at which half a percent of the others' votes is passed."""
    total = votes.others.sum()
    return int(np.argmax(np.cumsum(votes.others) > FIRST_SHARE * total)) if total else 0


def anomalous_by_end(leader: FloatArray, others: FloatArray, start: int) -> FloatArray:
    """For every window end t: Σ over bins above t of leader − k(t)·others. NaN where k is undefined.

    Arrays end in the axis of bins, so a bootstrap of many histograms is one call.
    """
    inside_leader = np.cumsum(leader[..., start:], axis=-1)
    inside_others = np.cumsum(others[..., start:], axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(inside_others > 0, inside_leader / inside_others, np.nan)
    above_leader = inside_leader[..., -1:] - inside_leader
    above_others = inside_others[..., -1:] - inside_others
    result = np.full(leader.shape, np.nan)
    result[..., start:] = above_leader - ratio * above_others
    return result


def estimate(votes: Histogram, end: int, start: int | None = None) -> WindowEstimate:
    """Anomalous votes, cleaned share and cleaned turnout for one window (bins start … end)."""
    begin = first_bin(votes) if start is None else start
    anomalous = float(anomalous_by_end(votes.leader, votes.others, begin)[end])
    leader, valid = float(votes.leader.sum()), float(votes.leader.sum() + votes.others.sum())
    return WindowEstimate(
        begin,
        end,
        anomalous,
        (leader - anomalous) / (valid - anomalous),
        (votes.in_box - anomalous) / votes.registered,
    )


def window_curve(
    results: StationResults, seed: int, replicates: int = 400, level: float = 0.95
) -> WindowCurve:
    """The curve over all windows, with percentile bands from resampling whole districts.

    Districts hold the regional heterogeneity, so they, not stations, are the unit of chance. Raises F03
    when turnout is not published or every vote is the leader's.
    """
    votes = histogram(results)
    if not votes.others.sum():
        raise ScrutatorError("F03", "every vote is the leader's: there is no ratio", where=results.name)
    start, mode = first_bin(votes), mode_of_others(votes)
    ends = list(range(start, min(mode + 16, BINS - 1)))
    if not ends:
        what = "turnout is 99 % or more wherever others have votes: there is no window"
        raise ScrutatorError("F03", what, where=results.name)
    estimates = tuple(estimate(votes, end, start) for end in ends)
    draws = _bootstrap(results, start, seed, replicates)[:, ends]
    tail = 100 * (1 - level) / 2
    low, high = np.nanpercentile(draws, [tail, 100 - tail], axis=0)
    inside = np.cumsum(votes.others) / votes.others.sum()
    defensible = [end for end in ends if end <= mode + 5 and inside[end] >= SMALLEST_WINDOW]
    defensible = defensible or [mode]
    chosen = [ends.index(end) for end in defensible]
    points = [estimates[i].anomalous for i in chosen]
    return WindowCurve(
        mode,
        estimates,
        tuple(low.tolist()),
        tuple(high.tolist()),
        tuple(defensible),
        (min(points), max(points)),
        (float(min(low[i] for i in chosen)), float(max(high[i] for i in chosen))),
        level,
        int(votes.leader.sum()),
    )


def _bootstrap(results: StationResults, start: int, seed: int, replicates: int) -> FloatArray:
    rows = results.select(usable_rows(results))
    districts = len(rows.district_names)
    cell = rows.district * BINS + turnout_bin(rows)
    leader = sum_by(cell, rows["leader"], districts * BINS).reshape(districts, BINS)
    others = sum_by(cell, rows["valid"] - rows["leader"], districts * BINS).reshape(districts, BINS)
    rng = np.random.default_rng(seed)
    times = rng.multinomial(districts, np.full(districts, 1 / districts), size=replicates).astype(np.float64)
    return anomalous_by_end(times @ leader, times @ others, start)


@dataclass(frozen=True)
class RegionWindow:
    """One region's votes above its own low-turnout pattern, for several windows, and their range.

    `estimates` are for windows holding the lowest quarter, half and three quarters of the other lists'
    votes there. The range is over windows; it has no sampling error in it.
    """

    region: str
    estimates: tuple[float, ...]
    low: float
    high: float
    leader_votes: int


def regional_windows(results: StationResults) -> list[RegionWindow]:
    """Every region's own windows; regions without votes for other lists are left out.

    Anomalies that are alike all over a region vanish in its own window, so the sum over regions
    is a lower reading, not a better one.
    """
    rows = results.select(usable_rows(results))
    found = []
    for code, name in enumerate(rows.region_names):
        part = rows.select(rows.region == code)
        if len(part) == 0 or int((part["valid"] - part["leader"]).sum()) == 0:
            continue
        votes = histogram(part)
        inside, total = np.cumsum(votes.others), votes.others.sum()
        ends = [int(np.argmax(inside >= quantile * total)) for quantile in REGION_QUANTILES]
        ours = tuple(estimate(votes, end, 0).anomalous for end in ends)
        found.append(RegionWindow(name, ours, min(ours), max(ours), int(votes.leader.sum())))
    return found
