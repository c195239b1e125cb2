"""Letters and digits as phones send them: digits of every script are digits; look-alikes are asked about."""

import unicodedata
from collections.abc import Iterable, Iterator

from scrutator.words.look_alikes import look_alikes

_CYRILLIC = dict(zip("АБВГДЕЗИЙКЛМНОПРСТУФХЦЫЭӘҒҚҢӨҰҮҺІ", "ABVGDEZIYKLMNOPRSTUFHCYEAGKNOUUHI", strict=True))
_FOR_DIGITS = {"O": "0", "I": "1", "L": "1"}


def plain_digits(text: str) -> str:
    """The text with the digits of any script as 0 to 9, and without characters that only steer direction or
    joining. No letter is changed."""
    return "".join(_digit(letter) for letter in text if unicodedata.category(letter) != "Cf")


def _digit(letter: str) -> str:
    value = unicodedata.decimal(letter, None)
    return letter if value is None else str(value)


def clean_comment(text: str) -> str:
    """A comment as it can be kept: controls, halves of characters and unassigned ones are spaces."""
    kept = ("" if unicodedata.category(one) in ("Cc", "Cs", "Cn", "Co") else one for one in text)
    return " ".join("".join(one or " " for one in kept).split())


def suggestions(word: str, known: Iterable[str]) -> tuple[str, ...]:
    """Answer: which of the known words may be meant by one that is not among them?

    The same letters in full width, letters of another script that look or sound alike, and O, I or L at the
    end that stand for a digit (`AAO` of `AAO1` may be `AA0`). A person decides; nothing is replaced.
    """
    listed = set(known)
    found = {one for one in _readings(word) if one in listed}
    for reading in {word.upper(), *_readings(word)}:
        base = reading.rstrip("".join(_FOR_DIGITS))
        if base in listed and base != reading:
            found.add(base + "".join(_FOR_DIGITS[one] for one in reading[len(base) :]))
    return tuple(sorted(found))


def _readings(word: str) -> Iterator[str]:
    """The word in Latin capitals: by width, by look, by sound."""
    upper = word.upper()
    yield unicodedata.normalize("NFKC", upper).upper()
    yield "".join(look_alikes().get(one, one) for one in upper).upper()
    yield "".join(_CYRILLIC.get(one, one) for one in upper)
