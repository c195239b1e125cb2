from pathlib import Path

import numpy as np
import pytest
from made_up import plain_election

from scrutator.forensics.battery.digits import SECOND_DIGIT, digit_tests, second_digit
from scrutator.forensics.battery.shape import dip_statistic, dips, log_vote_rate, moments
from scrutator.forensics.inputs.reading import read_results


@pytest.mark.parametrize(
    ("election", "second", "last", "count", "percent"),
    [
        ("poland-2025-r1", 6.2, -2.7, -0.5, 2.1),
        ("argentina-2015-caba", -27.7, -1.4, 1.5, -2.6),
        ("georgia-2013", 3.0, -1.7, 3.7, 0.2),
        ("russia-2021", 0.6, -3.6, 3.1, 8.3),
        ("uganda-2021", -4.2, -1.0, 1.3, 5.3),
    ],
)
def test_digit_statistics_are_those_of_the_reference_panel(
    reference_data: Path, election: str, second: float, last: float, count: float, percent: float
) -> None:
    tests = digit_tests(read_results(reference_data / "results" / f"{election}.csv.gz"))
    names = ("second_digit_mean", "last_digit_mean", "count_ends_in_0_or_5", "percent_ends_in_0_or_5")
    assert [tests[name].z for name in names] == pytest.approx([second, last, count, percent], abs=0.06)


def test_the_second_digit_law_has_the_published_mean() -> None:
    assert float(np.sum(SECOND_DIGIT * np.arange(10))) == pytest.approx(4.18739, abs=5e-6)


def test_second_digits_are_read_in_whole_numbers() -> None:
    assert second_digit(np.array([10, 27, 305, 9_999, 47_001])).tolist() == [0, 7, 0, 9, 7]


def test_two_separate_heaps_have_a_large_dip_and_one_has_not() -> None:
    rng = np.random.default_rng(1)
    two = np.sort(np.concatenate([rng.normal(0, 1, 1000), rng.normal(6, 1, 1000)]))
    one = np.sort(rng.normal(0, 1, 2000))
    assert dip_statistic(two) > 0.08
    assert dip_statistic(one) < 0.012


def test_the_dip_of_two_equal_points_masses_is_a_quarter() -> None:
    assert dip_statistic(np.repeat([0.0, 1.0], 500)) == pytest.approx(0.25, abs=0.002)


def test_the_dip_of_evenly_spaced_points_is_the_least_possible() -> None:
    assert dip_statistic(np.arange(100.0)) == pytest.approx(1 / 200)


def test_a_plain_election_passes_the_dip_and_a_split_one_fails() -> None:
    results = plain_election(3000)
    assert dips(results)["leader_share"].p > 0.05
    half = np.arange(3000) % 2 == 0
    leader = np.where(half, results["valid"] // 10, results["valid"] * 9 // 10)
    assert dips(results.with_counts({"leader": leader}))["leader_share"].p < 0.01


def test_moments_of_a_normal_sample_are_zero_and_three() -> None:
    shape = moments("sample", np.random.default_rng(3).normal(size=50_000))
    assert shape.skewness == pytest.approx(0, abs=0.03)
    assert shape.kurtosis == pytest.approx(3, abs=0.06)
    assert shape.p > 0.01


def test_the_log_vote_rate_is_taken_at_two_levels() -> None:
    rates = log_vote_rate(plain_election(3000))
    assert rates["stations"].n == 3000
    assert rates["districts"].n == 40
