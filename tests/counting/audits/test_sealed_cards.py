"""The sealed plan of an audit of ballots: read back as written, refused when changed."""

import json

import pytest

from scrutator.counting.audits.sealed_cards import CardQuestion, read_sealed_cards, seal_cards
from scrutator.errors import ScrutatorError

QUESTION = CardQuestion({"a": 60, "b": 40}, ("a>b",), test="cobra", recorded=True, errors="0.001,0", risk=2.5)


def test_a_plan_is_read_back_as_it_was_sealed() -> None:
    sealed = seal_cards(QUESTION)
    assert read_sealed_cards(json.dumps(sealed), "plan.json") == (QUESTION, sealed["seal"])


@pytest.mark.parametrize("name", ["test", "risk", "recorded", "published", "ahead", "replacement"])
def test_a_plan_that_was_changed_is_refused(name: str) -> None:
    sealed = seal_cards(QUESTION)
    changed = {
        "test": "alpha",
        "risk": 5.0,
        "recorded": False,
        "published": {"a": 61},
        "ahead": [],
        "replacement": True,
    }
    sealed["question"][name] = changed[name]
    with pytest.raises(ScrutatorError, match="changed after it was sealed"):
        read_sealed_cards(json.dumps(sealed), "plan.json")


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"seal": "x", "format": "scrutator-audit-plan-1"}', "[" * 9999]
)
def test_another_file_is_no_plan(text: str) -> None:
    with pytest.raises(ScrutatorError, match="not a sealed plan of ballots"):
        read_sealed_cards(text, "plan.json")
