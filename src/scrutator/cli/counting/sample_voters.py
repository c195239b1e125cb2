"""`scrutator sample voters`: voters counted at the door against the ballots of the protocol."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from scrutator.cli.output import JSON_OPTION, print_json, print_table
from scrutator.cli.tables import names, reads_tables

if TYPE_CHECKING:
    from scrutator.counting.visits.voters import Compared


@reads_tables
def voters(
    counts: Path = typer.Argument(..., help="The counts: station, hour, counter, voters; one row each."),
    protocols: Path = typer.Argument(..., help="The protocols of these stations, one row each."),
    hours: str = typer.Option(..., "--hours", help='The hours of voting as they are written: "7,8,9".'),
    ballots: str = typer.Option("ballots_cast", help="The protocol's column of ballots cast."),
    elsewhere: str = typer.Option("", help="The column of ballots cast elsewhere: mobile boxes, by post."),
    station: str = typer.Option("station", help="The column with the station's code, in both files."),
    level: float = typer.Option(95.0, min=50.1, max=99.99, help="Level in per cent, for all at once."),
    as_json: bool = JSON_OPTION,
) -> None:
    """At which stations has the protocol more ballots than voters were seen at the door?

    Two people count alone for some hours: their differences measure the error. Exit status 1 when a station
    has more ballots than voters seen. Example: scrutator sample voters counts.csv protocols.csv --hours 7,8,9
    """
    from scrutator.cli.tables import read_rows
    from scrutator.counting.visits.door_counts import ballots_here, read_hours
    from scrutator.counting.visits.voters import Seen, compare_voters

    cast = ballots_here(read_rows(protocols, (station,)), station, ballots, elsewhere)
    counted = read_hours(read_rows(counts), station, cast, str(counts))
    found = compare_voters(counted, cast, names(hours), level / 100)
    if as_json:
        rows = [vars(one) | {"above": one.above, "says": str(one.says)} for one in found.stations]
        print_json({"stations": rows, "counter_error": found.dispersion, "hours_counted_twice": found.pairs})
    else:
        _print(found)
    if any(one.says is Seen.MORE_BALLOTS for one in found.stations):
        raise typer.Exit(1)


def _print(found: "Compared") -> None:
    rows = [
        (
            one.station,
            str(one.says),
            f"{one.seen:,.0f} in {one.hours} hours",
            f"{one.ballots:,}",
            f"{one.above:+,.0f}",
            "–" if one.margin is None else f"±{one.margin:,.0f}",
        )
        for one in sorted(found.stations, key=lambda one: -one.above)
    ]
    columns = ("station", "says", "voters seen", "ballots", "difference", "counters' error")
    print_table("", columns, rows)
    error = "not measured" if found.dispersion is None else f"variance {found.dispersion:.2f} per voter"
    typer.echo(f"error of one counter from {found.pairs} hours counted twice: {error}")
    typer.echo("What all counters miss alike (a second door, voters before opening) is in no margin.")
