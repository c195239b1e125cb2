"""Every requirement on security has tests that are there, or says why not; none is left out."""

import ast
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tools" / "reference"))

from security import requirements, state  # noqa: E402

EVERY = requirements()


@cache
def found_in(path: str) -> frozenset[str]:
    """The tests of a file that run; one that is always skipped is none."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    found = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    return frozenset(
        node.name
        for node in found
        if node.name.startswith("test_")
        and not any(
            "mark.skip" in ast.unparse(one) or "xfail" in ast.unparse(one) for one in node.decorator_list
        )
    )


def test_all_forty_are_there_once_and_in_order() -> None:
    assert [one["number"] for one in EVERY] == list(range(1, 41))


@pytest.mark.parametrize("one", EVERY, ids=lambda one: str(one["number"]))
def test_a_requirement_has_tests_that_are_there_or_a_reason(one: dict) -> None:
    named = one.get("tests", [])
    assert bool(named) != ("why" in one), "tests, or why there are none"
    for test in named:
        path, _, name = test.partition("::")
        assert name in found_in(path), test
    for text in (one.get("why"), one.get("lacking"), one.get("outside")):
        assert text is None or len(text.split()) >= 5
    assert len(set(named)) == len(named)


def test_the_keys_of_the_table_are_all_used() -> None:
    known = {"number", "says", "asvs", "tests", "lacking", "outside", "why"}
    assert not any({"lacking", "outside"} <= set(one) for one in EVERY)
    assert all(set(one) <= known and {"number", "says", "asvs"} <= set(one) for one in EVERY)
    assert {state(one) for one in EVERY} == {"met", "met but for an exception", "met in part"}
