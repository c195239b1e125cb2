"""How often each test is wrong, and how often it sees what is there: measured by simulation.

Size is the share of honest simulated elections in which a test reports p ≤ 0.05; power the same
share in elections with manipulation of known size. Replicates run through `map_replicates`, so any
executor gives the same numbers. The table that ships with Scrutator was made by
`scrutator forensics calibrate` with the seed it names.
"""

import json
from collections.abc import Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import asdict, dataclass
from importlib import resources
from math import sqrt

import numpy as np

from scrutator.errors import ScrutatorError
from scrutator.forensics.battery import run_battery
from scrutator.forensics.contrasts import flag_contrast
from scrutator.forensics.results import StationResults, results_from_counts
from scrutator.forensics.verdicts import NOT_DIAGNOSTIC, Standing
from scrutator.replicates import map_replicates
from scrutator.simulation.country import Country, make_country
from scrutator.simulation.manipulation import round_share, round_turnout, stuff
from scrutator.simulation.votes import CLEAN_WORLDS, Votes, World, honest_votes, random_flag

NOMINAL = 0.05
HOLDS = (0.03, 0.07)
STUFFED_PERCENT = (1, 2, 5, 10)
ROUNDED_PERCENT = (0.5, 1, 2)
TABLE = "calibration.json"


@dataclass(frozen=True)
class Experiment:
    """One replicate's recipe. `kind` is clean, stuffing, rounded turnout or rounded share.

    `percent` is stuffed ballots in percent of all ballots, or rounded stations in percent.
    """

    world: str
    kind: str
    percent: float
    stations: int
    seed: int
    replicate: int


@dataclass(frozen=True)
class Rate:
    """How often one test reported p ≤ 0.05 in one world under one kind and size of manipulation."""

    test: str
    world: str
    kind: str
    percent: float
    fired: int
    elections: int

    @property
    def rate(self) -> float:
        """Share of elections in which the test fired."""
        return self.fired / self.elections if self.elections else 0.0

    @property
    def standard_error(self) -> float:
        """Binomial standard error of the rate."""
        return sqrt(self.rate * (1 - self.rate) / self.elections) if self.elections else 0.0


def simulated_results(country: Country, votes: Votes, name: str = "simulated") -> StationResults:
    """Station results as a commission would publish them, from a made-up country and its votes."""
    counts = {
        "registered": votes.registered,
        "ballots_cast": votes.ballots_cast,
        "in_box": votes.ballots_cast,
        "valid": votes.valid,
        "leader": votes.votes[:, 0],
        "runner_up": votes.votes[:, 1],
    }
    for index, title in enumerate(votes.lists[2:], start=2):
        counts[title] = votes.votes[:, index]
    return results_from_counts(
        name,
        [country.region_names[code] for code in country.region],
        [country.district_names[code] for code in country.district],
        counts,
        station=np.array(country.station),
    )


def replicate(experiment: Experiment) -> dict[str, float]:
    """The p-value of every test in one simulated election; all chance comes from the experiment."""
    world = next(world for world in CLEAN_WORLDS if world.name == experiment.world)
    entropy = (experiment.seed, experiment.replicate, CLEAN_WORLDS.index(world), int(10 * experiment.percent))
    rng = np.random.default_rng(entropy)
    country = make_country(rng, stations=experiment.stations, sizes=world.sizes)
    votes = _manipulated(honest_votes(country, world, rng), experiment, rng)
    results = simulated_results(country, votes)
    battery = run_battery(results)
    answers = {name: score.p for name, score in battery.scores.items()}
    if experiment.kind != "clean":  # a flag dealt at random has nothing to find in any of these
        return answers
    flag = random_flag(country, 0.3, rng)
    contrast = flag_contrast(results, flag, seed=experiment.replicate, permutations=400)
    return answers | {"flag_contrast": contrast.p}


def _manipulated(votes: Votes, experiment: Experiment, rng: np.random.Generator) -> Votes:
    stations = len(votes.registered)
    if experiment.kind == "clean":
        return votes
    if experiment.kind == "stuffing":
        # Ballots are stuffed at every fifth station; the mean fraction of non-voters gives the total.
        where = rng.random(stations) < 0.2
        free = float(np.sum((votes.registered - votes.ballots_cast)[where]))
        wanted = experiment.percent / 100 * float(votes.ballots_cast.sum())
        return stuff(votes, where, min(wanted / free, 3.0), rng)[0]
    where = rng.random(stations) < experiment.percent / 100
    change = {"rounded turnout": round_turnout, "rounded share": round_share}[experiment.kind]
    return change(votes, where)[0]


def experiments(
    worlds: Sequence[World] = CLEAN_WORLDS,
    *,
    elections: int = 400,
    powered: int = 100,
    stations: int = 6000,
    seed: int = 20_261_121,
) -> list[Experiment]:
    """The whole plan: clean elections in every world, and manipulated ones for power."""
    plan = []
    for world in worlds:
        cases = [("clean", 0.0, elections)]
        cases += [("stuffing", float(percent), powered) for percent in STUFFED_PERCENT]
        for kind in ("rounded turnout", "rounded share"):
            cases += [(kind, percent, powered) for percent in ROUNDED_PERCENT]
        for kind, percent, times in cases:
            plan += [Experiment(world.name, kind, percent, stations, seed, i) for i in range(times)]
    return plan


def calibrate(plan: Sequence[Experiment], executor: Executor | None = None) -> list[Rate]:
    """Run the plan and count how often every test fires at the nominal 5 %."""
    answers = map_replicates(replicate, plan, executor)
    return count_rates(plan, answers)


def count_rates(plan: Iterable[Experiment], answers: Iterable[dict[str, float]]) -> list[Rate]:
    """Counts of p ≤ 0.05 by test, world, kind and size, in a stable order."""
    counts: dict[tuple[str, str, str, float], list[int]] = {}
    for experiment, found in zip(plan, answers, strict=True):
        for test, p in found.items():
            cell = counts.setdefault((test, experiment.world, experiment.kind, experiment.percent), [0, 0])
            cell[0] += p <= NOMINAL
            cell[1] += 1
    return [Rate(*key, fired, total) for key, (fired, total) in sorted(counts.items())]


@dataclass(frozen=True)
class Calibration:
    """The measured table: seed, stations per election, and every rate."""

    seed: int
    stations: int
    rates: tuple[Rate, ...]

    def sizes(self, test: str) -> dict[str, Rate]:
        """False-alarm rate of one test in each clean world."""
        return {rate.world: rate for rate in self.rates if rate.test == test and rate.kind == "clean"}

    def power(self, test: str, kind: str) -> dict[float, float]:
        """Detection rate by size of manipulation, averaged over the worlds."""
        found: dict[float, list[float]] = {}
        for rate in self.rates:
            if rate.test == test and rate.kind == kind:
                found.setdefault(rate.percent, []).append(rate.rate)
        return {percent: sum(values) / len(values) for percent, values in sorted(found.items())}

    def tests(self) -> list[str]:
        """Every test in the table."""
        return sorted({rate.test for rate in self.rates})

    def standing(self, test: str) -> Standing:
        """What the measured rates allow the test to say; a test never measured says nothing."""
        rates = [rate.rate for rate in self.sizes(test).values()]
        if test in NOT_DIAGNOSTIC or not rates or max(rates) > HOLDS[1]:
            return Standing.NOT_DIAGNOSTIC
        return Standing.DIAGNOSTIC if min(rates) >= HOLDS[0] else Standing.CONSERVATIVE


def to_json(calibration: Calibration) -> str:
    """The table as text that is the same for the same numbers."""
    body = {
        "seed": calibration.seed,
        "stations": calibration.stations,
        "rates": [asdict(rate) for rate in calibration.rates],
    }
    return json.dumps(body, indent=None, separators=(",", ":"), sort_keys=True).replace("},{", "},\n{") + "\n"


def from_json(text: str) -> Calibration:
    """Read a stored table. Raises F06 when it is not one."""
    try:
        body = json.loads(text)
        rates = tuple(Rate(**rate) for rate in body["rates"])
        return Calibration(int(body["seed"]), int(body["stations"]), rates)
    except (KeyError, TypeError, ValueError) as error:
        raise ScrutatorError("F06", f"not a calibration table: {error}") from error


def stored_calibration() -> Calibration:
    """The table that ships with Scrutator."""
    path = resources.files("scrutator.forensics") / "tables" / TABLE
    if not path.is_file():
        raise ScrutatorError("F06", "the calibration table is missing", where=str(path))
    return from_json(path.read_text(encoding="utf-8"))
