"""`scrutator forms kinds`: the kinds of incidents and the norms that each is about."""

from pathlib import Path

import typer

from scrutator.cli.output import JSON_OPTION, print_json, print_table
from scrutator.errors import ScrutatorError


def list_kinds(
    table: Path | None = typer.Option(None, "--table", metavar="FILE", help="A table of a mission's own."),
    as_csv: bool = typer.Option(False, "--csv", help="The bundled table as a file to change."),
    as_json: bool = JSON_OPTION,
) -> None:
    """Say which norms each kind of incident is about; look at a table of your own before a server has it.

    Example: `scrutator forms kinds --csv`
    """
    from scrutator.field.incidents.taxonomy import bundled_table, bundled_taxonomy, taxonomy_in

    if as_csv and table is not None:
        raise ScrutatorError("X03", "--csv writes the bundled table, and --table reads another")
    if as_csv:
        typer.echo(bundled_table(), nl=False)
        return
    found = bundled_taxonomy()
    if table is not None:
        found = taxonomy_in(_text(table), frozenset(found))
    kinds = list(found.values())
    if as_json:
        print_json([{"kind": one.kind, "norms": list(one.norms), "event": one.event} for one in kinds])
    else:
        rows = [(one.kind, ", ".join(one.norms), one.event) for one in kinds]
        print_table("", ("kind", "norms", "event of the record"), rows)


def _text(path: Path) -> str:
    from scrutator.field.incidents.taxonomy import LONGEST

    try:
        if path.stat().st_size > 4 * LONGEST:
            raise ScrutatorError("X01", f"'{path}' has more than {4 * LONGEST:,} bytes")
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ScrutatorError("X01", f"'{path}' cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ScrutatorError("D61", "the table is not UTF-8", where=f"byte {error.start}") from error
