"""`scrutator protocols verified`: ballots that citizens can show, as exact lower bounds."""

from pathlib import Path

import typer

from scrutator.cli.output import JSON_OPTION, print_json, print_table
from scrutator.cli.tables import reads_tables

SHOWN = 20
HOLDS = "It holds if every ballot shown was cast at that station and is counted once."


@reads_tables
def verified(
    file: Path = typer.Argument(..., help="Protocols with the ballots shown, one row per station."),
    shown: list[str] = typer.Option(
        ..., "--shown", help='"b=photos_b": votes, and ballots shown. Repeat it.'
    ),
    station: str = typer.Option("station", help="The column with the station's code."),
    as_json: bool = JSON_OPTION,
) -> None:
    """How many votes do the protocols lack at least, by ballots that citizens can show?

    Exit status 1 when a protocol has fewer votes for a list than ballots shown for it.
    Example: scrutator protocols verified results.csv --shown runner_up=photo_votes_runner_up
    """
    from scrutator.cli.tables import read_rows
    from scrutator.counting.protocols.verified import lower_bounds

    pairs = _pairs(shown)
    found = lower_bounds(read_rows(file, (station,), list(pairs)), pairs, station)
    if as_json:
        print_json(
            [
                {
                    "list": one.votes_of,
                    "stations": len(one.stations),
                    "ballots_shown": one.shown,
                    "votes_lacking_at_least": one.at_least,
                    "votes_not_known": one.unknown,
                    "protocols": [vars(each) | {"short": each.short} for each in one.lacking],
                }
                for one in found
            ]
        )
    else:
        for one in found:
            typer.echo(
                f"{one.votes_of}: {one.shown:,} ballots shown at {len(one.stations):,} stations; "
                f"{len(one.lacking):,} protocols lack at least {one.at_least:,} votes"
                + (f"; no votes known at {one.unknown:,} more" if one.unknown else "")
            )
            rows = [(each.station, each.shown, each.protocol, each.short) for each in one.lacking[:SHOWN]]
            if rows:
                print_table("", ("station", "shown", "protocol", "lacks at least"), rows)
            if len(one.lacking) > SHOWN:
                typer.echo(f"and {len(one.lacking) - SHOWN:,} more: --json lists them all")
        typer.echo(HOLDS)
    if any(one.at_least for one in found):
        raise typer.Exit(1)


def _pairs(shown: list[str]) -> dict[str, str]:
    """Votes to ballots shown. Raises X03."""
    from scrutator.errors import ScrutatorError

    parts = [one.partition("=") for one in shown]
    pairs = {votes.strip(): ballots.strip() for votes, _, ballots in parts}
    if not all(pairs) or not all(pairs.values()) or len(pairs) < len(parts):
        remedy = "Write each list once: --shown votes_column=shown_column."
        raise ScrutatorError("X03", ", ".join(shown), where="--shown", remedy=remedy)
    return pairs
