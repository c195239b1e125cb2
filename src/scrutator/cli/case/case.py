"""`scrutator case`: check a case folder, start a new one, upgrade an older one."""

from pathlib import Path

import typer

from scrutator.cli.case.new import new
from scrutator.cli.output import CASE, JSON_OPTION, print_json

app = typer.Typer(help="Check a case folder, start a new one, upgrade an older one.", no_args_is_help=True)


@app.command()
def check(
    case: str = CASE,
    whole: bool = typer.Option(
        False, "--whole", help="Compute the findings and set the pages too, as publishing will."
    ),
    as_json: bool = JSON_OPTION,
) -> None:
    """Report every fault of a case: file, line, field, reason and remedy.

    What publishing would refuse although it is no fault (parts not written yet, corrections not signed)
    is named apart and leaves the exit status 0. With --whole all of it is a fault, and so is what only
    shows when findings are computed and pages set: figures that do not exist, withheld values that stand
    elsewhere.

    Example: `scrutator case check kazakhstan-2012`
    """
    from scrutator.publishing.build import draft_members
    from scrutator.publishing.checks.before_publishing import not_ready, refused_when_tried
    from scrutator.publishing.checks.check import check as check_all
    from scrutator.publishing.sources import case_files
    from scrutator.record.folder.reading import read_case

    files = case_files(case)
    reading = read_case(files)
    faults = check_all(reading)
    open_ones = tuple(not_ready(reading.case)) if reading.case is not None else ()
    if whole and not faults:
        faults, open_ones = (*refused_when_tried(files, case, draft_members), *open_ones), ()
    if as_json:
        found = {"faults": [vars(one) for one in faults], "files": len(files)}
        print_json({**found, "before_publishing": [vars(one) for one in open_ones]})
    else:
        for fault in faults:
            typer.echo(str(fault))
        for one in open_ones:
            typer.echo(f"before publishing: {one}")
        rows = sum(len(table) for table in reading.tables.values())
        what = f"{len(faults)} fault{'s' if len(faults) != 1 else ''}" if faults else "no faults"
        typer.echo(f"{case}: {what} in {len(files)} files, {rows} rows")
    if faults:
        raise typer.Exit(1)


@app.command()
def upgrade(folder: Path = typer.Argument(..., metavar="DIR", help="The case folder.")) -> None:
    """Upgrade a case of an older format to the one that this release reads.

    Example: `scrutator case upgrade my-election`
    """
    from scrutator.errors import ScrutatorError
    from scrutator.record.folder.opening import read_folder
    from scrutator.record.folder.upgrade import format_of, upgraded

    files = read_folder(folder)
    before, changed = format_of(files), upgraded(files)
    for path, content in changed.items():
        beside = folder / f".{path}.upgraded"
        try:
            beside.write_bytes(content)
            beside.replace(folder / path)
        except OSError as error:
            raise ScrutatorError("X04", f"{folder / path} cannot be written: {error.strerror}") from error
    if not changed:
        typer.echo(f"{folder}: format {before}, nothing to do")
        return
    after = format_of({**files, **changed})
    typer.echo(f"{folder}: format {before} → {after}; changed: {', '.join(changed)}")
    typer.echo(f"Next: scrutator case check {folder}")


app.command()(new)
