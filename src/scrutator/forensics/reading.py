"""Read polling-station results from CSV, gzip, zip, Parquet or columns in memory.

Nothing is dropped: a cell that cannot be read becomes `UNKNOWN` and a fault with its row number.
"""

import csv
import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from scrutator.errors import ScrutatorError, missing_extra
from scrutator.forensics.results import (
    ADDRESS,
    COUNT_COLUMNS,
    UNKNOWN,
    Fault,
    FaultKind,
    IntArray,
    StationResults,
    results_from_counts,
)
from scrutator.record.unknown import Missing

Table = Mapping[str, Sequence[object]]
PLACE_COLUMNS = ("region", "district", "station")
# More than any city's register: a larger number in a row is a slip (and would not fit in memory).
LARGEST_COUNT = 10_000_000


def read_results(
    source: str | Path | Table,
    *,
    columns: Mapping[str, str] | None = None,
    lists: Sequence[str] = (),
    labels: Sequence[str] = (),
    name: str = "",
) -> StationResults:
    """Read one election's station results.

    `source` is a file (.csv, .csv.gz, .zip with one CSV, .parquet) or a mapping of columns.
    `columns` maps Scrutator's column names to the source's ("leader": "votes_A"); counts may be sums
    ("ballots_cast": "early + at the station"). `lists` names further columns of votes, `labels` columns of
    text or flags, by their names in the source.
    An empty cell is "not published". Needed: registered or ballots_cast, valid, leader.
    Raises F01 when the table cannot be used, F02 when a named column is absent, X01 for the file.
    """
    if isinstance(source, Mapping):
        table: Mapping[str, Sequence[object]] = source
        title = name or "table"
    else:
        table = read_table(Path(source))
        title = name or Path(source).name.split(".")[0]
    wanted = {ours: _summands(theirs, table) for ours, theirs in (columns or {}).items()}
    for theirs in [*(one for parts in wanted.values() for one in parts), *lists, *labels]:
        if theirs not in table:
            raise ScrutatorError("F02", f"there is no column “{theirs}”", where=_heading(title, table))
    source_of = {ours: wanted.get(ours, (ours,)) for ours in (*PLACE_COLUMNS, ADDRESS, *COUNT_COLUMNS)}
    count_columns = {ours: source_of[ours] for ours in COUNT_COLUMNS if source_of[ours][0] in table}
    count_columns |= {extra: (extra,) for extra in lists if extra not in count_columns}
    for needed in ("valid", "leader"):
        if needed not in count_columns:
            raise ScrutatorError("F01", f"no column for “{needed}”", where=_heading(title, table))
    return _assemble(title, table, source_of, count_columns, labels)


def _summands(theirs: str, table: Table) -> tuple[str, ...]:
    """A column's name, or the names that " + " joins when there is no such column."""
    return (theirs,) if theirs in table else tuple(part.strip() for part in theirs.split(" + "))


def lists_by_votes(table: Table, names: Sequence[str]) -> list[str]:
    """The named columns of votes, largest total first. Raises F02 when one is not in the table."""
    for name in names:
        if name not in table:
            raise ScrutatorError("F02", f"there is no column “{name}”", where=_heading("the table", table))
    totals = {name: int(np.maximum(parse_counts(table[name], name)[0], 0).sum()) for name in names}
    return sorted(names, key=lambda name: -totals[name])


def _heading(title: str, table: Table) -> str:
    return f"{title} has: {', '.join(table)}"


def _assemble(
    title: str,
    table: Table,
    source_of: Mapping[str, tuple[str, ...]],
    count_columns: Mapping[str, tuple[str, ...]],
    labels: Sequence[str],
) -> StationResults:
    size = len(table[count_columns["valid"][0]])
    if size == 0:
        raise ScrutatorError("F01", "the table has no rows", where=title)
    counts, faults = {}, []
    for ours, theirs in count_columns.items():
        counts[ours], found = _added_up([table[one] for one in theirs], ours)
        faults += found
    for absent in ("registered", "ballots_cast"):
        counts.setdefault(absent, np.full(size, UNKNOWN, dtype=np.int64))
    place = {ours: _text(table, source_of[ours][0], size) for ours in PLACE_COLUMNS}
    if source_of["station"][0] not in table:
        place["station"] = [str(row + 1) for row in range(size)]
    texts = {label: label for label in labels}
    if source_of[ADDRESS][0] in table:
        texts[ADDRESS] = source_of[ADDRESS][0]
    results = results_from_counts(
        title,
        place["region"],
        place["district"],
        counts,
        station=np.array(place["station"]),
        labels={name: np.array(_text(table, theirs, size)) for name, theirs in texts.items()},
        missing={ours: Missing.NOT_PUBLISHED for ours in counts if np.any(counts[ours] == UNKNOWN)},
    )
    return replace(results, faults=(*faults, *results.faults))


def _added_up(columns: Sequence[Sequence[object]], ours: str) -> tuple[IntArray, list[Fault]]:
    """One count column, or the sum of several: unknown wherever one of them is."""
    total, faults = parse_counts(columns[0], ours)
    for cells in columns[1:]:
        more, found = parse_counts(cells, ours)
        total = np.where((total == UNKNOWN) | (more == UNKNOWN), UNKNOWN, total + more)
        faults += found
    return total, faults


def _text(table: Table, column: str, size: int) -> list[str]:
    if column not in table:
        return [""] * size
    return ["" if value is None else str(value).strip() for value in table[column]]


def parse_counts(cells: Sequence[object], column: str) -> tuple[IntArray, list[Fault]]:
    """Whole numbers from cells of text or numbers; what is no count becomes UNKNOWN and a fault."""
    if isinstance(cells, np.ndarray) and np.issubdtype(cells.dtype, np.integer):
        values: IntArray = cells.astype(np.int64)
        bad: list[int] = []
    else:
        values, bad = _parse_text(cells)
    faults = [Fault(FaultKind.NOT_A_NUMBER, column, tuple(bad))] if bad else []
    large = values > LARGEST_COUNT
    if np.any(large):
        rows = tuple(int(row) + 1 for row in np.flatnonzero(large))
        faults.append(Fault(FaultKind.TOO_LARGE, column, rows))
    negative = (values < 0) & (values != _EMPTY)
    if np.any(negative):
        rows = tuple(int(row) + 1 for row in np.flatnonzero(negative))
        faults.append(Fault(FaultKind.NEGATIVE, column, rows))
    return np.where((values < 0) | large, UNKNOWN, values), faults


_EMPTY = np.iinfo(np.int64).min


def _parse_text(cells: Sequence[object]) -> tuple[IntArray, list[int]]:
    try:
        return np.fromiter(map(int, cells), dtype=np.int64, count=len(cells)), []  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        pass
    values: NDArray[np.int64] = np.full(len(cells), _EMPTY, dtype=np.int64)
    bad = []
    for row, cell in enumerate(cells):
        text = "" if cell is None or cell != cell else str(cell).replace("\u00a0", "").strip()
        if text in ("", "None", "NA", "NaN", "nan"):
            continue
        try:
            number = float(text)
            if number != int(number):
                raise ValueError
            values[row] = int(max(min(number, LARGEST_COUNT + 1), -1))
        except (ValueError, OverflowError):
            bad.append(row + 1)
    return values, bad


def read_table(path: Path) -> dict[str, Sequence[str]]:
    """The columns of a file as text: CSV, gzip, zip with one CSV, or Parquet. Raises X01, F01 or X02."""
    try:
        if path.suffix == ".parquet":
            return _read_parquet(path)
        if path.suffix == ".gz":
            text = gzip.decompress(path.read_bytes())
        elif path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                if len(archive.namelist()) != 1:
                    what = f"the zip holds {len(archive.namelist())} files, one CSV is needed"
                    raise ScrutatorError("F01", what, where=str(path))
                text = archive.read(archive.namelist()[0])
        else:
            text = path.read_bytes()
    except (OSError, EOFError, RuntimeError, zlib.error, zipfile.BadZipFile) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ScrutatorError("X01", f"cannot read the file: {reason}", where=str(path)) from error
    return _parse_csv(text, path)


def _parse_csv(content: bytes, path: Path) -> dict[str, Sequence[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ScrutatorError("F01", "the file is not UTF-8", where=f"{path}, byte {error.start}") from error
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        heading = [column.strip() for column in next(reader, [])]
        if not heading:
            raise ScrutatorError("F01", "the file is empty", where=str(path))
        twice = [column for column in heading if column and heading.count(column) > 1]
        if twice:
            raise ScrutatorError("F01", f"the column “{twice[0]}” stands twice", where=str(path))
        cells = _cells(reader, len(heading), path)
    except csv.Error as error:
        raise ScrutatorError("F01", f"the file is not CSV: {error}", where=str(path)) from error
    return {column: cells[place :: len(heading)] for place, column in enumerate(heading)}


def _cells(reader: Iterator[list[str]], width: int, path: Path) -> list[str]:
    """All cells of the body, row after row: one long list costs half the time of a list per row."""
    cells: list[str] = []
    number = 0
    for row in reader:
        if not row:
            continue
        number += 1
        if len(row) != width:
            what = f"row {number} has {len(row)} cells, the heading {width}"
            raise ScrutatorError("F01", what, where=str(path))
        cells.extend(row)
    return cells


def _read_parquet(path: Path) -> dict[str, Sequence[str]]:
    try:
        import duckdb
    except ImportError as error:
        raise missing_extra("reading Parquet", "data") from error
    if not path.is_file():
        raise ScrutatorError("X01", f"cannot read {path.name}", where=str(path))
    try:
        with duckdb.connect() as connection:
            relation = connection.read_parquet(str(path))
            columns = relation.columns
            rows = relation.fetchall()
    except duckdb.Error as error:
        raise ScrutatorError("F01", "the file is not Parquet", where=str(path)) from error
    return {
        name: ["" if row[index] is None else str(row[index]) for row in rows]
        for index, name in enumerate(columns)
    }
