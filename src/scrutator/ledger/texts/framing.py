"""Framing: words in context, and words that one collection of texts uses more than another.

Keyness is G² with the expected counts of the two collections, in the two-term form of the UCREL
calculator (ucrel.lancs.ac.uk/llwizard); the log ratio says how large a difference is, document
frequencies how widely it is spread. G² treats a text as a bag of independent words, so it is shown
beside the other two, never alone.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scrutator.ledger.texts.tokens import words_of


@dataclass(frozen=True)
class Concordance:
    """One occurrence of a phrase: the text it stands in, its line, and the words around it."""

    text: str
    line: int
    left: str
    match: str
    right: str


def concordance(texts: Mapping[str, str], phrase: str, width: int = 8) -> tuple[Concordance, ...]:
    """Every occurrence of a phrase in named texts, with `width` words on either side."""
    wanted = [word.text for word in words_of(phrase)]
    found = []
    for name in sorted(texts):
        text, words = texts[name], words_of(texts[name])
        plain = [word.text for word in words]
        for at in range(len(plain) - len(wanted) + 1):
            if wanted and plain[at : at + len(wanted)] == wanted:
                after = at + len(wanted)
                begin, end = words[at].start, words[after - 1].end
                left = text[words[max(0, at - width)].start : begin]
                right = text[end : words[min(len(words), after + width) - 1].end]
                line = text.count("\n", 0, begin) + 1
                found.append(Concordance(name, line, _flat(left), _flat(text[begin:end]), _flat(right)))
    return tuple(found)


def _flat(text: str) -> str:
    return " ".join(text.split())


@dataclass(frozen=True)
class Keyness:
    """A word in two collections: counts, documents that hold it, G² and log₂ ratio.

    The log ratio replaces a count of zero by one half; it is positive when the first uses it more.
    """

    word: str
    first: int
    second: int
    first_documents: int
    second_documents: int
    g2: float
    log_ratio: float


def g_squared(first: int, second: int, first_size: int, second_size: int) -> float:
    """G² of a word with these counts in two collections of these sizes, two-term form."""
    expected = [size * (first + second) / (first_size + second_size) for size in (first_size, second_size)]
    terms = ((first, expected[0]), (second, expected[1]))
    return 2 * sum(count * math.log(count / mean) for count, mean in terms if count)


def log_ratio(first: int, second: int, first_size: int, second_size: int) -> float:
    return math.log2(((first or 0.5) / first_size) / ((second or 0.5) / second_size))


def keyness(first: Sequence[str], second: Sequence[str], least: int = 2) -> tuple[Keyness, ...]:
    """Words by G² that two collections of documents use differently; `least` is the fewest in all.

    Empty when a collection has no words.
    """
    bags = [[Counter(w.text for w in words_of(text)) for text in texts] for texts in (first, second)]
    counts = [sum(bag, Counter()) for bag in bags]
    sizes = [sum(count.values()) for count in counts]
    if not all(sizes):
        return ()
    found = []
    for word in sorted(set(counts[0]) | set(counts[1])):
        a, b = counts[0][word], counts[1][word]
        if a + b >= least:
            held, other = (sum(word in bag for bag in side) for side in bags)
            g2 = g_squared(a, b, sizes[0], sizes[1])
            found.append(Keyness(word, a, b, held, other, g2, log_ratio(a, b, sizes[0], sizes[1])))
    return tuple(sorted(found, key=lambda k: (-k.g2, k.word)))


def hedges_by_actor(rows: Sequence[Mapping[str, str]]) -> tuple[tuple[str, str, str, int], ...]:
    """(actor, outlet, hedge, items) from a coding sheet, the most frequent first."""
    seen = {
        (row["actor"], row["outlet"], row["hedge"].casefold(), row["item"] or row["unit"])
        for row in rows
        if row.get("hedge")
    }
    counts = Counter((actor, outlet, hedge) for actor, outlet, hedge, _ in seen)
    return tuple((*key, counts[key]) for key in sorted(counts, key=lambda k: (-counts[k], k)))
