"""What `scrutator site` does once its options are read."""

from collections.abc import Sequence
from pathlib import Path

import typer

from scrutator.cli.output import print_json, progress
from scrutator.publishing.sites.building import site_of
from scrutator.publishing.sites.folder import differences_in, write_site


def make_site(cases: Sequence[str], folder: Path, replace: bool, as_json: bool) -> None:
    """Write the site and say where it begins."""
    files = site_of(cases, progress)
    write_site(folder, files, replace)
    size = sum(map(len, files.values()))
    if as_json:
        print_json({"folder": str(folder), "files": len(files), "bytes": size})
        return
    typer.echo(f"{folder}: {len(files):,} files, {size:,} bytes. Open {folder / 'index.html'}.")
    typer.echo(f"To check it later: scrutator site {' '.join(cases)} --check {folder}")


def check_site(cases: Sequence[str], folder: Path, as_json: bool) -> None:
    """Compare the folder with the site of the cases, byte by byte; exit with 1 when anything differs."""
    expected = site_of(cases, progress)
    found = list(differences_in(folder, expected))
    if as_json:
        print_json({"folder": str(folder), "files": len(expected), "differ": found})
    elif found:
        for line in found:
            typer.echo(line)
        typer.echo(
            f"{len(found)} files differ from the site of {', '.join(cases)}, which has {len(expected):,}."
        )
    else:
        typer.echo(f"All {len(expected):,} files are those of the site of {', '.join(cases)}, and no others.")
    if found:
        raise typer.Exit(1)
