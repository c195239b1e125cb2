from pathlib import Path

import numpy as np
import pytest
from made_up import real_election

from scrutator.errors import ScrutatorError
from scrutator.forensics.fingerprint.core import comet_core
from scrutator.forensics.fingerprint.turnout_window import (
    estimate,
    histogram,
    mode_of_others,
    regional_windows,
    window_curve,
)
from scrutator.forensics.inputs.reading import read_results
from scrutator.forensics.inputs.results import StationResults, results_from_counts

# year: mode, anomalous at mode −10, −5, 0, +5 (millions), cleaned share and turnout, per-region sum
REFERENCE = {
    2004: (56, (10.7, 9.9, 9.1, 8.8), 67.6, 55.9, 6.6),
    2007: (54, (11.6, 12.8, 13.2, 12.8), 56.7, 51.6, 7.7),
    2008: (61, (15.8, 15.2, 14.8, 14.2), 64.0, 55.9, 12.0),
    2011: (52, (14.8, 15.1, 15.2, 14.4), 34.8, 46.2, 9.9),
    2012: (60, (7.2, 9.6, 11.0, 10.6), 57.8, 55.2, 6.5),
    2016: (36, (13.2, 13.3, 13.1, 12.5), 40.1, 36.0, 8.0),
    2021: (38, (16.0, 15.7, 15.2, 14.5), 32.3, 37.7, 10.9),
    2024: (82, (19.7, 17.5, 14.9, 11.6), 85.2, 60.4, 13.9),
}
CORES = {
    2004: (55, 67), 2007: (56, 56), 2008: (60, 62), 2011: (51, 31),
    2012: (60, 55), 2016: (36, 37), 2021: (35, 29),
}  # fmt: skip


def election(reference_data: Path, year: int) -> StationResults:
    return real_election(reference_data, f"russia-{year}")


@pytest.mark.parametrize("year", REFERENCE)
def test_the_reference_estimates_are_reproduced(reference_data: Path, year: int) -> None:
    mode, anomalous, share, turnout, regional = REFERENCE[year]
    results = election(reference_data, year)
    votes = histogram(results)
    assert mode_of_others(votes) == mode
    ours = [estimate(votes, mode + step).anomalous / 1e6 for step in (-10, -5, 0, 5)]
    assert ours == pytest.approx(anomalous, abs=0.051)
    at_mode = estimate(votes, mode)
    assert 100 * at_mode.leader_share == pytest.approx(share, abs=0.051)
    assert 100 * at_mode.turnout == pytest.approx(turnout, abs=0.051)
    lowest_quarter = sum(one.estimates[0] for one in regional_windows(results))
    assert lowest_quarter / 1e6 == pytest.approx(regional, abs=0.06)


def test_low_fixed_windows_of_2024_find_the_larger_totals(reference_data: Path) -> None:
    votes = histogram(election(reference_data, 2024))
    ours = [estimate(votes, end, 0).anomalous / 1e6 for end in (40, 45, 50, 55, 60, 65)]
    # The reference divides in floating point, which moves stations at whole percentages by one bin.
    assert ours == pytest.approx((30.8, 27.8, 25.1, 23.8, 23.1, 22.4), abs=0.11)


def test_the_interval_covers_the_published_range_where_the_mode_itself_moved(reference_data: Path) -> None:
    curve = window_curve(election(reference_data, 2024), seed=1, replicates=100)
    assert curve.interval[0] < 14.9e6
    assert curve.interval[1] > 22e6


@pytest.mark.parametrize("year", CORES)
def test_the_core_of_the_comet_lies_where_the_authors_saw_it(reference_data: Path, year: int) -> None:
    core = comet_core(election(reference_data, year))
    assert (core.turnout, core.share) == pytest.approx(CORES[year], abs=3.05)


def small_election() -> StationResults:
    rng = np.random.default_rng(1)
    registered = np.full(3000, 1000)
    cast = rng.binomial(registered, rng.beta(20, 20, 3000))
    leader = rng.binomial(cast, 0.4)
    cast[:300] += 200
    leader[:300] += 200
    district = [f"district {i % 60}" for i in range(3000)]
    counts = {"registered": registered, "ballots_cast": np.minimum(cast, 1000), "leader": leader}
    counts["leader"] = np.minimum(leader, counts["ballots_cast"])
    counts["valid"] = counts["ballots_cast"]
    return results_from_counts("small", district, district, counts)


def test_added_ballots_of_known_number_lie_in_the_interval() -> None:
    curve = window_curve(small_election(), seed=2)
    assert curve.interval[0] <= 60_000 <= curve.interval[1]


def test_the_band_is_the_same_for_the_same_seed_and_any_order_of_rows() -> None:
    results = small_election()
    shuffled = results.select(np.random.default_rng(0).permutation(3000))
    first, second = window_curve(results, seed=2), window_curve(shuffled, seed=2)
    assert first.low == pytest.approx(second.low, rel=1e-9)
    assert first.interval != window_curve(results, seed=3).interval


def test_without_a_register_the_window_says_what_is_missing(reference_data: Path) -> None:
    results = read_results(reference_data / "results" / "venezuela-2024-actas.csv.gz")
    with pytest.raises(ScrutatorError, match="registered"):
        window_curve(results, seed=1)
