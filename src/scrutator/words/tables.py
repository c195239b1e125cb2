"""Words found in tables: of rows of totals, and for a figure that is missing."""

import re
import tomllib
import unicodedata
from functools import cache
from importlib.resources import files

FILE = "totals.toml"


@cache
def totals_words() -> frozenset[str]:
    """Words that mark a row of totals, in `bare` form, from all languages of the list."""
    return frozenset(bare(word) for words in _content()["totals"].values() for word in words)


@cache
def missing_words() -> frozenset[str]:
    """What stands in a cell in place of a figure that is not there, in `plain` form."""
    return frozenset(plain(word) for words in _content()["missing"].values() for word in words)


def plain(text: str) -> str:
    """A text for comparison: compatibility form, case folded, one space between words."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


class _Bare(dict[int, str | None]):
    """What each character is without accents, stretching and marks: itself, nothing, or a space."""

    def __missing__(self, code: int) -> str | None:
        character = chr(code)
        kind = unicodedata.category(character)
        self[code] = character
        if unicodedata.combining(character) or kind == "Cf" or character in _WITHIN_WORDS:
            self[code] = None
        elif character == "ı":  # Turkish: capital and small letters are paired otherwise
            self[code] = "i"
        elif kind[0] in "PS" or (kind == "Zs" and character != " "):
            self[code] = " "
        return self[code]


_WITHIN_WORDS = "\u0640\"'`´’ʼ״׳”“„«»"  # tatweel; apostrophes and quotes, with which Hebrew abbreviates
_BARE = _Bare()
_SPACED = re.compile(r"(?m)(?<!\S)[^\W\d] (?:[^\W\d] )+[^\W\d](?!\S)")


def bare(text: str) -> str:
    """A text as words are compared: no case, width, accents, stretched or spaced letters, no marks.

    Lines stay lines; white space at their ends stays.
    """
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()).translate(_BARE)
    joined = _SPACED.sub(lambda found: found.group().replace(" ", ""), folded)
    return re.sub(" {2,}", " ", joined)


@cache
def _content() -> dict[str, dict[str, list[str]]]:
    content: dict[str, dict[str, list[str]]] = tomllib.loads(
        (files("scrutator.words") / FILE).read_text(encoding="utf-8")
    )
    return content
