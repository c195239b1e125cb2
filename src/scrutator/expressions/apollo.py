"""Expressions of Apollo's quality checks, in this language: what they meant there is kept, and named.

Apollo reads `&&` and `||` on one level and `^` from the left, binds a sign tighter than a power, and takes a
comparison of a comparison. Where that gives another tree than the usual order, brackets keep its meaning and
the expression is marked, for its author hardly meant it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from scrutator.errors import ScrutatorError
from scrutator.expressions.grammar import COMPARISONS, parse
from scrutator.expressions.tokens import LONGEST, place
from scrutator.expressions.tree import Binary, Call, Name, Node, Number, Unary, names_of

_TOKEN = re.compile(
    r"\s*(?:(?P<number>[0-9]+(?:\.[0-9]+)?)|(?P<name>[A-Z]+(?![A-Za-z0-9]))"
    r"|(?P<fact>\$[a-z]+[.@][a-z_]+)|(?P<sign>&&|\|\||<=|>=|!=|<>|[-+*/^=<>()]))"
)
_SIGNS = {"&&": "and", "||": "or", "<>": "!="}
FACTS: Mapping[str, str] = {"$location.registered_voters": "station.registered"}
MOST_PARTS, DEEPEST = 500, 40
NULL = "NULL"


@dataclass(frozen=True)
class Imported:
    """An expression in this language with Apollo's meaning; `usual` is what the same signs mean in the usual
    order where that is something else, "" where it is not."""

    text: str
    usual: str

    @property
    def is_changed(self) -> bool:
        """Does Apollo's order give it another meaning than the usual one?"""
        return bool(self.usual)


def from_apollo(text: str, names: Mapping[str, str]) -> Imported:
    """Answer: what does this expression of Apollo's say in this language, and is that what it seems to say?

    `names` gives the question for each of its tags. Raises E01 with the place for what Apollo does not have,
    a tag without a question, and what has no meaning here: joined texts, facts of participants, a NULL that
    is not compared.
    """
    if len(text) > LONGEST:
        raise ScrutatorError("E01", f"the expression has {len(text):,} characters, the most is {LONGEST:,}")
    pieces = list(_pieces(text, names))
    there = _Apollo(text, pieces).whole()
    usual = _nulls(parse(" ".join(piece for piece, _ in pieces)), text) if _is_usual(pieces) else None
    same = usual is not None and _plain(usual) == _plain(there)
    return Imported(_written(there), "" if same else "refused" if usual is None else _written(usual))


def _pieces(text: str, names: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    """Signs, numbers and names in this language, each with its place."""
    at, text = 0, text.rstrip()
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            raise ScrutatorError("E01", f"Apollo has no “{text[at:].strip()[:12]}”", where=place(text, at))
        at = found.end()
        where = found.start(str(found.lastgroup))
        if (name := found["name"]) and name != NULL:
            if name not in names:
                raise ScrutatorError(
                    "E01", f"no question is given for the tag {name}", where=place(text, where)
                )
            yield names[name], where
        elif fact := found["fact"]:
            if fact not in FACTS:
                raise ScrutatorError("E01", f"{fact} is not known here", where=place(text, where))
            yield FACTS[fact], where
        else:
            piece = found.group().strip()
            yield _SIGNS.get(piece, piece), where


class _Apollo:
    """Reads as Apollo does: each of its levels from the left."""

    def __init__(self, text: str, pieces: Sequence[tuple[str, int]]) -> None:
        if len(pieces) > MOST_PARTS:
            raise ScrutatorError("E01", f"the expression has {len(pieces)} parts, the most is {MOST_PARTS}")
        self._text, self._pieces, self._place, self._depth = text, pieces, 0, 0

    def whole(self) -> Node:
        tree = self._from_left(0)
        if self._place < len(self._pieces):
            raise self._refuse(f"“{self._pieces[self._place][0]}” is not expected here")
        return tree

    _LEVELS = (("and", "or"), COMPARISONS, ("+", "-"), ("*", "/"), ("^",))

    def _from_left(self, level: int) -> Node:
        if level == len(self._LEVELS):
            return self._signed()
        left = self._from_left(level + 1)
        while (sign := self._next) in self._LEVELS[level]:
            self._place += 1
            left = _compared(sign, left, self._from_left(level + 1), self._text)
        return left

    @property
    def _next(self) -> str:
        return self._pieces[self._place][0] if self._place < len(self._pieces) else ""

    def _signed(self) -> Node:
        piece, self._place = self._next, self._place + 1
        self._depth += 1
        if self._depth > DEEPEST:
            raise ScrutatorError("E01", f"the expression is nested deeper than {DEEPEST} levels")
        if piece == "-":
            found: Node = Unary("-", self._signed(), 0)
        elif piece == "(":
            found = self._from_left(0)
            if self._next != ")":
                raise self._refuse("“)” is missing here")
            self._place += 1
        elif piece and (piece[0].isalnum() or piece[0] == "_"):
            found = parse(piece)
        else:
            self._place -= 1
            raise self._refuse("a number, a tag or a bracket is missing here")
        self._depth -= 1
        return found

    def _refuse(self, what: str) -> ScrutatorError:
        at = self._pieces[self._place][1] if self._place < len(self._pieces) else len(self._text)
        return ScrutatorError("E01", what, where=place(self._text, at))


def _compared(sign: str, left: Node, right: Node, text: str) -> Node:
    """A pair of parts; beside NULL the question whether there is a value."""
    for null, other in ((left, right), (right, left)):
        if isinstance(null, Name) and null.name == NULL:
            if sign not in ("=", "!="):
                raise ScrutatorError("E01", f"NULL {sign} means nothing", where=place(text, null.at))
            known = Call("known", (other,), 0)
            return known if sign == "!=" else Unary("not", known, 0)
    return Binary(sign, left, right, 0)


def _is_usual(pieces: Sequence[tuple[str, int]]) -> bool:
    """Can it be read in the usual order at all? A comparison of a comparison cannot."""
    try:
        parse(" ".join(piece for piece, _ in pieces))
    except ScrutatorError:
        return False
    return True


def _nulls(node: Node, text: str) -> Node:
    match node:
        case Binary(sign=sign, left=left, right=right):
            return _compared(sign, _nulls(left, text), _nulls(right, text), text)
        case Unary(sign=sign, operand=operand):
            return Unary(sign, _nulls(operand, text), 0)
        case _:
            return node


def _plain(node: Node) -> Any:
    """The tree without places."""
    match node:
        case Binary(sign=sign, left=left, right=right):
            return sign, _plain(left), _plain(right)
        case Unary(sign=sign, operand=operand):
            return sign, _plain(operand)
        case Call(name=name, arguments=arguments):
            return name, *map(_plain, arguments)
        case _:
            return replace(node, at=0)


def _written(node: Node) -> str:
    """The tree in brackets that leave no order to be guessed. Raises E01 for a NULL that stands alone."""
    if NULL in names_of(node):
        raise ScrutatorError("E01", "NULL is compared with = or !=, and stands nowhere else")
    return _text(node).removeprefix("(").removesuffix(")") if isinstance(node, Binary) else _text(node)


def _text(node: Node) -> str:
    match node:
        case Number(value=value):
            return str(value.numerator) if value.denominator == 1 else str(float(value))
        case Name(name=name):
            return name
        case Unary(sign="not", operand=operand):
            return f"(not {_text(operand)})"
        case Unary(operand=operand):
            return f"(-{_text(operand)})"
        case Binary(sign=sign, left=left, right=right):
            return f"({_text(left)} {sign} {_text(right)})"
        case Call(name=name, arguments=arguments):
            return f"{name}({', '.join(map(_text, arguments))})"
        case _:
            raise ScrutatorError("E01", "Apollo has no texts")
