"""The evaluators against a slow one that is written down differently: three values as numbers, on random trees.

False is 0, unknown 1/2, true 1; `and` is the smaller, `or` the larger, `not` one less it.
"""

from fractions import Fraction
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from scrutator.counting.protocols.relations import check_relation, parse_relation
from scrutator.expressions.columns import column_of, evaluate_columns
from scrutator.expressions.evaluation import evaluate
from scrutator.expressions.expression import read_condition
from scrutator.expressions.types import TRUTH, number

NAMES = ("a", "b", "report.c")
TYPES = {**dict.fromkeys(NAMES, number()), "p": TRUTH, "same.team": TRUTH}
HALF = Fraction(1, 2)
Tree = tuple[Any, ...]

LEAF = st.sampled_from(NAMES).map(lambda name: ("name", name)) | st.integers(0, 9).map(
    lambda n: ("number", n)
)
NUMBER = st.recursive(
    LEAF,
    lambda below: st.tuples(st.sampled_from("+-*/"), below, below) | st.tuples(st.just("minus"), below),
    max_leaves=6,
)
COMPARED = st.tuples(st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), NUMBER, NUMBER)
TRUTHS = st.recursive(
    COMPARED
    | st.sampled_from(["p", "same.team"]).map(lambda name: ("name", name))
    | st.tuples(st.just("known"), NUMBER),
    lambda below: (
        st.tuples(st.sampled_from(["and", "or"]), below, below)
        | st.tuples(st.just("not"), below)
        | st.tuples(st.just("if"), below, below, below)
    ),
    max_leaves=8,
)
ROW = st.fixed_dictionaries(
    {
        **dict.fromkeys(NAMES, st.none() | st.integers(-9, 9)),
        **dict.fromkeys(("p", "same.team"), st.none() | st.booleans()),
    }
)


def text_of(tree: Tree) -> str:
    """The tree in full brackets."""
    match tree:
        case ("name" | "number", what):
            return str(what)
        case ("minus", below):
            return f"(-{text_of(below)})"
        case ("not", below):
            return f"(not {text_of(below)})"
        case ("known" | "if", *below):
            return f"{tree[0]}({', '.join(map(text_of, below))})"
        case (sign, left, right):
            return f"({text_of(left)} {sign} {text_of(right)})"
    raise AssertionError(tree)


def size(tree: Tree, row: dict[str, Any]) -> Fraction | None:
    """The number of a tree; None where it is unknown."""
    match tree:
        case ("name", name):
            return None if row[name] is None else Fraction(row[name])
        case ("number", n):
            return Fraction(n)
        case ("minus", below):
            found = size(below, row)
            return None if found is None else -found
    sides = [size(one, row) for one in tree[1:]]
    if None in sides or (tree[0] == "/" and sides[1] == 0):
        return None
    left, right = sides
    return {
        "+": lambda: left + right,
        "-": lambda: left - right,
        "*": lambda: left * right,
        "/": lambda: left / right,
    }[tree[0]]()


def truth(tree: Tree, row: dict[str, Any]) -> Fraction:
    """0 false, 1/2 unknown, 1 true."""
    match tree:
        case ("name", name):
            return HALF if row[name] is None else Fraction(int(row[name]))
        case ("known", below):
            return Fraction(int(size(below, row) is not None))
        case ("not", below):
            return 1 - truth(below, row)
        case ("and" | "or" as sign, left, right):
            return (min if sign == "and" else max)(truth(left, row), truth(right, row))
        case ("if", condition, one, other):
            decided = truth(condition, row)
            return HALF if decided == HALF else truth(one if decided else other, row)
    left, right = (size(one, row) for one in tree[1:])
    if left is None or right is None:
        return HALF
    less, equal = left < right, left == right
    return Fraction(
        int(
            {
                "=": equal,
                "!=": not equal,
                "<": less,
                "<=": less or equal,
                ">": not less and not equal,
                ">=": not less,
            }[tree[0]]
        )
    )


@settings(max_examples=150, deadline=None)
@given(TRUTHS, st.lists(ROW, min_size=1, max_size=4))
def test_both_evaluators_give_what_the_slow_one_gives(tree: Tree, rows: list[dict[str, Any]]) -> None:
    expected = [{0: False, HALF: None, 1: True}[truth(tree, row)] for row in rows]
    expression = read_condition(text_of(tree), TYPES)
    assert [evaluate(expression, row) for row in rows] == expected
    columns = {name: column_of([row[name] for row in rows], of) for name, of in TYPES.items()}
    found = evaluate_columns(expression, columns, len(rows))
    assert [found.value(place) for place in range(len(rows))] == expected


SUMS = st.recursive(
    st.sampled_from("ab").map(lambda name: ("name", name)),
    lambda below: st.tuples(st.sampled_from("+-"), below, below),
    max_leaves=5,
)


@settings(max_examples=150, deadline=None)
@given(
    st.tuples(st.sampled_from(["=", "<=", ">=", "<", ">"]), SUMS, SUMS), st.lists(ROW, min_size=1, max_size=5)
)
def test_control_relations_give_what_the_slow_one_gives_and_miss_what_is_unknown(
    tree: Tree, rows: list[dict[str, Any]]
) -> None:
    relation = parse_relation("r", "hard", f"{text_of(tree[1])} {tree[0]} {text_of(tree[2])}")
    lines = {name: np.array([row[name] or 0 for row in rows], dtype=np.int64) for name in "ab"}
    known = {name: np.array([row[name] is not None for row in rows]) for name in "ab"}
    found = check_relation(relation, lines, known)
    truths = [truth(tree, row) for row in rows]
    assert found.violated.tolist() == [one == 0 for one in truths]
    assert found.not_evaluated == truths.count(HALF)
