"""Measure the ladder of bounds on made-up elections: how often each rung held, and what it said without.

Usage: python tools/ladder_coverage.py [ELECTIONS]. Writes src/scrutator/forensics/bounds/coverage.json, which
the reports print beside each rung. All worlds are used, those too that break a rung's assumption; ballots are
added at a fifth of the stations, spread thinly (exponential), or in whole regions.
"""

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from scrutator.forensics.bounds.ladder import ASSUMPTIONS, Ladder, ladder
from scrutator.forensics.examination.calibration import simulated_results
from scrutator.simulation.country import make_country
from scrutator.simulation.manipulation import stuff
from scrutator.simulation.votes import CLEAN_WORLDS, Votes, World, honest_votes

OUT = Path(__file__).parent.parent / "src" / "scrutator" / "forensics" / "bounds" / "coverage.json"
SEED = 20_261_126
STATIONS = 2_000
SMALL = 0.005  # of all ballots: the most a rung may say of an honest election
ADDED = (0.02, 0.05, 0.10)
WHERE = ("a fifth of the stations", "whole regions")
STRONGHOLDS = replace(next(world for world in CLEAN_WORLDS if world.name == "regional"), name="strongholds")
LOYAL = (0.05, 0.95, 0.97)  # a twentieth of the stations of "strongholds": turnout and share there, honestly
WORLDS = (*CLEAN_WORLDS, STRONGHOLDS)
# In which worlds the assumption of the last two rungs is untrue, and of which end.
BREAKS = {"town and country": "least", "strongholds": "least", "bimodal": "most"}


def one(world: World, part: float, where: str, replicate: int) -> tuple[Ladder, int]:
    """The ladder of one election and the votes that were added in it."""
    entropy = (SEED, replicate, WORLDS.index(world), int(1000 * part), WHERE.index(where))
    rng = np.random.default_rng(entropy)
    country = make_country(
        rng,
        stations=STATIONS,
        sizes=world.sizes,
        regions=world.regions,
        districts_per_region=world.districts_per_region,
        mapped=False,
    )
    votes, added = honest_votes(country, world, rng), 0
    if world is STRONGHOLDS:
        votes = _with_strongholds(votes, rng)
    if part:
        regions = rng.random(len(country.region_names)) < 0.2
        regions[rng.integers(len(regions))] = True
        marked = rng.random(STATIONS) < 0.2 if where == WHERE[0] else regions[country.region]
        free = float((votes.registered - votes.ballots_cast)[marked].sum())
        votes, truth = stuff(votes, marked, min(part * float(votes.ballots_cast.sum()) / free, 3.0), rng)
        added = truth.added
    return ladder(simulated_results(country, votes)), added


def _with_strongholds(votes: Votes, rng: np.random.Generator) -> Votes:
    """The same election with a few stations in which nearly all vote, and nearly all for the leader."""
    part, turnout, share = LOYAL
    loyal = rng.random(len(votes.registered)) < part
    cast = np.where(loyal, rng.binomial(votes.registered, turnout), votes.ballots_cast)
    leader = np.where(loyal, rng.binomial(cast, share), votes.votes[:, 0])
    table = np.where(loyal[:, None], 0, votes.votes)
    table[:, 0] = leader
    table[:, 1] = np.where(loyal, cast - leader, votes.votes[:, 1])
    return replace(votes, ballots_cast=cast, invalid=np.where(loyal, 0, votes.invalid), votes=table)


def main(elections: int) -> None:
    """Measure and write. Shares are of elections; `least` beyond the truth and `most` below it are misses."""
    rungs: dict[str, dict[str, Any]] = {name: {"worlds": {}} for name in ASSUMPTIONS}
    for world in WORLDS:
        honest = [one(world, 0.0, WHERE[0], n)[0] for n in range(elections)]
        added = {
            where: [one(world, part, where, n) for part in ADDED for n in range(elections // 4)]
            for where in WHERE
        }
        for place, name in enumerate(ASSUMPTIONS):
            small = [run.share(run.rungs[place].least) <= SMALL for run in honest]
            row: dict[str, Any] = {"breaks": BREAKS.get(world.name, "") if place > 2 else ""}
            row |= {"honest_at_most_half_a_percent": _share(small)}
            row["honest_least_is_none"] = _share([run.rungs[place].least == 0 for run in honest])
            for where, runs in added.items():
                row[where] = {
                    "least_held": _share([run.rungs[place].least <= truth for run, truth in runs]),
                    "most_held": _share([truth <= run.rungs[place].most for run, truth in runs]),
                    "least_of_truth": float(
                        np.mean([run.rungs[place].least / truth for run, truth in runs if truth])
                    ),
                    "elections": len(runs),
                }
            rungs[name]["worlds"][world.name] = row
        print(world.name, file=sys.stderr, flush=True)
    names = [world.name for world in CLEAN_WORLDS]
    for row in rungs.values():
        per = [row["worlds"][name] for name in names]
        row["honest_at_most_half_a_percent"] = float(
            np.mean([x["honest_at_most_half_a_percent"] for x in per])
        )
        row["least_held"] = float(np.mean([x[where]["least_held"] for x in per for where in WHERE]))
        row["most_held"] = float(np.mean([x[where]["most_held"] for x in per for where in WHERE]))
    body = {"seed": SEED, "stations": STATIONS, "honest": elections, "added": list(ADDED), "rungs": rungs}
    OUT.write_text(json.dumps(body, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _share(held: list[bool]) -> float:
    return float(np.mean(held))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
