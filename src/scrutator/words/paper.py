"""What a form on paper says around its questions, in English, Russian and Kazakh."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def _texts() -> Mapping[str, Any]:
    return tomllib.loads((files("scrutator.words") / "paper.toml").read_text(encoding="utf-8"))


def paper_words(language: str) -> Mapping[str, str]:
    """The words of a language; the English ones where there are none."""
    found: Mapping[str, str] = _texts().get(language, _texts()["en"])
    return found
