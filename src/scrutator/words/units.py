"""Units of figures in the form that their number asks for: "1 vote", "2 голоса", "475 дней"."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from scrutator.words.plurals import plural_form

LANGUAGES = ("en", "ru", "kk", "es")
FORMS = {"ru": ("one", "few", "many")}
PART = {"ru": 1}  # the place of the form after a number with decimals: 2,2 голоса


@cache
def units() -> Mapping[str, Sequence[Sequence[str]]]:
    """English unit -> its forms in each language."""
    return tomllib.loads((files("scrutator.words") / "units.toml").read_text(encoding="utf-8"))


def unit_after(count: object, unit: str, language: str) -> str:
    """The unit after a number in a language; "" where its forms are not known, or there is no number."""
    if unit not in units() or language not in LANGUAGES or isinstance(count, str | bool):
        return ""
    forms = units()[unit][LANGUAGES.index(language)]
    if not isinstance(count, int):
        return forms[PART.get(language, -1)]
    form = plural_form(count, language)
    names = FORMS.get(language, ("one", "other"))
    return forms[names.index(form)] if form in names[: len(forms)] else forms[-1]
