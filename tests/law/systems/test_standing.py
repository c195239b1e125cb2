"""Lists without a row in a district are counted and named; a declared absence is quiet; 0 seats is a reason."""

from typing import Any

import pytest

from scrutator.errors import ScrutatorError
from scrutator.law.chain.table import Row
from scrutator.law.systems.ballots import read_ballots
from scrutator.law.systems.build import system_from
from scrutator.law.systems.distribute import SystemResults, distribute
from support.systems import district, results

DHONDT = {"do": "highest_averages", "divisor": "dhondt"}
LAW: dict[str, Any] = {"stage": [{"do": "districts"}], "step": [{"tier": "district", **DHONDT}]}
ROWS = [("N", "3", "A", "60", ""), ("N", "3", "B", "40", ""), ("S", "2", "A", "30", "")]


def given(*more: tuple[str, str, str, str, str]) -> SystemResults:
    names = ("district", "seats", "list", "votes", "kind")
    rows: list[Row] = [dict(zip(names, row, strict=True)) for row in (*ROWS, *more)]
    return distribute(system_from(LAW), read_ballots(rows, direct=False))


def test_a_list_without_a_row_in_a_district_is_counted_and_named() -> None:
    found = given()
    assert dict(found.absent) == {"B": ("S",)}
    assert (
        "1 list has no row in 1 district, which is taken as not standing there: B (S)." in found.first.notes
    )


def test_the_order_of_the_rows_changes_nothing_in_what_is_said() -> None:
    more = [("W", "2", "C", "9", ""), ("W", "2", "B", "9", "")]
    first, second = given(*more), given(*reversed(more))
    assert first.absent == second.absent == {"A": ("W",), "B": ("S",), "C": ("N", "S")}
    assert first.first.notes == second.first.notes
    assert "3 lists have no row in one or more of 3 districts" in first.first.notes[0]


def test_a_list_that_is_declared_not_to_stand_is_not_counted() -> None:
    found = given(("S", "2", "B", "", "did_not_stand"))
    assert dict(found.absent) == {}
    assert not [text for text in found.first.notes if "no row" in text]
    assert dict(found.first.seats) == {"A": 4, "B": 1}


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (("N", "3", "B", "", "did_not_stand"), "did not stand in 'N', and has votes there"),
        (("S", "2", "B", "7", "did_not_stand"), "did not stand and has votes"),
        (("S", "2", "Z", "", "did_not_stand"), "has no votes anywhere"),
        (("E", "2", "B", "", "did_not_stand"), "which is no district"),
        (("", "", "B", "", "did_not_stand"), "names a list and a district"),
    ],
)
def test_a_declared_absence_that_contradicts_the_table_is_refused(row: Any, words: str) -> None:
    with pytest.raises(ScrutatorError, match=words):
        given(row)


def test_candidates_of_single_member_districts_are_not_expected_in_list_districts() -> None:
    law: dict[str, Any] = {
        "stage": [{"do": "direct"}, {"do": "districts"}],
        "step": [{"tier": "district", **DHONDT}],
    }
    contests = [district("N", {"A": 60, "B": 40}, 3), district("1", {"A": 5, "Independent": 6})]
    assert results(law, contests, {"1": ""}).absent == {}
    two = [*contests, district("2", {"A": 5})]
    assert results(law, two, {"1": "", "2": ""}).absent == {"Independent": ("2",)}


def test_a_district_of_no_seats_is_told_so_and_one_without_a_number_too() -> None:
    with pytest.raises(ScrutatorError, match="'S' elects 0 seats"):
        results(LAW, [district("N", {"A": 1}, 1), district("S", {"A": 1}, 0)])
    with pytest.raises(ScrutatorError, match="'S' has no number of seats"):
        results(LAW, [district("N", {"A": 1}, 1), district("S", {"A": 1})])
    both: dict[str, Any] = {"seats": 3, "method": "sainte-lague", "system": {"kind": "biproportional"}}
    with pytest.raises(ScrutatorError, match="'S' elects 0 seats"):
        results(both, [district("N", {"A": 1}, 3), district("S", {"A": 1}, 0)])


def test_a_table_that_says_0_seats_contradicts_a_law_that_computes_more() -> None:
    law = {
        "stage": [{"do": "district_seats", "total": 4, "by": "lists"}, {"do": "districts"}],
        "step": [{"tier": "district", **DHONDT}],
    }
    contests = [district("N", {"A": 10}), district("S", {"A": 10}, 0)]
    with pytest.raises(ScrutatorError, match="S elects 2 seats by the law, the table says 0"):
        results(law, contests)
    small = [district("N", {"A": 100}), district("S", {"A": 1})]
    assert dict(results(law, small).first.by_district["S"]) == {"A": 0}
