"""The evaluators against a slow one that is written down differently: three values as numbers, on random trees.

False is 0, unknown 1/2, true 1; `and` is the smaller, `or` the larger, `not` one less it. A power is a product
written out, the largest the last of a sorted list, a choice looked for one by one.
"""

from fractions import Fraction
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from scrutator.counting.protocols.relations import check_relation, parse_relation
from scrutator.expressions.columns import column_of, evaluate_columns
from scrutator.expressions.constants import MOST_POWER
from scrutator.expressions.evaluation import evaluate
from scrutator.expressions.expression import read_condition, read_expression
from scrutator.expressions.functions import FUNCTIONS
from scrutator.expressions.types import TRUTH, Kind, Type, choice, choices, number

NAMES = ("a", "b", "report.c")
VALUES = ("red", "green", "blue")
TYPES = {
    **dict.fromkeys(NAMES, number()),
    **dict.fromkeys(("p", "same.team"), TRUTH),
    "one": choice(*VALUES),
    "many": choices(*VALUES),
    "word": Type(Kind.TEXT),
}
HALF = Fraction(1, 2)
Tree = tuple[Any, ...]

LEAF = (
    st.sampled_from(NAMES).map(lambda name: ("name", name))
    | st.integers(0, 9).map(lambda n: ("number", n))
    | st.sampled_from([("count_selected", "many"), ("length", "word")])
)
CHOSEN = st.tuples(
    st.just("selected"), st.sampled_from(["one", "many"]), st.sampled_from(VALUES)
) | st.tuples(st.sampled_from(["is", "is not"]), st.just("one"), st.sampled_from(VALUES))
NUMBER = st.recursive(
    LEAF,
    lambda below: (
        st.tuples(st.sampled_from("+-*/"), below, below)
        | st.tuples(st.sampled_from(["minus", "abs"]), below)
        | st.tuples(st.just("^"), below, st.integers(0, 3).map(lambda n: ("number", n)))
        | st.tuples(st.sampled_from(["min", "max"]), below)
        | st.tuples(st.sampled_from(["min", "max", "coalesce"]), below, below)
        | st.tuples(st.sampled_from(["min", "max", "coalesce"]), below, below, below)
        | st.tuples(st.just("if"), CHOSEN, below, below)
    ),
    max_leaves=6,
).filter(lambda tree: power_of(tree) <= MOST_POWER)
COMPARED = st.tuples(st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), NUMBER, NUMBER)
TRUTHS = st.recursive(
    COMPARED
    | CHOSEN
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
        "one": st.none() | st.sampled_from(VALUES),
        "many": st.none() | st.frozensets(st.sampled_from(VALUES)),
        "word": st.none() | st.sampled_from(["", "a", "две", "сөз"]),
    }
)


def power_of(tree: Tree) -> int:
    """The product of the powers that stand in one another: the language allows 64."""
    if tree[0] == "^":
        return max(tree[2][1], 1) * power_of(tree[1])
    return max((power_of(one) for one in tree[1:] if isinstance(one, tuple)), default=1)


def text_of(tree: Tree) -> str:
    """The tree in full brackets."""
    match tree:
        case ("selected", name, value):
            return f"selected({name}, '{value}')"
        case ("is" | "is not" as sign, name, value):
            return f"({name} {'=' if sign == 'is' else '!='} '{value}')"
        case ("count_selected" | "length" as function, name):
            return f"{function}({name})"
        case ("name" | "number", what):
            return str(what)
        case ("minus", below):
            return f"(-{text_of(below)})"
        case ("not", below):
            return f"(not {text_of(below)})"
        case ("known" | "if" | "min" | "max" | "abs" | "coalesce", *below):
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
        case ("count_selected" | "length", name):
            return None if row[name] is None else Fraction(sum(1 for _ in row[name]))
        case ("if", condition, one, other):
            decided = truth(condition, row)
            return None if decided == HALF else size(one if decided else other, row)
        case ("coalesce", *below):
            known = [found for found in (size(one, row) for one in below) if found is not None]
            return known[0] if known else None
    sides = [size(one, row) for one in tree[1:]]
    if None in sides:
        return None
    if tree[0] in ("min", "max", "abs"):
        ordered = sorted([*sides, -sides[0]] if tree[0] == "abs" else sides)
        return ordered[0 if tree[0] == "min" else -1]
    if tree[0] == "^":
        product = Fraction(1)
        for _ in range(int(sides[1])):
            product *= sides[0]
        return product
    if tree[0] == "/" and sides[1] == 0:
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
        case ("selected" | "is" | "is not" as sign, name, value):
            if row[name] is None:
                return HALF
            held = [row[name]] if name == "one" else list(row[name])
            there = any(one == value for one in held)
            return Fraction(int(there is not (sign == "is not")))
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


@settings(max_examples=150, deadline=None)
@given(NUMBER, st.lists(ROW, min_size=1, max_size=4))
def test_both_evaluators_give_the_numbers_that_the_slow_one_gives(
    tree: Tree, rows: list[dict[str, Any]]
) -> None:
    expression = read_expression(text_of(tree), TYPES)
    expected = [size(tree, row) for row in rows]
    assert [evaluate(expression, row) for row in rows] == expected
    columns = {name: column_of([row[name] for row in rows], of) for name, of in TYPES.items()}
    found = evaluate_columns(expression, columns, len(rows))
    assert [found.value(place) for place in range(len(rows))] == expected


def test_the_slow_one_reads_every_function_of_the_language_but_share() -> None:
    asked = {"selected", "count_selected", "length", "known", "if", "coalesce", "min", "max", "abs"}
    assert FUNCTIONS.keys() - asked == {"share"}
    assert size(("^", ("name", "a"), ("number", 0)), {"a": 0}) == 1
    assert size(("abs", ("minus", ("number", 3))), {}) == 3
    assert size(("min", ("number", 3), ("name", "a")), {"a": None}) is None
    assert truth(("is not", "one", "red"), {"one": None}) == HALF


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
