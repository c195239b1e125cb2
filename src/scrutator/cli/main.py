"""The command line's front door: the command groups, the version, and how errors are shown.

Commands are loaded when they are used (`cli.commands`); their modules import only typer and each other at
the top, and what a command needs inside the command, so that `scrutator --help` stays fast.
"""

import json
import sys

import typer

from scrutator.cli.commands import LazyCommands
from scrutator.errors import ScrutatorError
from scrutator.plain_text import visible
from scrutator.version import VERSION

app = typer.Typer(
    name="scrutator",
    help="Election observation and integrity: from what was seen, said, counted and promised "
    "to a statement anyone can re-check.",
    cls=LazyCommands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    epilog="Exit status: 0 success, 1 faults found, 2 unusable input, 3 something is not installed.",
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
    typer.secho(visible(f"error {error.code}: {error.what}"), fg="red", err=True)
    if error.where:
        typer.echo(visible(f"  where: {error.where}"), err=True)
    typer.echo(visible(f"  hint: {error.remedy}"), err=True)


def main() -> None:
    """Run the command line; a fault a person can fix never shows a traceback."""
    try:
        app()
    except ScrutatorError as error:
        show_error(error, as_json="--json" in sys.argv)
        sys.exit(error.exit_status)


if __name__ == "__main__":
    main()
