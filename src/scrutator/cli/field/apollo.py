"""`scrutator forms from-apollo…`: what Apollo has, as what is used here."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from scrutator.errors import ScrutatorError

if TYPE_CHECKING:
    from scrutator.field.checks.imported import FromApollo
    from scrutator.field.importing.export import Unused
    from scrutator.field.xlsform import PublishedForm

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
    _say_checks(found)
    if found.refused:
        raise typer.Exit(1)


def _say_checks(found: "FromApollo") -> None:
    for name, usual in found.changed.items():
        typer.echo(f"{name}: Apollo's order of signs is kept in brackets; it seems to say: {usual}")
    for name, why in found.refused.items():
        typer.echo(f"{name}: not taken over: {why}")


def from_apollo_form(
    file: Path = typer.Argument(..., metavar="FORM", help="The form as Apollo exports it (.xls or .xlsx)."),
    output: Path = typer.Option(..., "--output", "-o", metavar="FILE", help="The XLSForm to write (.xlsx)."),
    checks: Path | None = typer.Option(
        None, "--checks", metavar="FILE", help="The table to write its quality checks to (CSV)."
    ),
    language: str = typer.Option("English (en)", "--language", help="The language that its labels are in."),
) -> None:
    """Write a form of Apollo's as an XLSForm, and its quality checks as a table of checks; what means nothing
    here is named with a count. Exit status 1 when a check is not taken over.

    Example: `scrutator forms from-apollo-form opening.xls -o opening.xlsx --checks checks.csv`
    """
    from scrutator.field.checks.declared import checks_text
    from scrutator.field.checks.imported import fitting, import_checks
    from scrutator.field.importing.apollo_form import read_apollo_form
    from scrutator.field.importing.workbook import workbook_of
    from scrutator.field.xlsform import publish
    from scrutator.publishing.key_files import read_bytes
    from scrutator.publishing.whole_files import must_be_new, write_new

    found = read_apollo_form(read_bytes(file), language, file.name)
    workbook = workbook_of(found.sheets)
    form: PublishedForm = publish(workbook, version="1")
    taken = fitting(import_checks(found.checks, found.tags, (form.form_id,)), form)
    if checks is not None:
        must_be_new(output)
        write_new(checks, checks_text(taken.checks).encode())
    write_new(output, workbook)
    typer.echo(f"{output}: {form.title}, {sum(one.kind.is_asked for one in form.questions)} questions")
    if checks is None and found.checks:
        typer.echo(f"not taken over: quality checks ({len(found.checks)}): --checks names no file for them")
    elif checks is not None:
        typer.echo(f"{checks}: {len(taken.checks.checks)} checks of {len(found.checks)}")
        _say_checks(taken)
    _say_unused(found.unused)
    if checks is not None and taken.refused:
        raise typer.Exit(1)


def from_apollo_lists(
    file: Path = typer.Argument(..., metavar="LIST", help="Apollo's locations or participants (CSV)."),
    output: Path = typer.Option(..., "--output", "-o", metavar="FILE", help="The table to write (CSV)."),
    round_code: str = typer.Option(
        "", "--round", help="Of participants: write where each is to be in this round, not who they are."
    ),
) -> None:
    """Write Apollo's locations as a table of places, or its participants as one of observers or deployment,
    for `scrutator mission import`. Passwords are never taken over.

    Example: `scrutator forms from-apollo-lists locations.csv -o places.csv`
    """
    from scrutator.field.importing.apollo_tables import deployment_of, is_locations, observers_of, places_of
    from scrutator.field.importing.sheets import csv_sheet
    from scrutator.publishing.key_files import read_bytes
    from scrutator.publishing.whole_files import write_new

    content = read_bytes(file)
    if is_locations(csv_sheet(content, file.name).headings):
        if round_code:
            raise ScrutatorError("X03", "--round is for participants, and these are locations")
        found = places_of(content, file.name)
    elif round_code:
        found = deployment_of(content, round_code, file.name)
    else:
        found = observers_of(content, file.name)
    write_new(output, found.text.encode())
    typer.echo(f"{output}: {len(found.text.splitlines()) - 1} rows")
    _say_unused(found.unused)


def _say_unused(unused: "Iterable[Unused]") -> None:
    for one in unused:
        typer.echo(str(one))


def _pairs(path: Path, *columns: str) -> list[tuple[str, str]]:
    """Two columns of a table. Raises D10 for other columns, and what reading a table raises."""
    from scrutator.publishing.key_files import read_bytes
    from scrutator.tables.reading import read_table

    table = read_table(read_bytes(path), name=str(path))
    if sorted(table.columns) != sorted(columns) or table.faults:
        what = "; ".join(map(str, table.faults[:2])) or f"its columns are not {' and '.join(columns)}"
        raise ScrutatorError("D10", f"'{path}': {what}")
    return [(row[columns[0]].strip(), row[columns[1]].strip()) for row in table.records()]
