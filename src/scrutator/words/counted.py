"""Words that make a number an amount: what is counted, units, and what announces an amount."""

import re
import tomllib
from functools import cache
from importlib import resources


@cache
def counted_after() -> re.Pattern[str]:
    """Matches, right after a number, what makes it an amount: a unit, or a noun with its adjectives.

    The words of all languages are asked for, because a text quotes in other languages than its own.
    """
    between, nouns = _any_of("between"), _any_of("nouns")
    gap = r"[\s*_\[\]~`]{0,400}+"  # emphasis and links too
    return re.compile(rf"{gap}(?:[%‰]|(?:{_any_of('units')})|(?:(?:{between}){gap}){{0,3}}(?:{nouns}))", re.I)


@cache
def counted_before() -> re.Pattern[str]:
    """Matches what ends right before a number and announces an amount: "at least", a sign, a currency."""
    return re.compile(rf"(?:(?<!\w)(?:{_any_of('before')})\s+|[$€£₸₽=<>≥≤≈+]\s?)[*_\[]*$", re.I)


@cache
def _words() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((resources.files(__package__) / "counted.toml").read_text(encoding="utf-8"))


def _any_of(kind: str) -> str:
    """A pattern for the words of one kind in every language, the longest first."""
    words = sorted(
        {word for language in _words().values() for word in language[kind]}, key=lambda w: (-len(w), w)
    )
    return "|".join(_pattern(word) for word in words)


def _pattern(word: str) -> str:
    text = re.escape(word.rstrip("*")).replace(r"\ ", r"\s+")
    return text + (r"\w*" if word.endswith("*") else "") + r"(?!\w)"
