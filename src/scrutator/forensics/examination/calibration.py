"""Measuring how often each test and each verdict is wrong, and how often it sees what is there.

Honest simulated elections give false alarms, manipulated ones of known size the power: of p ≤ 0.05, and of
the whole rule that prints a verdict (p, correction for many tests, placebos, standing). Replicates go through
`map_replicates`, so any executor gives the same numbers. The table that ships with Scrutator was made
by `scrutator forensics calibrate` with the seeds it names.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from scrutator.forensics.battery.battery import FAMILIES, Battery, run_battery
from scrutator.forensics.contrasts import flag_contrast
from scrutator.forensics.examination.judging import called, judge
from scrutator.forensics.examination.placebos import run_placebos, silenced
from scrutator.forensics.examination.rates import (
    NOMINAL,
    Calibration,
    FamilyRate,
    Rate,
    bounds,
    set_name,
    standing_of,
)
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
from scrutator.simulation.votes import (
    CLEAN_WORLDS,
    MANIPULATED_WORLDS,
    Votes,
    World,
    honest_votes,
    random_flag,
)

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
FLAGGED = 0.3
SMALL_LIST_VOTES = 1.3
SEEDS = (20_261_121, 20_261_126)
MOST_TESTS = 15
# The first honest elections of every world, which `make test` repeats to the bit.
REPEATED = 20
# What cannot carry a verdict, and the flag, in the first honest elections of each world and seed only.
DESCRIBED = 300
CARRYING = tuple(name for name in FAMILIES if name not in ("digits", "shapes"))
TWINS = ("identical_protocols", "digit_shifts", "arithmetic_runs", "even_districts")
SHARE = "integer_peaks_symmetric_leader_share"
# Sets of tests that real elections allow, beside all of them: no small lists, no registers, both.
ALLOWED = ((SHARE,), (SHARE, "missing_zeros"))


@dataclass(frozen=True)
class Experiment:
    """One replicate's recipe. `kind` is "clean" or one of `POWERED`, `percent` its size."""

    world: str
    kind: str
    percent: float
    stations: int
    seed: int
    replicate: int


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


def replicate(experiment: Experiment) -> dict[str, Any]:
    """p-values and silenced tests in one simulated election; all chance comes from the experiment."""
    world = next(world for world in CLEAN_WORLDS if world.name == experiment.world)
    entropy = (experiment.seed, experiment.replicate, CLEAN_WORLDS.index(world), int(10 * experiment.percent))
    rng = np.random.default_rng(entropy)
    country = make_country(
        rng,
        stations=experiment.stations,
        sizes=world.sizes,
        regions=world.regions,
        districts_per_region=world.districts_per_region,
        mapped=False,
    )
    honest = honest_votes(country, world, rng)
    flag = random_flag(country, FLAGGED, np.random.default_rng((*entropy, 1)))
    votes = _manipulated(honest, country, flag, experiment, rng)
    small = _small_list(country, experiment, np.random.default_rng((*entropy, 2)))
    results = simulated_results(country, votes).with_counts({"small list": small})
    whole = experiment.kind == "clean" and experiment.replicate < DESCRIBED
    battery = run_battery(results, tuple(FAMILIES) if whole else CARRYING)
    answers = {name: score.p for name, score in battery.scores.items()}
    if whole or experiment.kind == "stuffing away from observers":  # elsewhere the flag has nothing to find
        answers["flag_contrast"] = flag_contrast(results, flag, seed=experiment.replicate, deals=199).p
    return {"p": answers, "muted": _muted(results, battery, experiment)}


def _muted(results: StationResults, battery: Battery, experiment: Experiment) -> list[str]:
    """The tests that a placebo silences. Only those with p ≤ 0.05 can be, and only their placebos are run."""
    fired = {test for test, score in battery.scores.items() if score.p <= NOMINAL}
    families = ["whole percentages"] if SHARE in fired else []
    families += ["twins and runs"] if fired & {*TWINS} else []
    if not families:
        return []
    placebos = run_placebos(results, experiment.seed + experiment.replicate, families=families)
    return sorted(set(silenced(placebos, battery)) & fired)


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
    elections: int = 600,
    powered: int = 40,
    stations: int = 2000,
    powered_stations: int = 6000,
    seeds: Sequence[int] = SEEDS,
) -> list[Experiment]:
    """The whole plan: clean elections in every world under every seed, manipulated ones under the first."""
    plan = [
        Experiment(world.name, "clean", 0.0, stations, seed, number)
        for seed in seeds
        for world in worlds
        for number in range(elections)
    ]
    plan += [
        Experiment(world.name, kind, float(size), powered_stations, seeds[0], number)
        for world in worlds
        if world in MANIPULATED_WORLDS
        for kind, sizes in POWERED.items()
        for size in sizes
        for number in range(powered)
    ]
    return plan


Answers = Sequence[Mapping[str, Any]]
Cell = tuple[str, str, str, float]


def measure(plan: Sequence[Experiment], answers: Answers) -> Calibration:
    """The table: first the rates of p and the standing they allow, then the rates of the verdicts."""
    clean = [pair for pair in zip(plan, answers, strict=True) if pair[0].kind == "clean"]
    standing = _standing(clean)
    seeds = tuple(dict.fromkeys(one.seed for one in plan))
    judged = [called(judge(_battery(one["p"]), standing, one["muted"])) for one in answers]
    powered = [one.stations for one in plan if one.kind != "clean"]
    return Calibration(
        seeds,
        clean[0][0].stations,
        powered[0] if powered else 0,
        tuple(_rates(plan, answers, judged)),
        tuple(_families(clean, standing)),
        {test: tuple(_rate(clean, test, seed) for seed in seeds) for test in standing},
        digest(_first(clean)),
    )


def _rate(clean: Sequence[tuple[Experiment, Mapping[str, Any]]], test: str, seed: int) -> float:
    """How often one test reported p ≤ 0.05 under one seed, over all worlds."""
    found = [answer["p"][test] for one, answer in clean if one.seed == seed and test in answer["p"]]
    return round(sum(p <= NOMINAL for p in found) / len(found), 4) if found else 0.0


def _battery(p_values: Mapping[str, float]) -> dict[str, float]:
    return {test: p for test, p in p_values.items() if test != "flag_contrast"}


def _standing(clean: Sequence[tuple[Experiment, Mapping[str, Any]]]) -> dict[str, Standing]:
    """Every test's standing from the honest elections given."""
    counts: dict[str, dict[str, list[int]]] = {}
    for experiment, answer in clean:
        for test, p in answer["p"].items():
            cell = counts.setdefault(test, {}).setdefault(experiment.world, [0, 0])
            cell[0] += p <= NOMINAL
            cell[1] += 1
    return {
        test: standing_of(test, [bounds(*cell) for cell in worlds.values()])
        for test, worlds in sorted(counts.items())
    }


def _rates(plan: Sequence[Experiment], answers: Answers, judged: Sequence[Sequence[str]]) -> Iterable[Rate]:
    """Counts by test, world, kind and size, in a stable order."""
    found: dict[Cell, list[tuple[float, bool]]] = {}
    for experiment, answer, named in zip(plan, answers, judged, strict=True):
        for test, p in answer["p"].items():
            if experiment.kind != "clean" and test in NOT_DIAGNOSTIC:
                continue
            cell = (test, experiment.world, experiment.kind, experiment.percent)
            found.setdefault(cell, []).append((p, test in named))
    for cell, pairs in sorted(found.items()):
        tails = tuple(sum(p <= NOMINAL / m for p, _ in pairs) for m in range(1, MOST_TESTS + 1))
        yield Rate(
            *cell,
            fired=tails[0],
            elections=len(pairs),
            called=sum(named for _, named in pairs),
            tails=tails if cell[2] == "clean" and cell[0] not in NOT_DIAGNOSTIC else (),
        )


def _families(
    clean: Sequence[tuple[Experiment, Mapping[str, Any]]], standing: Mapping[str, Standing]
) -> Iterable[FamilyRate]:
    """How often any test of a set is called, for all tests and for the sets that real elections allow."""
    speaking = {test for test, one in standing.items() if one is not Standing.NOT_DIAGNOSTIC}
    speaking -= {"flag_contrast"}
    sets = [tuple(speaking), tuple(speaking - {"missing_zeros"})]
    sets += [one for one in ALLOWED if speaking >= {*one}]
    for tests in sets:
        counts: dict[str, list[int]] = {}
        for experiment, answer in clean:
            p_values = {test: p for test, p in answer["p"].items() if test in tests}
            cell = counts.setdefault(experiment.world, [0, 0])
            cell[0] += bool(called(judge(p_values, standing, answer["muted"])))
            cell[1] += 1
        name = set_name(tests, speaking)
        yield from (FamilyRate(name, world, *cell) for world, cell in sorted(counts.items()))


def _first(clean: Sequence[tuple[Experiment, Mapping[str, Any]]]) -> list[Mapping[str, Any]]:
    seed = clean[0][0].seed
    return [answer for one, answer in clean if one.seed == seed and one.replicate < REPEATED]


def digest(answers: Iterable[Mapping[str, Any]]) -> str:
    """SHA-256 of answers in their order: every p with all its bits, and the silenced tests."""
    state = hashlib.sha256()
    for one in answers:
        text = ",".join(f"{test}={p!r}" for test, p in sorted(one["p"].items()))
        state.update(f"{text};{','.join(one['muted'])}\n".encode())
    return state.hexdigest()
