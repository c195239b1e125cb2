"""Columns of many reports' values: numbers as whole numerators and denominators, truths, texts."""

from dataclasses import dataclass
from fractions import Fraction
from math import gcd
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scrutator.expressions.evaluation import Value

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
        bottom = int(self.bottom[row % len(self.bottom)])
        if bottom == 1:
            return int(self.top[row])
        found = Fraction(int(self.top[row]), bottom)
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
        return ~where_equal(self.values, None)

    def value(self, row: int) -> Value:
        """The value of one report, as `evaluate` gives it."""
        found: Value = self.values[row]
        return found


def where_equal(values: NDArray[Any], other: Any) -> Truths:
    """Where values of any kind equal another, or those of another array, one by one."""
    found: Truths = np.asarray(values == other, dtype=bool)
    return found


Column = Numbers | Conditions | Texts


def largest(array: Whole) -> int:
    return max((abs(int(array.max())), abs(int(array.min())))) if len(array) else 0


def numbers(top: Whole, bottom: Whole, known: Truths) -> Numbers:
    """Rows that are unknown set to 0 over 1; Python's integers reduced, and narrowed where they fit."""
    if top.dtype == object or bottom.dtype == object:
        bottom = np.broadcast_to(bottom, top.shape)
        pairs = [(int(t), int(b)) if k else (0, 1) for t, b, k in zip(top, bottom, known, strict=True)]
        common = [gcd(t, b) for t, b in pairs]
        top = np.array([t // g for (t, _), g in zip(pairs, common, strict=True)], dtype=object)
        bottom = np.array([b // g for (_, b), g in zip(pairs, common, strict=True)], dtype=object)
        if max(largest(top), largest(bottom)) < LARGEST:
            return Numbers(top.astype(np.int64), bottom.astype(np.int64), known)
        return Numbers(top, bottom, known)
    every = bool(known.all())
    shown = bottom if every or len(bottom) == 1 else np.where(known, bottom, 1)
    return Numbers(top if every else np.where(known, top, 0), shown, known)


def safe(bound: int, *arrays: Whole) -> tuple[Whole, ...]:
    """The arrays as they are when no result exceeds the bound of 64 bits, else of Python's integers."""
    return arrays if bound < LARGEST else tuple(array.astype(object) for array in arrays)
