"""What a visitor says in the forms of a workspace: how the file is read, and what is to be computed of it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import msgspec

from scrutator.api.laws import contest_laws
from scrutator.errors import ScrutatorError
from scrutator.publishing.new_case.columns import COUNTS, PLACES
from scrutator.tables.mapping import NO_MAPPING, TableMapping
from scrutator.web.own.understanding import LIST, Understood

ROLES = (*PLACES, *COUNTS, LIST)
_FILE = ("sheet", "heading", "encoding", "delimiter", "thousands")
READING = (*_FILE, "long_list", "long_votes", "drop", "keep", "accept_losses")
COMPUTING = ("title", "publisher", "source", "day", "law", "seats", "threshold", "regions")
LONGEST, LONGEST_ROWS = 200, 10_000  # letters of a text, and of a list of rows
MARKS = {"comma": ",", "point": ".", "none": "none"}
DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}


class Asked(msgspec.Struct, frozen=True):
    """What is computed: the texts a file does not hold, a law with its number of seats and its threshold, and
    the regions that the forensic report is of (none: all)."""

    title: str
    publisher: str
    source: str
    date: str
    day: str
    law: str = ""
    seats: int = 0
    threshold: str = ""
    regions: tuple[str, ...] = ()


def wrong(what: str, remedy: str) -> ScrutatorError:
    """What a visitor wrote that cannot be used."""
    return ScrutatorError("D65", what, remedy=remedy)


def mapping_of(given: Any, found: Understood) -> tuple[TableMapping, list[str]]:
    """How the file is to be read and the columns of lists, from the fields of the form (a QueryDict).

    A column's role is the field `role-<place>`. Raises D65 for a field the form does not have and for a value
    that it does not offer.
    """
    roles = _roles(given, found)
    text = _texts(given, READING)
    mapping = replace(
        NO_MAPPING,
        columns={ours: " + ".join(roles[ours]) for ours in (*PLACES, *COUNTS) if roles.get(ours)},
        sheet=text["sheet"],
        heading=_number(text["heading"], "heading"),
        encoding=text["encoding"],
        delimiter=_one_of(text["delimiter"], DELIMITERS, "delimiter"),
        thousands=_one_of(text["thousands"], MARKS, "thousands"),
        long=_long(text["long_list"], text["long_votes"]),
        drop=_lines(text["drop"], "drop"),
        keep=_lines(text["keep"], "keep"),
        accept_losses=text["accept_losses"] == "on",
    )
    return mapping, roles.get(LIST, [])


def _roles(given: Any, found: Understood) -> dict[str, list[str]]:
    known = {f"role-{place}" for place in range(len(found.columns))}
    for name in given:
        if name not in known and name not in READING and name != "csrfmiddlewaretoken":
            raise wrong(f"{name[:40]!r} is no field of this form", "Go back and try again.")
    roles: dict[str, list[str]] = {}
    for place, column in enumerate(found.columns):
        role = given.get(f"role-{place}", "")
        if role not in ("", *ROLES):
            raise wrong(f"{role[:40]!r} is nothing that a column can be", "Choose one of those offered.")
        if role:
            roles.setdefault(role, []).append(column.name)
    for ours in PLACES:
        if len(roles.get(ours, [])) > 1:
            raise wrong(f"two columns are the {ours}", "Choose one column.")
    return roles


def _texts(given: Any, fields: tuple[str, ...]) -> dict[str, str]:
    """The texts of a form, none of them cut short. Raises D65 for one that is too long."""
    text = {field: given.get(field, "").strip() for field in fields}
    for field, said in text.items():
        most = LONGEST_ROWS if field in ("drop", "keep") else LONGEST
        if len(said) > most:
            raise wrong(f"{field}: {len(said):,} characters, more than {most:,}", "Write it shorter.")
    return text


def _one_of(name: str, offered: Mapping[str, str], field: str) -> str:
    if name and name not in offered:
        raise wrong(f"{field}: {name[:40]!r}", "Choose one of those offered.")
    return offered[name] if name else ""


def _number(text: str, field: str) -> int:
    if text and not (text.isascii() and text.isdigit() and int(text[:7]) > 0 and len(text) < 7):
        raise wrong(f"{field}: {text[:40]!r} is no whole number from 1", "Write e.g. 4.")
    return int(text or 0)


def _lines(text: str, field: str) -> tuple[int, ...]:
    return tuple(_number(one, field) for one in text.replace(",", " ").split())


def _long(of_list: str, of_votes: str) -> tuple[str, ...]:
    if bool(of_list) != bool(of_votes):
        remedy = "Name the column of the lists' names and the column of their votes, or neither."
        raise wrong("a file with a row for each list needs two columns", remedy)
    return (of_list, of_votes) if of_list else ()


def asked_of(given: Any, found: Understood, today: date, name: str) -> Asked:
    """What is to be computed. Raises D65 for a field the form does not have and a value that it refuses."""
    for field in given:
        if field not in (*COMPUTING, "csrfmiddlewaretoken"):
            raise wrong(f"{field[:40]!r} is no field of this form", "Go back and try again.")
    text = _texts(given, COMPUTING)
    law, regions = text["law"], tuple(given.getlist("regions"))
    if law and law not in laws():
        raise wrong(f"there is no law {law[:60]!r} here", "Choose one of those offered.")
    if not set(regions) <= set(found.regions):
        raise wrong("a region is not one of the file", "Choose among those offered.")
    if text["seats"] and not law:
        raise wrong("seats without a law", "Choose a law, or leave the seats out.")
    day = _day(text["day"])
    return Asked(
        title=text["title"] or name,
        publisher=text["publisher"] or "no one: a visitor's own computation",
        source=text["source"] or f"{name}, as a visitor of the server gave it",
        date=max(today, day).isoformat(),
        day=day.isoformat(),
        law=f"{law}@{day.isoformat()}" if law else "",
        seats=_number(text["seats"], "seats"),
        threshold=text["threshold"].rstrip("% "),
        regions=regions,
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise wrong(f"the day of the election: {text[:20]!r} is no date", "Write e.g. 2012-01-15.") from None


@cache
def laws() -> dict[str, str]:
    """The bundled statutes that a case of one contest can name, with their titles."""
    return contest_laws()
