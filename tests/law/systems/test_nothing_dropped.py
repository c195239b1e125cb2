"""Whole systems use every step, key and recorded fact they are given, or refuse it by name."""

from typing import Any

import pytest

from scrutator.errors import ScrutatorError
from scrutator.law.chain.table import read_districts
from scrutator.law.systems.build import system_from
from support.systems import district, seats_of

CHAIN: dict[str, Any] = {
    "seats": 15,
    "step": [
        {"do": "quota"}, {"do": "whole_seats"}, {"do": "leftovers", "by": "largest_lists"},
        {"do": "cap", "share": "50%"},
    ],
}  # fmt: skip
LISTS = {"A": 1120, "B": 229, "C": 211, "D": 183, "E": 161}


def test_a_parallel_tier_gives_what_its_chain_alone_gives_cap_included() -> None:
    votes = [district("", LISTS), district("d1", {"A": 10, "B": 5}), district("d2", {"A": 10, "B": 5})]
    found = seats_of(CHAIN | {"system": {"kind": "parallel"}}, votes)
    assert found.tiers["national"] == {"A": 7, "B": 3, "C": 3, "D": 1, "E": 1}
    assert found.seats["A"] == 9


def test_a_linked_tier_uses_every_step_of_its_chain() -> None:
    votes = [district("", LISTS), district("d1", {"A": 10, "B": 5})]
    found = seats_of(CHAIN | {"system": {"kind": "linked"}}, votes)
    assert dict(found.seats) == {"A": 7, "B": 3, "C": 3, "D": 1, "E": 1}
    assert {step.rule for step in found.allocations["national"].steps} >= {"leftovers", "cap"}


@pytest.mark.parametrize("kind", ["districts", "levelling", "linked", "parallel", "biproportional"])
def test_an_unknown_key_of_a_system_is_refused(kind: str) -> None:
    table = {"seats": 3, "method": "sainte-lague", "system": {"kind": kind, "overhangs": "x"}}
    with pytest.raises(ScrutatorError, match="overhangs is not a key"):
        seats_of(table, [district("", {"A": 2, "B": 1})])


def test_a_column_of_seats_that_contradicts_the_system_is_refused() -> None:
    table = {"seats": 3, "method": "sainte-lague", "system": {"kind": "parallel"}}
    with pytest.raises(ScrutatorError, match="d1 has several seats"):
        seats_of(table, [district("", {"A": 2, "B": 1}), district("d1", {"A": 2, "B": 1}, seats=2)])
    with pytest.raises(ScrutatorError, match="the list votes have 5 seats, the rules 3"):
        seats_of(table, [district("", {"A": 2, "B": 1}, seats=5), district("d1", {"A": 2, "B": 1})])


def test_a_recorded_fact_settles_a_tie_of_the_list_tier() -> None:
    table = {"seats": 3, "method": "sainte-lague", "ties": ["registered_order"], "system": {"kind": "linked"}}
    one = district("d1", {"A": 10})
    for names, winner in ((("A", "B"), "A"), (("B", "A"), "B")):
        orders = {names[0]: 1, names[1]: 2}
        found = seats_of(table, [district("", {"A": 100, "B": 100}, **orders), one])
        assert found.outcome == "settled"
        assert found.seats[winner] == 2
    assert seats_of(table, [district("", {"A": 100, "B": 100}), one]).outcome == "tie_to_resolve"


def test_a_quorum_that_is_not_given_admits_no_list() -> None:
    table: dict[str, Any] = {"seats": 40, "method": "sainte-lague"}
    votes = [
        district("d1", {"A": 600, "B": 380, "C": 20}, seats=20),
        district("d2", {"A": 500, "B": 470, "C": 30}, seats=20),
    ]
    some = {"kind": "biproportional", "quorum_any_district": "40%"}
    assert dict(seats_of(table | {"system": some}, votes).seats) == {"A": 23, "B": 17, "C": 0}
    high = {"kind": "biproportional", "quorum_any_district": "60%"}
    assert dict(seats_of(table | {"system": high}, votes).seats) == {"A": 40, "B": 0, "C": 0}
    whole = {"kind": "biproportional", "quorum_total": "50%"}
    assert dict(seats_of(table | {"system": whole}, votes).seats) == {"A": 40, "B": 0, "C": 0}


def test_a_house_that_would_grow_without_end_is_an_error() -> None:
    table = {"seats": 10, "method": "hare", "system": {"kind": "linked", "overhang": "levelled"}}
    votes = [district("", {"A": 100, "B": 0}), district("d1", {"B": 1})]
    with pytest.raises(ScrutatorError, match="L40"):
        seats_of(table, votes)


STAGED: dict[str, Any] = {
    "stage": [{"do": "districts"}],
    "step": [{"tier": "district", "do": "highest_averages"}],
}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            {"stage": [{"do": "districts"}, {"do": "place", "by": "share"}]},
            "place has no effect without national",
        ),
        ({"stage": [{"do": "districts"}, {"do": "districts"}]}, "two stages districts"),
        ({"stage": [{"do": "districts", "size": 3}]}, "districts does not know size"),
        ({"stage": [{"do": "districts"}, {"do": "national"}]}, "no steps for the tier national"),
        (
            {"step": [*STAGED["step"], {"tier": "natoinal", "do": "quota"}]},
            "no stage uses the steps of the tier",
        ),
        ({"step": [*STAGED["step"], {"do": "threshold", "share": "5%"}]}, "the step has no tier"),
        (
            {"step": [*STAGED["step"], {"tier": "district", "do": "coefficient", "factor": "0.7"}]},
            "no effect",
        ),
        ({"steps": []}, "unknown key steps"),
    ],
)
def test_a_part_of_a_system_without_effect_is_refused_by_name(change: dict[str, Any], words: str) -> None:
    with pytest.raises(ScrutatorError, match=words):
        system_from(STAGED | change)


def test_votes_that_no_stage_reads_are_refused() -> None:
    lists = {"A": 20, "B": 9}
    with pytest.raises(ScrutatorError, match="no single-member districts"):
        seats_of(STAGED, [district("N", lists, 3), district("d1", lists)], {"d1": "N"})
    national = {
        "stage": [{"do": "national"}],
        "step": [
            {"tier": "national", "do": "house", "seats": 5},
            {"tier": "national", "do": "highest_averages"},
        ],
    }
    with pytest.raises(ScrutatorError, match="no list districts"):
        seats_of(national, [district("", lists), district("N", lists, 3)])
    assert dict(seats_of(national, [district("", lists)]).seats) == {"A": 4, "B": 1}
    with pytest.raises(ScrutatorError, match="has no number of seats"):
        seats_of(STAGED, [district("N", lists)])


def test_one_row_without_a_district_is_the_country_and_what_it_leaves_out_is_said() -> None:
    """A district that was forgotten in one row makes that row all the votes of the country."""
    table = {
        "stage": [{"do": "districts"}, {"do": "national", "link": "kept"}],
        "step": [
            {"tier": "district", "do": "highest_averages"},
            {"tier": "national", "do": "house", "seats": 10},
            {"tier": "national", "do": "highest_averages"},
        ],
    }
    places = [district("N", {"A": 60, "B": 40}, 5), district("S", {"A": 20}, 3)]
    whole = seats_of(table, places)
    assert not any("none of the country" in note for note in whole.notes)
    torn = seats_of(table, [*places, district("", {"B": 30})])
    assert any("A has votes in districts and none of the country" in note for note in torn.notes)


def test_a_district_without_votes_is_named() -> None:
    rows = [
        {"district": place, "list": name, "votes": count}
        for place, count in (("North", "5"), ("South", "0"))
        for name in ("A", "B")
    ]
    with pytest.raises(ScrutatorError, match="no votes for any list") as caught:
        read_districts(rows)
    assert (caught.value.code, caught.value.where) == ("L04", "district 'South'")


def test_a_biproportional_law_without_districts_is_refused_in_words() -> None:
    from scrutator.api.laws import named_law
    from scrutator.law.chain.votes import ListVotes, Votes
    from scrutator.law.systems.ballots import Ballots
    from scrutator.law.systems.distribute import distribute

    country = Votes((ListVotes("A", 600), ListVotes("B", 400)))
    with pytest.raises(ScrutatorError, match="needs districts"):
        distribute(named_law("zug-2018"), Ballots(country=country))
