"""`scrutator sample voters`: voters counted at the door against the ballots of the protocol."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from scrutator.cli.output import JSON_OPTION, print_json, print_table
from scrutator.cli.tables import names, reads_tables

if TYPE_CHECKING:
    from scrutator.counting.visits.voters import Compared, Hour


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
    from scrutator.counting.visits.voters import Seen, compare_voters

    cast = _ballots(protocols, station, ballots, elsewhere)
    found = compare_voters(_hours(counts, station, cast), cast, names(hours), level / 100)
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


def _hours(path: Path, station: str, cast: dict[str, int]) -> "list[Hour]":
    """The counts; raises C11 for one that is none or is there twice, C14 for a station without a protocol."""
    from scrutator.cli.tables import read_rows
    from scrutator.counting.counts import read_cell, read_count
    from scrutator.counting.visits.voters import Hour
    from scrutator.errors import ScrutatorError

    found: dict[tuple[str, str, str], Hour] = {}
    for row in read_rows(path):
        key = (read_cell(row, station), read_cell(row, "hour"), read_cell(row, "counter"))
        if key in found or not all(key):
            lacks = "a count lacks its station, hour or counter"
            what = f"{', '.join(key)} is there twice" if key in found else lacks
            remedy = "Keep one row per station, hour and person."
            raise ScrutatorError("C11", what, where=str(path), remedy=remedy)
        if key[0] not in cast:
            what = f"voters were counted at {key[0]!r}, and there is no protocol of it"
            raise ScrutatorError("C14", what, where=str(path), remedy="Write the codes alike in both files.")
        found[key] = Hour(*key, read_count(row, "voters", key[0]))
    return list(found.values())


def _ballots(path: Path, station: str, ballots: str, elsewhere: str) -> dict[str, int]:
    """Ballots cast at the station itself. Raises C11, C14 when more were cast elsewhere than in all."""
    from scrutator.cli.tables import read_rows
    from scrutator.counting.counts import by_station, read_count
    from scrutator.errors import ScrutatorError

    found = {}
    for code, row in by_station(read_rows(path, (station,)), station).items():
        here = read_count(row, ballots, code) - (read_count(row, elsewhere, code) if elsewhere else 0)
        if here < 0:
            what = "more ballots were cast elsewhere than in all"
            raise ScrutatorError("C14", what, where=code, remedy="Correct the protocol's columns.")
        found[code] = here
    return found
