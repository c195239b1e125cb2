"""The value of an expression for many reports at once: the same values as one by one, in arrays.

A column of numbers is a numerator and a denominator for each report, both whole. They are 64-bit integers
as long as a bound, computed from the largest numbers that occur, shows that no step can exceed them; beyond
it, and for every step that follows, they are Python's integers of any size, reduced after each step. Nothing
is ever a float, and where one report gives 1/3, its row has the numerator 1 over 3 or a multiple of both.
Rows that are unknown hold 0 over 1 and are marked.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scrutator.expressions.constants import whole_constant
from scrutator.expressions.evaluation import Value, is_moment
from scrutator.expressions.expression import Expression
from scrutator.expressions.grammar import COMPARISONS
from scrutator.expressions.tree import Binary, Call, Name, Node, Number, Text, Unary
from scrutator.expressions.types import Kind, Type

Whole = NDArray[Any]  # int64, or Python integers in an object array
Truths = NDArray[np.bool_]
LARGEST = 2**62


@dataclass(frozen=True, eq=False)
class Numbers:
    """A fraction for each report: `top` over `bottom`, the bottom above 0; `known` marks those that count.

    A bottom of length 1 is that of every row.
    """

    top: Whole
    bottom: Whole
    known: Truths

    def value(self, row: int) -> Value:
        """The number of one report, as `evaluate` gives it."""
        if not self.known[row]:
            return None
        found = Fraction(int(self.top[row]), int(self.bottom[row % len(self.bottom)]))
        return found.numerator if found.denominator == 1 else found


@dataclass(frozen=True, eq=False)
class Conditions:
    """True or false for each report; `known` marks those that are either."""

    true: Truths
    known: Truths

    def value(self, row: int) -> Value:
        """The truth of one report, as `evaluate` gives it."""
        return bool(self.true[row]) if self.known[row] else None


@dataclass(frozen=True, eq=False)
class Texts:
    """A text, a choice or a set of choices for each report; None where unknown."""

    values: NDArray[Any]

    @property
    def known(self) -> Truths:
        """The reports that have one."""
        return np.array([value is not None for value in self.values], dtype=bool)

    def value(self, row: int) -> Value:
        """The value of one report, as `evaluate` gives it."""
        found: Value = self.values[row]
        return found


Column = Numbers | Conditions | Texts


def whole_numbers(values: NDArray[np.integer[Any]], known: Truths | None = None) -> Numbers:
    """A column of whole numbers, such as the votes of a list; all known unless said otherwise."""
    top = values.astype(np.int64)
    known = np.ones(len(top), dtype=bool) if known is None else known
    return _numbers(top, np.ones(1, dtype=np.int64), known)


def column_of(values: Sequence[Value], of: Type) -> Column:
    """A column of values as `evaluate` takes them, all of this type; None is unknown."""
    known = np.array([value is not None for value in values], dtype=bool)
    if of.kind is Kind.TRUTH:
        return Conditions(np.array([value is True for value in values], dtype=bool), known)
    if of.kind in (Kind.NUMBER, Kind.MOMENT):
        exact = [Fraction(value) if isinstance(value, int | Fraction) else Fraction(0) for value in values]
        tops, bottoms = ([getattr(one, part) for one in exact] for part in ("numerator", "denominator"))
        return _numbers(np.array(tops, dtype=object), np.array(bottoms, dtype=object), known)
    held = np.empty(len(values), dtype=object)
    held[:] = values
    return Texts(held)


def evaluate_columns(expression: Expression, columns: Mapping[str, Column], rows: int) -> Column:
    """Answer: what is the expression for each of so many reports?

    `columns` by name, each of `rows` values; a name without a column is unknown everywhere. Row n equals
    `evaluate` of the values of row n.
    """
    return _Evaluator(columns, expression, rows).of(expression.tree)


def _largest(array: Whole) -> int:
    return max((abs(int(array.max())), abs(int(array.min())))) if len(array) else 0


def _numbers(top: Whole, bottom: Whole, known: Truths) -> Numbers:
    """Rows that are unknown set to 0 over 1; Python's integers reduced, and narrowed where they fit."""
    if top.dtype == object or bottom.dtype == object:
        bottom = np.broadcast_to(bottom, top.shape)
        pairs = [(int(t), int(b)) if k else (0, 1) for t, b, k in zip(top, bottom, known, strict=True)]
        common = [gcd(t, b) for t, b in pairs]
        top = np.array([t // g for (t, _), g in zip(pairs, common, strict=True)], dtype=object)
        bottom = np.array([b // g for (_, b), g in zip(pairs, common, strict=True)], dtype=object)
        if max(_largest(top), _largest(bottom)) < LARGEST:
            return Numbers(top.astype(np.int64), bottom.astype(np.int64), known)
        return Numbers(top, bottom, known)
    every = bool(known.all())
    shown = bottom if every or len(bottom) == 1 else np.where(known, bottom, 1)
    return Numbers(top if every else np.where(known, top, 0), shown, known)


def _safe(bound: int, *arrays: Whole) -> tuple[Whole, ...]:
    """The arrays as they are when no result exceeds the bound of 64 bits, else of Python's integers."""
    return arrays if bound < LARGEST else tuple(array.astype(object) for array in arrays)


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
            return _joined(node.sign == "or", left, right)
        if node.sign in COMPARISONS:
            return self._compared(node)
        one, other = self._number(node.left), self._number(node.right)
        moments = (is_moment(node.left, self._types), is_moment(node.right, self._types))
        if node.sign in "+-":
            if any(moments) and not all(moments):
                one, other = (
                    (one if moments[0] else _times(one, 60)),
                    (_times(other, 60) if moments[0] else other),
                )
            found = _added(one, other if node.sign == "+" else Numbers(-other.top, other.bottom, other.known))
            return _over(found, 60) if all(moments) else found
        if node.sign == "*":
            return _multiplied(one, other)
        if node.sign == "/":
            return _multiplied(one, _inverse(other))
        return _power(one, whole_constant(node.right) or 0)

    def _compared(self, node: Binary) -> Conditions:
        left, right = self.of(node.left), self.of(node.right)
        known = left.known & right.known
        if isinstance(left, Numbers) and isinstance(right, Numbers):
            return Conditions(_ordered(node.sign, left, right) & known, known)
        pairs = ((left.value(row), right.value(row)) for row in range(self._rows))
        same = np.array([one == other for one, other in pairs], dtype=bool)
        return Conditions((same if node.sign == "=" else ~same) & known, known)

    def _call(self, node: Call) -> Column:
        found = [self.of(argument) for argument in node.arguments]
        if node.name == "known":
            return Conditions(found[0].known, np.ones(self._rows, dtype=bool))
        if node.name == "coalesce":
            result = found[-1]
            for one in reversed(found[:-1]):
                result = _chosen(one.known, one, result)
            return result
        if node.name == "if":
            condition = found[0]
            assert isinstance(condition, Conditions)
            return _chosen(condition.true, found[1], found[2], condition.known)
        if node.name == "selected":
            return self._selected(found[0], found[1])
        if isinstance(found[0], Texts):
            return column_of([None if v is None else len(v) for v in found[0].values], Type(Kind.NUMBER))
        numbers = [one for one in found if isinstance(one, Numbers)]
        if node.name in ("min", "max"):
            return _extreme(numbers, "<" if node.name == "min" else ">")
        size = numbers[0]
        return Numbers(abs(size.top), size.bottom, size.known) if node.name == "abs" else size

    def _selected(self, asked: Column, value: Column) -> Conditions:
        assert isinstance(asked, Texts)
        wanted = value.value(0) if self._rows else None
        held = (
            one is not None and (wanted in one if isinstance(one, frozenset) else one == wanted)
            for one in asked.values
        )
        return Conditions(np.fromiter(held, dtype=bool, count=self._rows), asked.known)


def _joined(decides: bool, left: Conditions, right: Conditions) -> Conditions:
    decided = np.zeros(len(left.known), dtype=bool)
    for side in (left, right):
        decided |= side.known & (side.true == decides)
    known = decided | (left.known & right.known)
    return Conditions((decided if decides else ~decided) & known, known)


def _added(left: Numbers, right: Numbers) -> Numbers:
    known = left.known & right.known
    if _are_whole(left, right) and _largest(left.top) + _largest(right.top) < LARGEST:
        return _numbers(left.top + right.top, left.bottom, known)
    (lt, lb, rt, rb) = (_largest(one) for one in (left.top, left.bottom, right.top, right.bottom))
    tops = _safe(lt * rb + rt * lb + lb * rb, left.top, left.bottom, right.top, right.bottom)
    a, b, c, d = tops
    return _numbers(a * d + c * b, b * d, known)


def _are_whole(*numbers: Numbers) -> bool:
    """Is every row of all of them over 1?"""
    return all(len(one.bottom) == 1 and one.bottom[0] == 1 for one in numbers)


def _multiplied(left: Numbers, right: Numbers) -> Numbers:
    bound = max(_largest(left.top) * _largest(right.top), _largest(left.bottom) * _largest(right.bottom))
    a, b, c, d = _safe(bound, left.top, left.bottom, right.top, right.bottom)
    return _numbers(a * c, b * d, left.known & right.known)


def _times(one: Numbers, factor: int) -> Numbers:
    (top,) = _safe(_largest(one.top) * factor, one.top)
    return _numbers(top * factor, one.bottom, one.known)


def _over(one: Numbers, divisor: int) -> Numbers:
    (bottom,) = _safe(_largest(one.bottom) * divisor, one.bottom)
    return _numbers(one.top, bottom * divisor, one.known)


def _inverse(one: Numbers) -> Numbers:
    """One over the number; unknown where it is 0."""
    known = one.known & (one.top != 0).astype(bool)
    sign = np.where((one.top < 0).astype(bool), -1, 1)
    top = np.where(known, one.top * sign, 1)
    return _numbers(one.bottom * sign, top, known)


def _power(base: Numbers, power: int) -> Numbers:
    result = _numbers(np.ones_like(base.top), np.ones_like(base.bottom), base.known)
    for _ in range(power):
        result = _multiplied(result, base)
    return result


def _ordered(sign: str, left: Numbers, right: Numbers) -> Truths:
    bound = max(_largest(left.top) * _largest(right.bottom), _largest(right.top) * _largest(left.bottom))
    a, b, c, d = _safe(bound, left.top, left.bottom, right.top, right.bottom)
    signs: dict[str, Callable[[Whole, Whole], Whole]] = {
        "=": np.equal,
        "!=": np.not_equal,
        "<": np.less,
        "<=": np.less_equal,
        ">": np.greater,
        ">=": np.greater_equal,
    }
    sides = (left.top, right.top) if _are_whole(left, right) else (a * d, c * b)
    found: Truths = signs[sign](*sides).astype(bool)
    return found


def _chosen(first: Truths, one: Column, other: Column, decided: Truths | None = None) -> Column:
    """One where `first`, the other elsewhere; unknown where it is not decided."""
    decided = np.ones(len(first), dtype=bool) if decided is None else decided
    if isinstance(one, Texts) and isinstance(other, Texts):
        chosen = np.where(first, one.values, other.values)
        chosen[~decided] = None
        return Texts(chosen)
    known = np.where(first, one.known, other.known) & decided
    if isinstance(one, Conditions) and isinstance(other, Conditions):
        return Conditions(np.where(first, one.true, other.true) & known, known)
    assert isinstance(one, Numbers)
    assert isinstance(other, Numbers)
    bottom = np.where(first, one.bottom, other.bottom) if not _are_whole(one, other) else one.bottom
    return _numbers(np.where(first, one.top, other.top), bottom, known)


def _extreme(numbers: list[Numbers], sign: str) -> Numbers:
    result = numbers[0]
    for other in numbers[1:]:
        known = result.known & other.known
        found = _chosen(_ordered(sign, result, other), result, other, known)
        assert isinstance(found, Numbers)
        result = found
    return result
