"""Read any file with a table: what kind, which encoding, delimiter and heading, and then its columns."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from scrutator.errors import ScrutatorError
from scrutator.tables.columns import Column, TextColumn
from scrutator.tables.formats.containers import Kind, read_file, refuse_other_kinds, unpack
from scrutator.tables.formats.delimited import (
    LOOKED_AT,
    NAMES,
    Record,
    all_records,
    find_delimiter,
    first_records,
)
from scrutator.tables.formats.encodings import as_utf8
from scrutator.tables.formats.plain import blank_rows, scan
from scrutator.tables.headings import Heading, find_heading
from scrutator.tables.layout import fill_down, from_long
from scrutator.tables.mapping import NO_MAPPING, TableMapping
from scrutator.tables.mapping_effect import check_effect
from scrutator.tables.model import Assumption, Merged, Table, TableFault, Topic
from scrutator.tables.number_cells import is_number

WIDEST = 4_000  # columns; a wider text is no table of results
_PANDAS_INDEX = re.compile(r"__index_level_\d+__")
_HEAD = 64_000  # bytes of a text from which delimiter and heading are identified


def read_table(
    source: Path | bytes,
    mapping: TableMapping = NO_MAPPING,
    *,
    name: str = "",
    row_by_row: bool = False,
    notes: bool = True,
) -> Table:
    """The columns of a file as text, with everything that was assumed and every row that is at fault.

    `source`: a file, or its bytes. The file may be CSV with any delimiter, gzip or zip around it, a
    workbook (xlsx, xlsb, xls, ods) or Parquet (extra `data`). `row_by_row` forgoes the fast scan, which
    must never change the result. Without `notes` every row is one of the table, a last one with a single text
    too. Raises X01, X02, and B01 to B06 and B10.
    """
    data, title = (source, name) if isinstance(source, bytes) else (read_file(source), name or str(source))
    try:
        content = unpack(data, mapping.sheet)
        check_effect(mapping, content.kind, packed=bool(content.assumptions))
        if content.kind is Kind.PARQUET:
            table = _from_parquet(content.data, title)
        elif content.kind is Kind.WORKBOOK:
            table = _from_workbook(content.data, mapping, title, notes)
        else:
            refuse_other_kinds(content.data)
            if mapping.sheet and not content.assumptions:
                raise ScrutatorError("B04", "a text has no sheets", remedy="Leave out --sheet.")
            table = _from_text(content.data, mapping, title, row_by_row, notes)
        table = replace(table, assumptions=(*content.assumptions, *table.assumptions))
        return from_long(fill_down(table, mapping), mapping)
    except ScrutatorError as error:
        raise located(error, title) from error


def located(error: ScrutatorError, title: str) -> ScrutatorError:
    """The same error with the file's path in front of the place."""
    if not title or error.code.startswith("X") or title in error.where:
        return error
    where = f"{title}, {error.where}" if error.where else title
    return ScrutatorError(error.code, error.what, where=where, remedy=error.remedy)


def _from_parquet(data: bytes, title: str) -> Table:
    from scrutator.tables.formats.parquet import parquet_columns

    columns = parquet_columns(data)
    size = len(next(iter(columns.values()), ()))
    index = [name for name in columns if _PANDAS_INDEX.fullmatch(name)]
    table = Table(title, {n: c for n, c in columns.items() if n not in index}, np.arange(1, size + 1))
    return table.assuming(Topic.FILE, f"the row numbers of pandas left out: {index[0]}") if index else table


def _from_workbook(data: bytes, mapping: TableMapping, title: str, notes: bool) -> Table:
    from scrutator.tables.formats.workbooks import sheet_rows

    sheet = sheet_rows(data, mapping.sheet)
    heading = find_heading(sheet.rows[:LOOKED_AT], mapping)
    body = sheet.rows[heading.before_rows :]
    own = mapping.keep if notes else None
    table = _from_rows(body, heading, title, sheet.assumptions, own, pad=True)
    merged = tuple(
        Merged(heading.names[left : right + 1], top, bottom) for top, bottom, left, right in sheet.merged
    )
    return replace(table, merged=merged)


def _from_text(data: bytes, mapping: TableMapping, title: str, row_by_row: bool, notes: bool) -> Table:
    content, assumptions = as_utf8(data, mapping.encoding)
    if b"\0" in content:
        raise ScrutatorError("B01", "the file is not text: it contains zero bytes")
    head = content[:_HEAD].decode(errors="ignore")
    delimiter = mapping.delimiter or find_delimiter(head)
    if delimiter != "," and not mapping.delimiter:
        text = f"cells are separated by {NAMES[delimiter]}"
        assumptions = (*assumptions, Assumption(Topic.DELIMITER, text))
    first = [(line, cells) for line, cells in first_records(head, delimiter) if any(map(str.strip, cells))]
    heading = find_heading(first, mapping)
    if len(heading.names) > WIDEST:
        raise ScrutatorError("B02", f"the table has more than {WIDEST:,} columns")
    if not row_by_row:
        table = _scanned(content, delimiter, first, heading, title)
        if table is not None and not (notes and _has_notes(table)):
            return replace(table, assumptions=(*assumptions, *table.assumptions))
    rows = all_records(content.decode(), delimiter)
    own = mapping.keep if notes else None
    return _from_rows(rows[heading.before_rows :], heading, title, assumptions, own)


def _scanned(
    content: bytes, delimiter: str, first: Sequence[Record], heading: Heading, title: str
) -> Table | None:
    """The table by whole columns; None when the text is not plain enough for that."""
    if heading.before_rows >= len(first):
        return None
    if b"\r" in content:
        content = content.replace(b"\r\n", b"\n")
    if b"\r" in content:
        return None
    line = first[heading.before_rows][0]
    begin = _line_start(content, line)
    body = content[begin:] if begin else content
    if body.endswith(b"\n\n") or not body.endswith(b"\n"):
        body = body.rstrip(b"\n") + b"\n"
    columns = scan(body, delimiter, len(heading.names))
    if columns is None:
        return None
    lines = np.arange(line, line + len(columns[0]))
    table = _named(columns, heading, title, lines, (), ())
    blank = blank_rows(columns)
    return table.select(~blank) if blank.any() else table


def _line_start(content: bytes, line: int) -> int:
    begin = 0
    for _ in range(line - 1):
        begin = content.find(b"\n", begin) + 1
    return begin


def _named(
    columns: Sequence[Column],
    heading: Heading,
    title: str,
    lines: "np.ndarray[tuple[int], np.dtype[np.int64]]",
    assumptions: tuple[Assumption, ...],
    faults: tuple[TableFault, ...],
) -> Table:
    """The table, without columns that have neither a name nor a cell."""
    named = dict(zip(heading.names, columns, strict=True))
    for place, name in enumerate(heading.names, start=1):
        if name == f"column {place}" and not any(named[name].texts()):
            del named[name]
    return Table(title, named, lines, (*assumptions, *heading.assumptions), faults)


def _has_notes(table: Table) -> bool:
    """Whether the last row holds nothing but a text in its first filled column: a note below the table."""
    if not len(table) or len(table.columns) < 3:
        return False
    last = [column.select(np.array([len(table) - 1])).texts()[0] for column in table.columns.values()]
    return _is_note(last, len(last))


def _is_note(cells: Sequence[str], width: int) -> bool:
    filled = {cell.strip() for cell in cells} - {""}
    return width > 2 and len(filled) == 1 and not is_number(next(iter(filled)))


def _like_rows(notes: Sequence[Record], body: Sequence[Record]) -> bool:
    """Whether a note may be a row without figures: one word, or words where the rows have words too."""
    for _, cells in notes:
        place = next(i for i, cell in enumerate(cells) if cell.strip())
        words = any(" " in row[place].strip() for _, row in body if place < len(row))
        if words or " " not in cells[place].strip():
            return True
    return False


def _from_rows(
    rows: Sequence[Record],
    heading: Heading,
    title: str,
    assumptions: tuple[Assumption, ...],
    own: Collection[int] | None = (),
    pad: bool = False,
) -> Table:
    """The table row by row; a row with another number of cells than the heading is a fault.

    `pad`: rows of a sheet are as long as they are filled, and short ones are no fault. `own`: rows that are
    no notes; None: there are none.
    """
    width, kept, faults = len(heading.names), [], []
    body = list(rows)
    below: list[Record] = []
    while body and own is not None and body[-1][0] not in own and _is_note(body[-1][1], width):
        below.append(body.pop())
    notes = [line for line, _ in below]
    for line, cells in body:
        filled = [*cells] if len(cells) <= width else [*cells[:width]]
        extra = [cell for cell in cells[width:] if cell.strip()]
        if extra or (len(cells) < width and not pad):
            number = width + len(extra) if extra else len(cells)
            reason = f"has {number} cells, the heading {width}"
            faults.append(
                TableFault(line, "", "", reason, "Look for a missing or an extra delimiter or quote.")
            )
        else:
            kept.append((line, [cell.strip() for cell in filled] + [""] * (width - len(filled))))
    columns = [TextColumn(list(cells)) for cells in zip(*(cells for _, cells in kept), strict=True)]
    columns = columns or [TextColumn([]) for _ in range(width)]
    lines = np.array([line for line, _ in kept], dtype=np.int64)
    if notes:
        shown = (
            f"{len(notes)} row{'s' if len(notes) > 1 else ''} of notes below the table left out: {min(notes)}"
        )
        assumptions = (*assumptions, Assumption(Topic.ROWS, shown, _like_rows(below, body)))
    return _named(columns, heading, title, lines, assumptions, tuple(faults))
