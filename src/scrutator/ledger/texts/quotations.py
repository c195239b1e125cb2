"""Quotation integrity: what a quotation leaves out of its sentence, and how two wordings differ.

A cut is not a falsehood; it is shown. When the words that were cut limit what is said ("in many
cases", "not", "some") or hold a number, the cut changes the scope, and that is said too.
"""

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from scrutator.ledger.texts.anchors import Anchor
from scrutator.ledger.texts.tokens import changes_meaning, words_of
from scrutator.record.nouns.replies import Quotation

NEAR = 4
"""How many words on either side of a cut are searched for scope words; a flag for a person to read."""
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*\s+(?=[\"'“‘(\[]*[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ])|\n\s*\n")


@dataclass(frozen=True)
class Cut:
    """What a quotation leaves out of its sentence in the source, before and after it."""

    before: str
    after: str
    changes_scope: bool


@dataclass(frozen=True)
class Difference:
    """How two wordings differ: kind, the words only one of them has, and whether they limit it.

    `kind` is one of same, cut at the start, cut at the end, cut at both ends, cut inside, reworded.
    """

    kind: str
    only_first: tuple[str, ...]
    only_second: tuple[str, ...]
    similarity: float
    changes_scope: bool


def cut_of(text: str, found: Anchor) -> Cut:
    """What of the sentence around an anchor was left out? Sentences end at . ! ? or an empty line."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    begin = max((end for end in ends if end <= found.start), default=0)
    stops = [match.start() + 1 for match in _SENTENCE_END.finditer(text)]
    finish = min((stop for stop in stops if stop >= found.end), default=len(text))
    before = " ".join(text[begin : found.start].split()).strip(" “”\"'‘’—–-:")
    after = " ".join(text[found.end : finish].split()).strip(" “”\"'‘’—–-:.!?…")
    near = [word.text for word in words_of(before)][-NEAR:] + [word.text for word in words_of(after)][:NEAR]
    return Cut(before, after, any(map(changes_meaning, near)))


def compare(first: str, second: str) -> Difference:
    """How do two wordings of one quotation differ, word by word?"""
    a, b = ([word.text for word in words_of(text)] for text in (first, second))
    matcher = difflib.SequenceMatcher(None, a, b, autojunk=False)
    changes = [code for code in matcher.get_opcodes() if code[0] != "equal"]
    only_a = tuple(" ".join(a[i1:i2]) for _, i1, i2, _, _ in changes if i2 > i1)
    only_b = tuple(" ".join(b[j1:j2]) for _, _, _, j1, j2 in changes if j2 > j1)
    moved = [word for text in only_a + only_b for word in text.split()]
    kind = _kind(changes, len(a), len(b))
    return Difference(kind, only_a, only_b, round(matcher.ratio(), 4), any(map(changes_meaning, moved)))


def _kind(changes: Sequence[tuple[str, int, int, int, int]], size_a: int, size_b: int) -> str:
    """One side has words the other lacks and nothing else: a cut; otherwise a rewording."""
    if not changes:
        return "same"
    tags = {change[0] for change in changes}
    if tags not in ({"insert"}, {"delete"}):
        return "reworded"
    places = set()
    for tag, i1, i2, j1, j2 in changes:
        begin, end, size = (i1, i2, size_a) if tag == "delete" else (j1, j2, size_b)
        places.add("start" if begin == 0 else "end" if end == size else "inside")
    if "inside" in places:
        return "cut inside"
    return "cut at both ends" if len(places) > 1 else f"cut at the {places.pop()}"


@dataclass(frozen=True)
class Variant:
    """Two wordings of the words one claim quotes, and how they differ."""

    claim: str
    first: Quotation
    second: Quotation
    difference: Difference


def variants(quotations: Sequence[Quotation]) -> tuple[Variant, ...]:
    """Every pair of wordings of one claim that differ, in the order of the table."""
    found = []
    for index, first in enumerate(quotations):
        for second in quotations[index + 1 :]:
            if second.claim == first.claim and second.language == first.language:
                difference = compare(first.text, second.text)
                if difference.kind != "same":
                    found.append(Variant(first.claim, first, second, difference))
    return tuple(found)
