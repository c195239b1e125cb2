"""The parts of an expression once it is read. `at` is the place in the text, counted from 0."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Number:
    """A number as written; 12.5 is exactly 25/2."""

    value: Fraction
    at: int


@dataclass(frozen=True)
class Text:
    """A text in quotes; beside a question with choices it is one of them."""

    value: str
    at: int


@dataclass(frozen=True)
class Name:
    """A line, a question or whatever the expression is given by name."""

    name: str
    at: int


@dataclass(frozen=True)
class Unary:
    """`-x` or `not x`."""

    sign: str
    operand: "Node"
    at: int


@dataclass(frozen=True)
class Binary:
    """Two parts and the sign between them."""

    sign: str
    left: "Node"
    right: "Node"
    at: int


@dataclass(frozen=True)
class Call:
    """A function of its arguments."""

    name: str
    arguments: tuple["Node", ...]
    at: int


Node = Number | Text | Name | Unary | Binary | Call


def names_of(node: Node) -> tuple[str, ...]:
    """The names an expression uses, in the order in which they first occur."""
    return tuple(dict.fromkeys(part.name for part in parts(node) if isinstance(part, Name)))


def parts(node: Node) -> Iterator[Node]:
    """The node and everything below it, from left to right."""
    yield node
    for below in children(node):
        yield from parts(below)


def children(node: Node) -> tuple[Node, ...]:
    """What a node is made of."""
    match node:
        case Unary(operand=operand):
            return (operand,)
        case Binary(left=left, right=right):
            return (left, right)
        case Call(arguments=arguments):
            return arguments
        case _:
            return ()
