"""`scrutator sample rate`: what visits show at the end of the day, weighted and clustered."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from scrutator.cli.output import JSON_OPTION, print_json, print_table
from scrutator.cli.tables import reads_tables

if TYPE_CHECKING:
    from scrutator.counting.visits.observation import Rate


@reads_tables
def rate(
    visits: Path = typer.Argument(..., help="The visits, one row each."),
    answer: str = typer.Option("answer", help="The column with yes, no or nothing."),
    selection: str = typer.Option("selection", help="The column that says who chose the station."),
    station: str = typer.Option("station", help="The column with the station's code."),
    team: str = typer.Option("team", help="The column with the team: its visits resemble each other."),
    weight: str = typer.Option("", help="The column with the design weight of drawn stations."),
    stratum: str = typer.Option("", help="The column with the stratum of drawn stations."),
    level: float = typer.Option(95.0, min=50.1, max=99.99, help="Level in per cent."),
    as_json: bool = JSON_OPTION,
) -> None:
    """In how many visits was it seen, and, for a drawn sample, at how many stations of the country?

    One rate for each way in which stations were chosen; they are never pooled. Look once, at the end: for
    looks during the day use `sample monitor`.
    Example: scrutator sample rate visits.csv --answer box_sealed --weight weight --stratum region
    """
    from scrutator.cli.tables import read_rows
    from scrutator.counting.visits.observation import rates
    from scrutator.counting.visits.reading import VisitColumns, read_visits

    columns = VisitColumns(answer, selection, station, team, weight, stratum)
    found = [_plain(one) for one in rates(read_visits(read_rows(visits), columns), level=level / 100)]
    if as_json:
        print_json({"level": level / 100, "rates": found})
        return
    rows = [
        (
            one["selection"],
            one["visits"],
            one["not_answered"],
            one["words"],
            _interval(one["of_visits"]),
            _interval(one["of_stations"]),
        )
        for one in found
    ]
    heads = (
        "who chose the stations",
        "visits",
        "no answer",
        "seen",
        f"{level:g} % of visits",
        "of all stations",
    )
    print_table("", heads, rows)
    for one in found:
        if one["conflicting"]:
            typer.echo(
                f"{one['selection']}: teams disagree at {one['conflicting']} stations; seen once is seen"
            )


def _plain(one: "Rate") -> dict[str, Any]:
    """A rate as plain values; an interval that is missing says why."""
    from scrutator.counting.estimation.intervals import Limits, Result

    def interval(result: Result) -> dict[str, Any]:
        if isinstance(result, Limits):
            return {"low": result.low, "high": result.high, "kind": result.kind}
        return {"no_interval_because": result.because}

    return vars(one) | {
        "selection": one.selection.value,
        "of_visits": interval(one.of_visits),
        "of_stations": interval(one.of_stations),
    }


def _interval(plain: dict[str, Any]) -> str:
    if "low" not in plain:
        return str(plain["no_interval_because"])
    return f"{100 * plain['low']:.1f}–{100 * plain['high']:.1f}"
