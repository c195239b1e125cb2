"""From tokens to a tree. The order in which signs bind, loosest first:

or
and
not
= != < <= > >=      once: `a = b = c` is refused, because it is read in two ways
+ -                 from the left: 8 - 3 - 2 is 3
* /                 from the left: 8 / 4 / 2 is 1
- (before a term)   -2^2 is -4
^                   from the right: 2^3^2 is 2^9 = 512
"""

from collections.abc import Sequence
from fractions import Fraction

from scrutator.errors import ScrutatorError
from scrutator.expressions.tokens import Token, TokenKind, tokens_of, unreadable
from scrutator.expressions.tree import Binary, Call, Name, Node, Number, Text, Unary

DEEPEST = 40
COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")


def parse(text: str) -> Node:
    """The tree of an expression. Raises E01 with the place for what cannot be read."""
    reader = _Reader(text, tokens_of(text))
    tree = reader.either()
    last = reader.next
    if last.kind is not TokenKind.END:
        raise unreadable(text, last.at, f"{last.text!r} is not expected here", _chained(last))
    return tree


def _chained(token: Token) -> str:
    if token.text in COMPARISONS:
        return "Compare twice and join with `and`: `a = b and b = c`."
    return ""


class _Reader:
    """Reads tokens from the left; each method reads one level of the table above."""

    def __init__(self, text: str, tokens: Sequence[Token]) -> None:
        self._text, self._tokens = text, tokens
        self._place, self._depth = 0, 0

    @property
    def next(self) -> Token:
        return self._tokens[self._place]

    def _take(self, *signs: str) -> Token | None:
        token = self.next
        if token.kind is TokenKind.SIGN and token.text in signs:
            self._place += 1
            return token
        return None

    def _expect(self, sign: str) -> None:
        if self._take(sign) is None:
            raise unreadable(self._text, self.next.at, f"'{sign}' is missing here")

    def either(self) -> Node:
        left = self._both()
        while sign := self._take("or"):
            left = Binary("or", left, self._both(), sign.at)
        return left

    def _both(self) -> Node:
        left = self._negated()
        while sign := self._take("and"):
            left = Binary("and", left, self._negated(), sign.at)
        return left

    def _negated(self) -> Node:
        if sign := self._take("not"):
            self._deeper()
            operand = self._negated()
            self._depth -= 1
            return Unary("not", operand, sign.at)
        return self._compared()

    def _compared(self) -> Node:
        left = self._sum()
        if sign := self._take(*COMPARISONS):
            return Binary(sign.text, left, self._sum(), sign.at)
        return left

    def _sum(self) -> Node:
        left = self._product()
        while sign := self._take("+", "-"):
            left = Binary(sign.text, left, self._product(), sign.at)
        return left

    def _product(self) -> Node:
        left = self._signed()
        while sign := self._take("*", "/"):
            left = Binary(sign.text, left, self._signed(), sign.at)
        return left

    def _signed(self) -> Node:
        if sign := self._take("-"):
            self._deeper()
            operand = self._signed()
            self._depth -= 1
            return Unary("-", operand, sign.at)
        return self._power()

    def _power(self) -> Node:
        base = self._term()
        if sign := self._take("^"):
            self._deeper()
            exponent = self._signed()
            self._depth -= 1
            return Binary("^", base, exponent, sign.at)
        return base

    def _term(self) -> Node:
        token = self.next
        if token.kind in (TokenKind.NUMBER, TokenKind.TEXT, TokenKind.NAME):
            self._place += 1
            if token.kind is TokenKind.NUMBER:
                return Number(Fraction(token.text), token.at)
            if token.kind is TokenKind.TEXT:
                return Text(token.text[1:-1], token.at)
            return self._call(token) if self._take("(") else Name(token.text, token.at)
        if self._take("("):
            self._deeper()
            inside = self.either()
            self._depth -= 1
            self._expect(")")
            return inside
        raise unreadable(self._text, token.at, "a number, a name, a text or a bracket is missing here")

    def _call(self, token: Token) -> Call:
        self._deeper()
        arguments: list[Node] = []
        if not self._take(")"):
            arguments.append(self.either())
            while self._take(","):
                arguments.append(self.either())
            self._expect(")")
        self._depth -= 1
        return Call(token.text, tuple(arguments), token.at)

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise ScrutatorError("E01", f"the expression is nested deeper than {DEEPEST} levels")
