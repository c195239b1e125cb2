"""`scrutator doctor`, `backup`, `restore`, `upgrade`: is a server sound; a copy, and the way back."""

from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from scrutator.cli.web.serve import FOLDER

if TYPE_CHECKING:
    from scrutator.web.upkeep.remembered import Kept

CHECKPOINT = typer.Option(
    [], "--checkpoint", help="A checkpoint that was kept elsewhere, or a receipt's proof; repeatable."
)


def kept_in(paths: list[Path]) -> "list[Kept]":
    """The checkpoints of these files. Raises X01, Z03, X03."""
    from scrutator.publishing.key_files import read_bytes
    from scrutator.web.upkeep.remembered import read_kept

    return [read_kept(read_bytes(path), str(path)) for path in paths]


def doctor(
    folder: Path = FOLDER,
    evidence_key: Path = typer.Option(
        None, "--evidence-key", help="The evidence key file, to open one original with; keep it elsewhere."
    ),
    checkpoint: list[Path] = CHECKPOINT,
    receipt: list[str] = typer.Option([], "--receipt", help="A receipt that a phone kept; repeatable."),
) -> None:
    """Look at a server: databases, logs against checkpoints, photos on the disk, secrets.

    It changes nothing. Whether originals of photos open is seen only with the evidence key: one is opened,
    and nothing of it is written. A log that was cut back whole to an earlier state is seen only beside a
    checkpoint or a receipt that was kept elsewhere. Exit status 1 when something is not sound.

    Example: `scrutator doctor --folder mission --checkpoint demo.checkpoint`
    """
    from scrutator.errors import ScrutatorError

    if not (folder / "secrets").is_dir():
        raise ScrutatorError("X01", f"{folder} is no server's folder", where=str(folder))
    from scrutator.web.serving import set_up

    set_up(folder)
    from scrutator.web.upkeep.doctor import examine, held_to_memory
    from scrutator.web.upkeep.remembered import not_contained

    remembered = list(held_to_memory(kept_in(checkpoint), receipt))
    opened_with = _evidence(evidence_key) if evidence_key is not None else None
    words, unsound = {True: "sound", False: "NOT SOUND", None: "not seen"}, False
    # Each is printed as it is found: a table may hold what stops the rest.
    for one in chain(remembered, examine(opened_with)):
        typer.echo(f"{words[one.sound]:9}  {one.what}: {one.seen}")
        unsound = unsound or one.sound is False
    missing = [f"{one.what}: {one.seen}" for one in remembered if one.sound is False]
    if missing:
        raise not_contained(missing)
    raise typer.Exit(1 if unsound else 0)


def _evidence(path: Path) -> bytes:
    """The secret evidence key of a file, under its passphrase."""
    from scrutator.cli.seal.passphrase import ask_passphrases
    from scrutator.publishing.key_files import read_bytes
    from scrutator.web import evidence

    kept = read_bytes(path)
    return evidence.read_key_file(kept, ask_passphrases(evidence.persons_of(kept)))


def backup(
    output: Path = typer.Option(..., "--output", "-o", help="The file to write; it must not exist."),
    folder: Path = FOLDER,
) -> None:
    """Copy a server into one file under a passphrase, while it runs: databases, photos, secrets.

    Databases on PostgreSQL are copied by its `pg_dump`, which must be installed.

    Example: `scrutator backup --folder mission -o mission.backup`
    """
    from scrutator.cli.seal.passphrase import ask_new_passphrase
    from scrutator.errors import ScrutatorError
    from scrutator.web.serving import set_up
    from scrutator.web.upkeep.backup import back_up

    if not (folder / "secrets").is_dir():
        raise ScrutatorError("X01", f"{folder} is no server's folder", where=str(folder))
    set_up(folder)
    size = back_up(folder, output, ask_new_passphrase())
    typer.echo(f"{output}: {size:,} bytes")


def upgrade(
    output: Path = typer.Option(None, "--output", "-o", help="The copy to make first; it must not exist."),
    no_copy: bool = typer.Option(False, "--no-copy", help="Make no copy: there is one, of both databases."),
    folder: Path = FOLDER,
) -> None:
    """Change a stopped server's folder to this version, after a copy of it that is the way back.

    Example: `scrutator upgrade --folder mission -o before.backup`
    """
    from scrutator.cli.seal.passphrase import ask_new_passphrase
    from scrutator.errors import ScrutatorError
    from scrutator.web.serving import alone, bring_up_to_date, set_up

    if not (folder / "secrets").is_dir():
        raise ScrutatorError("X01", f"{folder} is no server's folder", where=str(folder))
    if (output is None) != no_copy:
        raise ScrutatorError("X03", "an upgrade makes a copy first: --output FILE, or --no-copy")
    set_up(folder)
    from scrutator.web.upkeep.backup import back_up
    from scrutator.web.upkeep.doctor import examine
    from scrutator.web.upkeep.schema import Form, forms, refuse_others

    with alone(folder):
        found = forms()
        if found == {Form.OURS}:
            typer.echo(f"{folder}: of this version already; nothing was done")
            return
        if Form.LATER in found:
            refuse_others(found)
        if output is not None:
            size = back_up(folder, output, ask_new_passphrase())
            typer.echo(f"{output}: {size:,} bytes; the way back is `scrutator restore {output} --folder NEW`")
        bring_up_to_date()
        unsound = [one for one in examine() if one.sound is False]
        for one in unsound:
            typer.echo(f"NOT SOUND  {one.what}: {one.seen}")
    typer.echo(f"{folder}: of this version now")
    raise typer.Exit(1 if unsound else 0)


def rotate_identities(folder: Path = FOLDER) -> None:
    """Give names and telephones of a stopped server another key, and seal them anew; the old key is gone.

    Copies made before keep the old key with what it opens: delete them, or keep them as well as the
    server. One that was cut off goes on when it is run again.

    Example: `scrutator mission rotate-identities --folder mission`
    """
    from scrutator.errors import ScrutatorError
    from scrutator.web.serving import lock, migrate, set_up

    if not (folder / "secrets").is_dir():
        raise ScrutatorError("X01", f"{folder} is no server's folder", where=str(folder))
    set_up(folder)
    held = lock(folder)
    migrate()
    from scrutator.web.identities.rotation import rotate

    count = rotate()
    held.close()
    typer.echo(f"{folder}: the names and telephones of {count} persons are under another key")


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
    from scrutator.web.upkeep.postgres import way_back

    count = make(source, folder, ask_passphrase())
    for command in way_back(folder):
        typer.echo(f"put a database back: {command}")
    typer.echo(f"{folder}: {count} files; look at it with `scrutator doctor --folder {folder}`")
    typer.echo(
        f"What came in after the copy is not in it. Before it writes: scrutator begin-again --folder {folder}"
    )


def begin_again(
    reason: str = typer.Option(..., "--reason", help="Why it goes on from a copy: this stands in the log."),
    folder: Path = FOLDER,
) -> None:
    """Let a restored server write: what came in after its copy is lost, and each log has a new key.

    The old server must be stopped for good. Each mission's next leaf states the last checkpoint of its old
    log; tell readers the new keys.

    Example: `scrutator begin-again --folder mission-again --reason "the disk of the server failed"`
    """
    from scrutator.errors import ScrutatorError
    from scrutator.web.serving import lock, migrate, set_up

    if not 0 < len(reason.strip()) <= 500:
        raise ScrutatorError("X03", "--reason has 1 to 500 characters")
    set_up(folder)
    from scrutator.web import folder as folders
    from scrutator.web.upkeep import beginning_again

    if not folders.is_restored():
        raise ScrutatorError("D58", f"{folder} was not made from a copy", where=str(folder))
    held = lock(folder)
    migrate()
    for slug, key in beginning_again.begin_again(reason.strip()).items():
        typer.echo(f"{slug}: its field log is signed with {key}")
    held.close()
