"""`scrutator mission export`: one table of a mission as CSV or a workbook, whole."""

import os
from pathlib import Path

import typer

from scrutator.cli.web.serve import FOLDER


def export(
    slug: str = typer.Argument(..., metavar="MISSION", help="The mission's short name."),
    table: str = typer.Argument(..., help="reports, answers, places, observers or messages."),
    output: Path = typer.Option(..., "--output", "-o", help="The file to write, .csv or .xlsx."),
    folder: Path = FOLDER,
) -> None:
    """Write one table of a mission: every row, every question of every version of a form, observers by
    pseudonym. The last line states the number of rows.

    Example: `scrutator mission export demo answers -o answers.csv`
    """
    from scrutator.errors import ScrutatorError
    from scrutator.publishing.whole_files import must_be_new
    from scrutator.web.serving import migrate, set_up

    if output.suffix not in (".csv", ".xlsx"):
        raise ScrutatorError(
            "X03", f"{output} is neither .csv nor .xlsx", remedy="Name a .csv or .xlsx file."
        )
    must_be_new(output)
    set_up(folder)
    migrate()
    from scrutator.web.desk.records import mission_of
    from scrutator.web.exports.tables import Exported, table_of
    from scrutator.web.exports.writing import csv_lines, write_workbook

    if table not in list(Exported):
        raise ScrutatorError(
            "X03", f"there is no table “{table}”", remedy=f"Write one of: {', '.join(Exported)}."
        )
    mission = mission_of(slug)
    made = table_of(mission, Exported(table), mission.submissions.all())
    with open(os.open(output, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        if output.suffix == ".csv":
            file.writelines(csv_lines(made))
    if output.suffix == ".xlsx":
        write_workbook(made, output)
    typer.echo(f"{output}: {output.stat().st_size:,} bytes")
