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
