"""Reading a national table: from a gzip CSV to whole numbers by column, beside four other readers."""

import csv
import gzip
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np

from bench.election import described, station_file
from bench.measure import Row, beside, peer, seconds
from scrutator.forensics.inputs.reading import read_results
from scrutator.tables.reading import read_table

COUNTS = ("registered", "ballots_cast", "valid", "leader")


def rows() -> list[Row]:
    """The same four columns of counts by each reader; a reader that disagrees says so."""
    path = station_file()
    expected = [int(read_results(path)[name].clip(min=0).sum()) for name in COUNTS]
    readers: list[tuple[str, Callable[[Path], list[int]]]] = [
        ("csv module", by_csv), ("polars", by_polars), ("pandas", by_pandas), ("duckdb", by_duckdb),
    ]  # fmt: skip
    peers = [peer(name, checked(read, path, expected)) for name, read in readers]
    found = beside(
        f"read and check {described(path)}", seconds(lambda: read_results(path)), peers, "≤ 0.20 s"
    )
    found += beside(
        "the same file, to columns of counts only", seconds(lambda: columns(path)), peers, "≤ 0.06 s"
    )
    with tempfile.TemporaryDirectory() as folder:
        large = a_million_rows(Path(folder) / "large.csv.gz")
        found += beside("1,000,000 rows, to columns of counts", seconds(lambda: columns(large)), [], "≤ 4 s")
    return found


def columns(path: Path) -> list[object]:
    """The columns of counts as integers; the file's kind, encoding, delimiter and heading are found first."""
    table = read_table(path)
    return [table.columns[name].whole_numbers()[0] for name in COUNTS]


def a_million_rows(path: Path) -> Path:
    """A file of a million made-up stations."""
    numbers = np.random.default_rng(1).integers(0, 3000, (1_000_000, len(COUNTS))).tolist()
    lines = [f"region {row % 83},s{row},{','.join(map(str, cells))}" for row, cells in enumerate(numbers)]
    text = "\n".join([f"region,station,{','.join(COUNTS)}", *lines]) + "\n"
    path.write_bytes(gzip.compress(text.encode(), compresslevel=1, mtime=0))
    return path


def checked(read: Callable[[Path], list[int]], path: Path, expected: list[int]) -> Callable[[], object]:
    """The reader as work; it stops unless it finds the sums we find."""

    def work() -> None:
        if read(path) != expected:
            raise ValueError("finds other sums")

    return work


def by_csv(path: Path) -> list[int]:
    with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as file:
        table = list(csv.DictReader(file))
    return [int(np.array([int(row[name] or 0) for row in table]).sum()) for name in COUNTS]


def by_polars(path: Path) -> list[int]:
    import polars

    table = polars.read_csv(path, columns=list(COUNTS))
    return [int(table[name].sum()) for name in COUNTS]


def by_pandas(path: Path) -> list[int]:
    import pandas

    table = pandas.read_csv(path, usecols=list(COUNTS))
    return [int(table[name].sum()) for name in COUNTS]


def by_duckdb(path: Path) -> list[int]:
    import duckdb

    asked = ", ".join(f"sum({name})" for name in COUNTS)
    with duckdb.connect() as connection:
        found = connection.execute(f"select {asked} from read_csv(?)", [str(path)]).fetchone()
    return [int(one) for one in found or ()]
