"""Measure the further tests: how often each is wrong on honest elections, and what it sees.

Usage: python tools/further_rates.py [ELECTIONS [POWERED [PROCESSES]]]. Writes
src/scrutator/forensics/tables/further.json, which the reports and docs/reference/error-rates.md print. An
honest election counts in its world and under the kind of second result that it had. A run that was stopped
goes on from the .progress file beside the table.
"""

import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np

from scrutator.errors import ScrutatorError
from scrutator.forensics.examination.calibration import Experiment, measure, simulated_results
from scrutator.forensics.examination.rates import to_json
from scrutator.forensics.further.gathering import gathering_by_district, gathering_by_place
from scrutator.forensics.further.two_rounds import carried_over, matched
from scrutator.forensics.inputs.results import StationResults
from scrutator.replicates import Progress, map_replicates
from scrutator.simulation.country import make_country
from scrutator.simulation.manipulation import round_turnout
from scrutator.simulation.rounds import SPLITS, TURNOVERS, second_contest, second_round
from scrutator.simulation.votes import CLEAN_WORLDS, MANIPULATED_WORLDS, honest_votes

OUT = Path(__file__).parent.parent / "src" / "scrutator" / "forensics" / "tables" / "further.json"
SEEDS = (20_261_127, 20_261_128)
STATIONS, POWERED_STATIONS = 2_000, 6_000
DEGREE = 111.0  # kilometres of the made-up map
POWERED = {
    "rounded turnout": (1, 2),
    "districts with rounded turnout": (1, 2, 5),
    "ballots of the first round": (0.5, 1, 2),
    "votes of the first round": (0.5, 1, 2),
    "votes of the other contest": (0.5, 1, 2),
}


def one(experiment: Experiment) -> dict[str, Any]:
    """p-values of the further tests in one made-up election with a second round and a second contest."""
    world = next(world for world in CLEAN_WORLDS if world.name == experiment.world)
    part, kind = experiment.percent / 100, experiment.kind
    entropy = (experiment.seed, experiment.replicate, CLEAN_WORLDS.index(world), int(10 * experiment.percent))
    rng = np.random.default_rng((*entropy, (*POWERED, "clean").index(kind)))
    country = make_country(
        rng,
        stations=experiment.stations,
        sizes=world.sizes,
        regions=world.regions,
        districts_per_region=world.districts_per_region,
    )
    votes = honest_votes(country, world, rng)
    where = rng.random(len(country)) < part
    if kind == "districts with rounded turnout":
        where = (rng.random(len(country.district_names)) < part)[country.district]
    if "rounded" in kind:
        votes = round_turnout(votes, where)[0]
    first = simulated_results(country, votes)
    answers = {"gathering_by_district": gathering_by_district(first).p}
    answers["gathering_by_place"] = gathering_by_place(first, country.y / DEGREE, country.x / DEGREE).p
    number = experiment.replicate
    round_two = simulated_results(country, second_round(votes, TURNOVERS[number % len(TURNOVERS)], rng))
    contest = simulated_results(country, second_contest(votes, SPLITS[number % len(SPLITS)], rng))
    if kind.endswith("of the first round"):
        round_two = _written_again(first, round_two, where, "leader" if "votes" in kind else "ballots_cast")
    if kind == "votes of the other contest":
        contest = _written_again(first, contest, where, "leader")
    answers |= _same(first, round_two, "two_rounds", ("ballots_cast", "leader"))
    answers |= _same(first, contest, "two_contests", ("leader",))
    return {"p": answers, "muted": []}


NAMES = {"ballots_cast": "ballots", "leader": "votes"}


def _same(
    first: StationResults, second: StationResults, kind: str, numbers: tuple[str, ...]
) -> dict[str, float]:
    try:
        found = carried_over(first, second, matched(first, second))
    except ScrutatorError:
        return {}
    return {f"same_{NAMES[one.number]}_in_{kind}": one.p for one in found if one.number in numbers}


def _written_again(first: StationResults, second: StationResults, where: Any, number: str) -> StationResults:
    """The second result with a number of the first at the marked stations; the others follow it."""
    cast = np.where(where & (number == "ballots_cast"), first["ballots_cast"], second["ballots_cast"])
    invalid = np.minimum(second["ballots_cast"] - second["valid"], cast)
    valid = cast - invalid
    share = second["leader"] / np.maximum(second["valid"], 1)
    kept = np.where(cast == second["ballots_cast"], second["leader"], np.rint(share * valid).astype(np.int64))
    leader = np.where(where & (number == "leader"), np.minimum(first["leader"], valid), kept)
    counts = {"ballots_cast": cast, "in_box": cast, "valid": valid, "leader": leader}
    return second.with_counts({**counts, "runner_up": valid - leader})


def main(elections: int, powered: int, processes: int) -> None:
    """Measure and write the table."""
    clean = [
        Experiment(world.name, "clean", 0.0, STATIONS, seed, number)
        for seed in SEEDS
        for number in range(elections)
        for world in CLEAN_WORLDS
    ]
    manipulated = [
        Experiment(world.name, kind, float(size), POWERED_STATIONS, SEEDS[0], number)
        for number in range(powered)
        for world in MANIPULATED_WORLDS
        for kind, sizes in POWERED.items()
        for size in sizes
    ]
    plan = [*clean, *manipulated]
    progress = Progress(OUT.with_name(f"{OUT.name}.progress"), f"further tests {elections} {powered} {SEEDS}")
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        answers = map_replicates(one, plan, pool, progress=progress)
    twice = [
        (replace(item, world=name), answer)
        for item, answer in zip(clean, answers, strict=False)
        for name in _seconds(item)
    ]
    table = measure([*plan, *(item for item, _ in twice)], [*answers, *(answer for _, answer in twice)])
    OUT.write_text(to_json(table), encoding="utf-8")
    progress.path.unlink()


def _seconds(item: Experiment) -> tuple[str, str]:
    """The kinds of second results that an honest election had."""
    split = SPLITS[item.replicate % len(SPLITS)]
    return TURNOVERS[item.replicate % len(TURNOVERS)].name, f"{100 * split:g} % vote otherwise"


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    main(*(given + [420, 20, 1][len(given) :]))
