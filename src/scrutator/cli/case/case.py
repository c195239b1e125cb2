"""`scrutator case`: check a case folder, or start an empty one."""

import typer

from scrutator.cli.case.new import new
from scrutator.cli.output import JSON_OPTION, print_json

app = typer.Typer(help="Check a case folder, or start an empty one.", no_args_is_help=True)


@app.command()
def check(
    case: str = typer.Argument(..., metavar="CASE", help="A folder, or the id of a bundled case."),
    as_json: bool = JSON_OPTION,
) -> None:
    """Report every fault of a case: file, line, field, reason and remedy.

    Example: `scrutator case check kazakhstan-2012`
    """
    from scrutator.publishing.checks.check import check as check_all
    from scrutator.publishing.sources import case_files
    from scrutator.record.folder.reading import read_case

    files = case_files(case)
    reading = read_case(files)
    faults = check_all(reading)
    if as_json:
        print_json({"faults": [vars(fault) for fault in faults], "files": len(files)})
    else:
        for fault in faults:
            typer.echo(str(fault))
        rows = sum(len(rows) for rows in reading.rows.values())
        what = f"{len(faults)} fault{'s' if len(faults) != 1 else ''}" if faults else "no faults"
        typer.echo(f"{case}: {what} in {len(files)} files, {rows} rows")
    if faults:
        raise typer.Exit(1)


app.command()(new)
