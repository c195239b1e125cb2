"""Dates as a language writes them, as exactly as they are known."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def _forms() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads((files("scrutator.words") / "dates.toml").read_text(encoding="utf-8"))


def month_names(language: str) -> tuple[str, ...]:
    """The names of the months as they stand in a date of this language."""
    return tuple(_forms()[language]["months"])


def date_words(year: int, month: int | None, day: int | None, language: str) -> str:
    """A date in words; ISO 8601 in a language that has no form here."""
    if language not in _forms():
        return "-".join(f"{part:02d}" for part in (year, month, day) if part is not None)
    form = _forms()[language]
    if month is None:
        return str(form["year"]).format(y=year)
    if day is None:
        return str(form["month"]).format(y=year, m=form["alone"][month - 1])
    return str(form["day"]).format(y=year, m=form["months"][month - 1], d=day)
