"""`scrutator registration`: a party's file against the registration rules of a day."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from scrutator.cli.output import JSON_OPTION, print_json, print_table
from scrutator.cli.tables import reads_tables

if TYPE_CHECKING:
    from scrutator.law.questions.registration import Check, Registration

app = typer.Typer(no_args_is_help=True, rich_markup_mode="markdown", help="Registration rules for parties.")
PARTY = typer.Argument(..., metavar="PARTY.csv", help="Columns fact,region,value.")
LAWS = typer.Option(..., "--law", help="STATUTE@DATE, such as kazakhstan/parties@2012-01-15; repeat it.")


@app.callback()
def group() -> None:
    """Registration rules for parties."""


@app.command()
@reads_tables
def check(party: Path = PARTY, law: list[str] = LAWS, as_json: bool = JSON_OPTION) -> None:
    """Does a party's file meet the law of a day, article by article, and how far short is it?

    What the file does not say is "not determined". Exit status 1 when a requirement fails under any law.

    Example: `scrutator registration check party.csv --law kazakhstan/parties@2012-01-15`
    """
    from scrutator.cli.law.input import split_law, statute_named
    from scrutator.cli.tables import asked_table
    from scrutator.errors import ScrutatorError
    from scrutator.law.chain.table import rows_of
    from scrutator.law.questions.registration import Verdict, check_registration, read_party
    from scrutator.tables.reading import located

    try:
        submitted = read_party(rows_of(asked_table(party)))
        results = [check_registration(statute_named(name), at, submitted) for name, at in map(split_law, law)]
    except ScrutatorError as error:
        raise located(error, str(party)) from error
    if as_json:
        print_json({"laws": [_result_dict(result) for result in results]})
    else:
        for result in results:
            _show(result)
    if any(result.verdict is Verdict.FAILED for result in results):
        raise typer.Exit(1)


def _show(result: "Registration") -> None:
    columns = ("requirement", "article", "needed", "found", "verdict", "short by")
    print_table(result.law, columns, [_row(check) for check in result.checks])
    for item in result.checks:
        for region, short in item.regions.items():
            typer.echo(f"{region}: {short:,} short.")
        for mark in _marks(item):
            typer.echo(mark)
    typer.echo(f"Verdict: {result.verdict}.\n")


def _marks(item: "Check") -> list[str]:
    """What the statute itself says about how sure a provision is."""
    provision, marks = item.provision, []
    if provision.certainty != "high":
        marks.append(f"{provision.id}: certainty of the provision: {provision.certainty}.")
    if provision.date_certainty == "unverified":
        marks.append(f"{provision.id}: its dates are unverified.")
    if provision.note:
        marks.append(f"{provision.id}: {provision.note}")
    return marks


def _row(item: "Check") -> list[object]:
    provision = item.provision
    return [provision.id, provision.article, item.needed, item.found, str(item.verdict), f"{item.short:,}"]


def _result_dict(result: "Registration") -> dict[str, object]:
    return {
        "law": result.law,
        "verdict": str(result.verdict),
        "checks": [
            {
                "provision": item.provision.id,
                "article": item.provision.article,
                "act": item.provision.act,
                "needed": item.needed,
                "found": item.found,
                "verdict": str(item.verdict),
                "short": item.short,
                "regions": dict(item.regions),
            }
            for item in result.checks
        ],
    }
