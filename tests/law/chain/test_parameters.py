"""Values of the wrong kind in a file of rules are refused by name, never taken for something else."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from scrutator.errors import ScrutatorError
from scrutator.law.chain.allocate import allocate
from scrutator.law.chain.rules import rules_from
from scrutator.law.chain.votes import ListVotes, Votes
from scrutator.law.systems.build import system_from
from support.systems import district, results

VOTES = Votes((ListVotes("A", 60), ListVotes("B", 40)))
DHONDT = {"seats": 2, "method": "dhondt"}


@pytest.mark.parametrize(
    "step",
    [
        {"do": "threshold", "share": "5%", "strictly": "no"},  # a text is true in Python, and this says no
        {"do": "threshold", "share": "5%", "or_district_seats": "3"},
        {"do": "threshold", "share": "5%", "coalition": "8%"},
        {"do": "threshold", "share": ["5%"]},
        {"do": "threshold", "share": "5%", "regions_at_least": 3},  # without a share in each region
        {"do": "cap", "seats": -1},
        {"do": "cap", "seats": "5"},
        {"do": "ties", "by": "lot"},
        {"do": "admit_next", "at_least_lists": True},
        {"do": "fixed_seats", "bands": 3},
        {"do": "fixed_seats", "bands": [{"share": "5%"}]},
        {"do": "fixed_seats", "bands": [{"share": "5%", "seats": -1}]},
    ],
    ids=str,
)
def test_a_value_of_the_wrong_kind_is_refused_with_its_step(step: dict[str, Any]) -> None:
    with pytest.raises(ScrutatorError, match="L10"):
        rules_from({**DHONDT, "step": [step]})


def test_a_refusal_says_which_key_and_what_to_write() -> None:
    with pytest.raises(ScrutatorError, match="strictly = 'no': write true or false") as caught:
        rules_from({**DHONDT, "step": [{"do": "threshold", "share": "5%", "strictly": "no"}]}, "mine")
    assert caught.value.where == "mine, step 1, threshold"


@pytest.mark.parametrize("step", [{"do": "threshold", "share": "5%"}, "threshold", ["threshold"], 3])
def test_one_bracket_in_place_of_two_is_refused_with_the_remedy(step: object) -> None:
    with pytest.raises(ScrutatorError, match=r"\[\[step\]\]"):
        rules_from({**DHONDT, "step": step})


@pytest.mark.parametrize("table", [{"stage": {"do": "districts"}}, {"stage": "districts"}, {"stage": [3]}])
def test_stages_are_tables_too(table: dict[str, Any]) -> None:
    with pytest.raises(ScrutatorError, match=r"\[\[stage\]\]"):
        system_from(table)


@pytest.mark.parametrize("table", [{"system": "districts"}, {"system": {"kind": "levelling", "district": 3}}])
def test_a_short_form_of_a_system_is_a_table(table: dict[str, Any]) -> None:
    with pytest.raises(ScrutatorError, match="L40"):
        system_from({**DHONDT, **table})


@pytest.mark.parametrize(
    ("key", "value"), [("denominator", "cast"), ("strictly", True), ("first_divisor", "1.4")]
)
def test_a_short_key_without_effect_is_refused_by_name(key: str, value: object) -> None:
    with pytest.raises(ScrutatorError, match=f"{key} has no effect"):
        rules_from({"seats": 3, "method": "hare", key: value})


def test_blank_ballots_are_said_with_the_seats() -> None:
    house = {"do": "house", "seats": 3}
    with pytest.raises(ScrutatorError, match="blank_is_valid has no effect"):
        rules_from({"method": "dhondt", "blank_is_valid": True, "step": [house]})


@pytest.mark.parametrize("share", ["5%", "1/20", 0.05, Fraction(1, 20), Decimal("0.05")])
def test_a_share_may_be_a_number(share: object) -> None:
    rules = rules_from({**DHONDT, "threshold": share})
    assert allocate(rules, Votes((ListVotes("A", 96), ListVotes("B", 4)))).first.admitted == ("A",)


HUGE = 10**5_000  # Python refuses to print it


@pytest.mark.parametrize(
    "table",
    [
        {"seats": HUGE, "method": "hare"},
        {"seats": 10, "method": "hare", "threshold": HUGE},
        {"seats": 10, "method": "sainte-lague", "first_divisor": -HUGE},
        {"seats": 10, "step": [{"do": "quota"}, {"do": "whole_seats"}, {"do": "leftovers", "by": HUGE}]},
        {
            "seats": 10,
            "method": "hare",
            "step": [{"do": "threshold", "share": "5%", "coalition": {"2": HUGE}}],
        },
        {
            "seats": 10,
            "method": "hare",
            "step": [{"do": "fixed_seats", "bands": [{"share": "5%", "seats": HUGE}]}],
        },
    ],
)
def test_a_number_too_long_to_be_of_a_law_is_refused_wherever_it_stands(table: dict[str, Any]) -> None:
    with pytest.raises(ScrutatorError, match="a number of more than 18 digits"):
        rules_from(table)


def test_a_number_of_18_digits_is_read_and_one_of_19_is_not() -> None:
    assert rules_from({"seats": 999_999_999_999_999_999, "method": "hare"}).house == 999_999_999_999_999_999
    with pytest.raises(ScrutatorError, match="L10"):
        rules_from({"seats": 1_000_000_000_000_000_000, "method": "hare"})


def test_a_stage_and_a_step_of_a_system_are_held_to_the_same_size() -> None:
    step = {"tier": "district", "do": "highest_averages"}
    for stage in ({"do": "districts"}, {"do": "district_seats", "total": HUGE, "by": "lists"}):
        table = {
            "stage": [{"do": "districts"}, stage],
            "step": [step, {"do": "ties", "by": ["lot"], "of": HUGE}],
        }
        with pytest.raises(ScrutatorError, match="more than 18 digits"):
            system_from(table)


def test_tables_without_end_are_refused() -> None:
    inner: dict[str, Any] = {}
    table: dict[str, Any] = {"seats": 3, "step": [inner]}
    for _ in range(2_000):
        deeper: dict[str, Any] = {}
        inner["steps"] = [deeper]
        inner = deeper
    with pytest.raises(ScrutatorError, match="12 deep"):
        rules_from(table)


def test_a_list_of_parts_not_encoded_is_a_list() -> None:
    for wrong in (1, "the lot", {"a": "b"}, [""], [2]):
        with pytest.raises(ScrutatorError, match="not_encoded is a list of texts"):
            rules_from({"seats": 3, "method": "hare", "not_encoded": wrong})


def test_a_threshold_of_quotas_is_written_as_a_share_or_a_number() -> None:
    for share, said in (("75%", "3/4 quota"), ("3/4", "3/4 quota"), ("1", "1 quota")):
        step = {"do": "threshold", "share": share, "quotas": True}
        found = allocate(rules_from({"seats": 3, "method": "hare", "step": [step]}), VOTES)
        assert said in next(one.says for one in found.first.steps if one.rule == "threshold")


@pytest.mark.parametrize("key", [{"or_share_here": "30%"}, {"or_first_here": True}])
@pytest.mark.parametrize("of", ["valid", "cast", "lists", "registered"])
def test_an_exemption_by_district_is_refused_where_it_has_no_effect(key: dict[str, Any], of: str) -> None:
    step = {"do": "threshold", "share": "5%", "of": of, **key}
    with pytest.raises(ScrutatorError, match=f"{next(iter(key))} has no effect"):
        rules_from({"seats": 3, "method": "hare", "step": [step]})


def test_a_threshold_of_all_districts_in_a_national_tier_is_refused() -> None:
    step = {"do": "threshold", "share": "5%", "of": "nationwide", "or_first_here": True}
    law = {
        "stage": [{"do": "admission"}, {"do": "districts"}],
        "step": [{"tier": "admission", **step}, {"tier": "district", "do": "highest_averages"}],
    }
    with pytest.raises(ScrutatorError, match="in the tier 'admission'"):
        system_from(law)


def test_a_list_below_the_barrier_of_the_country_wins_where_it_is_strong_or_first() -> None:
    """C has 11.25 % of the country; in the south it has 30 % of the votes, and in the west it is first."""

    def seats(**more: Any) -> dict[str, int]:
        threshold = {"do": "threshold", "share": "20%", "of": "nationwide", **more}
        table = {"seats": 9, "method": "dhondt", "step": [threshold], "system": {"kind": "districts"}}
        contests = [
            district("N", {"A": 300, "B": 300, "C": 0}, 4),
            district("S", {"A": 40, "B": 30, "C": 30}, 3),
            district("W", {"A": 29, "B": 11, "C": 60}, 2),
        ]
        found = results(table, contests).first.by_district
        return {place: cells["C"] for place, cells in found.items()}

    assert seats() == {"N": 0, "S": 0, "W": 0}
    assert seats(or_share_here="30%") == {"N": 0, "S": 1, "W": 2}
    assert seats(or_share_here="30.1%") == {"N": 0, "S": 0, "W": 2}
    assert seats(or_first_here=True) == {"N": 0, "S": 0, "W": 2}
