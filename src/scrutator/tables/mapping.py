"""What a person declares about a file: by `--map`, or by a mapping in TOML that is written once and reused.

A mapping file:

    sheet = "Results"            # of a workbook; in a zip the name of the file
    heading = 4                  # row of the heading, when it is not found
    thousands = "."              # or "," or "none": how 1.234 is meant
    drop = [1240]                # rows that are totals
    [columns]
    registered = "Voters on the list"
    ballots_cast = "early + at the station"
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class TableMapping:
    """How a file is to be read; every field may be left out.

    `columns`: our name to the file's column, or several joined by " + ". `long`: for a file with a row
    for each list, the columns of the list's name and of its votes; `stations`: the columns that name a
    station in such a file. `fill_down`: columns in which an empty
    cell repeats the one above. `drop`, `keep`: rows of the file that are, or are not, totals.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    sheet: str = ""
    delimiter: str = ""
    encoding: str = ""
    heading: int = 0
    heading_rows: int = 0
    thousands: str = ""
    fill_down: tuple[str, ...] = ()
    long: tuple[str, ...] = ()
    stations: tuple[str, ...] = ()
    drop: tuple[int, ...] = ()
    keep: tuple[int, ...] = ()
    accept_losses: bool = False


NO_MAPPING = TableMapping()
