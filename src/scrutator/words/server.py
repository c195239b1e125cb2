"""What the pages of the server say, by their English words, in the languages of the desk and of readers."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

LANGUAGES = ("en", "ru", "kk")
"""The languages of the server's pages."""
READERS_LANGUAGES = ("en", "ru", "kk", "es")
"""The languages of its pages for readers: laws, one's own election."""


@cache
def server_phrases(language: str) -> Mapping[str, str]:
    """English words with those of a language; none for English or a language that is not spoken here."""
    if language not in LANGUAGES[1:]:
        return {}
    text = (files("scrutator.words") / "server.toml").read_text(encoding="utf-8")
    place = LANGUAGES.index(language) - 1
    return {english: texts[place] for english, texts in tomllib.loads(text).items()}


@cache
def reader_phrases(language: str) -> Mapping[str, str]:
    """English words with those of a language; none for English and others."""
    if language not in READERS_LANGUAGES[1:]:
        return {}
    text = (files("scrutator.words") / "readers.toml").read_text(encoding="utf-8")
    place = READERS_LANGUAGES.index(language) - 1
    return {english: texts[place] for english, texts in tomllib.loads(text).items()}
