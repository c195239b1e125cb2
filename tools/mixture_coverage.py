"""Coverage of the stuffing mixture's intervals: elections drawn from the model, parameters from its prior.

python tools/mixture_coverage.py 180 src/scrutator/forensics/tables/mixture_coverage.json
"""

import json
import sys
from pathlib import Path

import numpy as np

from scrutator.errors import ScrutatorError
from scrutator.forensics.models.mixture import fit_counts, simulate_mixture
from scrutator.forensics.models.mixture_likelihood import LEVEL_PRIOR_SD, PRIOR_MEAN, PRIOR_SD

SEED, STATIONS = 84, 600


def covered(replicate: int) -> tuple[bool, bool] | None:
    """Whether the intervals of the votes added and moved hold the truth; None when the fit refuses."""
    rng = np.random.default_rng((SEED, replicate))
    registered, region = rng.integers(300, 2500, STATIONS), np.zeros(STATIONS, dtype=int)
    levels = LEVEL_PRIOR_SD * rng.normal(size=2)
    truth = np.concatenate([PRIOR_MEAN + PRIOR_SD * rng.normal(size=6), levels])
    cast, leader, added, moved = simulate_mixture(registered, region, truth, rng)
    try:
        fit, _ = fit_counts(registered, cast, leader, region)
    except ScrutatorError:
        return None
    return fit.stuffed.low <= added <= fit.stuffed.high, fit.stolen.low <= moved <= fit.stolen.high


def main(replicates: int, output: Path) -> None:
    answers = [covered(replicate) for replicate in range(replicates)]
    kept = [answer for answer in answers if answer is not None]
    note = (
        f"Share of 90 % intervals that held the true number of votes, on elections of {STATIONS} stations in "
        f"one region drawn from the model with parameters from its prior (seeds {SEED}/0 to "
        f"{SEED}/{replicates - 1}); {replicates - len(kept)} of {replicates} fits were refused by the "
        "model's own checks and are not counted. Made by `tools/mixture_coverage.py`."
    )
    table = {
        "level": 0.9,
        "note": note,
        "stuffed": {"covered": sum(one for one, _ in kept), "fits": len(kept)},
        "stolen": {"covered": sum(two for _, two in kept), "fits": len(kept)},
    }
    output.write_text(json.dumps(table, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
