"""Reading tables beside polars, pandas, DuckDB and the csv module: the same file, whole, to integer columns.

Each reads the file from disk, unpacks it, and gives five columns of whole numbers; processor seconds,
median of five, imports not counted. Ours also decides what the file is, tells encoding, delimiter and
heading, and refuses rows of unequal length.
"""

import csv
import gzip
import io
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np

from bench.election import described, station_file
from bench.measure import Row, beside, peer, seconds
from scrutator.tables.reading import read_table

COLUMNS = ("registered", "ballots_cast", "valid", "leader", "in_box")
MILLION = 1_000_000


def ours(path: Path) -> list[np.ndarray[tuple[int], np.dtype[np.int64]]]:
    table = read_table(path)
    return [table.columns[name].whole_numbers()[0] for name in COLUMNS]


def by_csv(path: Path) -> list[list[int]]:
    text = gzip.decompress(path.read_bytes()).decode()
    heading, *rows = csv.reader(io.StringIO(text, newline=""))
    places = [heading.index(name) for name in COLUMNS]
    return [[int(row[place]) for row in rows] for place in places]


def by_pandas(path: Path) -> object:
    import pandas

    frame = pandas.read_csv(path)
    return [frame[name].to_numpy() for name in COLUMNS]


def by_polars(path: Path) -> object:
    import polars

    frame = polars.read_csv(path)
    return [frame[name].to_numpy() for name in COLUMNS]


def by_duckdb(path: Path) -> object:
    import duckdb

    with duckdb.connect() as connection:
        return connection.execute(f"select {', '.join(COLUMNS)} from read_csv('{path}')").fetchnumpy()


def _made(path: Path) -> None:
    """A file of a million rows without quotes."""
    draw = np.random.default_rng(1)
    numbers = draw.integers(0, 3000, (MILLION, len(COLUMNS)))
    lines = [
        f"region {row % 83},s{row},{','.join(map(str, cells))}" for row, cells in enumerate(numbers.tolist())
    ]
    text = "\n".join([f"region,station,{','.join(COLUMNS)}", *lines]) + "\n"
    path.write_bytes(gzip.compress(text.encode(), compresslevel=1, mtime=0))


def rows() -> list[Row]:
    """The whole table to integer columns, and a million rows without quotes."""
    path = station_file()
    peers: list[tuple[str, Callable[[Path], object]]] = [
        ("csv module", by_csv), ("pandas", by_pandas), ("polars", by_polars), ("duckdb", by_duckdb)
    ]  # fmt: skip
    beside_us = [peer(name, lambda read=read: read(path)) for name, read in peers]  # type: ignore[misc]
    found = beside(f"whole table, {described(path)}", seconds(lambda: ours(path)), beside_us, "0.20 s")
    with tempfile.TemporaryDirectory() as folder:
        large = Path(folder) / "large.csv.gz"
        _made(large)
        million = seconds(lambda: ours(large), 3)
        others = [peer("polars", lambda: by_polars(large), 3)]
        return [*found, *beside(f"{MILLION:,} rows", million, others, "4 s")]
