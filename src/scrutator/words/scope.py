"""Words that limit or deny what is said, in the languages a case is quoted in."""

import tomllib
from functools import cache
from importlib.resources import files


@cache
def scope_words() -> frozenset[str]:
    """The words of all languages, in small letters: a text is not asked which language it is in."""
    text = (files("scrutator.words") / "scope.toml").read_text(encoding="utf-8")
    return frozenset(word for words in tomllib.loads(text).values() for word in words)
