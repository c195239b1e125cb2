from dataclasses import replace

import numpy as np
import pytest
from made_up import plain_election

from scrutator.errors import ScrutatorError
from scrutator.forensics.battery.small_large import small_against_large
from scrutator.forensics.contrasts import FlagContrast, flag_contrast
from scrutator.forensics.dealing import Marks, _by_deals, _deals, dealt_difference
from scrutator.forensics.inputs.results import StationResults, results_from_counts
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
    assert found.p == pytest.approx(1 / 2000)


def test_a_flag_without_effect_is_quiet_at_its_size() -> None:
    fired = [flag_contrast(*with_effect(0, seed), seed=seed, deals=199).p <= 0.05 for seed in range(60)]
    assert sum(fired) <= 6  # P(more than 6 of 40 at 5 %) is below half a percent


def small_election(seed: int, buildings: bool) -> StationResults:
    """Forty stations in one district, at one address in threes when asked, where shares differ by address."""
    rng = np.random.default_rng((seed, 7))
    ballots = rng.integers(200, 900, 39 if buildings else 40)
    place = np.arange(len(ballots)) // 3
    share = np.clip(rng.normal(0.5, 0.1, len(ballots))[place if buildings else slice(None)], 0.05, 0.95)
    counts = {
        "registered": ballots * 2,
        "ballots_cast": ballots,
        "valid": ballots,
        "leader": rng.binomial(ballots, share),
    }
    made = results_from_counts("small", ["r"] * len(ballots), ["d"] * len(ballots), counts)
    labels = {"address": np.array([f"school {one}" for one in place])} if buildings else {}
    return replace(made, labels=labels)


def contrasts_of_nothing(flagged: int, buildings: bool, runs: int = 200) -> list[FlagContrast]:
    """Flags dealt at random, to stations or to whole addresses, where they change nothing."""
    found = []
    for seed in range(runs):
        results = small_election(seed, buildings)
        units = 13 if buildings else 40
        chosen = np.random.default_rng((seed, 8)).permutation(units)[:flagged]
        unit = np.arange(len(results)) // (3 if buildings else 1)
        found.append(flag_contrast(results, np.isin(unit, chosen), seed=seed, deals=119))
    return found


@pytest.mark.parametrize(("flagged", "buildings"), [(2, False), (15, False), (4, True), (6, True)])
def test_p_and_interval_agree_and_hold_their_size_with_few_flags_and_with_whole_addresses(
    flagged: int, buildings: bool
) -> None:
    """Before, 95 % intervals left out 0 in 24 % (two flags of forty) and in 40 % (addresses of three)."""
    found = contrasts_of_nothing(flagged, buildings)
    assert {one.dealt_to for one in found} == {"addresses" if buildings else "stations"}
    outside = [not one.low <= 0 <= one.high for one in found]
    assert outside == [one.p <= 0.05 for one in found]
    assert sum(outside) <= 0.05 * 200 + 2.6 * (200 * 0.05 * 0.95) ** 0.5


def test_the_interval_holds_a_real_effect_with_two_flags_of_forty() -> None:
    held = 0
    for seed in range(120):
        results = small_election(seed, False)
        flag = np.isin(np.arange(40), np.random.default_rng((seed, 8)).permutation(40)[:2])
        moved = np.rint(0.04 * results["valid"]).astype(int) * ~flag
        raised = results.with_counts({"leader": np.minimum(results["leader"] + moved, results["valid"])})
        found = flag_contrast(raised, flag, seed=seed, deals=119)
        held += found.low <= 4 <= found.high
    assert held >= 108


def test_with_one_flag_of_three_no_effect_can_be_left_out() -> None:
    """Three ways to deal one flag: no interval at 95 % can end before what shares can differ at all."""
    results = small_election(1, False).select(np.arange(3))
    found = flag_contrast(results, np.array([True, False, False]), seed=1)
    assert (found.low, found.high) == (-100, 100)
    assert found.p > 0.3


def test_many_stations_are_judged_by_the_normal_law_with_the_same_answer() -> None:
    rng = np.random.default_rng(4)
    stratum = np.repeat(np.arange(60), 100)
    marked = rng.random(6000) < 0.3
    values = np.clip(rng.normal(0.5, 0.1, 6000) + 0.01 * marked, 0, 1)
    weight = np.full(60, 1 / 60)
    marks = Marks(stratum, np.arange(6000), marked)
    normal = dealt_difference(values, marks, weight, 1, 1)
    dealt = _by_deals(normal.difference, *_deals(values, marks, weight, 1, 1999))
    assert (normal.low, normal.high) == pytest.approx((dealt.low, dealt.high), abs=0.0006)
    assert not normal.low <= 0 <= normal.high
    assert normal.p <= 0.05


def test_an_address_with_and_without_the_flag_means_that_stations_were_flagged() -> None:
    results = small_election(1, True)
    assert flag_contrast(results, np.arange(39) % 3 == 0, seed=1).dealt_to == "stations"


def test_a_station_whose_flag_is_not_known_is_left_out_and_counted() -> None:
    results, flag = with_effect(0)
    known = np.arange(1500) >= 100
    found = flag_contrast(results, flag, seed=1, known=known)
    assert found.not_known == 100
    assert found.flagged + found.unflagged + found.left_out == 1400


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
