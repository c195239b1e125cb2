"""Do whole percentages gather: in districts, or among stations that lie beside one another?

A clerk rounds the protocols of a whole district. Given each station's own numbers, whether it falls on a
whole percentage is, by chance, independent of its neighbours: with r = hit − chance, the sum of r·r over
pairs of neighbours has mean 0, and its variance and third moment are sums that can be written down. Where
people live and how they vote does not enter: a region where all vote alike gives no more joint hits. The
tail is Pearson's type III law with these moments.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array
from scipy.spatial import KDTree
from scipy.special import gammaincc, ndtr

from scrutator.errors import ScrutatorError
from scrutator.forensics.battery.integer_peaks import AUTHORS, SYMMETRIC, PeakData, peak_data_of
from scrutator.forensics.inputs.results import FaultKind, FloatArray, IntArray, StationResults, sum_by

NEAREST = 6  # neighbours of a station on the map
NARROW = 0.005  # half the distance of whole percentages: stations closer than that crowd around one of them


@dataclass(frozen=True)
class Gathering:
    """Pairs of neighbours looked at, the standardised sum of their products, and its upper tail.

    `left_out` are stations without known coordinates."""

    pairs: int
    z: float
    p: float
    left_out: int = 0


def gathering_by_district(results: StationResults) -> Gathering:
    """Answer: do whole percentages (either criterion) gather in districts? All pairs of a district count.

    Raises F03 where no district has two stations that can be tested.
    """
    excess, chance, kept = _hits(results)
    size, code = len(results.district_names), results.district[kept]
    spread, skewed = _moments(chance)
    one, two, three = (sum_by(code, spread**power, size) for power in (1, 2, 3))
    triangles = float(np.sum(one**3 - 3 * one * two + 2 * three)) / 6
    number = sum_by(code, np.ones(len(code)), size)
    pairs = int(np.sum(number * (number - 1)) / 2)
    joint = [_pairs(code, values, size) for values in (excess, spread, skewed)]
    return _gathering(pairs, joint[0], joint[1], 6 * triangles + joint[2], results.name)


def gathering_by_place(results: StationResults, latitude: FloatArray, longitude: FloatArray) -> Gathering:
    """Answer: do whole percentages gather among nearest neighbours? Degrees, NaN where not known.

    Two stations are neighbours when one is among the six nearest of the other. Raises F03 with fewer than
    eight stations that have a place.
    """
    excess, chance, kept = _hits(results)
    there = np.isfinite(latitude[kept]) & np.isfinite(longitude[kept])
    if int(there.sum()) < NEAREST + 2:
        what = f"fewer than {NEAREST + 2} stations have coordinates and can be tested"
        raise ScrutatorError("F03", what, where=results.name)
    points = _on_sphere(latitude[kept][there], longitude[kept][there])
    excess, chance = excess[there], chance[there]
    order = np.lexsort((chance, excess, *points.T))  # ties of distance do not follow the file's order
    points, excess, chance = points[order], excess[order], chance[order]
    first, second = _neighbours(points)
    spread, skewed = _moments(chance)
    joint = [float(np.sum(values[first] * values[second])) for values in (excess, spread, skewed)]
    triangles = _triangles(first, second, spread)
    left_out = int((~there).sum())
    return _gathering(len(first), joint[0], joint[1], 6 * triangles + joint[2], results.name, left_out)


def _hits(results: StationResults) -> tuple[FloatArray, FloatArray, IntArray]:
    """Hit minus chance, the chance, and the rows that can be tested."""
    data: PeakData = peak_data_of(results, (AUTHORS, SYMMETRIC))[1]
    criterion, rows = data.criteria[0], np.flatnonzero(data.kept)
    once = _once(results, rows)
    if _spread_in_districts(results, rows) < NARROW:
        what = "the stations of a district differ hardly more than chance, and crowd around one percentage"
        raise ScrutatorError("F03", what, where=results.name)
    chance = data.chance[criterion][once]
    return data.hit[criterion][once] - chance, chance, rows[once]


def _once(results: StationResults, rows: IntArray) -> IntArray:
    """The places of these rows without those that are there twice, with name and all counts: one station."""
    if all(fault.kind is not FaultKind.DUPLICATE_STATION for fault in results.faults):
        return np.arange(len(rows))
    place = np.unique(results.station[rows], return_inverse=True)[1]
    keys = np.stack([results.district[rows], place, *(values[rows] for values in results.counts.values())])
    return np.sort(np.unique(keys, axis=1, return_index=True)[1])


def _spread_in_districts(results: StationResults, rows: IntArray) -> float:
    """The smaller of the standard deviations of turnout and share among stations of one district."""
    code, size = results.district[rows], len(results.district_names)
    ratios = [results["leader"][rows] / results.in_box[rows]]
    if results.has_turnout:
        ratios.append(results["ballots_cast"][rows] / results["registered"][rows])
    number = np.maximum(sum_by(code, np.ones(len(rows)), size), 1)
    away = [ratio - (sum_by(code, ratio, size) / number)[code] for ratio in ratios]
    freedom = len(rows) - int(np.sum(np.bincount(code, minlength=size) > 0))
    return min(float(np.sum(one**2) / freedom) ** 0.5 for one in away) if freedom else float("inf")


def _moments(chance: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Second and third central moments of a hit."""
    spread = chance * (1 - chance)
    return spread, spread * (1 - 2 * chance)


def _pairs(code: IntArray, values: FloatArray, size: int) -> float:
    """The sum of the products over all pairs of a district."""
    return float(np.sum(sum_by(code, values, size) ** 2 - sum_by(code, values**2, size))) / 2


def _gathering(
    pairs: int, total: float, variance: float, third: float, where: str, left_out: int = 0
) -> Gathering:
    if pairs == 0 or variance < 1e-12:
        raise ScrutatorError("F03", "no two neighbouring stations can be tested", where=where)
    z = total / variance**0.5
    return Gathering(pairs, z, upper_tail(z, third / variance**1.5), left_out)


def upper_tail(z: float, skewness: float) -> float:
    """P(Z ≥ z) under Pearson's type III law with mean 0, variance 1 and this skewness (normal at 0)."""
    if abs(skewness) < 1e-4:
        return float(ndtr(-z))
    if skewness < 0:
        return 1.0 - upper_tail(-z, -skewness)
    shape = 4 / skewness**2
    return float(gammaincc(shape, max(shape + z * shape**0.5, 0.0)))


def _on_sphere(latitude: FloatArray, longitude: FloatArray) -> FloatArray:
    """Points of the unit sphere: near ones are near at any latitude and across any meridian."""
    north, east = np.radians(latitude), np.radians(longitude)
    return np.column_stack([np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)])


def _neighbours(points: FloatArray) -> tuple[IntArray, IntArray]:
    """Every pair once, the smaller number first."""
    near = KDTree(points).query(points, k=NEAREST + 1)[1]
    here = np.repeat(np.arange(len(points)), NEAREST + 1)
    pairs = np.sort(np.column_stack([here, near.ravel()]), axis=1)
    pairs = np.unique(pairs[pairs[:, 0] != pairs[:, 1]], axis=0)
    return pairs[:, 0], pairs[:, 1]


def _triangles(first: IntArray, second: IntArray, spread: FloatArray) -> float:
    """The sum of the products of three variances over all triangles of neighbours."""
    size = len(spread)
    edges = coo_array((np.ones(len(first)), (first, second)), shape=(size, size)).tocsr()
    edges = edges + edges.T
    paths = edges.multiply(spread[None, :]).tocsr() @ edges  # common neighbours, weighted
    both = edges.multiply(paths).tocoo()
    return float(np.sum(both.data * spread[both.row] * spread[both.col])) / 6
