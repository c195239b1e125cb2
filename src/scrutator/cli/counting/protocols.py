"""`scrutator protocols`: control relations, copies against official, totals at every level."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from scrutator.cli.counting.protocol_papers import keying, versions
from scrutator.cli.counting.protocol_verified import verified
from scrutator.cli.counting.reconcile import reconcile
from scrutator.cli.output import JSON_OPTION, print_json, print_table
from scrutator.cli.tables import reads_tables

if TYPE_CHECKING:
    from scrutator.counting.protocols.at_stake import FailingStation

SHOWN = 20

app = typer.Typer(
    no_args_is_help=True, help="Station protocols: checks, copies against official results, levels."
)


@app.command()
@reads_tables
def check(
    file: Path = typer.Argument(..., help="A table of protocols, one row per station (CSV, .gz or .zip)."),
    kind: str = typer.Option(..., "--type", help="A bundled type such as russia-2021, or a TOML file."),
    as_json: bool = JSON_OPTION,
) -> None:
    """Check the control relations of a form. Exit status 1 when a hard relation fails.

    Names the stations that fail, the most ballots first, and the protocols that hold only zeros.

    Example: scrutator protocols check copies.csv --type georgia-precinct
    """
    from scrutator.cli.counting.protocol_papers import protocol_type
    from scrutator.cli.tables import read_rows
    from scrutator.counting.protocols.at_stake import all_zero, failing_stations
    from scrutator.counting.protocols.checking import check_protocols, read_protocols

    form = protocol_type(kind)
    protocols = read_protocols(read_rows(file), form)
    twice = [name for name, times in Counter(protocols.stations).items() if times > 1 and name]
    checked = check_protocols(protocols)
    body = [
        {
            "relation": one.relation.name,
            "kind": one.relation.kind,
            "holds": one.relation.holds,
            "meaning": one.relation.meaning,
            "violations": one.violations,
            "ballots": one.magnitude,
            "not_evaluated": one.not_evaluated,
            "stations": [
                name for name, bad in zip(protocols.stations, one.violated.tolist(), strict=True) if bad
            ][:1000],
        }
        for one in checked
    ]
    failing, zeros = failing_stations(protocols, checked), all_zero(protocols)
    if as_json:
        summary = {
            "type": form.id,
            "protocols": len(protocols.stations),
            "blank_rows": protocols.blank,
            "all_zero": list(zeros),
            "more_than_one_protocol": twice,
            "stations": [asdict(one) for one in failing],
        }
        print_json(summary | {"unverified": form.unverified, "relations": body})
    else:
        typer.echo(f"{len(protocols.stations):,} protocols, {protocols.blank:,} blank rows; {form.title}")
        if form.unverified:
            typer.echo(f"not verified: {form.unverified}")
        columns = ("relation", "kind", "should hold", "fail", "ballots", "not evaluated")
        keys = ("relation", "kind", "holds", "violations", "ballots", "not_evaluated")
        print_table("", columns, [[line[key] for key in keys] for line in body])
        for line in body:
            if line["kind"] == "soft" and line["violations"]:
                typer.echo(f"{line['relation']}: {line['meaning']}")
        _print_stations(failing, zeros)
        if twice:
            typer.echo(f"{len(twice):,} stations have more than one protocol: {', '.join(twice[:SHOWN])}")
    if any(line["kind"] == "hard" and line["violations"] for line in body):
        raise typer.Exit(1)


def _print_stations(failing: Sequence["FailingStation"], zeros: Sequence[str]) -> None:
    """The stations that fail, as far as fits on a page, and those that hold only zeros."""
    rows = [(one.station, one.ballots, ", ".join(one.hard), ", ".join(one.soft)) for one in failing]
    if rows:
        print_table("Stations", ("station", "ballots", "hard", "soft"), rows[:SHOWN])
    if len(rows) > SHOWN:
        typer.echo(f"and {len(rows) - SHOWN:,} more stations (see --json)")
    if zeros:
        more = ", …" if len(zeros) > SHOWN else ""
        where = ", ".join(zeros[:SHOWN]) + more
        typer.echo(f"{len(zeros):,} protocols hold only zeros, which pass every relation of sums: {where}")


@app.command()
@reads_tables
def levels(
    case: str = typer.Argument(..., help="A case folder, the id of a bundled case, or a levels.csv."),
    as_json: bool = JSON_OPTION,
) -> None:
    """Recompute totals level by level and show where they differ. Exit status 1 when they do.

    levels.csv has a column path (country/region/district/station) and one column of votes per list;
    a row with empty cells names a unit that exists and was not published. Without it the results and
    places of the case are taken.
    Example: scrutator protocols levels simulated-republic
    """
    from scrutator.cli.counting.level_files import published_figures
    from scrutator.counting.protocols.levels import check_levels

    published, expected = published_figures(case)
    found = check_levels(published, expected)
    lines = [
        (" / ".join(one.path), one.list, one.below, one.published, one.difference) for one in found.partings
    ]
    columns = ("unit", "list", "sum of its parts", "published", "difference")
    if as_json:
        cannot = [{"unit": " / ".join(path), "why": why} for path, why in found.cannot]
        parting = [dict(zip(columns, line, strict=True)) for line in lines]
        body = {"verdict": found.verdict, "units_recomputed": found.units_checked}
        print_json(body | {"partings": parting, "cannot_be_recomputed": cannot})
    else:
        typer.echo(f"{found.units_checked:,} units recomputed: {found.verdict}")
        if lines:
            print_table("Where totals differ", columns, lines)
        for path, why in found.cannot[:20]:
            typer.echo(f"{' / '.join(path)}: {why}")
        if len(found.cannot) > 20:
            typer.echo(f"and {len(found.cannot) - 20:,} more (see --json)")
    if found.partings:
        raise typer.Exit(1)


app.command()(reconcile)
app.command()(keying)
app.command()(versions)
app.command()(verified)
