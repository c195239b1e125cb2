"""Columns of a Parquet file, by DuckDB, where the extra `data` is installed."""

import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from scrutator.errors import ScrutatorError, missing_extra
from scrutator.tables.columns import EMPTY, Column, NumberColumn, text_column

MOST_CELLS = 50_000_000


def parquet_columns(data: bytes) -> dict[str, Column]:
    """The columns by name. Raises X02 without the extra, B01 for a damaged file, B02 beyond the bound."""
    try:
        import duckdb
    except ImportError as error:
        raise missing_extra("reading Parquet", "data") from error
    try:
        with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
            path = Path(folder) / "table.parquet"
            path.write_bytes(data)
            relation = connection.read_parquet(str(path))
            size = relation.aggregate("count(*)").fetchall()[0][0] * len(relation.columns)
            if size > MOST_CELLS:
                raise ScrutatorError("B02", f"the file has {size:,} cells, more than {MOST_CELLS:,}")
            arrays = relation.fetchnumpy()
            names = _names(connection, str(path), list(arrays))
    except duckdb.Error as error:
        raise ScrutatorError("B01", "the file is not Parquet") from error
    return {name: _column(values) for name, values in zip(names, arrays.values(), strict=True)}


def _names(connection: Any, path: str, given: list[str]) -> list[str]:
    """The columns' names as the file has them: DuckDB renames one that differs from another in case alone.

    Raises B05 for two columns of one name, for which the file has no second one.
    """
    rows = connection.execute("SELECT name, num_children FROM parquet_schema(?)", [path]).fetchall()
    names, inside = [], 0
    for name, children in rows[1:]:  # the first is the schema itself
        if not inside:
            names.append(str(name))
        inside += int(children or 0) - (1 if inside else 0)
    twice = [name for place, name in enumerate(names) if name in names[:place]]
    if twice:
        what = f"two columns are called “{twice[0]}”"
        raise ScrutatorError("B05", what, remedy="Rename one of them and write the file again.")
    return names if len(names) == len(given) else given


def _column(values: Any) -> Column:
    """Whole numbers as they are, anything else as text; a null is an empty cell."""
    absent = np.ma.getmaskarray(values)
    plain = np.ma.getdata(values)
    if plain.dtype.kind in "iu" and np.can_cast(plain.dtype, np.int64):  # larger ones would turn negative
        numbers = plain.astype(np.int64)
        return NumberColumn(np.where(absent, EMPTY, numbers) if absent.any() else numbers)
    cells = [None if gone else value for value, gone in zip(plain.tolist(), absent.tolist(), strict=True)]
    return text_column([_text(cell) for cell in cells])


def _text(cell: object) -> str | None:
    from scrutator.tables.formats.workbooks import as_text

    return None if cell is None or cell != cell else as_text(cell)
