"""`scrutator forms from-apollo`: quality checks of Apollo as a table of checks."""

from pathlib import Path

import typer

from scrutator.errors import ScrutatorError

CHECKS = typer.Argument(..., metavar="CHECKS", help="A table with the columns description and expression.")
TAGS = typer.Option(..., "--tags", metavar="FILE", help="A table with the columns tag and question.")
OUTPUT = typer.Option(..., "--output", "-o", metavar="FILE", help="The table of checks to write (CSV).")
FORM = typer.Option("", "--form", help="The form that the checks are for; else any that fits.")


def from_apollo(checks: Path = CHECKS, tags: Path = TAGS, output: Path = OUTPUT, form: str = FORM) -> None:
    """Write Apollo's quality checks as a table of checks, with the meaning that they have in Apollo, and name
    each one that its order of signs makes say something else than it seems to. Exit status 1 when one has
    no meaning here.

    Example: `scrutator forms from-apollo checks.csv --tags tags.csv -o table.csv`
    """
    from scrutator.field.checks.declared import checks_text
    from scrutator.field.checks.imported import import_checks
    from scrutator.publishing.whole_files import write_new

    rows = _pairs(checks, "description", "expression")
    questions = dict(_pairs(tags, "tag", "question"))
    found = import_checks(rows, questions, (form,) if form else ())
    write_new(output, checks_text(found.checks).encode())
    typer.echo(f"{output}: {len(found.checks.checks)} checks of {len(rows)}")
    for name, usual in found.changed.items():
        typer.echo(f"{name}: Apollo's order of signs is kept in brackets; it seems to say: {usual}")
    for name, why in found.refused.items():
        typer.echo(f"{name}: not taken over: {why}")
    if found.refused:
        raise typer.Exit(1)


def _pairs(path: Path, *columns: str) -> list[tuple[str, str]]:
    """Two columns of a table. Raises D10 for other columns, and what reading a table raises."""
    from scrutator.publishing.key_files import read_bytes
    from scrutator.tables.reading import read_table

    table = read_table(read_bytes(path), name=str(path))
    if sorted(table.columns) != sorted(columns) or table.faults:
        what = "; ".join(map(str, table.faults[:2])) or f"its columns are not {' and '.join(columns)}"
        raise ScrutatorError("D10", f"'{path}': {what}")
    return [(row[columns[0]].strip(), row[columns[1]].strip()) for row in table.records()]
