"""Sums, differences, products and quotients of stated figures, computed exactly in the one language."""

from collections.abc import Mapping
from fractions import Fraction

from scrutator.errors import ScrutatorError
from scrutator.expressions.evaluation import evaluate as value_of
from scrutator.expressions.expression import read_expression
from scrutator.expressions.grammar import parse
from scrutator.expressions.tree import Node, names_of
from scrutator.expressions.types import number

LONGEST = 500


def names_in(expression: str) -> set[str]:
    """The ids an expression uses. Raises N05 when it cannot be read."""
    return set(names_of(parsed(expression)))


def parsed(expression: str) -> Node:
    """The tree of an expression. Raises N05."""
    if len(expression) > LONGEST:
        raise ScrutatorError("N05", f"'{expression[:60]}' is not an expression: it is too long")
    try:
        return parse(expression)
    except ScrutatorError as error:
        what = f"'{expression[:60]}' is not an expression: {error.what}"
        raise ScrutatorError("N05", what, where=error.where) from error


def evaluate(expression: str, values: Mapping[str, Fraction]) -> Fraction:
    """The exact value of an expression over named values. Raises N05 for anything but arithmetic, for a name
    that has no value and for a quotient by zero."""
    parsed(expression)
    try:
        read = read_expression(expression, dict.fromkeys(values, number()))
    except ScrutatorError as error:
        what = f"'{expression[:60]}' is no arithmetic of figures: {error.what}"
        raise ScrutatorError("N05", what, where=error.where) from error
    found = value_of(read, dict(values))
    if isinstance(found, bool) or not isinstance(found, int | Fraction):
        raise ScrutatorError("N05", f"'{expression[:60]}' has no value: it divides by zero or is no number")
    return Fraction(found)
