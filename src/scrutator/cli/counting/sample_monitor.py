"""`scrutator sample monitor`: a rate that may be looked at after every visit of the day."""

from pathlib import Path
from typing import Any

import typer

from scrutator.cli.output import JSON_OPTION, print_json, print_table
from scrutator.cli.tables import reads_tables


@reads_tables
def monitor(
    visits: Path = typer.Argument(..., help="The visits so far, CSV, in any order."),
    answer: str = typer.Option("answer", help="The column with yes, no or nothing."),
    selection: str = typer.Option("selection", help="The column that says who chose the station."),
    station: str = typer.Option("station", help="The column with the station's code."),
    level: float = typer.Option(95.0, min=50.1, max=99.99, help="Level in per cent."),
    as_json: bool = JSON_OPTION,
) -> None:
    """A rate with an interval that stays valid however often it is looked at during the day.

    Only for stations of a probability sample with equal chances; for others the visits are counted and
    the reason why there is no interval is given. Several visits of a station count once.
    Example: scrutator sample monitor visits.csv --answer box_sealed
    """
    from scrutator.cli.tables import read_rows
    from scrutator.counting.visits.monitoring import monitor as look
    from scrutator.counting.visits.monitoring import read_seen

    found = look(read_seen(read_rows(visits), answer, selection, station), level / 100)
    body: list[dict[str, Any]] = [
        {
            "selection": one.selection.value,
            "stations": one.stations,
            "cases": one.cases,
            "low": one.interval.low if one.interval else None,
            "high": one.interval.high if one.interval else None,
            "no_interval_because": one.because,
        }
        for one in found
    ]
    if as_json:
        print_json({"level": level / 100, "kind": "time-uniform (beta-binomial mixture)", "rates": body})
        return
    rows = [
        (
            one["selection"],
            one["stations"],
            one["cases"],
            one["no_interval_because"] or f"{100 * one['low']:.1f}–{100 * one['high']:.1f}",
        )
        for one in body
    ]
    columns = ("who chose the stations", "stations", "cases", f"{level:g} % interval at any moment, %")
    print_table("", columns, rows)
