"""Anchors: where in a source the words of a quotation stand, exactly or nearly.

Words are levelled before comparing (`tokens`), and positions are given in the source as it is. An
ellipsis splits a quotation into fragments that must follow one another; when the words it hides
deny or limit what is said, or hold a number, the anchor is `cut inside` and never `exact`. A
quotation that differs from its source by such a word is `altered` and never `close`. In a text
whose columns were run together the words of a sentence can stand near one another in another
order; such an anchor is `garbled`.
"""

import difflib
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from scrutator.ledger.texts.tokens import Word, changes_meaning, denies_the_other, fragments, words_of

KINDS = ("exact", "cut inside", "close", "altered", "garbled", "not found")
CLOSE = 0.85
"""Least share of matching words, in order, for a close anchor."""
GARBLED = 0.9
"""Least share of the quotation's words that must stand in the window of a garbled anchor."""
SPREAD = 3.0
"""A garbled anchor's window is at most this many times as long as the quotation, in words."""


@dataclass(frozen=True)
class Anchor:
    """Where a quotation stands: kind, span of characters, first and last line (from 1), similarity."""

    kind: str
    start: int = 0
    end: int = 0
    first_line: int = 0
    last_line: int = 0
    similarity: float = 0.0


def anchor(text: str, quotation: str) -> Anchor:
    """Where do these words stand in this text? The first exact place, else the closest one."""
    wanted = fragments(quotation)
    words = words_of(text)
    if not words or not wanted:
        return Anchor("not found")
    mended = words_of(text, mend_line_ends=True)
    return _verbatim(text, words, wanted) or _verbatim(text, mended, wanted) or _near(text, words, wanted)


def _verbatim(text: str, words: Sequence[Word], wanted: Sequence[Sequence[Word]]) -> Anchor | None:
    spans = _exact(words, wanted)
    if not spans:
        return None
    span, hides = next((found for found in spans if not found[1]), spans[0])
    return _anchored(text, words, "cut inside" if hides else "exact", span, 1.0)


def _near(text: str, words: Sequence[Word], wanted: Sequence[Sequence[Word]]) -> Anchor:
    flat = [word.text for part in wanted for word in part]
    span, similarity = _closest(words, flat)
    if similarity >= CLOSE:
        kept = _laid_beside(words, span, flat)
        altered = any(map(changes_meaning, _differing(kept, flat))) or _denial_turned(kept, flat)
        kind = "altered" if altered else "close"
        return _anchored(text, words, kind, span, similarity)
    window, share = _gathered(words, flat)
    if share >= GARBLED:
        missing = Counter(flat) - Counter(word.text for word in words[window[0] : window[1]])
        window_words = [word.text for word in words[window[0] : window[1]]]
        dropped = _dropped(window_words, flat)
        kind = "altered" if any(map(changes_meaning, (*missing, *dropped))) else "garbled"
        return _anchored(text, words, kind, window, share)
    return Anchor("not found", similarity=round(max(similarity, share), 4))


def _laid_beside(words: Sequence[Word], span: tuple[int, int], wanted: Sequence[str]) -> list[str]:
    """The words of a window, with as many before and after it as the quotation has that were not found there:
    a first or last word that was changed stands beside what it was changed from."""
    kept = [word.text for word in words[span[0] : span[1]]]
    blocks = difflib.SequenceMatcher(None, kept, list(wanted), autojunk=False).get_matching_blocks()[:-1]
    if not blocks:
        return kept
    lead, trail = blocks[0].b - blocks[0].a, len(wanted) - blocks[-1].b - blocks[-1].size
    begin, end = max(0, span[0] - max(0, lead)), span[1] + max(0, trail)
    return [word.text for word in words[begin:end]]


def _denial_turned(window: Sequence[str], wanted: Sequence[str]) -> bool:
    """Does one side deny what the other says by a syllable of one word: fair, unfair; алды, алмады?"""
    matcher = difflib.SequenceMatcher(None, list(window), list(wanted), autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "replace" and any(
            denies_the_other(one, other) for one, other in zip(window[i1:i2], wanted[j1:j2], strict=False)
        ):
            return True
    return False


def _dropped(window: Sequence[str], wanted: Sequence[str]) -> list[str]:
    """The words the quotation leaves out without a mark, when what it keeps stands in order: none when the
    order differs, as where columns were run together."""
    matcher = difflib.SequenceMatcher(None, list(window), list(wanted), autojunk=False)
    if any(tag in ("replace", "insert") for tag, *_ in matcher.get_opcodes()):
        return []
    return [word for tag, i1, i2, _, _ in matcher.get_opcodes() if tag == "delete" for word in window[i1:i2]]


def _differing(window: Sequence[str], wanted: Sequence[str]) -> list[str]:
    """The words only one of the two has, where they are laid side by side."""
    matcher = difflib.SequenceMatcher(None, list(window), list(wanted), autojunk=False)
    changes = [code for code in matcher.get_opcodes() if code[0] != "equal"]
    return [word for _, i1, i2, j1, j2 in changes for word in (*window[i1:i2], *wanted[j1:j2])]


def _anchored(
    text: str, words: Sequence[Word], kind: str, span: tuple[int, int], similarity: float
) -> Anchor:
    start, end = words[span[0]].start, words[span[1] - 1].end
    first, last = text.count("\n", 0, start) + 1, text.count("\n", 0, end) + 1
    return Anchor(kind, start, end, first, last, round(similarity, 4))


def _exact(words: Sequence[Word], wanted: Sequence[Sequence[Word]]) -> list[tuple[tuple[int, int], bool]]:
    """Every place where all fragments stand, one after another, and whether a word that changes the
    meaning stands between them."""
    plain = [word.text for word in words]
    telling = list(accumulate(map(changes_meaning, plain), initial=0))
    parts = [[word.text for word in part] for part in wanted]
    first, *later = [_places(plain, part) for part in parts]
    found = list[tuple[tuple[int, int], bool]]()
    for opening in first:
        position, hidden = opening + len(parts[0]), 0
        for part, places in zip(parts[1:], later, strict=True):
            at = bisect_left(places, position)
            if at == len(places):
                return found
            hidden += telling[places[at]] - telling[position]
            position = places[at] + len(part)
        found.append(((opening, position), hidden > 0))
    return found


def _places(plain: Sequence[str], part: Sequence[str]) -> list[int]:
    size, first = len(part), part[0]
    return [
        i
        for i in range(len(plain) - size + 1)
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
