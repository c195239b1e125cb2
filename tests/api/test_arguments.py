"""An argument of the wrong kind is refused with its name, whatever the function would have done with it."""

from typing import Any

import numpy as np
import pytest

import scrutator
from scrutator.errors import ScrutatorError

COLUMNS: dict[str, list[Any]] = {
    "region": ["a", "a", "b"], "station": ["1", "2", "3"], "registered": [100, 200, 300],
    "ballots_cast": [50, 60, 70], "valid": [50, 60, 70], "a": [30, 40, 50], "b": [20, 20, 20],
}  # fmt: skip
SEED = "31415926535897932384"
CALLS: dict[str, Any] = {
    "read_results": lambda **given: scrutator.read_results(COLUMNS, **({"lists": ["a", "b"]} | given)),
    "draw_sample": lambda **given: scrutator.draw_sample(COLUMNS, **({"stations": 2, "seed": SEED} | given)),
    "estimate": lambda **given: scrutator.estimate(
        COLUMNS, **({"lists": ["a"], "of": "valid", "weight": "registered"} | given)
    ),
    "plan_audit": lambda **given: scrutator.plan_audit(
        COLUMNS, **({"lists": ["a", "b"], "bound": "registered", "ahead": [("a", "b")]} | given)
    ),
    "read_case": lambda **given: scrutator.read_case(**given),
    "verify": lambda **given: scrutator.verify(**given),
    "statute": lambda **given: scrutator.statute(**({"name": "kazakhstan/elections", "on": "2012-01-15"} | given)),
    "seats": lambda **given: scrutator.seats({"a": 5, "b": 4}, **({"seats": 5, "method": "dhondt"} | given)),
    "seat_chances": lambda **given: scrutator.seat_chances(**({"seats": 5, "method": "dhondt"} | given)),
    "counterfactual": lambda **given: scrutator.counterfactual({"a": 5, "b": 4}, **given),
    "measure_audit": lambda **given: scrutator.measure_audit(copies=COLUMNS, seed=SEED, **given),
}  # fmt: skip


@pytest.mark.parametrize(
    ("function", "argument", "value"),
    [
        ("read_results", "lists", None),
        ("read_results", "lists", [1]),
        ("read_results", "columns", "valid"),
        ("read_results", "columns", {"valid": [1]}),
        ("read_results", "accept_losses", "no"),
        ("read_results", "name", 5),
        ("draw_sample", "seed", 31415926535897932384),
        ("draw_sample", "minimum", None),
        ("draw_sample", "minimum", True),
        ("draw_sample", "replacements", b"x"),
        ("draw_sample", "spreads", {"a": "x"}),
        ("estimate", "level", "0.95"),
        ("estimate", "known", [1]),
        ("estimate", "interval", np.array([1, 2])),
        ("plan_audit", "ahead", ["ab"]),
        ("plan_audit", "ahead", [("a", "b", "c")]),
        ("plan_audit", "bound", []),
        ("plan_audit", "risk_limit", None),
        ("read_case", "case", b"x"),
        ("verify", "path", None),
        ("statute", "name", b"x"),
        ("seats", "ballots", 5),
        ("seat_chances", "draws", {1: [1, 2]}),
        ("counterfactual", "laws", 5),
        ("measure_audit", "plan", None),
    ],
)
def test_an_argument_of_the_wrong_kind_is_named(function: str, argument: str, value: object) -> None:
    with pytest.raises(ScrutatorError, match=f"A01: {argument}=") as error:
        CALLS[function](**{argument: value})
    assert error.value.remedy.startswith("Give ")


def test_numbers_and_columns_of_numpy_are_as_good_as_plain_ones() -> None:
    sample = CALLS["draw_sample"](stations=np.int64(2), minimum=np.int32(1), strata=np.array(["region"]))
    assert len(sample) == 2
    assert CALLS["estimate"](level=np.float64(0.9), lists=("a",)).to_dict()


def test_a_name_that_is_none_of_ours_is_refused_and_not_ignored() -> None:
    with pytest.raises(ScrutatorError, match="'regsitered'") as error:
        CALLS["read_results"](columns={"regsitered": "valid"})
    assert "registered" in error.value.remedy


@pytest.mark.parametrize(("digits", "accepted"), [(18, True), (19, False), (400, False)])
def test_a_number_of_votes_has_at_most_18_digits(digits: int, accepted: bool) -> None:
    votes = {"a": int("9" * digits), "b": 3}
    if accepted:
        assert scrutator.seats(votes, 5, method="dhondt").to_dict()
    else:
        with pytest.raises(ScrutatorError, match="L02"):
            scrutator.seats(votes, 5, method="dhondt")


def test_an_array_of_two_dimensions_is_no_column() -> None:
    with pytest.raises(ScrutatorError, match="2 dimensions"):
        scrutator.read_results({**COLUMNS, "valid": np.ones((3, 2))}, lists=["a", "b"])


def test_a_large_unsigned_number_is_too_large_and_not_negative() -> None:
    valid = np.array([2**64 - 1, 60, 70], dtype=np.uint64)
    with pytest.raises(ScrutatorError, match="larger than any count"):
        scrutator.read_results({**COLUMNS, "valid": valid}, lists=["a", "b"])


@pytest.mark.parametrize("cell", [float("inf"), float("nan"), "9" * 5000])
def test_a_cell_that_is_no_count_is_named_with_its_row(cell: object) -> None:
    rows = {**COLUMNS, "a": [30, cell, 50]}
    with pytest.raises(ScrutatorError) as error:
        scrutator.plan_audit(rows, lists=["a", "b"], bound="registered", ahead=[("a", "b")])
    assert "row 2" in error.value.where
