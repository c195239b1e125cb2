"""From the text of an expression to its tokens."""

import re
from dataclasses import dataclass
from enum import StrEnum

from scrutator.errors import ScrutatorError

LONGEST = 2_000
MOST_TOKENS = 500


class TokenKind(StrEnum):
    """What a token is."""

    NUMBER = "number"
    TEXT = "text"
    NAME = "name"
    SIGN = "sign"
    END = "end"


@dataclass(frozen=True)
class Token:
    """One token and where it begins."""

    kind: TokenKind
    text: str
    at: int


WORDS = frozenset(("and", "or", "not"))
_TOKEN = re.compile(
    r"(?P<number>[0-9]{1,18}(?:\.[0-9]{1,9})?(?![0-9.A-Za-z_]))"
    r"|(?P<text>'[^'\n]*'|\"[^\"\n]*\")"
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)?)"
    r"|(?P<sign><=|>=|!=|[-+*/^=<>(),])"
)


def tokens_of(text: str) -> tuple[Token, ...]:
    """The tokens in order, closed by one of the kind END. Raises E01 with the place."""
    if len(text) > LONGEST:
        raise ScrutatorError("E01", f"the expression has {len(text):,} characters, the most is {LONGEST:,}")
    found: list[Token] = []
    at = 0
    while at < len(text):
        if text[at] in " \t\n":
            at += 1
            continue
        match = _TOKEN.match(text, at)
        if match is None:
            raise unreadable(text, at, f"{text[at : at + 10]!r} is no number, name, text or sign")
        kind = TokenKind(str(match.lastgroup))
        if kind is TokenKind.NAME and match.group() in WORDS:
            kind = TokenKind.SIGN
        found.append(Token(kind, match.group(), at))
        at = match.end()
    if len(found) > MOST_TOKENS:
        raise ScrutatorError("E01", f"the expression has {len(found)} parts, the most is {MOST_TOKENS}")
    return (*found, Token(TokenKind.END, "", len(text)))


def unreadable(text: str, at: int, what: str, remedy: str = "") -> ScrutatorError:
    """The error of an expression that cannot be read, with its place."""
    return ScrutatorError("E01", what, where=place(text, at), remedy=remedy)


def place(text: str, at: int) -> str:
    """A place as a person finds it: the sign's number, and the text around it."""
    around = " ".join(text[max(0, at - 12) : at + 20].split())
    return f"character {at + 1} of the expression, near “{around}”" if around else f"character {at + 1}"
