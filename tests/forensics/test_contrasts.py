import numpy as np
import pytest
from made_up import plain_election

from scrutator.errors import ScrutatorError
from scrutator.forensics.battery.small_large import small_against_large
from scrutator.forensics.contrasts import flag_contrast, read_flag
from scrutator.forensics.inputs.results import StationResults
from scrutator.forensics.inputs.strata import compare_within


def with_effect(points: float, seed: int = 1) -> tuple[StationResults, np.ndarray]:
    results = plain_election(1500, seed)
    flag = np.random.default_rng(seed).random(1500) < 0.4
    raised = np.minimum(results["leader"] + np.rint(points / 100 * results["valid"]), results["valid"])
    leader = np.where(flag, results["leader"], raised).astype(int)
    return results.with_counts({"leader": leader}), flag


def test_an_effect_of_five_points_is_found_in_points_and_in_votes() -> None:
    results, flag = with_effect(5)
    found = flag_contrast(results, flag, seed=1)
    assert found.low <= 5 <= found.high
    assert found.votes == pytest.approx(0.01 * found.points * results["valid"][~flag].sum(), rel=1e-9)
    assert found.p == pytest.approx(1 / 2001)


def test_a_flag_without_effect_is_quiet_at_its_size() -> None:
    fired = [
        flag_contrast(*with_effect(0, seed), seed=seed, permutations=200).p <= 0.05 for seed in range(60)
    ]
    assert sum(fired) <= 6  # P(more than 6 of 40 at 5 %) is below half a percent


def test_a_flag_without_overlap_is_refused() -> None:
    results = plain_election(400)
    flag = results.district < 10
    with pytest.raises(ScrutatorError, match="no district has stations both") as caught:
        flag_contrast(results, flag, seed=1)
    assert caught.value.code == "F04"


def test_stations_without_overlap_are_counted_and_left_out() -> None:
    results, flag = with_effect(0)
    flag = flag | (results.district < 5)
    assert flag_contrast(results, flag, seed=1).left_out == int(np.sum(results.district < 5))


def test_the_result_does_not_depend_on_the_order_of_the_rows() -> None:
    results, flag = with_effect(1)
    order = np.random.default_rng(5).permutation(len(flag))
    first, second = (
        flag_contrast(results, flag, seed=3),
        flag_contrast(results.select(order), flag[order], seed=3),
    )
    assert (first.points, first.p) == pytest.approx((second.points, second.p), rel=1e-9)


def test_words_for_no_are_absence() -> None:
    results = plain_election(6)
    labelled = results.__class__(
        **{**results.__dict__, "labels": {"seen": np.array(["yes", "", "No", "0", "1", "false"])}}
    )
    assert read_flag(labelled, "seen").tolist() == [True, False, False, False, True, False]


def test_the_permutation_variance_is_the_one_of_all_permutations() -> None:
    rng = np.random.default_rng(2)
    values, marked = rng.normal(size=9), np.arange(9) < 4
    exact = compare_within(values, marked, np.zeros(9, dtype=int)).permutation_variance[0]
    drawn = []
    for _ in range(20_000):
        shuffled = rng.permutation(values)
        drawn.append(shuffled[:4].mean() - shuffled[4:].mean())
    assert np.var(drawn) == pytest.approx(exact, rel=0.05)


def test_pressure_on_small_stations_is_seen() -> None:
    results = plain_election(2000)
    small = results["registered"] < 1000
    leader = np.where(small, np.minimum(results["leader"] * 6 // 5, results["valid"]), results["leader"])
    found = small_against_large(results.with_counts({"leader": leader}))
    assert found["leader_share"].effect > 0.4
    assert found["leader_share"].p < 1e-6
    assert found["turnout"].p > 0.001


def test_equal_sizes_cannot_be_compared() -> None:
    with pytest.raises(ScrutatorError, match="unequal size"):
        small_against_large(plain_election(400, size=1000))


def test_the_sampling_variance_is_that_of_two_means_with_unequal_spreads() -> None:
    values = np.array([1.0, 3.0, 8.0, 2.0, 2.5, 9.0, 4.0])
    marked = np.array([True, True, True, False, False, False, False])
    found = compare_within(values, marked, np.zeros(7, dtype=np.int64))
    expected = values[:3].var(ddof=1) / 3 + values[3:].var(ddof=1) / 4
    assert found.sampling_variance == pytest.approx([expected])
