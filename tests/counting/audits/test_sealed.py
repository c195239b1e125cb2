"""The sealed plan: what is written is what is read, and a change is noticed."""

import hashlib
import json
from fractions import Fraction
from typing import Any

import pytest

from scrutator.counting.audits.assertions import Batch
from scrutator.counting.audits.betting import AuditTest, Bet
from scrutator.counting.audits.preconditions import Answer
from scrutator.counting.audits.sealed import Question, Rules, read_sealed, results_hash, seal_plan
from scrutator.errors import ScrutatorError

QUESTION = Question(("a", "b"), "station", "register", "valid", ("a>b",), ("b:7",), (), 12)
RULES = Rules(Fraction(1, 20), Bet(AuditTest.FIXED_BET, Fraction(3, 4)), Fraction(2, 5))
ANSWERS: tuple[Answer, ...] = (
    *((True, "shown"),) * 4,
    (True, "register of 1 November"),
    (None, ""),
    (False, ""),
)
BATCHES = {name: Batch(name, {"a": 20, "b": 10}, 30, 40) for name in ("s1", "s2")}


def written() -> dict[str, Any]:
    return seal_plan(QUESTION, RULES, ANSWERS, results_hash(BATCHES), 29)


def test_a_plan_is_read_as_it_was_sealed() -> None:
    found = read_sealed(json.dumps(written()), "plan.json")
    assert (found.question, found.rules, found.answers) == (QUESTION, RULES, ANSWERS)
    assert (found.draws, found.results) == (29, results_hash(BATCHES))


def test_a_plan_names_test_bet_draw_missing_rule_count_all_rule_and_source_of_the_bound() -> None:
    plan = written()
    assert (plan["test"], plan["bet"], plan["risk_limit"]) == ("fixed_bet", "3/4", "1/20")
    assert plan["bound"] == {"column": "register", "source": "register of 1 November"}
    assert "worst case" in plan["missing_copies"]
    assert plan["count_all"]["largest_share_of_stations"] == "2/5"
    assert "with replacement, in proportion to each station's error bound" in plan["draw"]


@pytest.mark.parametrize(
    ("key", "value"),
    [("bet", "1/2"), ("test", "kaplan_markov"), ("risk_limit", "1/10"), ("results_sha256", ""), ("note", 1)],
)
def test_a_plan_changed_after_it_was_sealed_is_refused(key: str, value: object) -> None:
    with pytest.raises(ScrutatorError, match="changed after it was sealed"):
        read_sealed(json.dumps(written() | {key: value}), "plan.json")


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", "3", '{"seal": 1}', "[" * 100_000, '{"format": 1, "seal": 2}']
)
def test_what_is_no_plan_is_refused(text: str) -> None:
    with pytest.raises(ScrutatorError, match="this is not a sealed plan"):
        read_sealed(text, "plan.json")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("risk_limit", "1"),
        ("risk_limit", "0"),
        ("risk_limit", "1/0"),
        ("bet", "2"),
        ("test", "the smaller of two"),
        ("missing_copies", "left out"),
        ("draws_if_all_agree", -1),
        ("preconditions", []),
        ("preconditions", [{"holds": 1, "remark": ""}] * 7),
        ("question", {}),
        ("question", {"pending": -5}),
        ("count_all", {"largest_share_of_stations": "3/2"}),
        ("format", "scrutator-audit-plan-0"),
    ],
)
def test_a_plan_sealed_with_other_rules_than_ours_is_refused(key: str, value: Any) -> None:
    body = written()
    del body["seal"]
    body[key] = body[key] | value if value and isinstance(value, dict) else value
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    seal = hashlib.sha256(text.encode()).hexdigest()
    with pytest.raises(ScrutatorError, match="C14"):
        read_sealed(json.dumps(body | {"seal": seal}), "plan.json")


def test_the_order_of_stations_and_lists_does_not_change_the_hash_and_a_vote_does() -> None:
    turned = {n: Batch(n, {"b": 10, "a": 20}, 30, 40) for n in ("s2", "s1")}
    assert results_hash(turned) == results_hash(BATCHES)
    for other in (Batch("s1", {"a": 21, "b": 9}, 30, 40), Batch("s1", {"a": 20, "b": 10}, 30, 41)):
        assert results_hash(BATCHES | {"s1": other}) != results_hash(BATCHES)
