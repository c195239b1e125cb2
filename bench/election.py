"""The one input of reading and forensics: russia-2011 where SCRUTATOR_DATA has it, else a made-up country."""

import gzip
import os
import tempfile
from functools import cache
from pathlib import Path

import numpy as np

ROWS = 95_225


@cache
def station_file() -> Path:
    """A gzip CSV of about 95,225 polling stations; the same for every measure of a run."""
    named = os.environ.get("SCRUTATOR_DATA")
    for folder in (Path(named), Path(named) / "results") if named else ():
        if (folder / "russia-2011.csv.gz").is_file():
            return folder / "russia-2011.csv.gz"
    path = Path(tempfile.mkdtemp(prefix="bench-")) / "made-up.csv.gz"
    with gzip.open(path, "wt", encoding="utf-8", compresslevel=6) as file:
        file.write(made_up())
    return path


def made_up(rows: int = ROWS) -> str:
    """Stations of a country by a fixed seed, as CSV."""
    rng = np.random.default_rng(1)
    registered = rng.integers(100, 2500, rows)
    cast = rng.binomial(registered, rng.beta(30, 20, rows))
    leader = rng.binomial(cast, rng.beta(12, 15, rows))
    lines = ["region,district,station,registered,ballots_cast,valid,in_box,leader"]
    columns = (registered, cast, cast, cast, leader)
    for number, counts in enumerate(zip(*(column.tolist() for column in columns), strict=True)):
        place = f"Region {number % 83},District {number % 2700},{number}"
        lines.append(f"{place},{','.join(map(str, counts))}")
    return "\n".join(lines) + "\n"


def described(path: Path) -> str:
    """What the tables call this input."""
    return f"{ROWS:,} stations, {path.name}"
