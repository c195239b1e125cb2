"""`scrutator sample unlike`: how unlike the country are the stations that were visited?"""

from pathlib import Path
from typing import Any

import typer

from scrutator.cli.output import JSON_OPTION, print_json, print_table
from scrutator.cli.tables import names, reads_tables

APART = 0.1
"""Standard deviations beyond which a rate of visits should be read with the difference."""


@reads_tables
def unlike(
    frame: Path = typer.Argument(..., help="All stations: one row each, a code and columns of numbers."),
    visits: Path = typer.Argument(..., help="The visits; stations visited twice count once."),
    columns: str = typer.Option(..., "--columns", help="Columns of the frame to compare: register,turnout."),
    station: str = typer.Option("station", help="The column with the station's code, in both files."),
    as_json: bool = JSON_OPTION,
) -> None:
    """How far do the visited stations differ from all stations, in standard deviations of all?

    Beyond 0.1 a percentage of visits should be read with it: it is of stations unlike the country's.
    Example: scrutator sample unlike frame.csv visits.csv --columns register,turnout
    """
    from scrutator.counting.visits.observation import standardised_differences

    every, seen = _read(frame, station, names(columns)), _visited(visits, station)
    unknown = sorted(seen - set(every))
    if unknown:
        from scrutator.errors import ScrutatorError

        what = f"station {unknown[0]!r} was visited, and the frame has none"
        raise ScrutatorError("C14", what, where=str(visits), remedy="Write the codes alike in both files.")
    whole = {name: [row[name] for row in every.values() if row[name] is not None] for name in names(columns)}
    part = {
        name: [every[code][name] for code in sorted(seen) if every[code][name] is not None] for name in whole
    }
    compared = {name: part[name] for name in whole if part[name] and whole[name]}
    found = standardised_differences(compared, whole)  # type: ignore[arg-type]
    body = {
        "visited": len(seen),
        "stations": len(every),
        "columns": {
            name: {
                "standard_deviations": found.get(name),
                "known_of_visited": len(part[name]),
                "known_of_all": len(whole[name]),
            }
            for name in whole
        },
    }
    print_json(body) if as_json else _print(body)


def _print(body: dict[str, Any]) -> None:
    rows = []
    for name, one in body["columns"].items():
        apart = one["standard_deviations"]
        said = "no number known" if apart is None else "unlike" if abs(apart) > APART else "alike"
        known = f"{one['known_of_visited']:,} and {one['known_of_all']:,}"
        rows.append((name, "–" if apart is None else f"{apart:+.2f}", said, known))
    title = f"{body['visited']:,} visited of {body['stations']:,} stations"
    print_table(title, ("column", "difference, standard deviations", "says", "known of both"), rows)


def _read(path: Path, station: str, columns: tuple[str, ...]) -> dict[str, dict[str, float | None]]:
    """Every station's numbers; an empty cell is not known. Raises C11 for a cell that is no number."""
    from scrutator.cli.tables import read_rows
    from scrutator.counting.counts import by_station, read_cell

    rows = by_station(read_rows(path, (station,)), station)
    return {
        code: {name: _number(read_cell(row, name), code, name) for name in columns}
        for code, row in rows.items()
    }


def _number(text: str, code: str, column: str) -> float | None:
    import math

    from scrutator.errors import ScrutatorError

    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise ScrutatorError("C11", f"{text!r} is not a number", where=f"{code}, {column}")
    return value


def _visited(path: Path, station: str) -> set[str]:
    from scrutator.cli.tables import read_rows
    from scrutator.counting.counts import read_cell
    from scrutator.errors import ScrutatorError

    seen = [read_cell(row, station) for row in read_rows(path)]
    if not seen or "" in seen:
        what = "a visit has no station code" if seen else "no visit was read"
        raise ScrutatorError("C11", what, where=str(path), remedy="Give each visit a row with its code.")
    return set(seen)
