"""A source's raw file as a table, and the uniform columns made from it by adding and naming columns."""

import io
from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase

from scrutator.errors import ScrutatorError
from scrutator.forensics.inputs.datasets import Conversion
from scrutator.tables.formats.containers import unpack
from scrutator.tables.formats.delimited import BrokenRecord, records
from scrutator.tables.formats.encodings import as_utf8
from scrutator.tables.writing import csv_text

Table = Mapping[str, Sequence[str]]
PLACES = ("region", "district", "station")
SEPARATED = "/"


def read_source(content: bytes, conversion: Conversion) -> Table:
    """The columns of a raw file, a CSV or a zip with one, as text; of equal headings the first counts.

    Raises F01 when it is not such a file.
    """
    rows = _rows(content, conversion)
    if len(rows) < 2:
        raise ScrutatorError("F01", "the source has no rows")
    heading, *body = rows
    for number, row in enumerate(body, start=1):
        if len(row) != len(heading):
            raise ScrutatorError("F01", f"row {number} has {len(row)} cells, the heading {len(heading)}")
    table: dict[str, Sequence[str]] = {}
    for name, cells in zip(heading, zip(*body, strict=True), strict=True):
        table.setdefault(name.strip(), cells)
    return table


def _rows(content: bytes, conversion: Conversion) -> list[list[str]]:
    try:
        data, _ = as_utf8(unpack(content).data, conversion.encoding)
        lines = io.StringIO(data.decode(), newline="")
        return [cells for _, cells in records(lines, conversion.delimiter) if cells]
    except BrokenRecord as error:
        raise ScrutatorError("F01", f"the source is not CSV: {error}") from error
    except ScrutatorError as error:
        raise ScrutatorError("F01", f"the source cannot be read: {error.what}") from error


def from_columns(table: Table, conversion: Conversion, columns: Sequence[str]) -> dict[str, list[str]]:
    """The uniform columns: places joined from the source's columns, counts added up, unneeded rows out.

    A count none of whose cells is filled is empty; a station without a column is the row's number. Raises
    F02 when the source lacks a column, F01 when a cell that should be a count is none.
    """
    size = len(next(iter(table.values())))
    uniform: dict[str, list[str]] = {}
    for ours in columns:
        terms = named(table, conversion.columns.get(ours, ()))
        if ours in PLACES:
            uniform[ours] = _place(ours, terms, size, conversion)
        else:
            uniform[ours] = _sums(terms, named(table, conversion.subtract.get(ours, ())), size)
    keep = [row for row in range(size) if all(uniform[ours][row] for ours in conversion.needed)]
    if len(keep) == size:
        return uniform
    return {ours: [cells[row] for row in keep] for ours, cells in uniform.items()}


def named(table: Table, names: Sequence[str]) -> list[Sequence[str]]:
    """The source's columns of these names; one with `*` stands for all headings it matches, in any case.

    Raises F02 for a name without a column.
    """
    columns: list[Sequence[str]] = []
    for name in names:
        found = [cells for heading, cells in table.items() if _is_named(heading, name)]
        if not found:
            raise ScrutatorError("F02", f"the source has no column “{name}”")
        columns += found
    return columns


def _is_named(heading: str, name: str) -> bool:
    return fnmatchcase(heading.casefold(), name.casefold()) if "*" in name else heading == name


def _place(ours: str, terms: Sequence[Sequence[str]], size: int, conversion: Conversion) -> list[str]:
    if not terms:
        return [str(row + 1) for row in range(size)] if ours == "station" else [""] * size
    texts = (
        list(terms[0]) if len(terms) == 1 else [SEPARATED.join(parts) for parts in zip(*terms, strict=True)]
    )
    if ours in conversion.first_characters:
        texts = [text[: conversion.first_characters[ours]] for text in texts]
    if ours in conversion.decimal_codes:
        texts = [text and f"{text}.0" for text in texts]
    return texts


def _sums(terms: Sequence[Sequence[str]], less: Sequence[Sequence[str]], size: int) -> list[str]:
    """Added cells as whole numbers; empty where no cell of the terms is filled."""
    if not terms:
        return [""] * size
    sums: list[int | None] = [None] * size
    for cells in terms:
        sums = [
            old if new is None else (old or 0) + new for old, new in zip(sums, _counts(cells), strict=True)
        ]
    for cells in less:
        taken = _counts(cells)
        sums = [None if old is None else old - (new or 0) for old, new in zip(sums, taken, strict=True)]
    return ["" if total is None else str(total) for total in sums]


def _counts(cells: Sequence[str]) -> list[int | None]:
    """Cells as whole numbers, None where empty; each different text is read once."""
    numbers: dict[str, int | None] = {}
    for cell in set(cells):
        try:
            numbers[cell] = int(float(cell)) if cell.strip() else None
        except (ValueError, OverflowError) as error:
            raise ScrutatorError("F01", f"the source's cell “{cell[:40]}” is not a count") from error
    return [numbers[cell] for cell in cells]


def as_csv(uniform: Mapping[str, Sequence[str]]) -> bytes:
    """The table as the text whose hash is registered: UTF-8, comma, a line feed after every row."""
    return csv_text(tuple(uniform), zip(*uniform.values(), strict=True)).encode()
