"""Arithmetic of columns, exact: what one report's fractions give, for all rows at once."""

from collections.abc import Callable

import numpy as np

from scrutator.expressions.column_types import (
    LARGEST,
    Column,
    Conditions,
    Numbers,
    Texts,
    Truths,
    Whole,
    largest,
    numbers,
    safe,
)


def joined(decides: bool, left: Conditions, right: Conditions) -> Conditions:
    decided = np.zeros(len(left.known), dtype=bool)
    for side in (left, right):
        decided |= side.known & (side.true == decides)
    known = decided | (left.known & right.known)
    return Conditions((decided if decides else ~decided) & known, known)


def added(left: Numbers, right: Numbers) -> Numbers:
    known = left.known & right.known
    if are_whole(left, right) and largest(left.top) + largest(right.top) < LARGEST:
        return numbers(left.top + right.top, left.bottom, known)
    (lt, lb, rt, rb) = (largest(one) for one in (left.top, left.bottom, right.top, right.bottom))
    tops = safe(lt * rb + rt * lb + lb * rb, left.top, left.bottom, right.top, right.bottom)
    a, b, c, d = tops
    return numbers(a * d + c * b, b * d, known)


def are_whole(*numbers: Numbers) -> bool:
    """Is every row of all of them over 1?"""
    return all(len(one.bottom) == 1 and one.bottom[0] == 1 for one in numbers)


def multiplied(left: Numbers, right: Numbers) -> Numbers:
    bound = max(largest(left.top) * largest(right.top), largest(left.bottom) * largest(right.bottom))
    a, b, c, d = safe(bound, left.top, left.bottom, right.top, right.bottom)
    return numbers(a * c, b * d, left.known & right.known)


def times(one: Numbers, factor: int) -> Numbers:
    (top,) = safe(largest(one.top) * factor, one.top)
    return numbers(top * factor, one.bottom, one.known)


def over(one: Numbers, divisor: int) -> Numbers:
    (bottom,) = safe(largest(one.bottom) * divisor, one.bottom)
    return numbers(one.top, bottom * divisor, one.known)


def inverse(one: Numbers) -> Numbers:
    """One over the number; unknown where it is 0."""
    known = one.known & (one.top != 0).astype(bool)
    sign = np.where((one.top < 0).astype(bool), -1, 1)
    top = np.where(known, one.top * sign, 1)
    return numbers(one.bottom * sign, top, known)


def power(base: Numbers, power: int) -> Numbers:
    result = numbers(np.ones_like(base.top), np.ones_like(base.bottom), base.known)
    for _ in range(power):
        result = multiplied(result, base)
    return result


def ordered(sign: str, left: Numbers, right: Numbers) -> Truths:
    bound = max(largest(left.top) * largest(right.bottom), largest(right.top) * largest(left.bottom))
    a, b, c, d = safe(bound, left.top, left.bottom, right.top, right.bottom)
    signs: dict[str, Callable[[Whole, Whole], Whole]] = {
        "=": np.equal,
        "!=": np.not_equal,
        "<": np.less,
        "<=": np.less_equal,
        ">": np.greater,
        ">=": np.greater_equal,
    }
    sides = (left.top, right.top) if are_whole(left, right) else (a * d, c * b)
    found: Truths = signs[sign](*sides).astype(bool)
    return found


def chosen(first: Truths, one: Column, other: Column, decided: Truths | None = None) -> Column:
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
    bottom = np.where(first, one.bottom, other.bottom) if not are_whole(one, other) else one.bottom
    return numbers(np.where(first, one.top, other.top), bottom, known)


def extreme(numbers: list[Numbers], sign: str) -> Numbers:
    result = numbers[0]
    for other in numbers[1:]:
        known = result.known & other.known
        found = chosen(ordered(sign, result, other), result, other, known)
        assert isinstance(found, Numbers)
        result = found
    return result
