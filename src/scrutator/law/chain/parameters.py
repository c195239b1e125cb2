"""What a file of rules may give a step: tables where tables are meant, and values of the right kind."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from numbers import Number
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from scrutator.errors import ScrutatorError


def tables_of(table: Mapping[str, Any], key: str, where: str) -> Sequence[Mapping[str, Any]]:
    """The tables under `[[key]]`; none when it has none. Raises L10 for `[key]` and plain values."""
    found = table.get(key, ())
    if isinstance(found, list | tuple) and all(isinstance(part, Mapping) for part in found):
        return found
    raise ScrutatorError(
        "L10", f"{key} is not a list of tables", where=where, remedy=f"Write [[{key}]] before each of them."
    )


LONGEST_NUMBER = 18
"""Digits; Python itself refuses to print a number of more than 4,300."""
DEEPEST = 12
"""Tables within tables; no step has that many."""


def check_sizes(value: object, where: str, depth: int = 0) -> None:
    """Raise L10 for a number too long to be of a law, and for tables too deep, anywhere in the rules."""
    if depth > DEEPEST:
        raise ScrutatorError("L10", f"tables and lists more than {DEEPEST} deep", where=where)
    if isinstance(value, int) and abs(value) >= 10**LONGEST_NUMBER:
        what = f"a number of more than {LONGEST_NUMBER} digits"
        raise ScrutatorError("L10", what, where=where, remedy="No law has such a number: correct it.")
    if isinstance(value, Mapping):
        for name, part in value.items():
            check_sizes(part, f"{where}, {str(name)[:40]}", depth + 1)
    elif isinstance(value, list | tuple):
        for part in value:
            check_sizes(part, where, depth + 1)


def check_parameters(kind: Any, given: Mapping[str, Any], where: str) -> None:
    """Raise L10 for a value of another kind than the step takes: "yes" for true, -1 seats."""
    hints = get_type_hints(kind)
    for name in (item.name for item in fields(kind) if item.name in given):
        wanted = _wanted(hints[name])
        if wanted and not any(_fits(given[name], one) for one in wanted):
            said = " or ".join(SPOKEN[one] for one in wanted)
            raise ScrutatorError("L10", f"{name} = {given[name]!r}: write {said}", where=where)


SPOKEN: Mapping[Any, str] = {
    bool: "true or false",
    int: "a whole number of zero or more",
    str: "a text",
    Mapping: "a table",
    Sequence: "a list",
    type(None): "nothing",
}


def _wanted(hint: Any) -> list[Any]:
    """The kinds of values that a type of a parameter allows; [] for one that its step checks itself."""
    if get_origin(hint) is UnionType:
        return [one for part in get_args(hint) for one in _wanted(part)]
    origin = get_origin(hint) or hint
    if origin is tuple:
        return [Sequence]
    return [one for one in SPOKEN if origin is one]


def _fits(value: object, kind: Any) -> bool:
    if kind is int:
        return isinstance(value, int) and not isinstance(value, bool) and value >= 0
    if kind is str:  # a share or a factor may be written as a number
        return isinstance(value, str | Number) and not isinstance(value, bool)
    if kind is Sequence:
        return isinstance(value, list | tuple)
    return isinstance(value, kind)
