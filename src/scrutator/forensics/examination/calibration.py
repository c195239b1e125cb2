"""How often each test is wrong, and how often it sees what is there: measured by simulation.

Size is the share of honest simulated elections in which a test reports p ≤ 0.05; power the same
share in elections with manipulation of known size. Replicates run through `map_replicates`, so any
executor gives the same numbers. The table that ships with Scrutator was made by
`scrutator forensics calibrate` with the seed it names.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib import resources

import numpy as np

from scrutator.errors import ScrutatorError
from scrutator.forensics.battery.battery import run_battery
from scrutator.forensics.contrasts import flag_contrast
from scrutator.forensics.examination.verdicts import NOT_DIAGNOSTIC, Standing
from scrutator.forensics.inputs.results import BoolArray, IntArray, StationResults, results_from_counts
from scrutator.simulation.country import Country, make_country
from scrutator.simulation.manipulation import (
    arithmetic_protocols,
    copy_protocols,
    dictate_share,
    invent,
    round_share,
    round_turnout,
    shift_protocols,
    stuff,
)
from scrutator.simulation.votes import CLEAN_WORLDS, Votes, World, honest_votes, random_flag

NOMINAL = 0.05
HOLDS = (0.03, 0.07)
# Kinds and sizes of manipulation: stuffed ballots in percent of all ballots; of the others the percent of
# the stations (rounded, invented, copied, shifted, run) or of the districts (dictated, filled).
POWERED: Mapping[str, tuple[float, ...]] = {
    "stuffing": (1, 2, 5, 10),
    "stuffing away from observers": (1, 2, 5),
    "rounded turnout": (0.5, 1, 2),
    "rounded share": (0.5, 1, 2),
    "turnout in fives": (0.5, 1, 2),
    "invented protocols": (0.5, 1, 2),
    "copied protocols": (0.5, 1, 2),
    "shifted protocols": (0.5, 1, 2),
    "arithmetic runs": (0.5, 1, 2),
    "dictated shares": (1, 2, 5),
    "filled zeros": (1, 2, 5),
}
BY_NEIGHBOUR = {
    "copied protocols": copy_protocols,
    "shifted protocols": shift_protocols,
    "arithmetic runs": arithmetic_protocols,
}
# What each test was made to see, and the size of it that a reader is told the power for.
MADE_FOR: Mapping[str, tuple[str, float]] = {
    "integer_peaks_symmetric_either": ("rounded turnout", 1),
    "integer_peaks_symmetric_turnout": ("rounded turnout", 1),
    "integer_peaks_symmetric_leader_share": ("rounded share", 1),
    "multiples_of_five": ("turnout in fives", 1),
    "coarse_fractions": ("turnout in fives", 1),
    "identical_protocols": ("copied protocols", 1),
    "digit_shifts": ("shifted protocols", 1),
    "arithmetic_runs": ("arithmetic runs", 1),
    "even_districts": ("dictated shares", 1),
    "missing_zeros": ("filled zeros", 1),
    "flag_contrast": ("stuffing away from observers", 1),
}
FLAGGED = 0.3
SMALL_LIST_VOTES = 1.3
TABLE = "calibration.json"


@dataclass(frozen=True)
class Experiment:
    """One replicate's recipe. `kind` is "clean" or one of `POWERED`, `percent` its size."""

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
    honest = honest_votes(country, world, rng)
    flag = random_flag(country, FLAGGED, np.random.default_rng((*entropy, 1)))
    votes = _manipulated(honest, country, flag, experiment, rng)
    small = _small_list(country, experiment, np.random.default_rng((*entropy, 2)))
    results = simulated_results(country, votes).with_counts({"small list": small})
    answers = {name: score.p for name, score in run_battery(results).scores.items()}
    if experiment.kind in ("clean", "stuffing away from observers"):  # elsewhere the flag has nothing to find
        contrast = flag_contrast(results, flag, seed=experiment.replicate, deals=399)
        answers["flag_contrast"] = contrast.p
    return answers


def _small_list(country: Country, experiment: Experiment, rng: np.random.Generator) -> IntArray:
    """A list with a vote or two per station; "filled zeros" writes at least one in some districts."""
    means = SMALL_LIST_VOTES * rng.gamma(4, 1 / 4, len(country.district_names))
    votes: IntArray = rng.poisson(means[country.district])
    if experiment.kind == "filled zeros":
        filled = rng.random(len(means)) < experiment.percent / 100
        votes = np.where(filled[country.district], np.maximum(votes, 1), votes)
    return votes


def _manipulated(
    votes: Votes, country: Country, flag: BoolArray, experiment: Experiment, rng: np.random.Generator
) -> Votes:
    stations, part = len(votes.registered), experiment.percent / 100
    if experiment.kind in ("clean", "filled zeros"):
        return votes
    if experiment.kind.startswith("stuffing"):
        # Ballots are stuffed at every fifth station; the mean fraction of non-voters gives the total.
        where = rng.random(stations) < 0.2
        if experiment.kind == "stuffing away from observers":
            where &= ~flag
        free = float(np.sum((votes.registered - votes.ballots_cast)[where]))
        return stuff(votes, where, min(part * float(votes.ballots_cast.sum()) / free, 3.0), rng)[0]
    if experiment.kind == "dictated shares":
        districts = rng.random(len(country.district_names)) < part
        return dictate_share(votes, districts, country.district)[0]
    where = rng.random(stations) < part
    if experiment.kind == "invented protocols":
        turnout = float(votes.ballots_cast.sum() / votes.registered.sum())
        share = float(votes.votes[:, 0].sum() / votes.valid.sum())
        return invent(votes, where, min(turnout + 0.15, 0.95), min(share + 0.15, 0.95), rng)[0]
    if experiment.kind in BY_NEIGHBOUR:
        return BY_NEIGHBOUR[experiment.kind](votes, where, country.district)[0]
    if experiment.kind == "rounded share":
        return round_share(votes, where)[0]
    return round_turnout(votes, where, step=5 if experiment.kind == "turnout in fives" else 1)[0]


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
        cases += [(kind, float(size), powered) for kind, sizes in POWERED.items() for size in sizes]
        for kind, percent, times in cases:
            plan += [Experiment(world.name, kind, percent, stations, seed, i) for i in range(times)]
    return plan


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

    def power_table(self, test: str) -> dict[str, dict[float, float]]:
        """Detection rates by kind and size of manipulation, for the kinds that were measured."""
        kinds = sorted({rate.kind for rate in self.rates if rate.test == test and rate.kind != "clean"})
        return {kind: self.power(test, kind) for kind in kinds}

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
