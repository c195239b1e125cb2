"""The command line's front door: the command groups, the version, and how errors are shown.

Modules of this room import only typer and each other at the top; what a command needs is
imported inside the command, so that `scrutator --help` stays fast.
"""

import json
import sys

import typer

from scrutator.cli.case import case, findings, publish
from scrutator.cli.counting import audit, protocols, quickcount, sample
from scrutator.cli.forensics import data, forensics
from scrutator.cli.law import law, registration, seats
from scrutator.cli.ledger import ledger
from scrutator.cli.seal import key, log, verify, witness
from scrutator.errors import ScrutatorError
from scrutator.version import VERSION

app = typer.Typer(
    name="scrutator",
    help="Election observation and integrity: from what was seen, said, counted and promised "
    "to a statement anyone can re-check.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    epilog="Exit status: 0 all well, 1 faults found, 2 unusable input, 3 something is not installed.",
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"scrutator {VERSION}")
        raise typer.Exit


@app.callback()
def options(
    version: bool = typer.Option(
        False, "--version", callback=_print_version, is_eager=True, help="Show the version."
    ),
) -> None:
    """Options that stand before any command."""


def show_error(error: ScrutatorError, as_json: bool) -> None:
    """Print what is wrong, where, and what to do; as one JSON shape when --json was asked for."""
    if as_json:
        body = {"code": error.code, "what": error.what, "where": error.where, "remedy": error.remedy}
        typer.echo(json.dumps({"error": body}, ensure_ascii=False))
        return
    typer.secho(f"error {error.code}: {error.what}", fg="red", err=True)
    if error.where:
        typer.echo(f"  where: {error.where}", err=True)
    typer.echo(f"  to do: {error.remedy}", err=True)


app.add_typer(audit.app, name="audit")
app.add_typer(case.app, name="case")
app.add_typer(data.app, name="data")
app.command("findings")(findings.findings)
app.add_typer(forensics.app, name="forensics")
app.add_typer(key.app, name="key")
app.add_typer(law.app, name="law")
app.add_typer(ledger.app, name="ledger")
app.add_typer(log.app, name="log")
app.add_typer(protocols.app, name="protocols")
app.command("publish")(publish.publish)
app.add_typer(quickcount.app, name="quickcount")
app.add_typer(registration.app, name="registration")
app.add_typer(sample.app, name="sample")
app.add_typer(seats.app, name="seats")
app.command("verify")(verify.verify)
app.command("witness")(witness.witness)


def main() -> None:
    """Run the command line; a fault a person can mend never shows a traceback."""
    try:
        app()
    except ScrutatorError as error:
        show_error(error, as_json="--json" in sys.argv)
        sys.exit(error.exit_status)


if __name__ == "__main__":
    main()
