"""What was understood of a visitor's file: run in a child of its own, for the file may be hostile.

`python -m scrutator.web.own.understanding` in a workspace reads `upload`, and `mapping.toml` and `lists.json`
where the visitor has said how it is to be read, and prints an `Understood` as JSON.
"""

import sys
from dataclasses import replace
from pathlib import Path

import msgspec

from scrutator.errors import ScrutatorError
from scrutator.publishing.new_case.columns import COUNTS, PLACES, Election, read_election
from scrutator.publishing.new_case.contradictions import contradictions
from scrutator.tables.formats.containers import Kind, read_file, unpack
from scrutator.tables.formats.workbooks import sheet_names
from scrutator.tables.mapping import NO_MAPPING, TableMapping
from scrutator.tables.mapping_file import read_mapping
from scrutator.tables.model import UNKNOWN, IntArray, Table, TotalsRow
from scrutator.tables.names import find
from scrutator.tables.reading import read_table
from scrutator.words.tables import proposed_columns

MAPPING, LISTS = "mapping.toml", "lists.json"
MOST_COLUMNS, MOST_SHOWN, MOST_REGIONS = 300, 20, 300
LONGEST = 60  # letters of a cell that is shown
LIST = "list"


class Problem(msgspec.Struct, frozen=True):
    """Why the file cannot be used as it is read now: an error of the catalogue."""

    code: str
    what: str
    where: str
    remedy: str


class Column(msgspec.Struct, frozen=True):
    """A column of the file: its heading, what it is read as ("": nothing), its first cells."""

    name: str
    role: str
    cells: tuple[str, ...]


class Total(msgspec.Struct, frozen=True):
    """A row that was set aside as a total: its number in the file, what it calls itself, what it sums."""

    line: int
    label: str
    sum_of: str


class Summed(msgspec.Struct, frozen=True):
    """A column that was read: the sum of its known cells (None: none is), and how many are not known."""

    name: str
    sum: int | None
    unknown: int


class Understood(msgspec.Struct, frozen=True):
    """Everything that reading the file said. `doubted` are the sentences of `assumed` to look at twice; of
    faults, totals, regions and columns the first are here, and all are counted."""

    sheets: tuple[str, ...] = ()
    problem: Problem | None = None
    columns: tuple[Column, ...] = ()
    columns_in_all: int = 0
    rows: int = 0
    assumed: tuple[str, ...] = ()
    doubted: tuple[str, ...] = ()
    totals: tuple[Total, ...] = ()
    totals_in_all: int = 0
    faults: tuple[str, ...] = ()
    faults_in_all: int = 0
    lists: tuple[str, ...] = ()
    sums: tuple[Summed, ...] = ()
    regions: tuple[str, ...] = ()
    regions_in_all: int = 0
    proposed: bool = False


def understand(place: Path) -> Understood:
    """What a workspace's file holds, read as its visitor said, or as it proposes itself."""
    said = (place / MAPPING).is_file()
    mapping = read_mapping(place / MAPPING) if said else NO_MAPPING
    lists = msgspec.json.decode((place / LISTS).read_bytes(), type=list[str]) if said else []
    data, sheets = read_file(place / "upload"), tuple[str, ...]()
    try:
        content = unpack(data, mapping.sheet)
        sheets = sheet_names(content.data) if content.kind is Kind.WORKBOOK else ()
        table = read_table(data, mapping, name="the file")
    except ScrutatorError as error:
        return Understood(sheets, _problem(error))
    if not said:
        mapping = replace(mapping, columns=_proposed(table))
    try:
        return _whole(table, mapping, sheets, read_election(table, mapping, lists), not said)
    except ScrutatorError as error:
        found = _of_table(table, mapping, lists, sheets)
        return msgspec.structs.replace(found, problem=_problem(error), proposed=not said)


def _proposed(table: Table) -> dict[str, str]:
    """Columns by the words of their headings, where they are not called by our names already."""
    ours = {name for name in (*PLACES, *COUNTS) if _called(name, table)}
    return {
        name: column for name, column in proposed_columns(tuple(table.columns)).items() if name not in ours
    }


def _called(name: str, table: Table) -> str:
    """The column that has our name; "" when there is none, or several."""
    try:
        return find(name, table.columns) or ""
    except ScrutatorError:
        return ""


def _problem(error: ScrutatorError) -> Problem:
    return Problem(error.code, error.what[:600], error.where[:600], error.remedy[:600])


def _roles(table: Table, mapping: TableMapping, lists: tuple[str, ...] | list[str]) -> dict[str, str]:
    roles = dict.fromkeys(lists, LIST)
    for ours in (*PLACES, *COUNTS):
        theirs = mapping.columns.get(ours) or _called(ours, table)
        parts = [theirs] if theirs in table.columns else theirs.split(" + ")
        roles |= {part: ours for part in parts if part}
    return roles


def _of_table(
    table: Table, mapping: TableMapping, lists: tuple[str, ...] | list[str], sheets: tuple[str, ...]
) -> Understood:
    roles, names = _roles(table, mapping, lists), tuple(table.columns)
    columns = tuple(
        Column(name, roles.get(name, ""), tuple(cell[:LONGEST] for cell in table.columns[name].texts()[:3]))
        for name in names[:MOST_COLUMNS]
    )
    return Understood(
        sheets=sheets,
        columns=columns,
        columns_in_all=len(names),
        rows=len(table),
        assumed=tuple(one.text for one in table.assumptions),
        doubted=tuple(one.text for one in table.assumptions if one.doubtful),
        faults=tuple(map(str, table.faults[:MOST_SHOWN])),
        faults_in_all=len(table.faults),
    )


def _whole(
    table: Table, mapping: TableMapping, sheets: tuple[str, ...], election: Election, proposed: bool
) -> Understood:
    read = election.read
    wrong = [*map(str, read.faults), *contradictions(election)]
    column = election.places.get("region")
    regions = sorted(set(read.table.columns[column].texts())) if column else []
    return msgspec.structs.replace(
        _of_table(table, mapping, election.lists, sheets),
        rows=len(read.table),
        assumed=(*(one.text for one in read.assumptions), *election.remarks),
        doubted=tuple(one.text for one in read.assumptions if one.doubtful),
        totals=tuple(_total(one) for one in read.set_aside[:MOST_SHOWN]),
        totals_in_all=len(read.set_aside),
        faults=tuple(wrong[:MOST_SHOWN]),
        faults_in_all=len(wrong),
        lists=election.lists,
        sums=tuple(_summed(name, values) for name, values in read.counts.items()),
        regions=tuple(regions[:MOST_REGIONS]),
        regions_in_all=len(regions),
        proposed=proposed,
    )


def _total(row: TotalsRow) -> Total:
    return Total(row.line, row.label[:LONGEST], row.sum_of[:LONGEST])


def _summed(name: str, values: IntArray) -> Summed:
    known = values[values != UNKNOWN]
    return Summed(name, int(known.sum()) if len(known) else None, len(values) - len(known))


if __name__ == "__main__":
    sys.stdout.buffer.write(msgspec.json.encode(understand(Path.cwd())))
