"""Made-up elections for the tests of this room."""

from functools import lru_cache
from pathlib import Path

import numpy as np

from scrutator.forensics.inputs.reading import read_results
from scrutator.forensics.inputs.results import StationResults, results_from_counts


def plain_election(stations: int = 2000, seed: int = 1, districts: int = 40, size: int = 0) -> StationResults:
    """Stations without any anomaly; equal registers when a size is given."""
    rng = np.random.default_rng(seed)
    registered = np.full(stations, size) if size else rng.integers(300, 2500, stations)
    cast = rng.binomial(registered, rng.beta(30, 20, stations))
    leader = rng.binomial(cast, rng.beta(12, 15, stations))
    runner_up = rng.binomial(cast - leader, 0.6)
    district = [f"district {i % districts:03d}" for i in range(stations)]
    region = [f"region {(i % districts) % 5}" for i in range(stations)]
    counts = {
        "registered": registered,
        "ballots_cast": cast,
        "valid": cast,
        "leader": leader,
        "runner_up": runner_up,
    }
    return results_from_counts("made up", region, district, counts)


@lru_cache(maxsize=8)
def real_election(reference_data: Path, name: str) -> StationResults:
    """An election of the reference set, read once per run."""
    return read_results(reference_data / "results" / f"{name}.csv.gz")
