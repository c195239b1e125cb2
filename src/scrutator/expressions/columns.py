"""The value of an expression for many reports at once: the same values as one by one, in arrays.

A column of numbers is a numerator and a denominator for each report, both whole. They are 64-bit integers
as long as a bound, computed from the largest numbers that occur, shows that no step can exceed them; beyond
it, and for every step that follows, they are Python's integers of any size, reduced after each step. Nothing
is ever a float, and where one report gives 1/3, its row has the numerator 1 over 3 or a multiple of both.
Rows that are unknown hold 0 over 1 and are marked.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scrutator.expressions.column_arithmetic import (
    added,
    chosen,
    extreme,
    inverse,
    joined,
    multiplied,
    ordered,
    over,
    power,
    times,
)
from scrutator.expressions.column_types import (
    LARGEST,
    Column,
    Conditions,
    Numbers,
    Texts,
    Truths,
    numbers,
    where_equal,
)
from scrutator.expressions.constants import whole_constant
from scrutator.expressions.evaluation import Value, is_moment
from scrutator.expressions.expression import Expression
from scrutator.expressions.grammar import COMPARISONS
from scrutator.expressions.tree import Binary, Call, Name, Node, Number, Text, Unary
from scrutator.expressions.types import Kind, Type


def whole_numbers(values: NDArray[np.integer[Any]], known: Truths | None = None) -> Numbers:
    """A column of whole numbers, such as the votes of a list; all known unless said otherwise."""
    top = values.astype(np.int64)
    known = np.ones(len(top), dtype=bool) if known is None else known
    return numbers(top, np.ones(1, dtype=np.int64), known)


def column_of(values: Sequence[Value], of: Type) -> Column:
    """A column of values as `evaluate` takes them, all of this type; None is unknown."""
    known = np.array([value is not None for value in values], dtype=bool)
    if of.kind is Kind.TRUTH:
        return Conditions(np.array([value is True for value in values], dtype=bool), known)
    if of.kind in (Kind.NUMBER, Kind.MOMENT):
        return _numbers_of(values, known)
    held = np.empty(len(values), dtype=object)
    held[:] = values
    return Texts(held)


def _numbers_of(values: Sequence[Value], known: Truths) -> Numbers:
    exact = [value if isinstance(value, int | Fraction) else 0 for value in values]
    tops, bottoms = [one.numerator for one in exact], [one.denominator for one in exact]
    fit = max(max(tops, default=0), -min(tops, default=0), max(bottoms, default=1)) < LARGEST
    of = np.dtype(np.int64 if fit else object)
    shared = [1] if fit and max(bottoms, default=1) == 1 else bottoms
    return numbers(np.array(tops, dtype=of), np.array(shared, dtype=of), known)


def evaluate_columns(expression: Expression, columns: Mapping[str, Column], rows: int) -> Column:
    """Answer: what is the expression for each of so many reports?

    `columns` by name, each of `rows` values; a name without a column is unknown everywhere. Row n equals
    `evaluate` of the values of row n.
    """
    return _Evaluator(columns, expression, rows).of(expression.tree)


class _Evaluator:
    def __init__(self, columns: Mapping[str, Column], expression: Expression, rows: int) -> None:
        self._columns, self._types, self._rows = columns, expression.types, rows

    def of(self, node: Node) -> Column:
        match node:
            case Number(value=value):
                return self._constant(value)
            case Text(value=text):
                return self._texts(text)
            case Name(name=name):
                return self._columns[name] if name in self._columns else self._unknown(name)
            case Unary(sign="not"):
                found = self._truth(node.operand)
                return Conditions(~found.true & found.known, found.known)
            case Unary():
                size = self._number(node.operand)
                return Numbers(-size.top, size.bottom, size.known)
            case Binary():
                return self._binary(node)
            case Call():
                return self._call(node)

    def _constant(self, value: Fraction) -> Numbers:
        top, bottom = np.full(self._rows, value.numerator), np.full(1, value.denominator)
        return Numbers(top, bottom, np.ones(self._rows, dtype=bool))

    def _texts(self, text: str | None) -> Texts:
        values = np.empty(self._rows, dtype=object)
        values[:] = text
        return Texts(values)

    def _unknown(self, name: str) -> Column:
        return column_of([None] * self._rows, self._types[name])

    def _number(self, node: Node) -> Numbers:
        found = self.of(node)
        assert isinstance(found, Numbers)
        return found

    def _truth(self, node: Node) -> Conditions:
        found = self.of(node)
        assert isinstance(found, Conditions)
        return found

    def _binary(self, node: Binary) -> Column:
        if node.sign in ("and", "or"):
            left, right = self._truth(node.left), self._truth(node.right)
            return joined(node.sign == "or", left, right)
        if node.sign in COMPARISONS:
            return self._compared(node)
        one, other = self._number(node.left), self._number(node.right)
        moments = (is_moment(node.left, self._types), is_moment(node.right, self._types))
        if node.sign in "+-":
            if any(moments) and not all(moments):
                one, other = (
                    (one if moments[0] else times(one, 60)),
                    (times(other, 60) if moments[0] else other),
                )
            found = added(one, other if node.sign == "+" else Numbers(-other.top, other.bottom, other.known))
            return over(found, 60) if all(moments) else found
        if node.sign == "*":
            return multiplied(one, other)
        if node.sign == "/":
            return multiplied(one, inverse(other))
        return power(one, whole_constant(node.right) or 0)

    def _compared(self, node: Binary) -> Conditions:
        left, right = self.of(node.left), self.of(node.right)
        known = left.known & right.known
        if isinstance(left, Numbers) and isinstance(right, Numbers):
            return Conditions(ordered(node.sign, left, right) & known, known)
        same = _equal(left, right)
        return Conditions((same if node.sign == "=" else ~same) & known, known)

    def _call(self, node: Call) -> Column:
        found = [self.of(argument) for argument in node.arguments]
        if node.name == "known":
            return Conditions(found[0].known, np.ones(self._rows, dtype=bool))
        if node.name == "coalesce":
            result = found[-1]
            for one in reversed(found[:-1]):
                result = chosen(one.known, one, result)
            return result
        if node.name == "if":
            condition = found[0]
            assert isinstance(condition, Conditions)
            return chosen(condition.true, found[1], found[2], condition.known)
        if node.name == "selected":
            return self._selected(found[0], found[1])
        if isinstance(found[0], Texts):
            return column_of([None if v is None else len(v) for v in found[0].values], Type(Kind.NUMBER))
        numbers = [one for one in found if isinstance(one, Numbers)]
        if node.name in ("min", "max"):
            return extreme(numbers, "<" if node.name == "min" else ">")
        size = numbers[0]
        return Numbers(abs(size.top), size.bottom, size.known) if node.name == "abs" else size

    def _selected(self, asked: Column, value: Column) -> Conditions:
        assert isinstance(asked, Texts)
        wanted = value.value(0) if self._rows else None
        if frozenset in set(map(type, asked.values)):
            several = (isinstance(one, frozenset) and wanted in one for one in asked.values)
            return Conditions(np.fromiter(several, dtype=bool, count=self._rows), asked.known)
        return Conditions(where_equal(asked.values, wanted), asked.known)


def _equal(left: Column, right: Column) -> Truths:
    """Where two truths, or two texts, are the same; what is said of rows that are unknown means nothing."""
    if isinstance(left, Conditions) and isinstance(right, Conditions):
        return where_equal(left.true, right.true)
    assert isinstance(left, Texts)
    assert isinstance(right, Texts)
    return where_equal(left.values, right.values)
