"""Apollo's lists of locations and participants as the tables that a mission's set-up takes.

The formats as Apollo exports them (nditech/apollo, `locations/services.py` and `participants/services.py`).
Of locations there is one row a location, with the columns of every level above it: `REGION_N_EN` (in
earlier versions `REGION_N`) the name in a language, `REGION_ID` the code, `REGION_RV` the registered
voters; the lowest level stands last. Participants have ID, Name, Partner, Role, Location ID, Supervisor ID,
Gender, Email, Password and Phone #1 to #3. That export leaves out the supervisor's cell while the heading
names it, so every cell after it stands one heading too far to the left: rows that are one cell short are
read accordingly.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from scrutator.errors import ScrutatorError
from scrutator.field.importing.export import Unused
from scrutator.field.importing.sheets import csv_sheet, refuse_large, refuse_many_cells
from scrutator.tables.formats.delimited import all_records
from scrutator.tables.formats.encodings import as_utf8
from scrutator.tables.writing import csv_text

_NAME = re.compile(r"(?P<level>.+)_N(?:_(?P<language>[A-Z]{2,3}(?:_[A-Z]{2,4})?))?")
_PHONE = re.compile(r"\+?[0-9 ().-]{5,25}")
LEVEL_STATION = "station"
SUPERVISOR = "Supervisor ID"
PARTICIPANT = ("ID", "Name", "Partner", "Location ID")
PHONES = ("Phone #1", "Phone #2", "Phone #3")


@dataclass(frozen=True)
class ApolloTable:
    """A table for the set-up as CSV, and what of Apollo's it leaves out."""

    text: str
    unused: tuple[Unused, ...]


@dataclass(frozen=True)
class _Level:
    """The headings of one level of locations; `names` one for each language."""

    kind: str
    names: tuple[str, ...]
    code: str
    registered: str


def is_locations(headings: Sequence[str]) -> bool:
    """Are these the headings of Apollo's locations?"""
    return bool(_levels(headings)) and "code" not in headings


def is_participants(headings: Sequence[str]) -> bool:
    """Are these the headings of Apollo's participants?"""
    return set(PARTICIPANT) <= set(headings)


def _levels(headings: Sequence[str]) -> list[_Level]:
    names: dict[str, list[str]] = {}
    for heading in headings:
        found = _NAME.fullmatch(heading)
        if found and f"{found['level']}_ID" in headings:
            names.setdefault(found["level"], []).append(heading)
    kinds = list(names)
    return [
        _Level(
            LEVEL_STATION if level == kinds[-1] else level.lower().replace("_", " "),
            tuple(names[level]),
            f"{level}_ID",
            f"{level}_RV" if f"{level}_RV" in headings else "",
        )
        for level in kinds
    ]


def places_of(data: bytes, name: str = "locations.csv") -> ApolloTable:
    """Answer: which places are these locations of Apollo's?

    Columns code, name, kind, parent, registered; the lowest level is the stations. Raises D61 for another
    table, for a location with two names, parents or registers, and for one without a code.
    """
    sheet = csv_sheet(data, name)
    levels = _levels(sheet.headings)
    if not levels or sheet.faults:
        what = (
            sheet.faults[0] if sheet.faults else f"'{name}' has no columns such as REGION_N_EN and REGION_ID"
        )
        raise ScrutatorError("D61", what)
    found: dict[str, tuple[str, ...]] = {}
    for row in sheet.rows:
        parent = ""
        for level in levels:
            code, words = row[level.code].strip(), next((row[one] for one in level.names if row[one]), "")
            if not code and (words or (level.registered and row[level.registered])):
                raise ScrutatorError("D61", f"{name}, row {row.line}: “{words[:40]}” has no {level.code}")
            if not code:
                continue
            registered = row[level.registered].strip().removesuffix(".0") if level.registered else ""
            place = (words.strip(), level.kind, parent, registered)
            _same(found, code, place, f"{name}, row {row.line}")
            parent = code
    used = {one for level in levels for one in (level.names[0], level.code, level.registered)}
    unused = [
        Unused(
            f"the column {one[:60]}", "a place has one name, a code and a register", _filled(sheet.rows, one)
        )
        for one in sheet.headings
        if one not in used
    ]
    rows = [(code, *place) for code, place in found.items()]
    return ApolloTable(csv_text(("code", "name", "kind", "parent", "registered"), rows), tuple(unused))


def _same(found: dict[str, tuple[str, ...]], code: str, place: tuple[str, ...], where: str) -> None:
    """A location is repeated in the rows below it; what a row does not say of it, an earlier one may."""
    before = found.get(code, place)
    together = tuple(new or old for new, old in zip(place, before, strict=True))
    for said, old in zip(place, before, strict=True):
        if said and old and said != old:
            raise ScrutatorError("D61", f"{where}: {code} is “{said[:40]}”, and “{old[:40]}” in a row above")
    found[code] = together


def _filled(rows: Sequence[Mapping[str, str]] | Sequence[object], heading: str) -> int:
    return sum(bool(row[heading]) for row in rows)  # type: ignore[index]


def observers_of(data: bytes, name: str = "participants.csv") -> ApolloTable:
    """Answer: which observers are these participants of Apollo's? Columns code, partner, name, phone.

    Passwords, which Apollo exports as they are, are never taken over. Raises D61 for another table.
    """
    rows, headings = _participants(data, name)
    used = ("ID", "Name", "Partner", "Location ID", PHONES[0])
    why = {
        "Password": "a password that others may have read",
        "Location ID": "import the same file as the deployment",
    }
    unused = [
        Unused(
            f"the column {one[:60]}",
            why.get(one, "an observer here has none"),
            sum(bool(r[one]) for r in rows),
        )
        for one in headings
        if one not in used or one == "Location ID"
    ]
    found = [(row["ID"], row["Partner"], row["Name"], row.get(PHONES[0], "")) for row in rows]
    return ApolloTable(csv_text(("code", "partner", "name", "phone"), found), tuple(unused))


def deployment_of(data: bytes, round_code: str, name: str = "participants.csv") -> ApolloTable:
    """Answer: where is each of these participants to be? Columns round, observer, place; those without a
    location are left out and counted."""
    rows, headings = _participants(data, name)
    placed = [(round_code, row["ID"], row["Location ID"]) for row in rows if row["Location ID"]]
    used = ("ID", "Location ID")
    unused = [
        Unused(f"the column {one[:60]}", "a deployment has none", sum(bool(row[one]) for row in rows))
        for one in headings
        if one not in used
    ]
    unused += [Unused("participants without a location", "nowhere to be", len(rows) - len(placed))]
    return ApolloTable(csv_text(("round", "observer", "place"), placed), tuple(unused))


def _participants(data: bytes, name: str) -> tuple[list[dict[str, str]], list[str]]:
    """The rows by heading, with the supervisor's missing cell put in."""
    refuse_large(len(data), name)
    content, _ = as_utf8(data, "")
    refuse_many_cells(content, name)
    records = [record for record in all_records(content.decode(), ",") if any(map(str.strip, record[1]))]
    headings = [cell.strip() for cell in records[0][1]] if records else []
    if not is_participants(headings) or len(set(headings)) < len(headings):
        raise ScrutatorError("D61", f"'{name}' has no columns {', '.join(PARTICIPANT)}, each once")
    return list(_aligned(records[1:], headings, name)), headings


def _aligned(
    records: Sequence[tuple[int, Sequence[str]]], headings: Sequence[str], name: str
) -> Iterator[dict[str, str]]:
    gap = headings.index(SUPERVISOR) if SUPERVISOR in headings else None
    for line, cells in records:
        whole = [cell.strip() for cell in cells]
        if gap is not None and len(whole) == len(headings) - 1:
            whole.insert(gap, "")
        if len(whole) != len(headings):
            what = f"{name}, row {line} has {len(whole)} cells under {len(headings)} headings"
            raise ScrutatorError("D61", what)
        row = dict(zip(headings, whole, strict=True))
        if len(cells) < len(headings):
            _refuse_shifted(row, f"{name}, row {line}")
        yield row


def _refuse_shifted(row: Mapping[str, str], where: str) -> None:
    """Raises D61 where it was another cell that was left out: then a password would be a telephone number."""
    strange = [one for one in PHONES if row.get(one) and not _PHONE.fullmatch(row[one])]
    if row.get("Email") and "@" not in row["Email"]:
        strange.append("Email")
    if strange:
        what = f"{where} is one cell short, and what would stand under {strange[0]} is none"
        raise ScrutatorError("D61", what, remedy="Give the file as Apollo exports it.")
