"""Ratios that fall on chosen fractions: which stations hit, and how many would by chance.

A window is a set of target fractions with a half-width, all over one common denominator, so
that "does k/n hit?" is decided in whole numbers. The chance of a hit at a station with n ballots and k
votes is the exact sum of Binomial(n, k/n) over all counts that hit: the null hypothesis of
Kobak, Shpilkin and Pshenichnikov (2016, Annals of Applied Statistics 10:54), without Monte Carlo.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

import numpy as np
from scipy.special import gammaln

from scrutator.forensics.inputs.results import BoolArray, FloatArray, IntArray, sum_by

# Counts further than this from the observed one have negligible probability: 7.5 standard
# deviations, and a dozen more because the binomial near 0 and 1 is as skewed as a Poisson.
REACH_SD = 7.5
REACH_COUNTS = 12
BLOCK = 1_024


@dataclass(frozen=True)
class Window:
    """Targets t/denominator with half-width half_width/denominator, both ends included."""

    name: str
    denominator: int
    targets: tuple[int, ...]
    half_width: int


def window(name: str, targets: Iterable[Fraction], half_width: Fraction) -> Window:
    """A window around the given fractions, e.g. all whole percentages ± 0.05 percentage points."""
    fractions = sorted(set(targets))
    denominator = lcm(half_width.denominator, *(target.denominator for target in fractions))
    return Window(
        name,
        denominator,
        tuple(int(target * denominator) for target in fractions),
        int(half_width * denominator),
    )


HALF_WIDTH = Fraction(5, 10_000)
WHOLE_PERCENT = window("whole percentages", (Fraction(i, 100) for i in range(101)), HALF_WIDTH)
MULTIPLES_OF_FIVE = window("multiples of 5 %", (Fraction(i, 20) for i in range(21)), HALF_WIDTH)
COARSE_FRACTIONS = window(
    "coarse fractions (halves to tenths)",
    (Fraction(i, j) for j in range(2, 11) for i in range(1, j)),
    HALF_WIDTH,
)


def hits(shape: Window, count: IntArray, total: IntArray) -> BoolArray:
    """Whether count/total lies in the window, in whole-number arithmetic. total must be positive."""
    targets = np.asarray(shape.targets, dtype=np.int64)
    scaled = count * shape.denominator
    # the nearest targets are the last one at or below count/total and the one after it
    after = np.searchsorted(targets, scaled // total, side="right")
    below = targets[np.clip(after - 1, 0, len(targets) - 1)]
    above = targets[np.clip(after, 0, len(targets) - 1)]
    reach = total * shape.half_width
    return (np.abs(scaled - below * total) <= reach) | (np.abs(scaled - above * total) <= reach)


def chance_of_hit(shape: Window, count: IntArray, total: IntArray) -> FloatArray:
    """Per station the probability that Binomial(total, count/total)/total lies in the window.

    Work is proportional to the number of counts that hit within reach (about 24 per station of
    1,000 ballots), not to the number of all counts. With count 0 or total the binomial is degenerate.
    """
    # Stations in order of size and count: their stretches of the list then lie one after another in memory.
    order = np.lexsort((count, total))
    sorted_count, sorted_total = count[order], total[order]
    listed, first, last = _reach(shape, sorted_count, sorted_total)
    chance = np.empty(len(count))
    for start in range(0, len(count), BLOCK):
        part = slice(start, start + BLOCK)
        station, _, terms = _terms(listed, sorted_count[part], sorted_total[part], first[part], last[part])
        chance[order[part]] = sum_by(station, terms, len(first[part]))
    degenerate = (count == 0) | (count == total)
    chance[degenerate] = hits(shape, count[degenerate], total[degenerate])
    return np.minimum(chance, 1.0)


def expected_by_target(shape: Window, count: IntArray, total: IntArray) -> FloatArray:
    """Expected number of stations at each target of the window; stations at 0 and 1 are left out."""
    inside = (count > 0) & (count < total)
    count, total = count[inside], total[inside]
    listed, first, last = _reach(shape, count, total)
    expected = np.zeros(len(shape.targets))
    for start in range(0, len(count), BLOCK):
        part = slice(start, start + BLOCK)
        _, place, terms = _terms(listed, count[part], total[part], first[part], last[part])
        expected = expected + sum_by(listed.target[place], terms, len(expected))
    return expected


def observed_by_target(shape: Window, count: IntArray, total: IntArray) -> IntArray:
    """Number of stations at each target of the window; stations at 0 and 1 are left out."""
    inside = (count > 0) & (count < total) & hits(shape, count, total)
    targets = np.asarray(shape.targets)
    nearest = np.abs(targets - (shape.denominator * count[inside] / total[inside])[:, None]).argmin(axis=1)
    return np.bincount(nearest, minlength=len(targets))


def _reach(shape: Window, count: IntArray, total: IntArray) -> tuple["_HitsOfSizes", IntArray, IntArray]:
    """The list of all hits by station size, and each station's stretch of it."""
    sizes, size_of = np.unique(total, return_inverse=True)
    listed = _hits_of_sizes(shape, sizes)
    spread = (REACH_SD * np.sqrt(count * (1 - count / total))).astype(np.int64) + REACH_COUNTS
    key = size_of * listed.stride
    first = np.searchsorted(listed.key, key + np.maximum(count - spread, 0), side="left")
    last = np.searchsorted(listed.key, key + np.minimum(count + spread, total), side="right")
    return listed, first, last


@dataclass(frozen=True)
class _HitsOfSizes:
    """For each distinct station size, in one sorted list, every count that hits the window.

    `key` is index of size × stride + count; `log_ways` is the log of the binomial coefficient.
    """

    key: IntArray
    count: FloatArray
    target: IntArray
    log_ways: FloatArray
    stride: int


def _hits_of_sizes(shape: Window, sizes: IntArray) -> _HitsOfSizes:
    targets = np.asarray(shape.targets, dtype=np.int64)
    middle = targets[None, :] * sizes[:, None]
    reach = (sizes * shape.half_width)[:, None]
    start = np.maximum(-((reach - middle) // shape.denominator), 0)
    stop = np.minimum((middle + reach) // shape.denominator, sizes[:, None])
    cell, hit = ragged(start.ravel(), stop.ravel() + 1)
    size_of = cell // len(targets)
    stride = int(sizes.max(initial=0)) + 1
    table = gammaln(np.arange(stride + 1, dtype=np.float64) + 1.0)
    size = sizes[size_of]
    key = size_of * stride + hit
    target = cell % len(targets)
    return _HitsOfSizes(
        key, hit.astype(np.float64), target, table[size] - table[hit] - table[size - hit], stride
    )


def _terms(
    listed: _HitsOfSizes, count: IntArray, total: IntArray, first: IntArray, last: IntArray
) -> tuple[IntArray, IntArray, FloatArray]:
    """Station, place in the list and binomial probability of every hit within reach."""
    with np.errstate(divide="ignore"):
        log_q = np.log1p(-count / total)
        log_odds = np.log(count / total) - log_q
    outside = (count == 0) | (count == total)
    log_q[outside] = 0.0
    log_odds[outside] = 0.0
    station, place = ragged(first, last)
    terms = listed.count[place]
    terms *= log_odds[station]
    terms += listed.log_ways[place]
    terms += (total * log_q)[station]
    np.exp(terms, out=terms)
    return station, place, terms


def ragged(start: IntArray, stop: IntArray) -> tuple[IntArray, IntArray]:
    """Row numbers and values of the ranges start[i] … stop[i]−1, one after another."""
    length = np.maximum(stop - start, 0)
    row = np.repeat(np.arange(len(start)), length)
    offset = np.cumsum(length) - length
    return row, np.arange(len(row)) - np.repeat(offset - start, length)
