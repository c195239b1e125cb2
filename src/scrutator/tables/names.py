"""Which column is meant? Exactly as written, or in any case and with any white space, if only one fits."""

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import TypeVar

from scrutator.errors import ScrutatorError
from scrutator.words.tables import plain

Value = TypeVar("Value")
_SHOWN = 12


def level(name: str) -> str:
    """A heading for comparison: case folded, with one space for any run of spaces, hyphens, underscores."""
    return " ".join(plain(name).replace("_", " ").replace("-", " ").split())


def find(name: str, columns: Iterable[str]) -> str | None:
    """The column of this name; None when there is none. Raises B06 when several fit equally well."""
    names = list(columns)
    if name in names:
        return name
    wanted = level(name)
    found = [one for one in names if level(one) == wanted]
    found = found or [one for one in names if level(one).rpartition(" (")[0] == wanted and one.endswith(")")]
    if len(found) > 1:
        raise ScrutatorError(
            "B06",
            f"{len(found)} columns are called “{name}”",
            where=", ".join(found),
            remedy="Name one of them in full.",
        )
    return found[0] if found else None


def need(name: str, columns: Iterable[str], table: str = "the table") -> str:
    """The column of this name. Raises B06 with the columns there are."""
    names = list(columns)
    found = find(name, names)
    if found is None:
        close = get_close_matches(level(name), [level(one) for one in names], n=1)
        hint = next((f" Did you mean “{one}”?" for one in names if close and level(one) == close[0]), "")
        raise ScrutatorError(
            "B06",
            f"there is no column “{name}”",
            where=f"{table} has: {listed(names)}",
            remedy=f"Name a column of the table: --map {name}=COLUMN.{hint}",
        )
    return found


def summands(source: str, columns: Iterable[str], table: str = "the table") -> tuple[str, ...]:
    """The columns that a source names: one, or several joined by " + " when no column has that name.

    Raises B06 for one that is not there, B10 for one that is named twice.
    """
    names = list(columns)
    whole = find(source, names)
    if whole is not None or " + " not in source:
        return (whole or need(source, names, table),)
    parts = tuple(need(part.strip(), names, table) for part in source.split(" + "))
    twice = [part for place, part in enumerate(parts) if part in parts[:place]]
    if twice:
        what = f"“{source}” adds up the column “{twice[0]}” twice"
        raise ScrutatorError("B10", what, where=table, remedy="Name each column once.")
    return parts


def listed(names: Sequence[str]) -> str:
    """The first names, and how many more there are."""
    more = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (f" and {more} more" if more > 0 else "")


def only(given: Mapping[str, Value], known: Sequence[str], option: str) -> None:
    """Raise B10 for a name that the command does not use: nothing given is silently unused."""
    unknown = [name for name in given if name not in known]
    if unknown:
        what = f"“{unknown[0]}” is none of the columns {', '.join(known)}"
        raise ScrutatorError("B10", what, where=option)
