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
