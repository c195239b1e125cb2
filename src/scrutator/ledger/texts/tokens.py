"""The words of a text, levelled for comparison, each with its place in the text as it is.

Case, quotation marks, dashes, spacing, soft hyphens and the way an accent is encoded are levelled.
Between digits nothing is levelled: `1.5` is one word, `1-5` is two.
"""

import re
import unicodedata
from dataclasses import dataclass

from scrutator.words.scope import scope_words

_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_MARK = "\u0300-\u036f"
_LETTER = rf"[^\W\d_][{_MARK}{_INVISIBLE}]*"
_NUMBER = r"\d+(?:[.,]\d+)*"
_LINE_END = r"[-\u2010\u2011][ \t]*\r?\n[ \t]*"
_WORD = re.compile(rf"{_NUMBER}(?:{_LETTER})*%?|{_LETTER}(?:['’]?(?:{_LETTER}|\d))*%?")
_MENDED = re.compile(rf"{_NUMBER}(?:{_LETTER})*%?|{_LETTER}(?:(?:['’]|{_LINE_END})?(?:{_LETTER}|\d))*%?")
_DROPPED = re.compile(rf"[\s\-\u2010\u2011{_INVISIBLE}]")
_ELLIPSIS = re.compile(r"\[?\(?(?:…|\.\s?\.\s?\.)\)?\]?")


@dataclass(frozen=True)
class Word:
    """A word of a text, levelled, with its place in the text as it is."""

    text: str
    start: int
    end: int


def words_of(text: str, mend_line_ends: bool = False) -> tuple[Word, ...]:
    """The words of a text without case, quotes, dashes and spacing; nothing else is levelled.

    `mend_line_ends` reads a word broken by a hyphen at the end of a line as one: `elec-` and `tions`
    as `elections`. Whether the hyphen belongs to the word cannot be seen, so both readings are asked.
    """
    found = []
    for match in (_MENDED if mend_line_ends else _WORD).finditer(text):
        plain = _DROPPED.sub("", match.group()).replace("’", "'")
        found.append(Word(unicodedata.normalize("NFKC", plain).casefold(), match.start(), match.end()))
    return tuple(found)


def fragments(quotation: str) -> list[tuple[Word, ...]]:
    """The stretches of words between ellipses."""
    return [words for part in _ELLIPSIS.split(quotation) if (words := words_of(part))]


def changes_meaning(word: str) -> bool:
    """Is this word a number, or one that limits or denies what is said?"""
    return word in scope_words() or any(character.isdigit() for character in word)
