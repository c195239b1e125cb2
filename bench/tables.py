"""Reading tables beside polars, pandas, DuckDB and the csv module: the same file, whole, to integer columns.

Each reads the file from disk, unpacks it, and gives five columns of whole numbers; processor seconds,
median of five, imports not counted. Ours also decides what the file is, tells encoding, delimiter and
heading, and refuses rows of unequal length.
"""

import csv
import gzip
import importlib.util
import io
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from scrutator.forensics.reading import read_results
from scrutator.tables.reading import read_table

Row = tuple[str, str, str]
COLUMNS = ("registered", "ballots_cast", "valid", "leader", "in_box")
MILLION = 1_000_000


def _seconds(work: Callable[[], object], times: int = 5) -> float:
    work()
    taken = []
    for _ in range(times):
        begin = time.process_time()
        work()
        taken.append(time.process_time() - begin)
    return statistics.median(taken)


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
    path = Path(os.environ.get("SCRUTATOR_DATA", "../shared/data")) / "results" / "russia-2011.csv.gz"
    if not path.is_file():
        return [("reading 95,225 rows", "not run: set SCRUTATOR_DATA", "")]
    found = [("reading 95,225 rows, ours", _seconds(lambda: ours(path)), "0.20 s")]
    peers: list[tuple[str, Callable[[Path], object]]] = [
        ("csv", by_csv), ("pandas", by_pandas), ("polars", by_polars), ("duckdb", by_duckdb)
    ]  # fmt: skip
    for name, read in peers:
        if importlib.util.find_spec(name) is not None:
            found.append((f"reading 95,225 rows, {name}", _seconds(lambda read=read: read(path)), ""))
    mine = found[0][1]
    shown = [
        (what, f"{seconds:.3f} s" + (f", ours {mine / seconds:.1f} times that" if i else ""), target)
        for i, (what, seconds, target) in enumerate(found)
    ]
    whole = _seconds(lambda: read_results(path))
    shown.append(("the same to checked station results, totals looked for", f"{whole:.3f} s", "0.20 s"))
    with tempfile.TemporaryDirectory() as folder:
        large = Path(folder) / "large.csv.gz"
        _made(large)
        shown.append((f"reading {MILLION:,} rows, ours", f"{_seconds(lambda: ours(large), 3):.2f} s", "4 s"))
    return shown
