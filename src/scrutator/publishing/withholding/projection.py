"""The case as it is shown: withheld cells say so, withheld rows and files are not there."""

import csv
import gzip
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from scrutator.publishing.withholding.declared import FILE, SPECS, Declaration, Entry, Wrong, table_path
from scrutator.publishing.withholding.guarded import guarded_in_file, guarded_values
from scrutator.publishing.withholding.public import (
    MOST_RECORDS,
    Cells,
    Outside,
    Public,
    Rows,
    Whole,
    cells_record,
    file_record,
)
from scrutator.record.catalogue import TableSpec
from scrutator.record.columns import columns_of
from scrutator.seal.canonical import Json
from scrutator.tables.writing import csv_text

WITHHELD = "withheld"
KEPT_OUT = "kept out"


@dataclass(frozen=True)
class Secret:
    """One thing that is committed to: the record and field that hold the commitment, and the value.

    A whole row has no record yet (""): it gets one of its table's, by lot. `guarded`: the texts that must
    stand nowhere else in the publication; `was`: the record that showed it when it was not withheld, for what
    must not stand in the log so far."""

    record: str
    field: str
    value: Json
    table: str = ""
    guarded: tuple[str, ...] = ()
    was: str = ""


@dataclass(frozen=True)
class Shown:
    """A case as it is shown, what the bundle says of the rest, and the rest."""

    files: Mapping[str, bytes]
    public: Public
    secrets: tuple[Secret, ...]


@dataclass
class Table:
    """One table being projected: its header, its rows by name, and what has become of them."""

    spec: TableSpec
    path: str
    names: list[str]
    rows: dict[str, list[str]]
    secrets: list[Secret] = field(default_factory=list)
    cells: list[Cells] = field(default_factory=list)
    gone: list[Rows] = field(default_factory=list)
    taken: set[tuple[str, str]] = field(default_factory=set)


def shown_case(files: Mapping[str, bytes], declared: Declaration) -> Shown:
    """The files to publish for these. Raises Wrong for what cannot be withheld.

    A reply that is kept out is withheld whether or not the case says so: its words are never shown.
    """
    left = {name: data for name, data in files.items() if name != FILE}
    whole = [entry for entry in declared.withheld if entry.file]
    gone = {entry.file for entry in whole} | {one.file for one in declared.outside}
    if len(gone) < len(whole) + len(declared.outside):
        raise Wrong(0, "a file is named twice", "Name each once.")
    tables = _projected(left, declared, gone)
    for table in tables:
        left[table.path] = _packed(table.path, csv_text(table.names, list(table.rows.values())).encode())
    public = Public(
        cells=tuple(one for table in tables for one in table.cells),
        rows=tuple(one for table in tables for one in table.gone),
        files=tuple(Whole(entry.file, entry.why) for entry in whole),
        outside=tuple(_outside(files[one.file], one.file, one.where) for one in declared.outside),
    )
    hashes = {entry.file: sha256(files[entry.file]).hexdigest() for entry in whole}
    of_files = [_of_file(files, entry, hashes[entry.file]) for entry in whole]
    secrets = (*(secret for table in tables for secret in table.secrets), *of_files)
    if len(secrets) > MOST_RECORDS:
        what = f"{len(secrets):,} values are withheld one by one, more than {MOST_RECORDS:,}"
        raise Wrong(0, what, "Withhold the file.")
    return Shown({name: data for name, data in left.items() if name not in gone}, public, secrets)


def _of_file(files: Mapping[str, bytes], entry: Entry, digest: str) -> Secret:
    """What is committed to of a whole file. The cells of a table are guarded, too."""
    spec = next((one for one in SPECS.values() if entry.file in one.paths), None)
    if entry.shown_elsewhere or spec is None:
        return Secret(file_record(entry.file), "sha256", digest)
    table = opened_table(spec, {entry.file: files[entry.file]})
    guarded = guarded_in_file(spec, table.names, list(table.rows.values()))
    return Secret(file_record(entry.file), "sha256", digest, spec.name, guarded, f"file/{entry.file}")


def _outside(content: bytes, name: str, where: str) -> Outside:
    return Outside(len(content), name, sha256(content).hexdigest(), where)


def _projected(files: Mapping[str, bytes], declared: Declaration, gone: set[str]) -> list[Table]:
    tables: dict[str, Table] = {}
    # Whole rows first: fields of "every row" are those of the rows that are left.
    for entry in sorted(declared.withheld, key=lambda entry: bool(entry.fields)):
        if entry.table:
            table = tables.setdefault(entry.table, opened_table(SPECS[entry.table], files))
            if table.path in gone:
                raise Wrong(0, f"{table.path} is withheld whole", "Leave its fields and rows out.")
            _withhold_cells(table, entry) if entry.fields else _withhold_rows(table, entry)
    replies = table_path(SPECS["replies"], files)
    if replies is not None and replies not in gone:
        table = tables.get("replies") or opened_table(SPECS["replies"], files)
        _keep_out(table)
        if table.cells or table.gone:
            tables["replies"] = table
    return list(tables.values())


def opened_table(spec: TableSpec, files: Mapping[str, bytes]) -> Table:
    """A table of the case, its rows by their names."""
    path = table_path(spec, files)
    assert path is not None
    content = gzip.decompress(files[path]) if path.endswith(".gz") else files[path]
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    names = [name.strip() for name in lines[0]]
    rows = [[cell.strip() for cell in row] for row in lines[1:] if any(cell.strip() for cell in row)]
    return Table(spec, path, names, _by_name(spec, names, rows))


def _by_name(spec: TableSpec, names: Sequence[str], rows: Sequence[list[str]]) -> dict[str, list[str]]:
    """The rows by their keys; by their numbers, counted from 1, in a table without a key."""
    if not spec.key:
        return {str(number): row for number, row in enumerate(rows, 1)}
    places = [names.index(name) if name in names else None for name in spec.key]
    return {",".join("" if at is None else row[at] for at in places): row for row in rows}


def _withhold_cells(table: Table, entry: Entry) -> None:
    marks = {name: mark_of(table, name) for name in entry.fields}
    rows = [_known(table, row) for row in entry.rows] or list(table.rows)
    if not rows:
        raise Wrong(0, f"{table.path} has no rows left to withhold fields of", "Leave the entry out.")
    if len(rows) * len(marks) > MOST_RECORDS:
        what = f"{len(rows):,} rows of {table.path} are too many to withhold one by one"
        raise Wrong(0, what, "Withhold the file.")
    for row in rows:
        for name, mark in marks.items():
            _withhold_cell(table, row, name, mark, not entry.shown_elsewhere)
    table.cells.append(Cells(tuple(sorted(marks)), tuple(rows), table.spec.name, entry.why))


def _withhold_cell(table: Table, row: str, name: str, mark: str, guarded: bool) -> None:
    if (row, name) in table.taken:
        raise Wrong(0, f"{table.path}, {row}: {name} is withheld twice", "Name each once.")
    table.taken.add((row, name))
    cells, place = table.rows[row], table.names.index(name)
    kept = (cells[place],) if guarded else ()
    was = f"{table.spec.name}/{row}" if guarded else ""
    table.secrets.append(Secret(cells_record(table.spec.name, row), name, cells[place], "", kept, was))
    cells[place] = mark


def _withhold_rows(table: Table, entry: Entry) -> None:
    for row in entry.rows:
        cells = table.rows.pop(_known(table, row))
        guarded = (
            () if entry.shown_elsewhere else guarded_values(table.spec, table.names, [cells], numbers=True)
        )
        value: Json = dict(zip(table.names, cells, strict=True))
        was = "" if entry.shown_elsewhere else f"{table.spec.name}/{row}"
        table.secrets.append(Secret("", "row", value, table.spec.name, guarded, was))
    table.gone.append(Rows(len(entry.rows), table.spec.name, entry.why))


def _keep_out(table: Table) -> None:
    state, text = table.names.index("state"), table.names.index("text")
    rows = [name for name, cells in table.rows.items()
            if cells[state] == "not published" and (name, "text") not in table.taken]  # fmt: skip
    for row in rows:
        if table.rows[row][text] != WITHHELD:
            _withhold_cell(table, row, "text", WITHHELD, guarded=True)
    done = tuple(row for row in rows if (row, "text") in table.taken)
    if done:
        table.cells.append(Cells(("text",), done, "replies", KEPT_OUT))


def _known(table: Table, row: str) -> str:
    if row not in table.rows:
        kind = "number" if not table.spec.key else "key"
        what = f"{table.path} has no row '{row[:60]}' (left)"
        raise Wrong(0, what, f"Write the {kind} of a row, each once.")
    return row


def mark_of(table: Table, name: str) -> str:
    """What a withheld cell of this column says. Raises Wrong when the column has to have a value."""
    if name not in table.names:
        raise Wrong(0, f"{table.path} has no column '{name[:40]}'", f"It has {', '.join(table.names)}.")
    if name in table.spec.key:
        raise Wrong(0, f"{name} names the rows of {table.path}", "Withhold the rows instead.")
    declared = {column.name: column for column in columns_of(table.spec.row_type)}
    column = declared.get(name)
    if column is None:
        text = table.spec.others is None or table.spec.others.name == "text"
        if not text and table.spec.others_required:
            raise Wrong(0, f"{name} of {table.path} must have a value", "Withhold the rows, or the file.")
        return WITHHELD if text else ""
    if column.kind.name == "text":
        return WITHHELD
    if column.may_be_missing:
        return f"not published: {WITHHELD}"
    if column.required:
        raise Wrong(0, f"{name} of {table.path} must have a value", "Withhold the rows, or the file.")
    return ""


def _packed(path: str, content: bytes) -> bytes:
    return gzip.compress(content, mtime=0) if path.endswith(".gz") else content
