"""Two results of the same stations, two rounds above all: was a number written down twice?

The difference of two honest counts has no reason to be exactly 0. How often it is 0 by chance is read off the
other small differences: their frequencies lie on a smooth hump, fitted without the middle (Poisson,
log-quadratic), which predicts the middle with its own uncertainty.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.special import betainc

from scrutator.errors import ScrutatorError
from scrutator.forensics.battery.twins import SMALLEST_BALLOTS
from scrutator.forensics.fingerprint.turnout_window import usable_rows
from scrutator.forensics.inputs.results import FloatArray, IntArray, StationResults

REACH = 8  # the differences −8 … 8 are looked at
LEAST_NEAR = 20  # stations whose difference is that small, without the middle: fewer fit no hump
EXAMPLES = 20


@dataclass(frozen=True)
class Carried:
    """Stations whose number is the same in both rounds, how many by chance, and the tail."""

    number: str
    compared: int
    near: int
    same: int
    expected: float
    p: float
    examples: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Matched:
    """Rows of two results that are the same station, and how many of each have no partner or no clear one."""

    first: IntArray
    second: IntArray
    only_first: int
    only_second: int
    named_twice: int


def matched(first: StationResults, second: StationResults) -> Matched:
    """The stations of both results by region, district and station. Raises F03 when none is in both."""
    one, twice_one = _places(first)
    two, twice_two = _places(second)
    both = sorted(one.keys() & two.keys())
    if not both:
        remedy = "Both files need the same names of regions, districts and stations: see --map."
        raise ScrutatorError("F03", "no station is in both results", where=second.name, remedy=remedy)
    return Matched(
        np.array([one[key] for key in both]),
        np.array([two[key] for key in both]),
        len(one) - len(both),
        len(two) - len(both),
        twice_one + twice_two,
    )


def _places(results: StationResults) -> tuple[Mapping[tuple[str, str, str], int], int]:
    """Row of every station that is named once, and the number of rows whose name is not their own."""
    keys = [
        (results.region_names[region], results.district_names[district], str(station))
        for region, district, station in zip(
            results.region.tolist(), results.district.tolist(), results.station.tolist(), strict=True
        )
    ]
    rows: dict[tuple[str, str, str], list[int]] = {}
    for row, key in enumerate(keys):
        rows.setdefault(key, []).append(row)
    once = {key: found[0] for key, found in rows.items() if len(found) == 1}
    return once, len(keys) - len(once)


NUMBERS = ("ballots_cast", "leader")


def carried_over(first: StationResults, second: StationResults, pairs: Matched) -> list[Carried]:
    """Ballots cast, and the leader's votes, that are the same in both rounds, beyond chance.

    `second` must hold the same list as leader. Stations with 100 or more ballots in both. A number with too
    few small differences is left out; raises F03 when that is every number.
    """
    usable = usable_rows(first)[pairs.first] & usable_rows(second)[pairs.second]
    usable &= np.minimum(first["ballots_cast"][pairs.first], second["ballots_cast"][pairs.second]) >= (
        SMALLEST_BALLOTS
    )
    one, two = first.select(pairs.first[usable]), second.select(pairs.second[usable])
    found = [_carried(number, one, two) for number in NUMBERS]
    answers = [answer for answer in found if answer is not None]
    if not answers:
        what = f"fewer than {LEAST_NEAR} stations have nearly the same number in both rounds"
        raise ScrutatorError("F03", what, where=second.name)
    return answers


def _carried(number: str, one: StationResults, two: StationResults) -> Carried | None:
    gap = two[number] - one[number]
    counts = np.bincount(gap[np.abs(gap) <= REACH] + REACH, minlength=2 * REACH + 1)
    near = int(counts.sum() - counts[REACH])
    if near < LEAST_NEAR:
        return None
    same = int(counts[REACH])
    expected, variance = predicted_middle(counts)
    exact = np.flatnonzero(gap == 0)
    places = sorted((one.district_names[one.district[row]], str(one.station[row])) for row in exact)
    p = predictive_tail(same, expected, variance)
    return Carried(number, len(gap), near, same, expected, p, tuple(places[:EXAMPLES]))


def predicted_middle(counts: IntArray) -> tuple[float, float]:
    """Mean and variance of the middle count that the others predict (log-quadratic, middle left out)."""
    at = np.arange(-REACH, REACH + 1) / REACH
    others = np.flatnonzero(at)
    design = np.column_stack([np.ones(len(at)), at, at**2])[others]
    seen = counts[others].astype(float)
    weights: FloatArray = np.array([np.log(seen.mean()), 0.0, 0.0])
    for _ in range(50):
        mean = np.exp(design @ weights)
        information = design.T @ (design * mean[:, None])
        step = np.linalg.solve(information, design.T @ (seen - mean))
        weights = weights + np.clip(step, -2, 2)
        if np.max(np.abs(step)) < 1e-10:
            break
    expected = float(np.exp(weights[0]))
    error = float(np.linalg.inv(information)[0, 0])
    return expected, expected**2 * error


def predictive_tail(observed: int, mean: float, variance: float) -> float:
    """P(as many or more) of a Poisson count whose mean is itself known with this variance (gamma)."""
    if observed == 0:
        return 1.0
    shape = mean**2 / max(variance, 1e-12)
    return float(betainc(observed, shape, mean / (shape + mean)))
