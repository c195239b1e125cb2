"""Words found in tables: of rows of totals, for a figure that is missing, in headings of columns."""

import re
import tomllib
import unicodedata
from collections.abc import Sequence
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


@cache
def _phrases() -> tuple[tuple[str, tuple[str, ...]], ...]:
    text = (files("scrutator.words") / "columns.toml").read_text(encoding="utf-8")
    return tuple((role, tuple(map(_level, words))) for role, words in tomllib.loads(text).items())


def _level(text: str) -> str:
    return " ".join(bare(text.replace("_", " ").replace("-", " ")).split())


def proposed_columns(headings: Sequence[str]) -> dict[str, str]:
    """Our name to the one heading that says it: as a whole, else with other words around it.

    Nothing is proposed where several headings fit equally well.
    """
    found: dict[str, str] = {}
    plain = {heading: _level(heading) for heading in headings}
    for role, phrases in _phrases():
        free = {heading: text for heading, text in plain.items() if heading not in found.values()}
        whole = [heading for heading, text in free.items() if text in phrases]
        within = [heading for heading, text in free.items() if any(f" {p} " in f" {text} " for p in phrases)]
        for fitting in (whole, within):
            if len(fitting) == 1:
                found[role] = fitting[0]
                break
            if fitting:
                break
    return found
