"""Whole percentages: are there more stations on round percentages than chance allows?

Kobak, Shpilkin and Pshenichnikov (2016, Annals of Applied Statistics 10:54), with the exact null in
place of their Monte Carlo. Three criteria (leader's share of ballots in the box, turnout, either)
and four weightings. The exclusions are the authors' or symmetric ones: with the authors' a weak
leader's zeros pull z down (docs/explanation/forensics.md).
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.special import ndtri

from scrutator.errors import ScrutatorError
from scrutator.forensics.battery.multiplicity import benjamini_hochberg
from scrutator.forensics.battery.poisson_binomial import normal_upper_tail, upper_tail
from scrutator.forensics.battery.windows import WHOLE_PERCENT, Window, chance_of_hit, hits
from scrutator.forensics.inputs.results import BoolArray, FloatArray, IntArray, StationResults, sum_by

CRITERIA = ("either", "leader_share", "turnout")
WEIGHTINGS = ("stations", "registered", "ballots_cast", "leader_votes")


@dataclass(frozen=True)
class Exclusion:
    """Which stations a peak test keeps: a smallest register, and bounds in percent on both ratios.

    Bounds are inclusive. The authors drop only values above 99 %. The symmetric rule also drops
    shares outside 5 to 95 % and turnout below 5 %, where a count of zero would pass for a peak.
    """

    name: str
    smallest_register: int
    share_percent: tuple[int, int]
    turnout_percent: tuple[int, int]


AUTHORS = Exclusion("as published", 100, (0, 99), (0, 99))
SYMMETRIC = Exclusion("symmetric", 100, (5, 95), (5, 99))


@dataclass(frozen=True)
class Peak:
    """Observed against expected hits of one criterion in one weighting."""

    observed: float
    expected: float
    sd: float
    z: float
    p: float

    @property
    def anomaly(self) -> float:
        """Hits above expectation, in stations, voters or votes."""
        return self.observed - self.expected


@dataclass(frozen=True)
class PeakData:
    """Per kept station: did it hit, with what chance, and its weights. Tables derive from this."""

    window: Window
    exclusion: Exclusion
    kept: BoolArray
    hit: dict[str, BoolArray]
    chance: dict[str, FloatArray]
    weight: dict[str, IntArray]
    region: IntArray
    region_names: tuple[str, ...]

    @property
    def criteria(self) -> tuple[str, ...]:
        """The criteria that can be tested: without a register only the leader's share."""
        return tuple(criterion for criterion in CRITERIA if criterion in self.hit)

    @cached_property
    def national(self) -> dict[str, dict[str, "Peak"]]:
        """The table of `peaks`, computed once."""
        return _national(self)


@dataclass(frozen=True)
class RegionPeak:
    """One region's station-weighted peak for one criterion, with its adjusted p-value."""

    region: str
    stations: int
    criterion: str
    peak: Peak
    p_adjusted: float


def kept_stations(results: StationResults, exclusion: Exclusion) -> BoolArray:
    """The stations a peak test uses, decided in whole numbers.

    Without turnout the smallest register is asked of the ballots in the box instead.
    """
    registered, cast, box, votes = _ratios(results)
    bounded = [(votes, box, exclusion.share_percent)]
    if results.has_turnout:
        keep = results.usable() & (registered >= exclusion.smallest_register)
        bounded.append((cast, registered, exclusion.turnout_percent))
    else:
        keep = results.countable() & (box >= exclusion.smallest_register)
    for part, whole, (low, high) in bounded:
        keep &= (100 * part >= low * whole) & (100 * part <= high * whole)
    return keep


def _ratios(results: StationResults) -> tuple[IntArray, IntArray, IntArray, IntArray]:
    return results["registered"], results["ballots_cast"], results.in_box, results["leader"]


def peak_data(
    results: StationResults, exclusion: Exclusion = AUTHORS, window: Window = WHOLE_PERCENT
) -> PeakData:
    """Hits and their exact chances at every kept station.

    Where registers or ballots cast are not published only the leader's share can be tested. Raises F03
    when no station is left.
    """
    return peak_data_of(results, (exclusion,), window)[0]


def peak_data_of(
    results: StationResults, exclusions: tuple[Exclusion, ...], window: Window = WHOLE_PERCENT
) -> tuple[PeakData, ...]:
    """`peak_data` under several exclusions, computing each station's chances once.

    What two rules gave is kept with the results: battery, regions and neighbours ask for the same.
    """
    key = (peak_data_of, exclusions, window)
    if key in results.memory:
        found: tuple[PeakData, ...] = results.memory[key]
        return found
    data = _peak_data_of(results, exclusions, window)
    if len(exclusions) > 1:
        results.memory[key] = data
    return data


def _peak_data_of(
    results: StationResults, exclusions: tuple[Exclusion, ...], window: Window
) -> tuple[PeakData, ...]:
    masks = [kept_stations(results, exclusion) for exclusion in exclusions]
    any_kept = np.logical_or.reduce(masks)
    if not all(np.any(mask) for mask in masks):
        raise ScrutatorError("F03", "no station is left after the exclusions", where=results.name)
    registered, cast, box, votes = (column[any_kept] for column in _ratios(results))
    hit = {"leader_share": hits(window, votes, box)}
    chance = {"leader_share": chance_of_hit(window, votes, box)}
    weight = {"stations": np.ones(len(votes), dtype=np.int64), "leader_votes": votes}
    if results.has_turnout:
        share_hit, turnout_hit = hit["leader_share"], hits(window, cast, registered)
        one, two = chance["leader_share"], chance_of_hit(window, cast, registered)
        hit |= {"either": share_hit | turnout_hit, "turnout": turnout_hit}
        chance |= {"either": one + two - one * two, "turnout": two}
        weight |= {"registered": registered, "ballots_cast": cast}
    data = []
    for exclusion, mask in zip(exclusions, masks, strict=True):
        part = mask[any_kept]
        data.append(
            PeakData(
                window,
                exclusion,
                mask,
                {name: values[part] for name, values in hit.items()},
                {name: values[part] for name, values in chance.items()},
                {name: values[part] for name, values in weight.items()},
                results.region[mask],
                results.region_names,
            )
        )
    return tuple(data)


def peaks(data: PeakData) -> dict[str, dict[str, Peak]]:
    """The national table, criterion → weighting → peak.

    The station-weighted p comes from the Poisson-binomial tail (saddlepoint), the others from the
    normal law, which at national size agrees to three digits.
    """
    return data.national


def _national(data: PeakData) -> dict[str, dict[str, Peak]]:
    table: dict[str, dict[str, Peak]] = {}
    for criterion in data.criteria:
        hit, chance = data.hit[criterion], data.chance[criterion]
        spread = chance * (1 - chance)
        table[criterion] = {}
        for weighting in (name for name in WEIGHTINGS if name in data.weight):
            weight = data.weight[weighting]
            observed = float(np.sum(weight[hit]))
            expected, sd = float(np.sum(weight * chance)), float(np.sqrt(np.sum(weight**2 * spread)))
            z = (observed - expected) / sd if sd > 0 else 0.0
            p = normal_upper_tail(z)
            if weighting == "stations":
                everyone = np.zeros(len(hit), dtype=np.int64)
                p = float(upper_tail(chance, np.array([int(observed)]), everyone)[0])
            table[criterion][weighting] = Peak(observed, expected, sd, z, p)
    return table


def regional_peaks(data: PeakData) -> list[RegionPeak]:
    """Every region's station-weighted peaks, with Benjamini–Hochberg control over regions × criteria."""
    size = len(data.region_names)
    stations = np.bincount(data.region, minlength=size)
    rows = []
    for criterion in data.criteria:
        hit, chance = data.hit[criterion], data.chance[criterion]
        observed = sum_by(data.region, hit, size)
        expected = sum_by(data.region, chance, size)
        sd = np.sqrt(sum_by(data.region, chance * (1 - chance), size))
        tails = upper_tail(chance, observed.astype(np.int64), data.region)
        for code in np.flatnonzero(stations):
            z = (observed[code] - expected[code]) / sd[code] if sd[code] > 0 else 0.0
            peak = Peak(observed[code], expected[code], sd[code], float(z), float(tails[code]))
            rows.append((data.region_names[code], int(stations[code]), criterion, peak))
    adjusted = benjamini_hochberg(np.array([row[3].p for row in rows]))
    return [RegionPeak(*row, float(p)) for row, p in zip(rows, adjusted, strict=True)]


def detection_limit(data: PeakData, criterion: str, level: float = 0.05, power: float = 0.8) -> int:
    """How many stations would have to be rounded to a whole percentage to be seen with this power.

    A rounded station always hits instead of with its own chance, so it adds 1 − e on average
    and no variance. Solved by the normal approximation; verified by simulation in the tests.
    Raises F03 when every station always hits (100 voters each): rounding cannot be seen there.
    """
    chance = data.chance[criterion]
    variance = float(np.sum(chance * (1 - chance)))
    gain, per_station = float(np.mean(1 - chance)), float(np.mean(chance * (1 - chance)))
    if gain < 1e-9:
        raise ScrutatorError("F03", "every kept station always has a whole percentage")
    stations = 0.0
    for _ in range(50):  # the remaining variance depends weakly on the answer: a fixed point
        left = max(variance - stations * per_station, 0.0)
        stations = (-ndtri(level) * np.sqrt(variance) + ndtri(power) * np.sqrt(left)) / gain
    return int(np.ceil(stations))
