"""Conditions on figures: how a line of evidence hangs on a number that is computed elsewhere.

A condition is written `finding/figure(key=value) RELATION other`, where RELATION is one of
= != < <= > >= and the other side is a number, a word in double quotes, or another figure.
"""

import math
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from scrutator.errors import ScrutatorError

Known = int | Decimal | Fraction | float | str
"""What a figure's value can be when it is known."""

FigureLookup = Callable[[str], Known | None]
"""The value of a figure by its id, None when there is no such figure or its value is unknown."""

_REFERENCE = re.compile(r"([A-Za-z0-9._-]+)/([A-Za-z0-9._-]+)\s*(?:\((.*)\))?", re.S)
# A value may hold a comma: only a comma before the next `key=` ends it.
_NEXT_KEY = re.compile(r",\s*(?=[A-Za-z0-9_]+\s*=)")
# Bounded, because an exponent of nine digits is a number that no computer can hold.
_NUMBER = re.compile(r"[+-]?[0-9]{1,30}(\.[0-9]{1,30})?([eE][+-]?[0-9]{1,2})?(/[0-9]{1,30})?")
_RELATIONS: Mapping[str, Callable[[object, object], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,  # type: ignore[dict-item]
    "<=": operator.le,  # type: ignore[dict-item]
    ">": operator.gt,  # type: ignore[dict-item]
    ">=": operator.ge,  # type: ignore[dict-item]
}


@dataclass(frozen=True)
class Condition:
    """A parsed condition; the sides are figure ids (`finding/name(key=value)`) or exact values."""

    left: str
    relation: str
    right: str | Fraction
    right_is_figure: bool


def figure_reference(text: str) -> str | None:
    """The canonical id of a figure reference, keys in order and without spaces; None when it is none."""
    found = _REFERENCE.fullmatch(text.strip())
    if not found:
        return None
    finding, name, keys = found.groups()
    pairs = [part.partition("=") for part in _NEXT_KEY.split(keys or "") if part.strip()]
    if any(not sign or not key.strip() for key, sign, _ in pairs):
        return None
    at = ",".join(sorted(f"{key.strip()}={value.strip()}" for key, _, value in pairs))
    return f"{finding}/{name}" + (f"({at})" if at else "")


def parse_condition(text: str) -> Condition:
    """Read a condition. Raises ScrutatorError G01 when it is not one."""
    left, relation, right = _split(text)
    reference = figure_reference(left)
    if reference is None or relation not in _RELATIONS or not right:
        raise ScrutatorError("G01", f"'{text[:80]}' is not a condition on a figure")
    other = figure_reference(right)
    if other is not None:
        return Condition(reference, relation, other, right_is_figure=True)
    if right.startswith('"') and right.endswith('"') and len(right) > 1:
        return Condition(reference, relation, right[1:-1], right_is_figure=False)
    if not _NUMBER.fullmatch(right):
        raise ScrutatorError("G01", f"'{right[:40]}' is neither a number nor a figure")
    try:
        return Condition(reference, relation, Fraction(right), right_is_figure=False)
    except (ValueError, ZeroDivisionError):
        raise ScrutatorError("G01", f"'{right[:40]}' is neither a number nor a figure") from None


def _split(text: str) -> tuple[str, str, str]:
    """Split at the relation that stands outside brackets."""
    depth = 0
    for index, character in enumerate(text):
        depth += {"(": 1, ")": -1}.get(character, 0)
        if depth == 0 and character in "=<>!":
            relation = text[index : index + 2] if text[index + 1 : index + 2] == "=" else character
            return text[:index].strip(), relation, text[index + len(relation) :].strip()
    return text, "", ""


def holds(condition: Condition, value_of: FigureLookup) -> bool | None:
    """Does the condition hold? None when a figure is missing, unknown or of another kind."""
    left: Known | Fraction | None = value_of(condition.left)
    right: Known | Fraction | None = condition.right
    if condition.right_is_figure:
        right = value_of(str(condition.right))
    if left is None or right is None or isinstance(left, str) != isinstance(right, str):
        return None
    if any(isinstance(side, float) and not math.isfinite(side) for side in (left, right)):
        return None
    if isinstance(left, str) or isinstance(right, str):
        return _RELATIONS[condition.relation](left, right) if condition.relation in ("=", "!=") else None
    return _RELATIONS[condition.relation](Fraction(left), Fraction(right))


def named_figures(text: str) -> tuple[str, ...]:
    """The figures that a condition, or a bare reference, names. Raises ScrutatorError G01."""
    alone = figure_reference(text)
    if alone is not None:
        return (alone,)
    condition = parse_condition(text)
    return (condition.left, str(condition.right)) if condition.right_is_figure else (condition.left,)
