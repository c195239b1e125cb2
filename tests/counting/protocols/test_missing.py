"""Missing protocols: bounds against listing every case, and each refusal."""

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrutator.counting.protocols.missing import (
    bounds_of_missing,
    chance_to_miss,
    counted_at_least,
    exclusion,
    fewest,
    least_within,
    most,
    sample_that_finds,
)

SHEETS = st.lists(st.integers(0, 6), min_size=1, max_size=6)


def tally(sheets: list[int]) -> dict[int, int]:
    return {votes: sheets.count(votes) for votes in sheets}


@given(SHEETS, st.integers(0, 6))
def test_ends_are_the_sums_of_the_sorted_sheets(sheets: list[int], number: int) -> None:
    if number > len(sheets):
        with pytest.raises(ValueError, match="sheets, not"):
            most(tally(sheets), number)
        return
    assert most(tally(sheets), number) == sum(sorted(sheets, reverse=True)[:number])
    assert fewest(tally(sheets), number) == sum(sorted(sheets)[:number])


@given(SHEETS, st.integers(0, 3), st.data())
def test_the_least_total_is_that_of_the_worst_choice_of_counted_stations(
    sheets: list[int], unseen: int, data: st.DataObject
) -> None:
    stations = [*sheets, *([0] * unseen)]
    counted = data.draw(st.integers(0, len(stations)))
    listed = min(sum(one) for one in combinations(stations, counted))
    assert least_within(tally(sheets), len(stations), counted) == listed


@given(SHEETS, st.integers(0, 3), st.data())
def test_the_sheets_that_must_be_false_are_the_fewest_that_close_the_excess(
    sheets: list[int], unseen: int, data: st.DataObject
) -> None:
    stations = len(sheets) + unseen
    counted, announced = data.draw(st.integers(0, stations)), data.draw(st.integers(0, 30))
    found = exclusion(tally(sheets), stations, counted, announced)
    kept = sorted(sheets)[: max(0, counted - unseen)]
    closing = [
        size
        for size in range(len(kept) + 1)
        if sum(kept) - sum(sorted(kept, reverse=True)[:size]) <= announced
    ]
    assert found.void == min(closing)
    assert (found.void > 0) == (found.excess > 0)
    assert found.left_out == stations - counted
    fits = [n for n in range(stations + 1) if least_within(tally(sheets), stations, n) <= announced]
    assert found.breaks_at == max(fits)


@pytest.mark.parametrize(
    ("percent", "counted"), [("96.865", 29_085), ("80", 24_021), ("100", 30_026), ("0.001", 1)]
)
def test_a_coverage_is_at_least_so_many_stations(percent: str, counted: int) -> None:
    assert counted_at_least(30_026, Fraction(percent)) == counted


@pytest.mark.parametrize(("limit", "left"), [("9", 1), ("10", 0), ("10.9", 0), ("11", -1)])
def test_a_lead_is_reversed_only_by_more_votes_than_it(limit: str, left: int) -> None:
    (found,) = bounds_of_missing(10, {"a": Fraction(limit)})
    assert found.still_ahead == left


@pytest.mark.parametrize(("stations", "counted"), [(2, 3), (2, -1), (1, 1)])
def test_more_counted_than_there_are_is_refused(stations: int, counted: int) -> None:
    with pytest.raises(ValueError, match="among all stations"):
        least_within({5: 2}, stations, counted)


def test_an_announced_total_below_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="zero or more"):
        exclusion({5: 2}, 3, 3, -1)


def test_the_sample_is_the_least_whose_chance_to_miss_is_within_the_risk() -> None:
    sheets, false = 24_532, 3_276
    for risk, drawn in ((Fraction(1, 20), 21), (Fraction(1, 100), 33)):
        assert sample_that_finds(sheets, false, risk) == drawn
        assert chance_to_miss(sheets, false, drawn) <= risk < chance_to_miss(sheets, false, drawn - 1)


def test_without_a_false_sheet_no_sample_finds_one() -> None:
    assert sample_that_finds(10, 0, Fraction(1, 20)) is None
    assert sample_that_finds(10, 10, Fraction(1, 20)) == 1
