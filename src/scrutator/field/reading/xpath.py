"""The part of XPath that forms may use, as trees of the one language: no XPath engine of ours.

In a form a question without an answer is an empty text. Here it is unknown, and the tree says in so many
words what the phone does: a comparison with an empty text asks whether there is an answer, any other
comparison of what is not answered is false, and `!=` is true.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from scrutator.errors import ScrutatorError
from scrutator.expressions.grammar import COMPARISONS, parse
from scrutator.expressions.tree import Binary, Call, Name, Node, Number, Text, Unary

NOW = "now"
_TOKEN = re.compile(
    r"\s*(?:(?P<question>\$\{[a-z][a-z0-9_]*\})|(?P<number>[0-9]+(?:\.[0-9]+)?)|(?P<text>'[^']*'|\"[^\"]*\")"
    r"|(?P<call>[a-z][a-z-]*)\s*\(|(?P<word>[a-z]+)|(?P<own>\.)|(?P<sign><=|>=|!=|[-+*=<>(),]))"
)
_FUNCTIONS = {
    "selected": "selected(",
    "count-selected": "count_selected(",
    "string-length": "length(",
    "coalesce": "coalesce(",
    "if": "if(",
    "not": "not (",
}
_WORDS = {"and": "and", "or": "or", "div": "/"}
_CONSTANTS = {"true": "(1 = 1)", "false": "(1 = 2)", "now": NOW}


@lru_cache(maxsize=8192)
def condition_tree(text: str, own: str) -> Node:
    """The tree of a relevance, a constraint or a calculation; `own` is the question that a dot stands for.
    Raises E01 for what is not in the part that is used."""
    return _as_phones_do(parse(" ".join(_translated(text, own))))


def _translated(text: str, own: str) -> Iterator[str]:
    """The text in the one language, piece by piece."""
    at, text = 0, text.rstrip()
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            what = f"“{text[at : at + 12].strip()}” is not used in forms"
            raise ScrutatorError("E01", what, where=f"character {at + 1}")
        at = found.end()
        if question := found["question"]:
            yield question[2:-1]
        elif found["own"]:
            yield own
        elif name := found["call"]:
            piece, at = _function(name, text, at)
            yield piece
        elif word := found["word"]:
            if word not in _WORDS:
                raise ScrutatorError("E01", f"“{word[:30]}” is not used in forms", where=f"character {at}")
            yield _WORDS[word]
        else:
            yield str(found["number"] or found["text"] or found["sign"])


def _function(name: str, text: str, at: int) -> tuple[str, int]:
    """A function's beginning, or the whole of one without arguments, and the place behind it."""
    if name in _WORDS:  # `a and (b)` looks like a call
        return f"{_WORDS[name]} (", at
    if name in _CONSTANTS:
        closed = re.compile(r"\s*\)").match(text, at)
        if closed is None:
            raise ScrutatorError("E01", f"{name}() takes no argument", where=f"character {at}")
        return _CONSTANTS[name], closed.end()
    if name not in _FUNCTIONS:
        raise ScrutatorError(
            "E01", f"the function {name[:30]}() is not used in forms", where=f"character {at}"
        )
    return _FUNCTIONS[name], at


def _as_phones_do(node: Node) -> Node:
    match node:
        case Unary(sign=sign, operand=operand, at=at):
            return Unary(sign, _as_phones_do(operand), at)
        case Binary(sign=sign) if sign in COMPARISONS:
            return _comparison(node)
        case Binary(sign=sign, left=left, right=right, at=at):
            return Binary(sign, _as_phones_do(left), _as_phones_do(right), at)
        case Call(name="selected", at=at):
            return Binary("and", Call("known", node.arguments[:1], at), node, at)
        case Call(name=("count_selected" | "length"), at=at):
            return Call("coalesce", (node, _zero(at)), at)
        case Call(name=name, arguments=arguments, at=at):
            return Call(name, tuple(map(_as_phones_do, arguments)), at)
        case _:
            return node


def _comparison(node: Binary) -> Node:
    at, sign = node.at, node.sign
    for side, other in ((node.left, node.right), (node.right, node.left)):
        if isinstance(side, Text) and not side.value and sign in ("=", "!="):
            known = Call("known", (_as_phones_do(other),), at)
            return known if sign == "!=" else Unary("not", known, at)
    compared: Node = Binary(sign, _as_phones_do(node.left), _as_phones_do(node.right), at)
    for side in (node.left, node.right):
        if not isinstance(side, Text | Number) and not (isinstance(side, Name) and side.name == NOW):
            known = Call("known", (_as_phones_do(side),), at)
            missing = Unary("not", known, at)
            compared = (
                Binary("or", missing, compared, at) if sign == "!=" else Binary("and", known, compared, at)
            )
    return compared


def _zero(at: int) -> Number:
    from fractions import Fraction

    return Number(Fraction(0), at)
