"""`scrutator key`: make and show the keys that sign a bundle or cosign a checkpoint."""

from pathlib import Path

import typer

from scrutator.cli.output import JSON_OPTION, print_json

app = typer.Typer(help="Keys that sign bundles.", no_args_is_help=True)


@app.command("new")
def new(
    output: Path = typer.Option(..., "--output", "-o", help="The file to write; it must not exist."),
    name: str = typer.Option(
        "", "--name", help="The name the key signs under, such as mission.example; default: the file's name."
    ),
    witness: bool = typer.Option(False, "--witness", help="A key to cosign other people's checkpoints with."),
    as_json: bool = JSON_OPTION,
) -> None:
    """Make a secret key, readable by you alone, and print its public key.

    Publish the public key where a forger cannot reach it: on paper, with another organisation.

    Example: `scrutator key new -o mission.key --name mission.example`
    """
    from scrutator.publishing.key_files import refusals_mapped, write_secret
    from scrutator.seal.keys.sign import new_key
    from scrutator.seal.notes.note import COSIGNATURE, PLAIN

    with refusals_mapped("Z01", str(output)):
        key = new_key(name or output.stem, COSIGNATURE if witness else PLAIN)
    write_secret(output, key.to_pem())
    _print_key(str(key.key), as_json)


@app.command("show")
def show(file: Path = typer.Argument(..., help="A secret key file."), as_json: bool = JSON_OPTION) -> None:
    """Print the public key of a secret key file.

    Example: `scrutator key show mission.key`
    """
    from scrutator.publishing.key_files import read_secret_key

    _print_key(str(read_secret_key(file).key), as_json)


def _print_key(key: str, as_json: bool) -> None:
    if as_json:
        print_json({"key": key})
    else:
        typer.echo(key)
