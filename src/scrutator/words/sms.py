"""What is said by SMS, in English, Russian and Kazakh."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def _texts() -> Mapping[str, Any]:
    return tomllib.loads((files("scrutator.words") / "sms.toml").read_text(encoding="utf-8"))


def sms_words(language: str) -> dict[str, str]:
    """The sentences of a language; the English ones where there are none."""
    found: dict[str, str] = _texts().get(language, _texts()["en"])
    return found


def sms_languages() -> tuple[str, ...]:
    """The codes of the languages."""
    return tuple(_texts())
