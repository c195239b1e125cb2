"""Counted nouns: "1 claim", "2 claims", in the plural forms of each language."""

import tomllib
from functools import cache
from importlib.resources import files


def plural_form(count: int, language: str) -> str:
    """The form of a noun after a whole number, by the rules of Unicode CLDR: one, few, many or other.

    Kazakh nouns keep one form after numbers; so does any language without a rule here.
    """
    last, last_two = abs(count) % 10, abs(count) % 100
    if language == "en":
        return "one" if abs(count) == 1 else "other"
    if language == "ru":
        if last == 1 and last_two != 11:
            return "one"
        return "few" if last in (2, 3, 4) and last_two not in (12, 13, 14) else "many"
    if language == "es":
        if abs(count) == 1:
            return "one"
        return "many" if count and abs(count) % 1_000_000 == 0 else "other"
    return "other"


@cache
def counted_nouns() -> dict[str, dict[str, dict[str, str]]]:
    """Language -> noun -> form -> text with the number as `{n}`."""
    return tomllib.loads((files("scrutator.words") / "plurals.toml").read_text(encoding="utf-8"))


def counted(count: int, noun: str, language: str, shown: str = "") -> str:
    """A number with its noun. `shown` is the number as the language prints it, if not its digits."""
    forms = counted_nouns()[language][noun]
    return forms[plural_form(count, language)].replace("{n}", shown or str(count))
