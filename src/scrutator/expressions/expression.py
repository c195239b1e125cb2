"""An expression that was read and whose types fit: ready for one report, for many, and for a reader."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from scrutator.errors import ScrutatorError
from scrutator.expressions.checking import type_of
from scrutator.expressions.grammar import parse
from scrutator.expressions.tree import Node, names_of
from scrutator.expressions.types import Kind, Type


@dataclass(frozen=True)
class Expression:
    """The text as it was written, its tree and its type; `types` are those of the names it uses."""

    text: str
    tree: Node
    type: Type
    types: Mapping[str, Type]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names it uses."""
        return names_of(self.tree)


def read_expression(text: str, names: Mapping[str, Type]) -> Expression:
    """Answer: can this expression be saved?

    Raises E01 for what cannot be read and E02 for types that do not fit, both with the place and a remedy.
    """
    tree = parse(text)
    found = type_of(tree, text, names)
    return Expression(text, tree, found, {name: names[name] for name in names_of(tree)})


def read_condition(text: str, names: Mapping[str, Type]) -> Expression:
    """The same for a check: the expression must be true or false. Raises E01, E02."""
    found = read_expression(text, names)
    if found.type.kind is not Kind.TRUTH:
        remedy = "Compare it with something, as in `registered >= issued`."
        raise ScrutatorError("E02", f"a check is true or false, and this is {found.type}", remedy=remedy)
    return found
