"""`scrutator data`: public station-level results by name."""

import os
from pathlib import Path

import typer

from scrutator.cli.output import JSON_OPTION, print_json, print_table

app = typer.Typer(help="Public station-level results by name.", no_args_is_help=True)


@app.command("list")
def list_data(as_json: bool = JSON_OPTION) -> None:
    """List every data set: rows, source, licence note, status, and whether it has an address or only a hash.

    Example: `scrutator data list`
    """
    from dataclasses import asdict

    from scrutator.forensics.datasets import registry

    known = registry()
    if as_json:
        print_json({name: asdict(one) for name, one in known.items()})
        return
    rows = [
        (
            name,
            f"{one.rows:,}",
            one.repository,
            one.licence,
            one.status,
            "an address" if one.address else "a hash",
        )
        for name, one in known.items()
    ]
    print_table("", ("name", "stations", "source", "licence", "status", "registered with"), rows)
    typer.echo("an address: `scrutator data get NAME` fetches, checks and converts the file, once.")
    typer.echo("a hash: bring the converted file in a folder named by SCRUTATOR_DATA; it is checked.")


@app.command()
def get(
    name: str = typer.Argument(help="Name of the data set, as in `scrutator data list`."),
    output: Path | None = typer.Option(None, "--output", "-o", help="Copy it to this file."),
    as_json: bool = JSON_OPTION,
) -> None:
    """Print the path of a data set's file, fetching it when it is not there yet.

    With SCRUTATOR_DATA set the file is read from that folder and the network is never used.

    Example: `scrutator forensics $(scrutator data get russia-2011)`
    """
    from scrutator.errors import ScrutatorError
    from scrutator.forensics.datasets import find_dataset, local_file

    dataset = find_dataset(name)
    folder = os.environ.get("SCRUTATOR_DATA")
    path = local_file(dataset, Path(folder)) if folder else _fetch(name)
    if output is not None:
        try:
            output.write_bytes(path.read_bytes())
        except OSError as error:
            raise ScrutatorError("X04", f"cannot write {output}: {error.strerror}") from error
        path = output
    if as_json:
        print_json({"name": name, "path": str(path), "rows": dataset.rows, "licence": dataset.licence})
    else:
        typer.echo(str(path))


def _fetch(name: str) -> Path:
    """Fetch the source with pooch, check it, convert it, and keep the converted file beside it."""
    import csv
    import gzip
    import io

    from scrutator.errors import ScrutatorError
    from scrutator.forensics.datasets import converted, find_dataset
    from scrutator.forensics.reading import read_table

    dataset = find_dataset(name)
    if not dataset.address:
        what = f"{name} cannot be fetched and converted here"
        remedy = (
            f"Take it from {dataset.repository}, {dataset.path}, or set SCRUTATOR_DATA to a folder with it."
        )
        raise ScrutatorError("F07", what, remedy=remedy)
    try:
        import pooch
    except ImportError as error:
        raise ScrutatorError("X02", "fetching data needs the extra scrutator[data]") from error
    cache = Path(pooch.os_cache("scrutator"))
    target = cache / f"{name}.csv.gz"
    if target.is_file():
        return target
    try:
        source = pooch.retrieve(
            dataset.address, known_hash=dataset.source_sha256, path=cache, fname=f"{name}-source.zip"
        )
    except (OSError, ValueError) as error:
        what = f"{name} could not be fetched ({type(error).__name__})"
        remedy = "Check the connection, or set SCRUTATOR_DATA to a folder with the file."
        raise ScrutatorError("X01", what, where=dataset.address, remedy=remedy) from error
    table = converted(dataset, read_table(Path(source)))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table)
    writer.writerows(zip(*table.values(), strict=True))
    target.write_bytes(gzip.compress(text.getvalue().encode(), mtime=0))
    return target
