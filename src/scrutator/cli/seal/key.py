"""`scrutator key`: make, show and back up the keys that sign a bundle, approve it or cosign a checkpoint."""

from pathlib import Path

import typer

from scrutator.cli.output import JSON_OPTION, print_json
from scrutator.cli.seal.root import app as root_app

app = typer.Typer(help="Keys that sign bundles.", no_args_is_help=True)
app.add_typer(root_app, name="root")


@app.command("new")
def new(
    output: Path = typer.Option(..., "--output", "-o", help="The file to write; it must not exist."),
    name: str = typer.Option(
        "", "--name", help="The name the key signs under, such as mission.example; default: the file's name."
    ),
    witness: bool = typer.Option(
        False, "--witness", help="A key to cosign with: for a witness of others, or for who approves."
    ),
    no_passphrase: bool = typer.Option(
        False, "--no-passphrase", help="Leave the key readable to who has the file: for scripts and tests."
    ),
    as_json: bool = JSON_OPTION,
) -> None:
    """Make a secret key under a passphrase, readable by you alone, and print its public key.

    Publish the public key where a forger cannot reach it: on paper, with another organisation.

    Example: `scrutator key new -o mission.key --name mission.example`
    """
    from scrutator.cli.seal.passphrase import ask_new_passphrase
    from scrutator.publishing.key_files import refusals_mapped, write_secret
    from scrutator.seal.keys.sign import new_key
    from scrutator.seal.notes.note import COSIGNATURE, PLAIN

    with refusals_mapped("Z01", str(output)):
        key = new_key(name or output.stem, COSIGNATURE if witness else PLAIN)
        data = key.to_file(None if no_passphrase else ask_new_passphrase())
    write_secret(output, data)
    _print_key(str(key.key), as_json)


@app.command("show")
def show(file: Path = typer.Argument(..., help="A secret key file."), as_json: bool = JSON_OPTION) -> None:
    """Print the public key that a secret key file states; no passphrase is asked.

    Example: `scrutator key show mission.key`
    """
    from scrutator.publishing.key_files import read_public_key

    _print_key(str(read_public_key(file)), as_json)


@app.command("backup")
def backup(
    file: Path = typer.Argument(..., help="A secret key file."),
    output: Path = typer.Option(..., "--output", "-o", help="Where the copy goes; it must not exist."),
    as_json: bool = JSON_OPTION,
) -> None:
    """Copy a key file and prove that the copy can be read: it is opened again and signs like the first.

    Example: `scrutator key backup mission.key -o /media/safe/mission.key`
    """
    from scrutator.cli.seal.passphrase import ask_passphrase
    from scrutator.publishing.key_files import back_up

    key = back_up(file, output, ask_passphrase)
    if as_json:
        print_json({"key": str(key), "copy": str(output)})
        return
    typer.echo(f"{output}: read again with its passphrase, and it signs as {key}")


def _print_key(key: str, as_json: bool) -> None:
    if as_json:
        print_json({"key": key})
    else:
        typer.echo(key)
