"""Districts and tiers: direct mandates, overhang in its four legal answers, levelling seats."""

import pytest

from scrutator.errors import ScrutatorError
from scrutator.law.arithmetic.divisors import DIVISORS
from scrutator.law.chain.table import read_districts, rows_of
from scrutator.law.systems.tiers import direct_mandates, levelling, linked, parallel
from scrutator.law.systems.whole import seats_of
from support.text_tables import table_of

SL = DIVISORS["sainte-lague"]
VOTES = {"A": 500, "B": 400, "C": 100}


def test_a_direct_mandate_goes_to_the_most_votes_and_a_tie_stays_open() -> None:
    winners, ties = direct_mandates({"N": {"A": 5, "B": 4}, "S": {"A": 5, "B": 5}})
    assert winners == {"N": "A"}
    assert (ties[0].lists, ties[0].rule) == (("A", "B"), "direct mandate of S")


def test_parallel_tiers_are_added_and_do_not_compensate() -> None:
    result = parallel({"A": 5, "B": 4, "C": 1}, (), {"A": 9, "Independent": 1})
    assert result.seats == {"A": 14, "B": 4, "C": 1, "Independent": 1}
    assert result.house == 20


@pytest.mark.parametrize(
    ("overhang", "seats", "house"),
    [
        ("house_grows", {"A": 7, "B": 4, "C": 1}, 12),
        ("others_pay", {"A": 7, "B": 2, "C": 1}, 10),
        ("levelled", {"A": 7, "B": 5, "C": 1}, 13),
        ("not_awarded", {"A": 5, "B": 4, "C": 1}, 10),
    ],
)
def test_an_overhang_has_four_legal_answers(overhang: str, seats: dict[str, int], house: int) -> None:
    result = linked(VOTES, 10, SL, {"A": 7}, overhang)  # type: ignore[arg-type]
    assert (result.seats, result.house) == (seats, house)


def test_a_mandate_without_a_list_comes_off_the_house() -> None:
    result = linked(VOTES, 11, SL, {"Independent": 1, "A": 2})
    assert result.seats == {"A": 5, "B": 4, "C": 1, "Independent": 1}
    assert result.compensatory == {"A": 3, "B": 4, "C": 1}


def test_levelling_leaves_a_list_its_district_seats_and_counts_again_without_it() -> None:
    result = levelling({"A": 7, "B": 1}, VOTES, 10, SL, ["A", "B", "C"])
    assert result.seats == {"A": 7, "B": 2, "C": 1}
    result = levelling({"A": 5, "D": 1}, VOTES | {"D": 9}, 10, SL, ["A", "B", "C"])
    assert result.seats == {"A": 5, "B": 3, "C": 1, "D": 1}


def test_more_mandates_than_seats_and_an_unknown_answer_are_refused() -> None:
    with pytest.raises(ScrutatorError, match="L40"):
        linked(VOTES, 3, SL, {"Independent": 4})
    with pytest.raises(ScrutatorError, match="house_grows"):
        linked(VOTES, 3, SL, {}, "ignored")  # type: ignore[arg-type]


def test_a_party_under_two_labels_is_one_party_nationwide() -> None:
    rows = rows_of(
        table_of(
            "district,seats,list,party,votes\nN,2,Left,,60\nN,2,Right,,40\nS,2,The Left,Left,3\nS,2,Right,,97\n"
        )
    )
    table = {
        "seats": 4,
        "method": "dhondt",
        "threshold": "10%",
        "denominator": "nationwide",
        "system": {"kind": "districts"},
    }
    result = seats_of(table, read_districts(rows))
    assert result.seats == {"Left": 1, "Right": 3}
    assert result.by_district["S"] == {"The Left": 0, "Right": 2}


def test_a_mixed_system_from_one_table() -> None:
    rows = rows_of(
        table_of("district,list,votes\n,A,500\n,B,400\n,C,100\nN,A,9\nN,B,8\nS,A,9\nS,B,7\nW,C,5\nW,A,4\n")
    )
    table = {
        "seats": 10, "method": "sainte-lague", "system": {"kind": "linked"},
        "step": [{"do": "threshold", "share": "20%", "or_district_seats": 1}],
    }  # fmt: skip
    result = seats_of(table, read_districts(rows))
    assert result.seats == {"A": 5, "B": 4, "C": 1}
    assert result.tiers["districts"] == {"A": 2, "B": 0, "C": 1}
    with pytest.raises(ScrutatorError, match="L40"):
        seats_of({**table, "system": {"kind": "mixed"}}, read_districts(rows))
