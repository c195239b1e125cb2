"""Simulation-based calibration of the full posterior: how often its intervals hold the truth.

Parameters are drawn from the prior, an election from the model at them, and the posterior from the
election with the real sampler. The truth's rank among the draws is then uniform if the sampler and the
likelihood are right (Talts et al. 2018, arXiv:1804.06788). About ten seconds a replicate;
the table is written after every four, and does not depend on the number of processes (the last word).

    python tools/posterior_calibration.py 60 src/scrutator/forensics/tables/posterior_coverage.json 2
"""

import json
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from scipy.stats import chisquare

from scrutator.errors import ScrutatorError
from scrutator.forensics.models.mixture import simulate_mixture
from scrutator.forensics.models.mixture_likelihood import LEVEL_PRIOR_SD, PRIOR_MEAN, PRIOR_SD
from scrutator.forensics.models.posterior import check_chains, draw_chains, posterior_votes
from scrutator.replicates import map_replicates

SEED, STATIONS, CHAINS, WARM_UP, DRAWS, BINS = 417, 50, 2, 150, 450, 8
CHUNK = 4
NAMES = ("turnout concentration", "share concentration", "odds of stuffing", "odds of stealing",
         "mean fraction stuffed", "mean fraction stolen", "turnout level", "share level",
         "votes added", "votes moved")  # fmt: skip


def ranks(replicate: int) -> np.ndarray | str:
    """Where the truth lies among the draws, from 0 to 1, for every quantity; or why it was refused."""
    rng = np.random.default_rng((SEED, replicate))
    registered, region = rng.integers(300, 2500, STATIONS), np.zeros(STATIONS, dtype=int)
    levels = LEVEL_PRIOR_SD * rng.normal(size=2)
    truth = np.concatenate([PRIOR_MEAN + PRIOR_SD * rng.normal(size=6), levels])
    cast, leader, added, moved = simulate_mixture(registered, region, truth, rng)
    columns = (registered, cast, leader, region)
    try:
        chains = draw_chains(columns, replicate, WARM_UP, DRAWS, CHAINS)
        check_chains(chains.units)
    except ScrutatorError as error:
        return error.what.split(":")[0]
    drawn = chains.parameters.reshape(-1, 8)
    votes = posterior_votes(columns, drawn, replicate)
    below = [np.mean(drawn[:, index] < truth[index]) for index in range(8)]
    for values, true in zip(votes, (added, moved), strict=True):
        # no votes at all can be the truth, and draws are cut at zero: ties are split at random
        below.append(np.mean(values < true) + rng.random() * np.mean(values == true))
    return np.array(below)


def summary(kept: list[np.ndarray], refused: dict[str, int]) -> dict[str, object]:
    """The table as it stands: per quantity how many intervals held the truth, and whether ranks are even."""
    quantities = {}
    for name, column in zip(NAMES, np.array(kept).T, strict=True):
        counts = np.histogram(column, bins=BINS, range=(0, 1))[0]
        inside = int(np.sum((column >= 0.05) & (column <= 0.95)))
        uniform = round(float(chisquare(counts).pvalue), 3)
        quantities[name] = {"covered": inside, "fits": len(column), "uniform_p": uniform}
    return {
        "level": 0.9,
        "seed": SEED,
        "replicates": len(kept) + sum(refused.values()),
        "stations": STATIONS,
        "chains": CHAINS,
        "warm_up": WARM_UP,
        "draws": DRAWS,
        "refused": refused,
        "quantities": quantities,
    }


def main(replicates: int, output: Path, processes: int) -> None:
    refused: dict[str, int] = {}
    kept: list[np.ndarray] = []
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as executor:
        for start in range(0, replicates, CHUNK):
            chunk = range(start, min(start + CHUNK, replicates))
            for found in map_replicates(ranks, chunk, executor):
                if isinstance(found, str):
                    refused[found] = refused.get(found, 0) + 1
                else:
                    kept.append(found)
            body = json.dumps(summary(kept, refused), ensure_ascii=False, indent=2)
            output.write_text(body + "\n", encoding="utf-8")
            print(f"{chunk.stop} of {replicates}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
