"""What the web form says on a phone, in English, Russian, Kazakh and Arabic."""

import tomllib
from collections.abc import Mapping
from importlib.resources import files

LANGUAGES = ("ru", "kk", "ar")


def web_form_words() -> Mapping[str, Mapping[str, str]]:
    """For each language but English, its words by the English ones."""
    found = tomllib.loads((files("scrutator.words") / "web_form.toml").read_text(encoding="utf-8"))
    return {
        code: {english: texts[at] for english, texts in found.items()} for at, code in enumerate(LANGUAGES)
    }
