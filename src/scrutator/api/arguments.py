"""Arguments of the public functions are of the kinds that their annotations name."""

import functools
import numbers
import operator
import os
import reprlib
import types
from collections.abc import Callable, Mapping, Sequence, Set
from typing import Any, Literal, ParamSpec, TypeVar, Union, get_args, get_origin, get_type_hints

from scrutator.errors import ScrutatorError

Given = ParamSpec("Given")
Result = TypeVar("Result")
WORDS = {
    str: "a text", int: "a whole number", float: "a number", bool: "True or False", types.NoneType: "None",
    Mapping: "a mapping", Sequence: "a list", tuple: "a pair", os.PathLike: "a path",
}  # fmt: skip


def checked(function: Callable[Given, Result]) -> Callable[Given, Result]:
    """The same function, which refuses an argument of a kind that its annotation does not name (A01).

    `Any` takes everything. Of a choice of literals only the kind is checked: the function names the choice.
    """

    @functools.wraps(function)
    def call(*args: Given.args, **kwargs: Given.kwargs) -> Result:
        for name, value in (*zip(_kinds(function), args, strict=False), *kwargs.items()):
            kind = _kinds(function).get(name, Any)
            if not _fits(value, kind):
                raise ScrutatorError("A01", f"{name}={_shown(value)}", remedy=f"Give {_said(kind)}.")
        return function(*args, **kwargs)

    return call


def _shown(value: Any) -> str:
    """A value for an error; a number too long to be printed is said to be one."""
    try:
        return reprlib.repr(value)
    except ValueError:
        return f"{type(value).__name__} with a number too long to print"


@functools.cache
def _kinds(function: Callable[..., Any]) -> dict[str, Any]:
    """The kinds of the arguments by name, in their order."""
    return {name: kind for name, kind in get_type_hints(function).items() if name != "return"}


def _fits(value: Any, kind: Any) -> bool:
    origin, inner = get_origin(kind) or kind, get_args(kind)
    if origin is Any:
        return True
    if origin is Literal:
        return isinstance(value, str)
    if origin in (Union, types.UnionType):
        return any(_fits(value, one) for one in inner)
    if origin is Sequence:
        if isinstance(value, str):
            return inner[0] is Any
        listed = hasattr(value, "__len__") and hasattr(value, "__iter__")
        return listed and not isinstance(value, _NO_LIST) and all(_fits(one, inner[0]) for one in value)
    if origin is tuple:  # a pair
        whole = isinstance(value, tuple | list) and len(value) == len(inner)
        return whole and all(_fits(one, kind) for one, kind in zip(value, inner, strict=True))
    if origin is Mapping:
        pairs = value.items() if hasattr(value, "items") else ()
        return hasattr(value, "items") and all(_fits(k, inner[0]) and _fits(v, inner[1]) for k, v in pairs)
    return _is_one(value, origin)


_NO_LIST = (bytes, Mapping, Set)


def _is_one(value: Any, kind: type) -> bool:
    """Whether a plain value is of this kind; numpy's numbers are numbers, True is none."""
    is_truth = type(value).__name__ in ("bool", "bool_")
    if kind is bool:
        return is_truth
    if kind is float:
        return isinstance(value, numbers.Real) and not is_truth
    if kind is int:
        return _is_whole(value) and not is_truth
    return isinstance(value, kind)


def _is_whole(value: Any) -> bool:
    try:
        operator.index(value)
    except TypeError:
        return False
    return True


def _said(kind: Any) -> str:
    """A kind in words, as in "a list of texts" or "a text or a path"."""
    origin, inner = get_origin(kind) or kind, get_args(kind)
    if origin in (Union, types.UnionType):
        return " or ".join(dict.fromkeys(_said(one) for one in inner if one is not types.NoneType))
    if origin is Sequence and inner[0] is str:
        return 'a list of texts: ["a", "b"]'
    if origin is Sequence and get_origin(inner[0]) is tuple:
        return 'a list of pairs: [("a", "b")]'
    if origin is Literal:
        return "a text"
    if origin is Mapping and inner[1] is not Any:
        return f"a mapping of a text to {_said(inner[1])}"
    return WORDS.get(origin) or f"a result of type {origin.__name__}"
