"""`scrutator ledger media`: coding sheets, agreement of coders, shares of coverage."""

from pathlib import Path

import typer

from scrutator.cli.output import JSON_OPTION, print_json, print_table
from scrutator.cli.tables import reads_tables

app = typer.Typer(help="Coding sheets of media monitoring.", no_args_is_help=True)


@app.command()
def template(out: Path = typer.Option(..., "-o", "--out", help="File to write.")) -> None:
    """Write an empty coding sheet with one example row.

    Example: `scrutator ledger media template -o sheet.csv`
    """
    from scrutator.cli.ledger.files import write_texts
    from scrutator.ledger.media.coding import COLUMNS, template

    write_texts({out: template()})
    for name, meaning in COLUMNS.items():
        typer.echo(f"{name}: {meaning}")


@app.command()
@reads_tables
def alpha(
    sheet: Path = typer.Argument(..., metavar="SHEET", help="A coding sheet coded by at least two coders."),
    seed: int = typer.Option(2012, min=0, help="Seed of the bootstrap."),
    as_json: bool = JSON_OPTION,
) -> None:
    """Krippendorff's alpha of every variable that two coders coded, its interval, and the gate.
    Exit status 1 when a variable must not be published or has too few units.

    Example: `scrutator ledger media alpha sheet.csv`
    """
    from scrutator.cli.ledger.media_tables import agreement_body

    body = agreement_body(sheet, seed)
    if as_json:
        print_json(body)
    else:
        columns = ("variable", "metric", "alpha", "interval", "units", "gate")
        print_table("", columns, [[row[name] for name in columns] for row in body["variables"]])
        for variable, why in body["not_computed"].items():
            typer.echo(f"{variable}: not computed, {why}")
        alone, shared = body["units_found_by_one_coder"], body["units_of_several_coders"]
        typer.echo(f"{alone} of {shared} units in items of several coders were found by one of them only.")
    if any(row["gate"] not in ("rely", "tentative") for row in body["variables"]):
        raise typer.Exit(1)


@app.command()
@reads_tables
def hedges(
    sheet: Path = typer.Argument(..., metavar="SHEET", help="A coding sheet with the column hedge."),
    as_json: bool = JSON_OPTION,
) -> None:
    """Which outlet names which actor with a distancing word ("so-called", "self-styled"), and how often.

    Example: `scrutator ledger media hedges sheet.csv`
    """
    from scrutator.cli.tables import asked_table
    from scrutator.ledger.media.coding import read_sheet
    from scrutator.ledger.texts.framing import hedges_by_actor

    found = hedges_by_actor(read_sheet(asked_table(sheet)))
    columns = ("actor", "outlet", "word", "items")
    if as_json:
        print_json([dict(zip(columns, row, strict=True)) for row in found])
    else:
        print_table("", columns, found)


@app.command()
@reads_tables
def shares(
    sheet: Path = typer.Argument(..., metavar="SHEET", help="A coding sheet."),
    measure: str = typer.Option("seconds", help="seconds or cm2; the two are never added."),
    by: str = typer.Option(
        "actor", help="actor; outlet, class, appearance: actors in each; tone: tones of each."
    ),
    seed: int = typer.Option(2012, min=0, help="Seed of the bootstrap over items."),
    as_json: bool = JSON_OPTION,
) -> None:
    """Each actor's share of coverage over all coders, with its 95 % interval over items, and how often its
    funding is named.

    Example: `scrutator ledger media shares sheet.csv --by outlet`
    """
    from scrutator.cli.ledger.media_tables import by_asked, coverage_body, interval, measure_asked

    body = coverage_body(sheet, measure_asked(measure), by_asked(by), seed)
    if as_json:
        print_json(body)
        return
    columns = ("within", "of", measure, "share", "interval, 95 %", "items")
    rows = []
    for r in body["shares"]:
        amount, share = f"{r['amount']:g}", f"{100 * r['share']:.1f} %"
        rows.append((r["within"] or "all coverage", r["of"], amount, share, interval(r), r["items"]))
    print_table("share of coverage", columns, rows)
    left = f"; {body['rows_left_out']} without {measure} are left out" if body["rows_left_out"] else ""
    alone = ": no one else coded them" if body["coders"] == 1 else ""
    coders = f"{body['coders']} coder{'' if body['coders'] == 1 else 's'}"
    typer.echo(f"{body['rows']} rows of {coders}{left}{alone}.")
    named = [(d["actor"], d["items"], d["named"], interval(d)) for d in body["funding"]]
    print_table("funding named", ("actor", "items", "named", "interval, 95 %"), named)
