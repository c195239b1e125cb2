"""`scrutator doctor`, `backup` and `restore`: is a server sound; a copy of it, and the way back."""

from pathlib import Path

import typer

from scrutator.cli.web.serve import FOLDER


def doctor(
    folder: Path = FOLDER,
    evidence_key: Path = typer.Option(
        None, "--evidence-key", help="The evidence key file, to open one original with; keep it elsewhere."
    ),
) -> None:
    """Look at a server: databases, logs against checkpoints, photos on the disk, secrets.

    It changes nothing. Whether originals of photos open is seen only with the evidence key: one is opened,
    and nothing of it is written. Exit status 1 when something is not sound.

    Example: `scrutator doctor --folder mission`
    """
    from scrutator.errors import ScrutatorError

    if not (folder / "secrets").is_dir():
        raise ScrutatorError("X01", f"{folder} is no server's folder", where=str(folder))
    from scrutator.web.serving import set_up

    set_up(folder)
    from scrutator.web.upkeep.doctor import examine

    looked = list(examine(_evidence(evidence_key) if evidence_key is not None else None))
    words = {True: "sound", False: "NOT SOUND", None: "not seen"}
    for one in looked:
        typer.echo(f"{words[one.sound]:9}  {one.what}: {one.seen}")
    raise typer.Exit(1 if any(one.sound is False for one in looked) else 0)


def _evidence(path: Path) -> bytes:
    """The secret evidence key of a file, under its passphrase."""
    from scrutator.cli.seal.passphrase import ask_passphrase
    from scrutator.publishing.key_files import read_bytes
    from scrutator.web import evidence

    return evidence.read_key_file(read_bytes(path), ask_passphrase())


def backup(
    output: Path = typer.Option(..., "--output", "-o", help="The file to write; it must not exist."),
    folder: Path = FOLDER,
) -> None:
    """Copy a server into one file under a passphrase, while it runs: databases, photos, secrets.

    A database on PostgreSQL is not in it: copy that with its own tools.

    Example: `scrutator backup --folder mission -o mission.backup`
    """
    from scrutator.cli.seal.passphrase import ask_new_passphrase
    from scrutator.errors import ScrutatorError
    from scrutator.web.upkeep.backup import back_up

    if not (folder / "secrets").is_dir():
        raise ScrutatorError("X01", f"{folder} is no server's folder", where=str(folder))
    size = back_up(folder, output, ask_new_passphrase())
    typer.echo(f"{output}: {size:,} bytes")


def restore(
    source: Path = typer.Argument(..., help="The file that `backup` wrote."),
    folder: Path = typer.Option(..., "--folder", help="The folder to make; it must not exist."),
) -> None:
    """Make a server's folder from its copy; then look at it with `scrutator doctor`.

    Example: `scrutator restore mission.backup --folder mission-again`
    """
    from scrutator.cli.seal.passphrase import ask_passphrase
    from scrutator.errors import ScrutatorError

    if not source.is_file():
        raise ScrutatorError("X01", f"there is no file {source}", where=str(source))
    from scrutator.web.upkeep.backup import restore as make

    count = make(source, folder, ask_passphrase())
    typer.echo(f"{folder}: {count} files; look at it with `scrutator doctor --folder {folder}`")
