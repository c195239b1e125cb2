"""The further tests of `scrutator forensics`: what they are given, and what they say on a terminal."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from scrutator.cli.forensics.input import read_columns
from scrutator.cli.output import print_table

if TYPE_CHECKING:
    from scrutator.forensics.inputs.results import StationResults
    from scrutator.tables.mapping import TableMapping

PLACES = typer.Option(
    "", "--places", help="Two columns, LATITUDE,LONGITUDE in degrees: do whole percentages gather on the map?"
)
OTHER_ROUND = typer.Option(
    None, "--other-round", help="Results of the other round at the same stations: were numbers written again?"
)


def place_columns(places: str) -> list[str]:
    """The two columns of degrees; none when the option was not given. Raises X03."""
    from scrutator.errors import ScrutatorError

    names = [name.strip() for name in places.split(",")] if places else []
    if places and (len(names) != 2 or not all(names)):
        raise ScrutatorError(
            "X03", f"--places {places}: two columns are needed", remedy="Write --places LATITUDE,LONGITUDE."
        )
    return names


def run_further(
    results: "StationResults",
    names: list[str],
    other_round: Path | None,
    how: "TableMapping",
    votes: list[str],
) -> dict[str, Any]:
    """The further tests as plain values."""
    from scrutator.forensics.further.further import Places, further_tests
    from scrutator.forensics.inputs.coordinates import read_degrees

    places = None
    if names:
        places = Places(read_degrees(results, names[0], 90), read_degrees(results, names[1], 180))
    other = None if other_round is None else read_columns(other_round, how, votes)
    return further_tests(results, places, other)


def show_further(further: dict[str, Any]) -> None:
    """Every further test beside its rates; what did not run, and what does not hold its size."""
    rows = [
        (
            test,
            one["verdict"],
            one["looked_at"],
            "< 1e-12" if one["p_adjusted"] < 1e-12 else f"{one['p_adjusted']:.2g}",
            f"{100 * max(one['false_alarm_rates'].values()):.1f} %",
            f"{100 * one['made_for']['power']:.0f} % at {one['made_for']['percent']:g} %",
        )
        for test, one in further["tests"].items()
    ]
    columns = ("further test", "says", "looked at", "adjusted p", "worst false alarms", "sees")
    if rows:
        print_table("", columns, rows)
    for test, reason in further["not_run"].items():
        typer.echo(f"  not run: {test}: {reason}")
    for test, worst in further["left_out"].items():
        typer.echo(
            f"  left out: {test}: in up to {worst:.1f} % of honest made-up elections it finds something"
        )
    if pair := further["matched"]:
        typer.echo(
            f"  other round: {pair['stations']:,} stations in both; {pair['only_here']:,} only "
            f"here, {pair['only_there']:,} only in {pair['file']}, {pair['named_twice']:,} rows named twice"
        )
