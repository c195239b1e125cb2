"""Words by which an election is assessed as a whole, per language."""

import tomllib
from functools import cache
from importlib.resources import files


@cache
def _phrases() -> tuple[str, ...]:
    text = (files("scrutator.words") / "assessments.toml").read_text(encoding="utf-8")
    return tuple(sorted(phrase for phrases in tomllib.loads(text).values() for phrase in phrases))


def assessment_words(text: str) -> tuple[str, ...]:
    """The phrases in a text that assess an election as a whole; case does not matter."""
    plain = " ".join(text.casefold().split())
    return tuple(phrase for phrase in _phrases() if phrase.casefold() in plain)
