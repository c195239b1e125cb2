"""The few words that the page of a statement says by itself, per language."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def page_words(language: str) -> Mapping[str, str]:
    """The words by their names in a language; those it lacks are in English."""
    table = _table()
    return {**table["en"], **table.get(language, {})}


@cache
def _table() -> dict[str, dict[str, str]]:
    return tomllib.loads((files("scrutator.words") / "page.toml").read_text(encoding="utf-8"))
