"""Kinds of cells: how the text of one cell becomes a value, and what is said when it cannot.

A kind is a name, one line for the reference page, and a function from text to value that raises
`CellError` with a reason and a remedy. An empty cell is None and allowed only in optional columns.
A cell may also say why its value is missing: `not obtained: transcribe from page 24`,
`not published`, `not applicable`.
"""

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from scrutator.plain_text import invisible_character, other_spelling
from scrutator.record.dates import PartialDate
from scrutator.record.unknown import Missing, Unknown


class CellError(ValueError):
    """The text of a cell is not of its kind; `reason` and `remedy` are for the person who typed it."""

    def __init__(self, code: str, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.code, self.reason, self.remedy = code, reason, remedy


@dataclass(frozen=True)
class Kind:
    """A kind of cell: its name, a line of description, and the function that reads it."""

    name: str
    description: str
    read: Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Citation:
    """A source and where in it: `S1#16` is line 16 of source S1; the locator may be empty."""

    source: str
    locator: str = ""

    def __str__(self) -> str:
        return f"{self.source}#{self.locator}" if self.locator else self.source


COMPOSE = "Save the text in composed form (Unicode NFC)."

_IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_INTEGER = re.compile(r"-?[0-9]+")
_DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


def read_text(text: str) -> str:
    hidden = invisible_character(text)
    if hidden:
        raise CellError("R12", f"the text contains an invisible character {hidden}", "Remove it.")
    if word := other_spelling(text):
        raise CellError("R12", f"{word} is written with separate accents", COMPOSE)
    return text


def read_identifier(text: str) -> str:
    if not _IDENTIFIER.fullmatch(text):
        raise CellError(
            "R10", f"'{text[:40]}' is not an id", "Use letters, digits, dots, hyphens and underscores."
        )
    return text


def read_identifiers(text: str) -> tuple[str, ...]:
    return tuple(read_identifier(part.strip()) for part in text.split(";"))


def read_citations(text: str) -> tuple[Citation, ...]:
    cited = []
    for part in text.split(";"):
        source, _, locator = part.strip().partition("#")
        cited.append(Citation(read_identifier(source.strip()), read_text(locator.strip())))
    return tuple(cited)


def read_integer(text: str) -> int:
    if not _INTEGER.fullmatch(text) or len(text) > 18:
        raise CellError("R10", f"'{text[:40]}' is not a whole number", "Write digits only, e.g. 6941220.")
    return int(text)


def read_count(text: str) -> int:
    value = read_integer(text)
    if value < 0:
        raise CellError(
            "R11", f"{value} is below zero", "A count is never negative; check it against the source."
        )
    return value


def read_decimal(text: str) -> Decimal:
    try:
        if not _DECIMAL.fullmatch(text) or len(text) > 40:
            raise InvalidOperation
        return Decimal(text)
    except InvalidOperation:
        raise CellError("R10", f"'{text[:40]}' is not a decimal number", "Write e.g. 75.1.") from None


def read_percent(text: str) -> Decimal:
    value = read_decimal(text)
    if not 0 <= value <= 100:
        raise CellError(
            "R11",
            f"{value} % is not between 0 and 100",
            "Correct the value, or record it as a stated figure.",
        )
    return value


def read_date(text: str) -> PartialDate:
    try:
        return PartialDate.parse(text)
    except ValueError:
        raise CellError(
            "R10", f"'{text[:40]}' is not a date", "Write 2012, 2012-01 or 2012-01-15, as exactly as known."
        ) from None


def read_time(text: str) -> str:
    if not _TIME.fullmatch(text):
        raise CellError("R10", f"'{text[:40]}' is not a time of day", "Write e.g. 20:00.")
    return text


def read_moment(text: str) -> str:
    """A time of the night, `20:15` (`24:30` is past midnight), or a local date and time."""
    if re.fullmatch(r"[0-4]?[0-9]:[0-5][0-9]", text):
        return text
    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is not None or "T" not in text.replace(" ", "T"):
        raise CellError(
            "R10", f"'{text[:40]}' is not a moment", "Write 20:15 or 2026-06-14T20:15, local time."
        )
    return text


def read_path(text: str) -> tuple[str, ...]:
    parts = tuple(read_text(part.strip()) for part in text.split("/"))
    if not all(parts):
        raise CellError("R10", f"'{text[:40]}' has an empty part", "Write e.g. country/region/district.")
    return parts


def read_sha256(text: str) -> str:
    if not re.fullmatch(r"[0-9a-f]{64}", text):
        raise CellError("R10", "this is not a SHA-256", "Write the 64 lower-case hex digits of sha256sum.")
    return text


def read_colour(text: str) -> str:
    if not re.fullmatch(r"#[0-9a-f]{6}", text):
        raise CellError("R10", f"'{text[:40]}' is not a colour", "Write e.g. #0072b2.")
    return text


TEXT = Kind("text", "any text, without invisible characters", read_text)
IDENTIFIER = Kind("id", "letters, digits, dots, hyphens, underscores", read_identifier)
IDENTIFIERS = Kind("ids", "ids separated by semicolons", read_identifiers)
CITATIONS = Kind("citations", "`SOURCE` or `SOURCE#locator`, separated by semicolons", read_citations)
INTEGER = Kind("integer", "a whole number", read_integer)
COUNT = Kind("count", "a whole number, zero or more", read_count)
DECIMAL = Kind("decimal", "a decimal number with a dot", read_decimal)
PERCENT = Kind("percent", "a decimal number from 0 to 100", read_percent)
DATE = Kind("date", "`2012`, `2012-01` or `2012-01-15`", read_date)
TIME = Kind("time", "`20:00`, local time", read_time)
MOMENT = Kind("moment", "`20:15`, or `2026-06-14T20:15`, local time", read_moment)
PATH = Kind("path", "names separated by `/`, the largest first", read_path)
SHA256 = Kind("sha256", "64 lower-case hex digits", read_sha256)
COLOUR = Kind("colour", "`#rrggbb`", read_colour)


def choice(*allowed: str) -> Kind:
    """A kind whose cell is one of the given words."""

    def read(text: str) -> str:
        if text not in allowed:
            raise CellError(
                "R13", f"'{text[:40]}' is not one of the allowed words", f"Use {', '.join(allowed)}."
            )
        return text

    return Kind("choice", "one of " + ", ".join(f"`{word}`" for word in allowed), read)


def read_missing(text: str) -> Unknown | None:
    """The reason a value is missing, when the cell states one; otherwise None."""
    word, _, remark = text.partition(":")
    for missing in Missing:
        if word.strip() == missing.value:
            return Unknown(missing, read_text(remark.strip()))
    return None
