"""What the draft of a mission's statement says around its figures, in every language of statements."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def _texts() -> Mapping[str, Any]:
    return tomllib.loads((files("scrutator.words") / "mission.toml").read_text(encoding="utf-8"))


def mission_words(language: str) -> Mapping[str, str]:
    """The sentences of a language; the English ones where there are none."""
    found: Mapping[str, str] = (
        _texts().get(language, _texts()["en"]) if language != "forms" else _texts()["en"]
    )
    return found


def form_name(form: str, language: str, title: str) -> str:
    """The name of a bundled form in a language; the form's own title for any other."""
    names: Mapping[str, str] = _texts()["forms"].get(form, {})
    return names.get(language, title)
