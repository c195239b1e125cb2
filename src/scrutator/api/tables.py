"""A table as a caller has it: a file, a mapping of columns, a pandas or polars frame, or rows."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from scrutator.api.refusals import said_to_a_caller
from scrutator.errors import ScrutatorError

Columns = dict[str, Sequence[Any]]


def columns_of(
    table: Any, what: str = "the table", places: Sequence[str] = (), counted: Sequence[str] = ()
) -> Columns:
    """The columns of a table by name, each as a list or an array. Raises A01 for what is no table.

    Of a file every row must be usable (B07). `places` and `counted` are the columns by which rows of
    totals are found in a file; they are refused (A01), for a result could not say that it left them out.
    """
    if isinstance(table, str | os.PathLike):
        with said_to_a_caller():
            return _of_file(Path(table), places, counted)
    if isinstance(table, Mapping):
        columns = {str(name): _cells(cells, f"{what}, column {name!r}") for name, cells in table.items()}
    elif hasattr(table, "collect"):
        raise ScrutatorError("A01", f"{what} is not computed yet", remedy="Give table.collect().")
    elif hasattr(table, "columns") and hasattr(table, "__getitem__"):
        columns = {str(name): _of_series(table[name]) for name in table.columns}
    elif isinstance(table, Sequence) and table and all(isinstance(row, Mapping) for row in table):
        columns = {str(name): [row.get(name) for row in table] for name in table[0]}
        _same_keys(table, what)
    else:
        remedy = "Give a path, a mapping of columns, a pandas or polars frame, or a list of rows."
        raise ScrutatorError("A01", f"{what} is of type {type(table).__name__}", remedy=remedy)
    _same_length(columns, what)
    return columns


def _of_file(path: Path, places: Sequence[str], counted: Sequence[str]) -> Columns:
    from scrutator.tables.mapping import NO_MAPPING
    from scrutator.tables.reading import read_table
    from scrutator.tables.rows import with_mapped, with_plain_counts, without_totals

    read = with_plain_counts(with_mapped(read_table(path), NO_MAPPING), counted, NO_MAPPING)
    without = without_totals(read, places, counted, NO_MAPPING)
    if len(without) < len(read):
        lines = sorted(set(read.lines.tolist()) - set(without.lines.tolist()))
        where = f"{path.name}, line {', '.join(map(str, lines[:5]))}"
        raise ScrutatorError("A01", "rows of totals stand among the stations", where=where,
                             remedy="Remove them from the file.")  # fmt: skip
    return {name: cells.texts() for name, cells in without.columns.items()}


def _cells(cells: Any, where: str) -> Sequence[Any]:
    if hasattr(cells, "isna") or hasattr(cells, "is_null"):
        return _of_series(cells)
    if isinstance(cells, str | bytes) or not hasattr(cells, "__len__"):
        raise ScrutatorError("A01", f"{where} is one value, not a column", remedy="Give a list or an array.")
    if getattr(cells, "ndim", 1) != 1:
        what = f"{where} is an array of {cells.ndim} dimensions, not a column"
        raise ScrutatorError("A01", what, remedy="Give a list, or an array of one dimension.")
    return cells if hasattr(cells, "dtype") else list(cells)


def _of_series(series: Any) -> Sequence[Any]:
    """The cells of a pandas or polars column; what it calls missing becomes None."""
    if hasattr(series, "isna"):
        return list(series.astype(object).where(series.notna(), None))
    return list(series.to_list())


def _same_keys(rows: Sequence[Mapping[str, Any]], what: str) -> None:
    for number, row in enumerate(rows, 1):
        if set(row) != set(rows[0]):
            different = sorted(map(str, set(row) ^ set(rows[0])))
            raise ScrutatorError(
                "A01", f"{what}, row {number}: the first row has other columns", where=different[0]
            )


def _same_length(columns: Columns, what: str) -> None:
    lengths = {name: len(cells) for name, cells in columns.items()}
    if not lengths or not any(lengths.values()):
        raise ScrutatorError("A01", f"{what} has no rows", remedy="Give a table with at least one row.")
    if len(set(lengths.values())) > 1:
        said = ", ".join(f"{name} {length}" for name, length in lengths.items())
        raise ScrutatorError("A01", f"the columns of {what} differ in length", where=said)


def column(columns: Columns, name: str, what: str = "the table") -> Sequence[Any]:
    """One column by its name. Raises A01 with the names there are."""
    if name not in columns:
        raise ScrutatorError(
            "A01", f"{what} has no column {name!r}", remedy=f"Columns: {', '.join(columns)}."
        )
    return columns[name]


def counts(columns: Columns, name: str, what: str = "the table") -> list[int]:
    """A column of whole numbers, 0 or more; text in digits will do. Raises A01 with the row."""
    numbers = []
    for row, cell in enumerate(column(columns, name, what), 1):
        text = cell.strip() if isinstance(cell, str) else cell
        try:
            number = int(text)
            if (
                isinstance(cell, bool)
                or number < 0
                or number != (float(text) if isinstance(text, str) else text)
            ):
                raise ValueError
        except (TypeError, ValueError, OverflowError) as error:
            where = f"{what}, row {row}, column {name}"
            what_is = "is empty" if cell in (None, "") else f"{cell!r} is not a whole number, 0 or more"
            raise ScrutatorError(
                "A01", f"a cell {what_is}", where=where, remedy="Correct or remove the row."
            ) from error
        numbers.append(number)
    return numbers


def text_rows(columns: Columns) -> list[dict[str, str]]:
    """The rows as text, as a CSV file would hold them; an empty cell is ""."""
    names = list(columns)
    rows = zip(*(columns[name] for name in names), strict=True)
    return [{name: _text(cell) for name, cell in zip(names, row, strict=True)} for row in rows]


def _text(cell: Any) -> str:
    return "" if cell is None or (isinstance(cell, float) and cell != cell) else str(cell)
