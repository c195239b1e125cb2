"""The words of a text, levelled for comparison, each with its place in the text as it is.

Case, quotation marks, dashes, spacing, soft hyphens and the way an accent is encoded are levelled.
Between digits nothing is levelled: `1.5` is one word, `1-5` is two.
"""

import re
import unicodedata
from dataclasses import dataclass

from scrutator.words.scope import number_words, scope_words

_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_MARK = "\u0300-\u036f"
_LETTER = rf"[^\W\d_][{_MARK}{_INVISIBLE}]*"
_NUMBER = r"\d+(?:[.,]\d+)*"
_LINE_END = r"[-\u2010\u2011][ \t]*\r?\n[ \t]*"
_WORD = re.compile(rf"{_NUMBER}(?:{_LETTER})*%?|{_LETTER}(?:['’]?(?:{_LETTER}|\d))*%?")
_MENDED = re.compile(rf"{_NUMBER}(?:{_LETTER})*%?|{_LETTER}(?:(?:['’]|{_LINE_END})?(?:{_LETTER}|\d))*%?")
_DROPPED = re.compile(rf"[\s\-\u2010\u2011{_INVISIBLE}]")
# A comma between whole groups of three digits only groups them: 1,204 is 1204. A point may begin a fraction.
_GROUPED = re.compile(r"(?<=\d),(?=(?:\d{3})(?:,\d{3})*(?!\d|[.,]\d{1,2}(?!\d)))")
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
        plain = _GROUPED.sub("", _DROPPED.sub("", match.group()).replace("’", "'"))
        found.append(Word(unicodedata.normalize("NFKC", plain).casefold(), match.start(), match.end()))
    return tuple(found)


def fragments(quotation: str) -> list[tuple[Word, ...]]:
    """The stretches of words between ellipses."""
    return [words for part in _ELLIPSIS.split(quotation) if (words := words_of(part))]


def changes_meaning(word: str) -> bool:
    """Is this word a number, or one that limits or denies what is said?"""
    return word in scope_words() or word in number_words() or any(c.isdigit() for c in word)


def denies_the_other(one: str, other: str) -> bool:
    """Is one of these words the other with a syllable of denial: before it, or inside it as in Kazakh?"""
    short, long = sorted((one, other), key=len)
    if long.endswith(short) and long.removesuffix(short) in DENYING_BEGINNINGS:
        return True
    return any(
        long[:at] + long[at + 2 :] == short
        for at in range(1, len(long) - 1)
        if long[at : at + 2] in SYLLABLES_OF_DENIAL
    )


DENYING_BEGINNINGS = frozenset({"un", "in", "im", "il", "ir", "dis", "non", "mis", "des", "не", "бес", "без"})
SYLLABLES_OF_DENIAL = frozenset({"ма", "ме", "ба", "бе", "па", "пе"})
