"""`scrutator mission import-reports`: the reports of another system's export, shown and then taken over."""

from pathlib import Path

import typer

from scrutator.cli.web.serve import FOLDER
from scrutator.errors import ScrutatorError


def import_reports(
    slug: str = typer.Argument(..., metavar="MISSION", help="The mission's short name."),
    system: str = typer.Argument(..., metavar="SYSTEM", help="odk-central, kobo or nemo."),
    file: Path = typer.Argument(..., metavar="FILE", help="The export: a zip, an xlsx or a CSV."),
    form: str = typer.Option(..., "--form", help="The id of the mission's form that it is read as."),
    version: str = typer.Option("", "--version", help="The version of the form; else the current one."),
    observer: str = typer.Option(
        "",
        "--observer",
        help="The observer whose reports all are; else who sent each has the same code here.",
    ),
    title: str = typer.Option("", "--title", help="The form's name there, where NEMO's export has several."),
    photographs: Path | None = typer.Option(
        None, "--photographs", help="A folder or a zip with the photographs that the reports name."
    ),
    write: bool = typer.Option(
        False, "--write", help="Take them over; without this, only show what it would do."
    ),
    folder: Path = FOLDER,
) -> None:
    """Show what an export of another system would bring in, and what of it is not used; with --write, take it
    over. Imported reports have no receipt; a snapshot counts them apart, and shows them if it is told to.
    Photographs come from the zip of ODK Central itself, or from what lies beside an export.

    Example: `scrutator mission import-reports demo odk-central voting.zip --form voting --write`
    """
    from scrutator.field.importing.export import Origin
    from scrutator.publishing.key_files import read_bytes
    from scrutator.web.serving import migrate, set_up

    if system not in list(Origin):
        raise ScrutatorError(
            "X03", f"there is no system “{system[:40]}”", remedy=f"Write {', '.join(Origin)}."
        )
    set_up(folder)
    migrate()
    from scrutator.web.clock import now
    from scrutator.web.desk.records import mission_of
    from scrutator.web.importing.foreign import Asked, form_asked, given_with, plan_reports, write_reports
    from scrutator.web.importing.photographs import beside
    from scrutator.web.missions.plans import Change

    mission = mission_of(slug)
    asked = Asked(Origin(system), form_asked(mission, form, version).pk, observer, title)
    content = read_bytes(file)
    given = beside(photographs) if photographs else given_with(asked.origin, content, file.name)
    planned = plan_reports(mission, asked, content, file.name, given)
    for line in (*planned.unused, *planned.faults):
        typer.echo(line)
    if planned.faults:
        raise ScrutatorError("D61", f"{len(planned.faults)} faults: {planned.faults[0]}")
    counts = ", ".join(f"{planned.count(change)} {change.value}" for change in Change)
    typer.echo(f"{planned.aside} answer what the form does not offer, and will be set aside")
    typer.echo(f"{planned.placeless} name no station of the mission")
    if planned.by_clock:
        typer.echo(f"{planned.by_clock} times without a zone, taken by the clock of their station")
    if planned.photographs or planned.absent:
        typer.echo(f"photographs: {planned.photographs} to take over, {planned.absent} named and not given")
    if write:
        write_reports(mission, asked, planned, now(), given)
    typer.echo(f"reports: {counts}" + ("" if write else "; nothing was written, --write does it"))
