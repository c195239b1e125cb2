"""What the pages of a site say by themselves, per language; every language is complete."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

LANGUAGES = ("en", "ru", "kk", "es")
"""The languages a site is written in."""


@cache
def site_words(language: str) -> Mapping[str, str]:
    """The words by their names in a language. KeyError for a language that the site does not have."""
    table: dict[str, dict[str, str]] = tomllib.loads(
        (files("scrutator.words") / "site.toml").read_text(encoding="utf-8")
    )
    return table[language]
