"""Dates as a language writes them, as exactly as they are known."""

from collections.abc import Mapping
from types import MappingProxyType

ENGLISH = ("January", "February", "March", "April", "May", "June",
           "July", "August", "September", "October", "November", "December")  # fmt: skip
RUSSIAN = ("января", "февраля", "марта", "апреля", "мая", "июня",
           "июля", "августа", "сентября", "октября", "ноября", "декабря")  # fmt: skip
RUSSIAN_ALONE = ("январь", "февраль", "март", "апрель", "май", "июнь",
                 "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь")  # fmt: skip
KAZAKH = ("қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым",
          "шілде", "тамыз", "қыркүйек", "қазан", "қараша", "желтоқсан")  # fmt: skip
FORMS: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "en": ("{y}", "{m} {y}", "{d} {m} {y}"),
        "ru": ("{y} год", "{m} {y} года", "{d} {m} {y} года"),
        "kk": ("{y} жыл", "{y} жылғы {m}", "{y} жылғы {d} {m}"),
    }
)
"""How a year, a month and a day are written, by language."""


def date_words(year: int, month: int | None, day: int | None, language: str) -> str:
    """A date in words; ISO 8601 in a language that has no form here."""
    if language not in FORMS:
        return "-".join(f"{part:02d}" for part in (year, month, day) if part is not None)
    only_year, to_month, to_day = FORMS[language]
    if month is None:
        return only_year.format(y=year)
    if day is None:
        return to_month.format(y=year, m=_month(month, language, alone=True))
    return to_day.format(y=year, m=_month(month, language, alone=False), d=day)


def _month(month: int, language: str, alone: bool) -> str:
    names = {"en": ENGLISH, "ru": RUSSIAN_ALONE if alone else RUSSIAN, "kk": KAZAKH}
    return names[language][month - 1]
