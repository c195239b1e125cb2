"""Do 95 % intervals hold the truth 95 % of the time? Measured on made-up countries, by repeated draws.

The only module of this room that may import the simulation. A population is made once; each run
draws a sample from it by its own seed and says, list by list, whether the interval held the truth.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

import numpy as np

from scrutator.counting.arrays import Booleans, Floats, Integers
from scrutator.counting.estimation.design import make_design
from scrutator.counting.estimation.estimators import ratio
from scrutator.counting.estimation.intervals import Limits, Result
from scrutator.counting.night.publication import Registered, look
from scrutator.counting.night.quickcount import QuickCount, Report, Sampled, make_sample
from scrutator.replicates import Progress, map_replicates
from scrutator.simulation.arrivals import BY_TYPE, Lateness, night_of_arrivals
from scrutator.simulation.country import Country, make_country
from scrutator.simulation.votes import REGIONAL, Votes, World, honest_votes

DESIGNS = ("simple", "stratified", "two-stage")
CLOSE = datetime.fromisoformat("2026-11-21T20:00:00")


@dataclass(frozen=True)
class Population:
    """A country with its votes: what samples are drawn from, and the true shares."""

    country: Country
    votes: Votes

    @property
    def truth(self) -> Floats:
        """Shares of the valid votes in the whole country."""
        return np.asarray(self.votes.votes.sum(axis=0) / self.votes.valid.sum())


@dataclass(frozen=True)
class Coverage:
    """How often the interval of each list held the truth, over so many runs with an interval.

    `half_width` is the mean half-width of the first list's interval.
    """

    name: str
    runs: int
    held: Floats
    half_width: float

    @property
    def overall(self) -> float:
        """The mean over lists."""
        return float(self.held.mean())


def make_population(seed: int, *, stations: int = 6000, world: World = REGIONAL) -> Population:
    """A made-up country and its honest votes."""
    generator = np.random.Generator(np.random.PCG64(seed))
    country = make_country(generator, stations=stations)
    return Population(country, honest_votes(country, world, generator))


def draw_indices(
    population: Population, design: str, number: int, seed: int
) -> tuple[Integers, dict[str, object]]:
    """Draw station indices by one of the designs, with what `make_design` needs to know."""
    generator = np.random.Generator(np.random.PCG64(seed))
    country = population.country
    if design == "simple":
        drawn = generator.choice(len(country), number, replace=False)
        return drawn, {
            "weights": len(country) / number,
            "strata": ["all"] * number,
            "population": len(country),
        }
    if design == "stratified":
        parts, weights, sizes = [], [], []
        for region in range(len(country.region_names)):
            here = np.flatnonzero(country.region == region)
            take = max(2, round(number * len(here) / len(country)))
            parts.append(generator.choice(here, take, replace=False))
            weights.append(np.full(take, len(here) / take))
            sizes.append(np.full(take, len(here)))
        drawn = np.concatenate(parts)
        given = {"weights": np.concatenate(weights), "strata": country.region[drawn]}
        return drawn, given | {"population": np.concatenate(sizes)}
    return _two_stage(country, number, generator)


def _two_stage(
    country: Country, number: int, generator: np.random.Generator
) -> tuple[Integers, dict[str, object]]:
    """Half of the districts at random, in each an equal number of stations."""
    districts = len(country.district_names)
    taken = generator.choice(districts, districts // 2, replace=False)
    each = max(2, number // len(taken))
    parts, weights, sizes = [], [], []
    for district in taken.tolist():
        here = np.flatnonzero(country.district == district)
        take = min(each, len(here))
        parts.append(generator.choice(here, take, replace=False))
        weights.append(np.full(take, districts / len(taken) * len(here) / take))
        sizes.append(np.full(take, len(here)))
    drawn = np.concatenate(parts)
    given = {"weights": np.concatenate(weights), "clusters": country.district[drawn], "population": districts}
    return drawn, given | {"strata": ["all"] * len(drawn), "cluster_sizes": np.concatenate(sizes)}


def complete_run(
    population: Population, design: str, number: int, seed: int
) -> tuple[Booleans, float] | None:
    """One complete sample: whether each list's interval held the truth, and the first half-width."""
    drawn, given = draw_indices(population, design, number, seed)
    made = make_design(**given)  # type: ignore[arg-type]
    found = ratio(made, population.votes.votes[drawn], population.votes.valid[drawn], single="centre")
    return _held(found.intervals(), population.truth)


def night_run(
    population: Population, number: int, lateness: Lateness, late_bound: bool, seed: int
) -> tuple[Booleans, float] | None:
    """One stratified sample that arrives late by `lateness`: adjusted by cells of region × town."""
    drawn, given = draw_indices(population, "stratified", number, seed)
    country, votes = population.country, population.votes
    generator = np.random.Generator(np.random.PCG64([seed, 1]))
    night = night_of_arrivals(country, votes, drawn, lateness, generator)
    weights, sizes = np.asarray(given["weights"]), np.asarray(given["population"])
    sampled = [
        Sampled(
            country.station[i],
            str(country.region[i]),
            f"{country.region[i] // 3}{'town' if country.urban[i] else 'country'}",
            float(weight),
            int(size),
        )
        for i, weight, size in zip(drawn.tolist(), weights, sizes, strict=True)
    ]
    count = QuickCount(make_sample(sampled), votes.lists)
    for i, minutes, came in zip(drawn.tolist(), night.minutes.tolist(), night.arrived, strict=True):
        if came:
            counts = (*votes.votes[i].tolist(), int(votes.valid[i]))
            count.take(Report(country.station[i], CLOSE + timedelta(minutes=minutes), counts))
    moment = look(count, Registered())
    if late_bound:
        return _held(tuple(one.interval for one in moment.shares), population.truth)
    return _held(moment.adjusted.intervals(), population.truth)


def _held(intervals: Sequence[Result], truth: Floats) -> tuple[Booleans, float] | None:
    if not all(isinstance(one, Limits) for one in intervals):
        return None
    limits = [one for one in intervals if isinstance(one, Limits)]
    held = np.array([one.low <= value <= one.high for one, value in zip(limits, truth, strict=True)])
    return held, (limits[0].high - limits[0].low) / 2


Run = Callable[[int], tuple[Booleans, float] | None]


def coverage(
    name: str,
    run: Run,
    seeds: Sequence[int],
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Coverage:
    """Answer: how often does the interval hold the truth? Runs without an interval are not counted."""
    kept = replace(progress, part=name) if progress is not None else None
    found = map_replicates(partial(_plain, run), seeds, executor, progress=kept)
    results = [one for one in found if one is not None]
    held = np.array([one[0] for one in results], dtype=np.float64).mean(axis=0)
    return Coverage(name, len(results), held, float(np.mean([one[1] for one in results])))


def _plain(run: Run, seed: int) -> tuple[list[bool], float] | None:
    """A run's result in plain values, which a file of the progress can keep."""
    found = run(seed)
    return None if found is None else (found[0].tolist(), float(found[1]))


def measure(
    population: Population,
    *,
    runs: int = 1000,
    number: int = 500,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> tuple[Coverage, ...]:
    """The table of this room's calibration: three complete designs, and lateness by type."""
    series: list[tuple[str, Run]] = [
        (design, partial(complete_run, population, design, number)) for design in DESIGNS
    ]
    for name, bound in (("late by type, adjusted", False), ("late by type, with late bound", True)):
        series.append((name, partial(night_run, population, number, BY_TYPE, bound)))
    return tuple(coverage(name, run, range(runs), executor, progress) for name, run in series)
