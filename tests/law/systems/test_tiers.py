"""Districts and tiers: direct mandates, overhang in its legal answers, levelling seats."""

import pytest

from scrutator.errors import ScrutatorError
from scrutator.law.chain.table import rows_of
from scrutator.law.systems.ballots import read_ballots
from scrutator.law.systems.build import system_from
from scrutator.law.systems.distribute import distribute
from support.systems import district, results, seats_of
from support.text_tables import table_of

VOTES = {"A": 500, "B": 400, "C": 100}
SL = {"seats": 10, "method": "sainte-lague"}


def direct(**won: int) -> list:  # type: ignore[type-arg]
    """Single-member districts won so often by each list."""
    return [
        district(f"{name} {at}", {name: 2, "nobody": 1}) for name, count in won.items() for at in range(count)
    ]


def linked(overhang: str, seats: int = 10, **won: int):  # type: ignore[no-untyped-def]
    table = SL | {"seats": seats, "system": {"kind": "linked", "overhang": overhang}}
    return seats_of(table, [district("", VOTES), *direct(**won)])


def test_a_direct_mandate_goes_to_the_most_votes_and_a_tie_stays_open() -> None:
    table = SL | {"system": {"kind": "parallel"}}
    found = seats_of(
        table, [district("", VOTES), district("N", {"A": 5, "B": 4}), district("S", {"A": 5, "B": 5})]
    )
    assert found.by_district["N"] == {"A": 1}
    assert (found.ties[0].lists, found.ties[0].rule) == (("A", "B"), "direct in S")
    assert (found.house, sum(found.seats.values())) == (12, 11)


def test_parallel_tiers_are_added_and_do_not_compensate() -> None:
    found = seats_of(
        SL | {"system": {"kind": "parallel"}}, [district("", VOTES), *direct(A=9, Independent=1)]
    )
    assert found.seats == {"A": 14, "B": 4, "C": 1, "Independent": 1}
    assert found.house == 20


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
    found = linked(overhang, A=7)
    assert (found.seats, found.house) == (seats, house)


def test_a_mandate_without_a_list_comes_off_the_house() -> None:
    found = linked("house_grows", 11, Independent=1, A=2)
    assert found.seats == {"A": 5, "B": 4, "C": 1, "Independent": 1}
    assert found.tiers["national"] == {"A": 3, "B": 4, "C": 1}


def test_levelling_leaves_a_list_its_district_seats_and_counts_again_without_it() -> None:
    table = {**SL, "system": {"kind": "levelling", "district": {"seats": 8, "method": "dhondt"}}}
    strong = district("N", {"A": 700, "B": 100, "C": 1}, 8)
    whole = seats_of(table, [strong, district("S", {"B": 300, "C": 99}, 1)])
    assert whole.house == 10
    assert whole.seats["A"] == 7
    assert whole.by_district["N"]["A"] == 7


def test_more_mandates_than_seats_and_an_unknown_answer_are_refused() -> None:
    with pytest.raises(ScrutatorError, match="L40"):
        linked("house_grows", 3, Independent=4)
    with pytest.raises(ScrutatorError, match="house_grows"):
        linked("ignored", 3)


def test_a_party_under_two_labels_is_one_party_nationwide() -> None:
    rows = rows_of(
        table_of(
            "district,seats,list,party,votes\nN,2,Left,,60\nN,2,Right,,40\nS,2,The Left,Left,3\nS,2,Right,,97\n"
        )
    )
    table = {
        "method": "dhondt", "seats": 4, "threshold": "10%", "denominator": "nationwide",
        "system": {"kind": "districts"},
    }  # fmt: skip
    result = distribute(system_from(table), read_ballots(rows, direct=False)).first
    assert result.seats == {"Left": 1, "Right": 3}
    assert result.by_district["S"] == {"The Left": 0, "Right": 2}


MIXED = "district,list,votes\n,A,500\n,B,400\n,C,100\nN,A,9\nN,B,8\nS,A,9\nS,B,7\nW,C,5\nW,A,4\n"


def test_a_mixed_system_from_one_table() -> None:
    rows = rows_of(table_of(MIXED))
    table = {
        "seats": 10, "method": "sainte-lague", "system": {"kind": "linked"},
        "step": [{"do": "threshold", "share": "20%", "or_district_seats": 1}],
    }  # fmt: skip
    result = distribute(system_from(table), read_ballots(rows, direct=True)).first
    assert result.seats == {"A": 5, "B": 4, "C": 1}
    assert result.tiers["districts"] == {"A": 2, "B": 0, "C": 1}
    with pytest.raises(ScrutatorError, match="L40"):
        system_from({**table, "system": {"kind": "mixed"}})


def test_readings_of_a_provision_of_a_system_are_all_computed() -> None:
    readings = [
        {"id": "A", "label": "five", "do": "threshold", "share": "5%"},
        {"id": "B", "label": "thirty", "do": "threshold", "share": "30%"},
    ]
    table = SL | {"step": [{"id": "bar", "reading": readings}], "system": {"kind": "districts"}}
    found = results(table, [district("N", VOTES, 10)])
    assert (found.outcome, found.pivotal) == ("statute_ambiguous", ("bar",))
    assert [dict(one.seats) for one in found.readings] == [{"A": 5, "B": 4, "C": 1}, {"A": 6, "B": 4, "C": 0}]
    same = results(table, [district("N", {"A": 500, "B": 400}, 10)])
    assert (same.outcome, len(same.readings)) == ("settled", 1)
