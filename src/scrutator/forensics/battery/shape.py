"""The shape of turnout and share: skewness, kurtosis, log vote rate, Hartigan's dip. Not diagnostic.

With thousands of stations any departure from a bell is "significant", and countries are not bells.
"""

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
from scipy.special import ndtr

from scrutator.forensics.fingerprint.turnout_window import usable_rows
from scrutator.forensics.inputs.results import FloatArray, StationResults

DIP_GRID = 4000
DIP_REPLICATES = 400


@dataclass(frozen=True)
class Shape:
    """Skewness and kurtosis (normal: 0 and 3) of one quantity, with the p of both being normal."""

    quantity: str
    skewness: float
    kurtosis: float
    p: float
    n: int


@dataclass(frozen=True)
class Dip:
    """Hartigan's dip with its p against the uniform, the least favourable unimodal law."""

    quantity: str
    dip: float
    p: float
    n: int


def moments(quantity: str, values: FloatArray) -> Shape:
    """Skewness and kurtosis; p from the normal-theory standard errors (smaller of the two, doubled)."""
    size = len(values)
    if size < 8 or np.all(values == values[0]):
        return Shape(quantity, 0.0, 3.0, 1.0, size)
    centred = values - np.mean(values)
    variance = float(np.mean(centred**2))
    skewness = float(np.mean(centred**3)) / variance**1.5
    kurtosis = float(np.mean(centred**4)) / variance**2
    z = max(abs(skewness) / np.sqrt(6 / size), abs(kurtosis - 3) / np.sqrt(24 / size))
    return Shape(quantity, skewness, kurtosis, min(1.0, 2 * float(2 * ndtr(-z))), size)


def log_vote_rate(results: StationResults) -> dict[str, Shape]:
    """ν = ln((V − L)/L) by station and by district (Klimek et al. 2012); 0 < L < V is needed."""
    rows = results.select(usable_rows(results))
    size = len(rows.district_names)
    levels = {
        "stations": (rows["registered"].astype(float), rows["leader"].astype(float)),
        "districts": tuple(np.bincount(rows.district, rows[c], size) for c in ("registered", "leader")),
    }
    shapes = {}
    for level, (registered, votes) in levels.items():
        keep = (votes > 0) & (votes < registered)
        rate = np.log((registered[keep] - votes[keep]) / votes[keep])
        shapes[level] = moments(f"log vote rate by {level}", rate)
    return shapes


def shapes(results: StationResults) -> dict[str, Shape]:
    """Skewness and kurtosis of turnout and of the leader's share over stations."""
    rows = results.select(usable_rows(results))
    return {
        "turnout": moments("turnout", rows["ballots_cast"] / rows["registered"]),
        "leader_share": moments("leader's share", rows["leader"] / rows.in_box),
    }


def dips(results: StationResults) -> dict[str, Dip]:
    """Hartigan and Hartigan's (1985) dip test of turnout and share, on a grid of 4,000 quantiles."""
    rows = results.select(usable_rows(results))
    ratios = {
        "turnout": rows["ballots_cast"] / rows["registered"],
        "leader_share": rows["leader"] / rows.in_box,
    }
    tested = {}
    for name, ratio in ratios.items():
        ordered = np.sort(ratio)
        size = len(ordered)
        points = ordered
        if size > DIP_GRID:  # quantiles keep the dip to within 1/4,000
            points = ordered[np.linspace(0, size - 1, DIP_GRID).astype(int)]
        value = dip_statistic(points)
        scaled = value * np.sqrt(min(size, DIP_GRID))
        as_large = float(np.mean(_uniform_dips() >= scaled))
        p = (as_large * DIP_REPLICATES + 1) / (DIP_REPLICATES + 1)
        tested[name] = Dip(name, value, min(1.0, p), size)
    return tested


@lru_cache(maxsize=1)
def _uniform_dips() -> FloatArray:
    """√n · dip of 400 uniform samples of 500 (hardly another law beyond), as stored; a test makes them."""
    text = (files("scrutator.forensics") / "tables" / "dip_null.json").read_text(encoding="utf-8")
    return np.array(json.loads(text))


def dip_statistic(ordered: FloatArray) -> float:
    """The dip: the largest gap between the empirical distribution and the nearest unimodal one.

    Greatest convex minorant and least concave majorant on a shrinking modal interval
    (Hartigan 1985, Applied Statistics 34:320). `ordered` is sorted.
    """
    size = len(ordered)
    if size < 4 or ordered[0] == ordered[-1]:
        return 0.5 / size if size else 0.0
    low, high, dip = 0, size - 1, 1.0
    while True:
        minorant = _hull(ordered, low, high, convex=True)
        majorant = _hull(ordered, low, high, convex=False)
        gap, left, right = _widest(ordered, minorant, majorant)
        if gap <= dip:
            return dip / (2 * size)
        inner = max(
            _distance(ordered, minorant[minorant <= left], below=True),
            _distance(ordered, majorant[majorant >= right], below=False),
        )
        dip = max(dip, inner)
        if (left, right) == (low, high) or left >= right:
            return dip / (2 * size)
        low, high = left, right


def _hull(ordered: FloatArray, low: int, high: int, *, convex: bool) -> np.ndarray:
    """Indices of the corners of the empirical distribution's hull between two points."""
    sign = 1.0 if convex else -1.0
    corners: list[int] = []
    x = ordered.tolist()
    for index in range(low, high + 1):
        while len(corners) >= 2:
            a, b = corners[-2], corners[-1]
            turn = (b - a) * (x[index] - x[b]) - (index - b) * (x[b] - x[a])
            if sign * turn < 0:
                break
            corners.pop()
        corners.append(index)
    return np.array(corners)


def _widest(ordered: FloatArray, minorant: np.ndarray, majorant: np.ndarray) -> tuple[float, int, int]:
    """The largest distance between the two hulls (in counts), and the modal interval it gives."""
    at_minorant = np.interp(ordered[minorant], ordered[majorant], majorant) - minorant + 1.0
    at_majorant = majorant - np.interp(ordered[majorant], ordered[minorant], minorant) + 1.0
    first, second = int(np.argmax(at_minorant)), int(np.argmax(at_majorant))
    if at_minorant[first] >= at_majorant[second]:
        left = int(minorant[first])
        after = majorant[majorant >= left]
        return float(at_minorant[first]), left, int(after[0])
    right = int(majorant[second])
    before = minorant[minorant <= right]
    return float(at_majorant[second]), int(before[-1]), right


def _distance(ordered: FloatArray, corners: np.ndarray, *, below: bool) -> float:
    """The largest distance between the empirical distribution and its hull along these corners."""
    if len(corners) < 2:
        return 0.0
    inside = np.arange(corners[0], corners[-1] + 1)
    x, xs = ordered[inside], ordered[corners]
    _, where = np.unique(xs, return_index=True)
    line = np.interp(x, xs[where], corners[where])
    gap = inside - line + 1.0 if below else line - inside + 1.0
    return float(np.max(gap))
