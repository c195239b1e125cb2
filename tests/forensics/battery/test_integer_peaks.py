import csv
from collections import defaultdict
from dataclasses import replace
from math import sqrt
from pathlib import Path

import numpy as np
import pytest
from made_up import plain_election, real_election

from scrutator.forensics.battery.integer_peaks import (
    AUTHORS,
    CRITERIA,
    SYMMETRIC,
    detection_limit,
    peak_data,
    peak_data_of,
    peaks,
    regional_peaks,
)
from scrutator.forensics.battery.windows import MULTIPLES_OF_FIVE
from scrutator.forensics.inputs.reading import read_results
from scrutator.forensics.inputs.results import UNKNOWN, StationResults, results_from_counts
from support.exact_counts import quantile

YEARS = (2004, 2007, 2008, 2011, 2012, 2016, 2021, 2024)


def published(path: Path) -> dict[str, list[dict[str, str]]]:
    years: dict[str, list[dict[str, str]]] = defaultdict(list)
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            years[row["year"]].append(row)
    return years


@pytest.mark.parametrize("year", YEARS)
def test_published_anomalies_are_reproduced_within_their_monte_carlo_error(
    reference_data: Path, year: int
) -> None:
    folder = reference_data / "results"
    table = peaks(peak_data(real_election(reference_data, f"russia-{year}")))
    rows = published(folder / "published_integer_anomalies.csv")[str(year)]
    assert len(rows) == 12
    off = {}
    for row in rows:
        ours = table[row["criterion"]][row["weighting"]].anomaly
        error = abs(ours - float(row["anomaly_mean"]))
        tolerance = 3 * float(row["monte_carlo_sd"]) / sqrt(1000)
        if error > tolerance:
            off[row["criterion"], row["weighting"]] = (ours, error / tolerance)
    assert not off


def test_the_exact_threshold_of_2011_is_the_one_the_reference_gives(reference_data: Path) -> None:
    data = peak_data(read_results(reference_data / "results" / "russia-2011.csv.gz"))
    chance = data.chance["either"]
    assert quantile(chance, 0.999) - np.sum(chance) == pytest.approx(355.6, abs=0.05)


@pytest.mark.parametrize(
    ("election", "kept", "expected"),
    [
        ("bulgaria-2021-07", 10_407, (-0.79, -1.12, 0.49)),
        ("bulgaria-2022-10", 10_576, (-1.55, -0.56, -1.67)),
        ("poland-2025-r1", 30_280, (0.59, 0.92, -0.15)),
        ("turkey-2014-local", 161_807, (0.73, 0.72, 0.48)),
    ],
)
def test_symmetric_exclusions_remove_the_weak_leader_bias(
    reference_data: Path, election: str, kept: int, expected: tuple[float, ...]
) -> None:
    data = peak_data(read_results(reference_data / "results" / f"{election}.csv.gz"), SYMMETRIC)
    assert int(data.kept.sum()) == kept
    table = peaks(data)
    assert [table[name]["stations"].z for name in CRITERIA] == pytest.approx(expected, abs=0.006)


def rounded_country(stations: int, rounded: int, seed: int) -> StationResults:
    """A made-up election in which the first `rounded` stations report a whole turnout percentage."""
    rng = np.random.default_rng(seed)
    registered = rng.integers(600, 2500, stations)
    cast = rng.binomial(registered, rng.beta(30, 20, stations))
    cast[:rounded] = np.rint(
        np.rint(100 * cast[:rounded] / registered[:rounded]) * registered[:rounded] / 100
    )
    leader = rng.binomial(cast, rng.beta(12, 12, stations))
    region = [f"region {i % 3}" for i in range(stations)]
    counts = {"registered": registered, "ballots_cast": cast, "valid": cast, "leader": leader}
    return results_from_counts("made up", region, region, counts)


def test_rounding_raises_turnout_and_leaves_the_share_alone() -> None:
    table = peaks(peak_data(rounded_country(6000, 400, seed=1)))
    assert table["turnout"]["stations"].z > 5
    assert abs(table["leader_share"]["stations"].z) < 3
    assert table["turnout"]["stations"].anomaly == pytest.approx(360, abs=60)


def test_the_detection_limit_is_seen_with_the_power_it_promises() -> None:
    clean = peak_data(rounded_country(2500, 0, seed=2))
    limit = detection_limit(clean, "turnout")
    seen = 0
    for seed in range(80):
        table = peaks(peak_data(rounded_country(2500, limit, seed=100 + seed)))
        seen += table["turnout"]["stations"].p <= 0.05
    assert 0.66 <= seen / 80 <= 0.92  # 0.8 within three standard errors


def test_the_table_does_not_depend_on_the_order_of_the_rows() -> None:
    results = rounded_country(3000, 50, seed=3)
    shuffled = results.select(np.random.default_rng(0).permutation(3000))
    for exclusion in (AUTHORS, SYMMETRIC):
        first, second = peaks(peak_data(results, exclusion)), peaks(peak_data(shuffled, exclusion))
        for criterion in CRITERIA:
            for weighting, peak in first[criterion].items():
                assert second[criterion][weighting].z == pytest.approx(peak.z, rel=1e-9, abs=1e-9)


def test_regions_are_tested_one_by_one_and_corrected_together() -> None:
    results = rounded_country(3000, 0, seed=4)
    rows = regional_peaks(peak_data(results))
    assert len(rows) == 9
    assert all(row.p_adjusted >= row.peak.p for row in rows)
    total = sum(row.stations for row in rows if row.criterion == "turnout")
    assert total == int(peak_data(results).kept.sum())


def test_both_exclusions_in_one_pass_equal_two_passes() -> None:
    results = rounded_country(2000, 20, seed=5)
    together = peak_data_of(results, (AUTHORS, SYMMETRIC))
    for data, exclusion in zip(together, (AUTHORS, SYMMETRIC), strict=True):
        assert peaks(data) == peaks(peak_data(results, exclusion))


def test_without_registers_the_leaders_share_alone_is_tested(reference_data: Path) -> None:
    results = read_results(reference_data / "results" / "venezuela-2024-actas.csv.gz")
    data = peak_data(results, SYMMETRIC)
    assert data.criteria == ("leader_share",)
    assert set(peaks(data)["leader_share"]) == {"stations", "leader_votes"}
    assert int(results.in_box[data.kept].min()) >= SYMMETRIC.smallest_register
    observed = sum(
        min((100 * votes) % box, -(100 * votes) % box) * 20 <= box
        for votes, box in zip(
            results["leader"][data.kept].tolist(), results.in_box[data.kept].tolist(), strict=True
        )
    )
    assert peaks(data)["leader_share"]["stations"].observed == observed


def test_the_share_test_is_the_same_with_and_without_registers_where_both_keep_a_station() -> None:
    results = plain_election(stations=400)
    bare = results.with_counts({"registered": np.full(len(results), UNKNOWN)})
    full, part = peak_data(results, SYMMETRIC), peak_data(bare, SYMMETRIC)
    both = full.kept & part.kept
    assert both.sum() > 200
    one, two = np.full(len(results), np.nan), np.full(len(results), np.nan)
    one[full.kept], two[part.kept] = full.chance["leader_share"], part.chance["leader_share"]
    assert np.array_equal(one[both], two[both])


def test_the_detection_limit_solves_its_equation_where_chances_are_large() -> None:
    """With chances of 40 and 60 %: 1.6449·sqrt(V) + 0.8416·sqrt(V − 0.24 s) = 0.5 s, V = 0.24 · 1000."""
    chance = np.repeat([0.4, 0.6], 500)
    empty = peak_data(rounded_country(50, 0, 1))
    data = replace(empty, chance={"turnout": chance})
    limit = detection_limit(data, "turnout")
    left = 1.6449 * sqrt(240) + 0.8416 * np.sqrt(240 - 0.24 * np.array([limit - 1, limit]))
    assert 0.5 * (limit - 1) < left[0]
    assert left[1] <= 0.5 * limit + 1e-3


def test_what_was_computed_is_kept_for_the_same_rows_and_never_for_changed_ones() -> None:
    results = plain_election(300)
    rules = (AUTHORS, SYMMETRIC)
    assert peak_data_of(results, rules)[1] is peak_data_of(results, rules)[1]
    other = results.with_leader("runner_up")
    assert not np.array_equal(
        peak_data_of(other, rules)[0].hit["leader_share"], peak_data_of(results, rules)[0].hit["leader_share"]
    )
    half = results.select(np.arange(150))
    assert len(peak_data_of(half, rules)[0].kept) == 150
    assert (
        peak_data_of(results, rules)[0].window
        is not peak_data_of(results, rules, MULTIPLES_OF_FIVE)[0].window
    )
