"""Exact limits for the number of stations of a country, held against every country there could be."""

from fractions import Fraction
from itertools import combinations
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrutator.counting.visits.exact_limits import station_limits


def chances(cases: int, visited: int, stations: int) -> dict[int, Fraction]:
    """The chance of each number of cases among the visited stations."""
    every = comb(stations, visited)
    return {
        k: Fraction(comb(cases, k) * comb(stations - cases, visited - k), every)
        for k in range(visited + 1)
        if k <= cases and visited - k <= stations - cases
    }


@pytest.mark.parametrize(("stations", "visited"), [(1, 1), (6, 2), (12, 5), (25, 10), (40, 40), (60, 7)])
def test_the_limits_hold_with_at_least_their_level_whatever_the_truth(stations: int, visited: int) -> None:
    for cases in range(stations + 1):
        held = sum(
            chance
            for seen, chance in chances(cases, visited, stations).items()
            if station_limits(seen, 0, visited, stations)[0]
            <= cases
            <= station_limits(seen, 0, visited, stations)[1]
        )
        assert held >= Fraction(95, 100)


def test_a_limit_is_the_last_number_that_is_not_too_rare() -> None:
    low, high = station_limits(3, 0, 20, 200)

    def at_most(seen: int, cases: int) -> Fraction:
        return sum((p for k, p in chances(cases, 20, 200).items() if k <= seen), Fraction(0))

    assert at_most(3, high) > Fraction(25, 1000) >= at_most(3, high + 1)
    assert 1 - at_most(2, low) > Fraction(25, 1000) >= 1 - at_most(2, low - 1)


def test_when_all_stations_were_visited_there_is_nothing_to_estimate() -> None:
    assert station_limits(7, 0, 30, 30) == (7, 7)
    assert station_limits(7, 2, 30, 30) == (7, 9)


def test_stations_without_an_answer_count_as_either() -> None:
    assert station_limits(3, 2, 20, 200)[0] == station_limits(3, 0, 20, 200)[0]
    assert station_limits(3, 2, 20, 200)[1] == station_limits(5, 0, 20, 200)[1]


@settings(max_examples=60)
@given(st.integers(1, 9), st.data())
def test_the_chances_are_those_of_drawing_every_subset(stations: int, data: st.DataObject) -> None:
    visited = data.draw(st.integers(0, stations))
    seen = data.draw(st.integers(0, visited))
    low, high = station_limits(seen, 0, visited, stations)
    possible = [
        cases
        for cases in range(seen, stations - (visited - seen) + 1)
        if _share(cases, visited, stations, lambda k: k <= seen) > Fraction(25, 1000)
        and _share(cases, visited, stations, lambda k: k >= seen) > Fraction(25, 1000)
    ]
    assert (low, high) == (possible[0], possible[-1])


def _share(cases: int, visited: int, stations: int, counts: object) -> Fraction:
    draws = list(combinations(range(stations), visited))
    return Fraction(sum(counts(sum(one < cases for one in draw)) for draw in draws), len(draws))  # type: ignore[operator]


def test_numbers_that_cannot_be_are_refused() -> None:
    for cases, unknown, visited, stations in ((2, 0, 1, 5), (1, 1, 1, 5), (0, 0, 6, 5), (-1, 1, 2, 5)):
        with pytest.raises(ValueError, match="of"):
            station_limits(cases, unknown, visited, stations)
