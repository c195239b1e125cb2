"""`scrutator data`: public station-level results by name."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from scrutator.cli.output import JSON_OPTION, print_json, print_table, progress

if TYPE_CHECKING:
    from scrutator.forensics.inputs.datasets import DataSet

app = typer.Typer(help="Public station-level results by name.", no_args_is_help=True)


@app.command("list")
def list_data(as_json: bool = JSON_OPTION) -> None:
    """List every data set: rows, source, licence note, status, and how surely it can be fetched.

    Example: `scrutator data list`
    """
    from dataclasses import asdict

    from scrutator.forensics.inputs.datasets import EVIDENCE, registry

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
            one.conversion.evidence if one.conversion else "no",
        )
        for name, one in known.items()
    ]
    print_table("", ("name", "stations", "source", "licence", "status", "fetched"), rows)
    typer.echo("`scrutator data get NAME` fetches and converts a data set once. What was seen of it before:")
    for evidence, meaning in EVIDENCE.items():
        typer.echo(f"  {evidence}: {meaning}.")
    typer.echo("Whatever was seen, content that differs from the registered hash is refused and not kept.")
    typer.echo("Not fetched (bring the file in a folder named by SCRUTATOR_DATA; it is checked):")
    for name, one in known.items():
        if one.conversion is None:
            typer.echo(f"  {name}: {one.not_converted}.")


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
    from scrutator.forensics.inputs.datasets import find_dataset, local_file

    dataset = find_dataset(name)
    folder = os.environ.get("SCRUTATOR_DATA")
    path = local_file(dataset, Path(folder)) if folder else _fetched(dataset)
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


def _fetched(dataset: "DataSet") -> Path:
    """The data set's file in the reader's cache; fetched and converted when it is not there yet."""
    from scrutator.errors import missing_extra
    from scrutator.forensics.inputs.conversion import convert
    from scrutator.forensics.inputs.datasets import check_file, require_conversion

    require_conversion(dataset)
    try:
        import pooch
    except ImportError as error:
        raise missing_extra("fetching data", "data") from error
    cache = Path(pooch.os_cache("scrutator"))
    target = cache / f"{dataset.name}.csv.gz"
    if target.is_file():
        remedy = "Delete this file and run the command again."
        check_file(dataset, target.read_bytes(), str(target), remedy)
        return target
    _keep(convert(dataset, _download(dataset, cache)), target)
    return target


def _download(dataset: "DataSet", cache: Path) -> dict[str, bytes]:
    """The raw files' bytes by role. They are not kept: only a checked conversion is worth keeping."""
    import tempfile

    import pooch

    from scrutator.errors import ScrutatorError
    from scrutator.forensics.inputs.datasets import by_hand

    pooch.get_logger().setLevel("WARNING")
    contents = {}
    address = ""
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache) as folder:
            for file in progress(dataset.files, f"fetching {dataset.name}"):
                address = file.address
                source = pooch.retrieve(address, known_hash=None, path=folder, fname=file.role)
                contents[file.role] = Path(source).read_bytes()
    except (OSError, ValueError) as error:
        what = f"{dataset.name} could not be fetched ({type(error).__name__})"
        remedy = f"Check the connection. {by_hand(dataset)}"
        raise ScrutatorError("X01", what, where=address or str(cache), remedy=remedy) from error
    return contents


def _keep(text: bytes, target: Path) -> None:
    """Write the compressed file under its final name in one step, so that no half of it is ever there."""
    import gzip

    from scrutator.errors import ScrutatorError

    partial = target.with_suffix(".partial")
    try:
        partial.write_bytes(gzip.compress(text, mtime=0))
        partial.replace(target)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise ScrutatorError("X04", f"cannot write {target}: {error.strerror}") from error
