"""What the stuffing mixture finds in honest made-up elections, in parts of the leader's votes.

python tools/mixture_honest.py 420 src/scrutator/forensics/tables/mixture_honest.json

Goes on from OUTPUT.progress after it was stopped.
"""

import json
import sys
from pathlib import Path

import numpy as np

from scrutator.errors import ScrutatorError
from scrutator.forensics.examination.calibration import simulated_results
from scrutator.forensics.models.honest import HONEST
from scrutator.forensics.models.mixture import (
    LARGEST_MISFIT,
    fingerprint_misfit,
    fit_counts,
    mixture_columns,
)
from scrutator.replicates import Progress, map_replicates
from scrutator.simulation.country import make_country
from scrutator.simulation.votes import CLEAN_WORLDS, honest_votes

SEED, STATIONS = 20_261_126, (200, 200, 400)


def found(number: int) -> dict[str, list[float]] | None:
    """Low end and middle of the votes added and moved; None when the fit refuses."""
    world = CLEAN_WORLDS[number % len(CLEAN_WORLDS)]
    stations = STATIONS[number // len(CLEAN_WORLDS) % len(STATIONS)]
    rng = np.random.default_rng((SEED, number))
    country = make_country(
        rng, stations=stations, regions=3, districts_per_region=8, sizes=world.sizes, mapped=False
    )
    *counts, region = mixture_columns(simulated_results(country, honest_votes(country, world, rng)))
    columns = (counts[0], counts[1], counts[2])
    try:
        fit, parameters = fit_counts(*columns, region)
    except ScrutatorError:
        return None
    if fingerprint_misfit(columns, region, parameters, 1) > LARGEST_MISFIT:
        return None
    leader = float(columns[2].sum())
    kinds = {"stuffed": fit.stuffed, "stolen": fit.stolen}
    return {kind: [one.low / leader, one.votes / leader] for kind, one in kinds.items()}


def main(elections: int, output: Path) -> None:
    kept = Progress(output.with_name(f"{output.name}.progress"), f"mixture on {elections} honest elections")
    answers = map_replicates(found, range(elections), None, progress=kept)
    fits = [one for one in answers if one is not None]
    table: dict[str, object] = {
        "seed": SEED,
        "elections": elections,
        "stations": list(STATIONS),
        "refused": elections - len(fits),
    }
    for kind, limit in HONEST.items():
        middles = [one[kind][1] for one in fits]
        table[kind] = {
            "middle_95": round(float(np.quantile(middles, 0.95)), 4),
            "low_95": round(float(np.quantile([one[kind][0] for one in fits], 0.95)), 4),
            "limit": limit,
            "above": sum(one[kind][0] > limit for one in fits),
        }
    output.write_text(json.dumps(table, indent=2) + "\n", encoding="utf-8")
    kept.path.unlink()


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
