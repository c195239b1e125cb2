"""Visits: honest denominators, intervals only where they are earned, bounds and monitoring."""

import math

import numpy as np
import pytest

from scrutator.counting.estimation.intervals import Limits, NoInterval
from scrutator.counting.visits.confidence_sequence import confidence_sequence
from scrutator.counting.visits.observation import (
    Selection,
    Visit,
    chance_to_see,
    most_when_none_seen,
    poststratified_rate,
    rates,
    standardised_differences,
)


def visits(selection: Selection, cases: int = 21, made: int = 144, teams: int = 36) -> list[Visit]:
    return [Visit(f"s{i}", f"t{i % teams}", selection, i < cases) for i in range(made)]


def test_only_a_probability_sample_has_an_interval_for_all_stations() -> None:
    mixed = visits(Selection.PROBABILITY) + visits(Selection.TEAM) + visits(Selection.HOST)
    by_selection = {rate.selection: rate for rate in rates(mixed)}
    assert isinstance(by_selection[Selection.PROBABILITY].of_stations, Limits)
    for kind in (Selection.TEAM, Selection.HOST):
        assert isinstance(by_selection[kind].of_stations, NoInterval)
        assert "of visits, not of all stations" in by_selection[kind].words
        assert isinstance(by_selection[kind].of_visits, Limits)
    assert by_selection[Selection.TEAM].words.startswith("21 of 144 visits")


def test_unanswered_visits_are_no_negative_answers() -> None:
    asked = [*visits(Selection.TEAM, 5, 20), Visit("x", "t", Selection.TEAM, None)]
    (rate,) = rates(asked)
    assert (rate.visits, rate.answered, rate.not_answered, rate.cases) == (21, 20, 1, 5)


def test_several_teams_at_one_station_count_the_station_once() -> None:
    double = [Visit("s0", "t1", Selection.PROBABILITY, True), Visit("s0", "t2", Selection.PROBABILITY, False)]
    double += [Visit(f"s{i}", f"t{i}", Selection.PROBABILITY, False) for i in range(1, 30)]
    (rate,) = rates(double)
    assert (rate.stations, rate.answered, rate.conflicting) == (30, 31, 1)
    assert isinstance(rate.of_stations, Limits)
    assert rate.of_stations.low < 1 / 30 < rate.of_stations.high


def test_visits_of_one_team_resemble_each_other_and_widen_the_interval() -> None:
    alike = [Visit(f"s{i}", f"t{i // 10}", Selection.TEAM, i // 10 < 3) for i in range(100)]
    spread = [Visit(f"s{i}", f"t{i // 10}", Selection.TEAM, i % 10 < 3) for i in range(100)]
    wide, narrow = (rates(group)[0].of_visits for group in (alike, spread))
    assert isinstance(wide, Limits)
    assert not isinstance(narrow, Limits) or wide.high - wide.low > narrow.high - narrow.low


def test_the_chance_to_see_what_is_there() -> None:
    assert chance_to_see(65, 0.02) == pytest.approx(1 - 0.98**65)
    assert chance_to_see(65, 0.02, sensitivity=0.5) == pytest.approx(1 - 0.99**65)


def test_the_visited_stations_are_compared_with_the_frame() -> None:
    frame = {"register": [100.0, 200, 300, 400]}
    assert standardised_differences({"register": [400.0, 400]}, frame)["register"] == pytest.approx(
        1.3416, abs=1e-4
    )


@pytest.mark.slow
def test_the_modelled_rate_recovers_the_truth_when_visits_oversample_towns() -> None:
    truth = {"town": 0.05, "village": 0.20}
    frame = {"town": 3000, "village": 7000}
    national = (3000 * 0.05 + 7000 * 0.20) / 10_000
    generator = np.random.Generator(np.random.PCG64(11))
    runs, held, naive = 1000, 0, 0
    for run in range(runs):
        made = []
        for index in range(400):
            # Three towns visited for each village, relative to their number of stations.
            cell = "town" if generator.random() < 9 / 16 else "village"
            answer = bool(generator.random() < truth[cell])
            made.append(Visit(f"s{index}", f"t{index % 80}", Selection.TEAM, answer, cell=cell))
        found = poststratified_rate(made, frame, seed=run, draws=800)
        held += found.interval.low <= national <= found.interval.high
        limits = rates(made)[0].of_visits
        naive += isinstance(limits, Limits) and limits.low <= national <= limits.high
    assert held / runs >= 0.93
    assert naive / runs < 0.5


def test_a_modelled_rate_is_labelled_and_names_cells_without_visits() -> None:
    made = [Visit(f"s{i}", f"t{i}", Selection.TEAM, i < 4, cell="town") for i in range(20)]
    found = poststratified_rate(made, {"town": 10, "village": 10}, seed=1)
    assert found.label == "model-based"
    assert found.empty_cells == ("village",)
    assert "model-based" in found.interval.kind


def test_a_confidence_sequence_may_be_looked_at_after_every_visit() -> None:
    generator = np.random.Generator(np.random.PCG64(3))
    outside = 0
    for _ in range(150):
        cases = np.cumsum(generator.random(300) < 0.1)
        outside += any(
            not low <= 0.1 <= high
            for low, high in (confidence_sequence(int(cases[n]), n + 1) for n in range(0, 300, 3))
        )
    assert outside / 150 <= 0.05 + 2 * (0.05 * 0.95 / 150) ** 0.5
    low, high = confidence_sequence(0, 1200)
    assert low == 0
    assert 0.0025 < high < 0.01


def test_a_cell_with_many_visits_keeps_its_own_rate() -> None:
    made = [Visit(f"t{i}", f"a{i}", Selection.TEAM, i < 10, cell="town") for i in range(200)]
    made += [Visit(f"v{i}", f"b{i}", Selection.TEAM, i < 40, cell="village") for i in range(200)]
    found = poststratified_rate(made, {"town": 100, "village": 900}, seed=1)
    assert found.rate == pytest.approx(0.1 * 0.05 + 0.9 * 0.20, abs=0.005)


def test_a_small_cell_is_drawn_to_the_overall_rate_by_two_visits() -> None:
    made = [Visit(f"t{i}", f"a{i}", Selection.TEAM, True, cell="town") for i in range(4)]
    made += [Visit(f"v{i}", f"b{i}", Selection.TEAM, False, cell="village") for i in range(4)]
    found = poststratified_rate(made, {"town": 1}, seed=1, draws=20_000)
    # Eight teams of one visit each deflate four visits to 4·7/8; the overall rate of towns alone is 8/9.
    cases = 4 * 7 / 8
    overall = (cases + 0.5) / (cases + 1)
    assert found.rate == pytest.approx((cases + 2 * overall) / (cases + 2), abs=0.004)


def test_before_the_first_visit_every_rate_is_possible() -> None:
    assert confidence_sequence(0, 0) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("visited", "stations", "most"),
    [
        (100, 100, 0),
        (99, 100, 0),
        (50, 100, 4),
        (30, 100, 8),
        (59, 1_000, 48),
        (300, 1_000, 8),
        (1, 100_000, 94_999),
        (0, 7, 7),
    ],
)
def test_none_seen_leaves_the_hypergeometric_number_of_stations(
    visited: int, stations: int, most: int
) -> None:
    assert most_when_none_seen(visited, stations) == most


def test_the_most_that_none_seen_leaves_is_the_last_with_a_chance_above_five_per_cent() -> None:
    for visited in (1, 7, 20, 38, 39):
        most = most_when_none_seen(visited, 40)
        chances = [math.comb(40 - cases, visited) / math.comb(40, visited) for cases in (most, most + 1)]
        assert chances[0] > 0.05 >= chances[1]
    with pytest.raises(ValueError, match="41 of 40"):
        most_when_none_seen(41, 40)
