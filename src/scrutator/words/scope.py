"""Words that limit or deny what is said, in the languages a case is quoted in."""

import tomllib
from functools import cache
from importlib.resources import files


@cache
def scope_words() -> frozenset[str]:
    """The words of all languages, in small letters: a text is not asked which language it is in."""
    return frozenset(word for words in _lists()["scope"].values() for word in words)


@cache
def number_words() -> frozenset[str]:
    """Numbers in words, of all languages, in small letters."""
    return frozenset(word for words in _lists()["numbers"].values() for word in words)


@cache
def _lists() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((files("scrutator.words") / "scope.toml").read_text(encoding="utf-8"))
