"""Does a decoded word look like a word? Letters of one alphabet, written as people write names."""

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

# Letters of old or rare alphabets that a wrong decoding makes: seldom in the names of places.
_RARE = set("ðþýÐÞÝђћќўџ€ЂЋЌЎЏѓѕєґ¤")
_AROUND = "«»“”„‚’‘–—…№·\u00a0"  # what stands before and after words
_BETWEEN = re.compile("[\u00a0«»№]+")
_LATIN_VOWELS = set("aeiouyäöüæøåœ")
MOST_ACCENTS = 0.75  # share of a Latin word's letters that are not plain, as in “Łódź”
LONG = 3  # letters of a word that is judged


def like_a_word(text: str) -> int:
    """How much a decoded word looks like one: 2, 1 or 0; below zero what cannot be a word."""
    letters = [character.isalpha() for character in text]
    if not all(letters):
        return -2
    scripts = {unicodedata.name(character, "?").split()[0] for character in text}
    small_first = any(a.islower() and b.isupper() for a, b in pairwise(text))
    if len(scripts) > 1 or small_first:
        return -1
    if "CYRILLIC" in scripts and len(text) > 1 and not _common_cyrillic(text):
        return 0
    return 1 if _RARE & set(text) else 2


def _common_cyrillic(text: str) -> bool:
    return any(letter in "аеёиоуыэюяіїєәөүұ" for letter in text.lower())


def share_of_words(texts: Sequence[str]) -> float:
    """The share of decoded words that are surely words; 0 where all are Cyrillic and none has both capital
    and small letters, since Hebrew read as Cyrillic has one kind only."""
    parts = [part for text in texts for part in _BETWEEN.split(text.strip(_AROUND)) if part]
    judged = [part for part in parts if len(part) >= LONG] or parts
    if not judged:
        return 1.0
    if all(map(is_cyrillic, judged)) and all(part.islower() or part.isupper() for part in judged):
        return 0.0
    return sum(map(_is_word, judged)) / len(judged)


def is_cyrillic(text: str) -> bool:
    """Whether all letters are Cyrillic."""
    return all("\u0400" <= character <= "\u052f" for character in text)


def _is_word(text: str) -> bool:
    if like_a_word(text) < 1 or not (text.islower() or text.isupper() or text[1:].islower()):
        return False
    if is_cyrillic(text):
        return True
    accents = sum(not character.isascii() for character in text)
    plain = set(unicodedata.normalize("NFD", text.casefold()))
    return (len(text) < LONG or accents <= MOST_ACCENTS * len(text)) and (
        len(text) < LONG + 1 or bool(plain & _LATIN_VOWELS)
    )
