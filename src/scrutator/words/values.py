"""Words that figures may have as values, such as verdicts, in the languages of statements."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def value_words() -> Mapping[str, Mapping[str, str]]:
    """Language -> English word -> the word in that language."""
    table: dict[str, dict[str, str]] = tomllib.loads(
        (files("scrutator.words") / "values.toml").read_text(encoding="utf-8")
    )
    return table


def value_word(word: str, language: str) -> str:
    """The word in a language; in English where the language lacks it."""
    return value_words().get(language, {}).get(word, word)
