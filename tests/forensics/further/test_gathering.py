"""Do whole percentages gather: the moments of the statistic against every outcome, and what it sees."""

from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from made_up import plain_election, real_election

from scrutator.errors import ScrutatorError
from scrutator.forensics.further import gathering
from scrutator.forensics.further.gathering import (
    gathering_by_district,
    gathering_by_place,
    upper_tail,
)
from scrutator.forensics.inputs.results import Fault, FaultKind, StationResults

CHANCES = np.array([0.1, 0.3, 0.5, 0.2, 0.15])


def exact_moments(chances: np.ndarray, pairs: list[tuple[int, int]]) -> tuple[float, float, float]:
    """Mean, variance and third moment of the sum of products, over all outcomes of independent hits."""
    found = np.zeros(3)
    for hits in product((0, 1), repeat=len(chances)):
        chance = np.prod(np.where(hits, chances, 1 - chances))
        excess = np.array(hits) - chances
        total = sum(excess[i] * excess[j] for i, j in pairs)
        found += chance * np.array([total, total**2, total**3])
    return tuple(found)


def test_variance_and_third_moment_are_those_of_all_outcomes_for_a_graph() -> None:
    pairs = [(0, 1), (1, 2), (0, 2), (2, 3), (3, 4)]
    first, second = (np.array(ends) for ends in zip(*pairs, strict=True))
    spread, skewed = gathering._moments(CHANCES)
    mean, variance, third = exact_moments(CHANCES, pairs)
    assert mean == pytest.approx(0, abs=1e-12)
    assert np.sum(spread[first] * spread[second]) == pytest.approx(variance)
    triangles = gathering._triangles(first, second, spread)
    assert 6 * triangles + np.sum(skewed[first] * skewed[second]) == pytest.approx(third)


def test_all_pairs_of_a_district_have_the_moments_of_all_outcomes(monkeypatch: pytest.MonkeyPatch) -> None:
    results = plain_election(5, districts=1)
    seen = {}

    def keep(pairs: int, total: float, variance: float, third: float, *_rest: object) -> None:
        seen.update(pairs=pairs, total=total, variance=variance, third=third)

    excess = np.array([1, 0, 0, 1, 0]) - CHANCES
    monkeypatch.setattr(gathering, "_hits", lambda _results: (excess, CHANCES, np.arange(5)))
    monkeypatch.setattr(gathering, "_gathering", keep)
    gathering_by_district(results)
    pairs = [(i, j) for i in range(5) for j in range(i)]
    _, variance, third = exact_moments(CHANCES, pairs)
    assert seen["pairs"] == 10
    assert seen["total"] == pytest.approx(sum(excess[i] * excess[j] for i, j in pairs))
    assert (seen["variance"], seen["third"]) == (pytest.approx(variance), pytest.approx(third))


def test_the_tail_is_the_normal_one_without_skewness_and_the_chi_square_one_with_much() -> None:
    assert upper_tail(1.6448536, 0.0) == pytest.approx(0.05, abs=1e-6)
    assert upper_tail(1.6448536, 1e-3) == pytest.approx(0.05, abs=1e-3)
    # (chi-square with one degree of freedom − 1)/√2 has skewness √8; its 95 % point is 3.841459
    assert upper_tail((3.841459 - 1) / 2**0.5, 8**0.5) == pytest.approx(0.05, abs=1e-6)
    assert upper_tail(-9.0, 1.0) == 1.0
    assert upper_tail(0.5, -0.7) == pytest.approx(1 - upper_tail(-0.5, 0.7))


def with_rounded_districts(results: StationResults, districts: list[int]) -> StationResults:
    """Turnout rounded to whole percentages at every station of these districts."""
    where = np.isin(results.district, districts)
    percent = np.rint(100 * results["ballots_cast"] / results["registered"])
    cast = np.where(where, np.rint(percent * results["registered"] / 100), results["ballots_cast"])
    leader = np.minimum(results["leader"], cast)
    counts = {name: cast.astype(np.int64) for name in ("ballots_cast", "valid")}
    return results.with_counts({**counts, "leader": leader.astype(np.int64)})


def test_one_rounded_district_of_forty_is_seen_and_an_honest_election_is_not() -> None:
    honest = plain_election()
    assert gathering_by_district(honest).p > 0.05
    assert gathering_by_district(with_rounded_districts(honest, [7])).p < 1e-6


def test_stations_beside_one_another_on_the_map_are_neighbours_across_the_date_line_too() -> None:
    honest = plain_election()
    latitude = 10.0 + honest.district / 2
    longitude = (179.0 + 0.002 * np.arange(len(honest)) + 180) % 360 - 180
    rounded = with_rounded_districts(honest, [7])
    assert gathering_by_place(rounded, latitude, longitude).p < 1e-6
    assert gathering_by_place(honest, latitude, longitude).p > 0.05


def test_the_order_of_rows_changes_nothing_even_where_many_stations_share_a_building() -> None:
    honest = plain_election(400)
    latitude, longitude = 10.0 + honest.district // 5, np.zeros(len(honest))
    order = np.random.default_rng(5).permutation(len(honest))
    one = gathering_by_place(honest, latitude, longitude)
    other = gathering_by_place(honest.select(order), latitude[order], longitude[order])
    assert (other.pairs, other.z) == (one.pairs, pytest.approx(one.z))
    assert gathering_by_district(honest.select(order)).z == pytest.approx(gathering_by_district(honest).z)


def test_stations_without_a_place_are_counted_and_too_few_are_refused() -> None:
    honest = plain_election(400)
    latitude = np.where(np.arange(400) < 100, 1.0 + np.arange(400) / 400, np.nan)
    found = gathering_by_place(honest, latitude, np.ones(400))
    assert found.left_out > 250
    few = np.where(np.arange(400) < 5, 1.0, np.nan)
    with pytest.raises(ScrutatorError, match="coordinates"):
        gathering_by_place(honest, few, few)
    with pytest.raises(ScrutatorError, match="no two neighbouring"):
        gathering_by_district(plain_election(40, districts=40))


@pytest.mark.parametrize(
    "name", ["poland-2025-r1", "georgia-2012", "georgia-2013", "bulgaria-2022-10", "argentina-2015-caba"]
)
def test_elections_that_no_one_disputes_are_quiet(reference_data: Path, name: str) -> None:
    assert gathering_by_district(real_election(reference_data, name)).p > 0.1


@pytest.mark.parametrize(("name", "z"), [("russia-2011", 10.48), ("belarus-2020-voice", 11.49)])
def test_where_whole_percentages_are_many_they_gather(reference_data: Path, name: str, z: float) -> None:
    found = gathering_by_district(real_election(reference_data, name))
    assert found.z == pytest.approx(z, abs=0.01)
    assert found.p < 1e-9


def test_rows_that_are_there_twice_are_one_station() -> None:
    honest = plain_election(600)
    fault = Fault(FaultKind.DUPLICATE_STATION, "station", tuple(range(601, 901)))
    twice = replace(honest.select(np.concatenate([np.arange(600), np.arange(300)])), faults=(fault,))
    assert gathering_by_district(twice) == gathering_by_district(honest)


@pytest.mark.parametrize(("spread", "refused"), [(0.0046, True), (0.0056, False)])
def test_stations_that_crowd_around_one_percentage_are_refused(spread: float, refused: bool) -> None:
    rng = np.random.default_rng(1)
    size = 400
    registered = np.full(size, 1_000_000)
    cast = np.rint(registered * (0.6 + spread * rng.standard_normal(size))).astype(int)
    leader = np.rint(cast * rng.uniform(0.3, 0.6, size)).astype(int)
    honest = plain_election(size).with_counts(
        {"registered": registered, "ballots_cast": cast, "valid": cast, "leader": leader}
    )
    if refused:
        with pytest.raises(ScrutatorError, match="hardly more than chance"):
            gathering_by_district(honest)
    else:
        assert gathering_by_district(honest).pairs > 0
