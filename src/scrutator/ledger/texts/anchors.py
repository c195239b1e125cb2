"""Anchors: where in a source the words of a quotation stand, exactly or nearly.

Typographic quotes, dashes, ligatures of spacing and line breaks are levelled before comparing, and
positions are given in the source as it is. An ellipsis splits a quotation into fragments that must
follow one another. In a text whose columns were run together the words of a sentence can stand
near one another in another order; such an anchor is called `garbled` and never `exact`.
"""

import difflib
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

KINDS = ("exact", "close", "garbled", "not found")
CLOSE = 0.85
"""Least share of matching words, in order, for a close anchor."""
GARBLED = 0.9
"""Least share of the quotation's words that must stand in the window of a garbled anchor."""
SPREAD = 3.0
"""A garbled anchor's window is at most this many times as long as the quotation, in words."""
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*%?", re.UNICODE)
_ELLIPSIS = re.compile(r"\[?\(?(?:…|\.\s?\.\s?\.)\)?\]?")


@dataclass(frozen=True)
class Word:
    """A word of a text, levelled, with its place in the text as it is."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Anchor:
    """Where a quotation stands: kind, span of characters, first and last line (from 1), similarity."""

    kind: str
    start: int = 0
    end: int = 0
    first_line: int = 0
    last_line: int = 0
    similarity: float = 0.0


def words_of(text: str) -> tuple[Word, ...]:
    """The words of a text without case, quotes, dashes and spacing; nothing else is levelled."""
    found = []
    for match in _WORD.finditer(text):
        level = unicodedata.normalize("NFKC", match.group()).casefold().replace("’", "'")
        found.append(Word(level, match.start(), match.end()))
    return tuple(found)


def fragments(quotation: str) -> list[tuple[Word, ...]]:
    """The stretches of words between ellipses."""
    return [words for part in _ELLIPSIS.split(quotation) if (words := words_of(part))]


def anchor(text: str, quotation: str) -> Anchor:
    """Where do these words stand in this text? The first exact place, else the closest one."""
    words, wanted = words_of(text), fragments(quotation)
    if not words or not wanted:
        return Anchor("not found")
    spans = _exact(words, wanted)
    if spans is not None:
        return _anchored(text, words, "exact", spans, 1.0)
    flat = [word.text for part in wanted for word in part]
    span, similarity = _closest(words, flat)
    if similarity >= CLOSE:
        return _anchored(text, words, "close", span, similarity)
    window, share = _gathered(words, flat)
    if share >= GARBLED:
        return _anchored(text, words, "garbled", window, share)
    return Anchor("not found", similarity=round(max(similarity, share), 4))


def _anchored(
    text: str, words: Sequence[Word], kind: str, span: tuple[int, int], similarity: float
) -> Anchor:
    start, end = words[span[0]].start, words[span[1] - 1].end
    first, last = text.count("\n", 0, start) + 1, text.count("\n", 0, end) + 1
    return Anchor(kind, start, end, first, last, round(similarity, 4))


def _exact(words: Sequence[Word], wanted: Sequence[Sequence[Word]]) -> tuple[int, int] | None:
    """The first place where every fragment stands, one after another."""
    plain = [word.text for word in words]
    for opening in _places(plain, [w.text for w in wanted[0]], 0):
        position = opening + len(wanted[0])
        for part in wanted[1:]:
            following = next(iter(_places(plain, [w.text for w in part], position)), None)
            if following is None:
                break
            position = following + len(part)
        else:
            return opening, position
    return None


def _places(plain: Sequence[str], part: Sequence[str], begin: int) -> list[int]:
    size, first = len(part), part[0]
    return [
        i
        for i in range(begin, len(plain) - size + 1)
        if plain[i] == first and list(plain[i : i + size]) == list(part)
    ]


def _closest(words: Sequence[Word], wanted: Sequence[str]) -> tuple[tuple[int, int], float]:
    """The window whose words, in order, are most like the quotation's."""
    plain = [word.text for word in words]
    size = min(len(wanted) + max(2, len(wanted) // 5), len(plain))
    best, best_score = (0, size), 0.0
    rare = Counter(wanted)
    for begin in range(len(plain) - size + 1):
        window = plain[begin : begin + size]
        if sum((Counter(window) & rare).values()) < CLOSE * len(wanted) * 0.9:
            continue
        blocks = difflib.SequenceMatcher(None, window, list(wanted), autojunk=False).get_matching_blocks()
        score = sum(block.size for block in blocks) / len(wanted)
        if score > best_score:
            filled = [block for block in blocks if block.size]
            best = (begin + filled[0].a, begin + filled[-1].a + filled[-1].size)
            best_score = score
    return best, best_score


def _gathered(words: Sequence[Word], wanted: Sequence[str]) -> tuple[tuple[int, int], float]:
    """The shortest window that holds most of the quotation's words in any order."""
    plain, need = [word.text for word in words], Counter(wanted)
    size = min(int(SPREAD * len(wanted)), len(plain))
    held: Counter[str] = Counter(plain[:size])
    best, most = (0, size), 0
    for begin in range(len(plain) - size + 1):
        if begin:
            held[plain[begin - 1]] -= 1
            held[plain[begin + size - 1]] += 1
        score = sum(min(held[word], count) for word, count in need.items())
        if score > most:
            best, most = (begin, begin + size), score
    return _tightened(plain, best, need), most / len(wanted)


def _tightened(plain: Sequence[str], span: tuple[int, int], need: Counter[str]) -> tuple[int, int]:
    """The window without the words at its ends that the quotation does not have."""
    begin, end = span
    while begin < end - 1 and plain[begin] not in need:
        begin += 1
    while end > begin + 1 and plain[end - 1] not in need:
        end -= 1
    return begin, end
