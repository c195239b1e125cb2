"""`scrutator quickcount sign` and `check-release`: two people sign the record of a release."""

from dataclasses import asdict, dataclass
from pathlib import Path

import typer

from scrutator.cli.output import JSON_OPTION, print_json

RECORD = typer.Argument(..., help="The release record that `scrutator quickcount NIGHT.toml --record` wrote.")


def note_path(record: Path) -> Path:
    """Signatures stand beside the record, in a signed note."""
    return record.with_name(record.name + ".note")


def sign(
    record: Path = RECORD,
    key: Path = typer.Option(..., "--key", help="Your secret key file (`scrutator key new`)."),
) -> None:
    """Add your signature to a release record. Refused while a gate is closed.

    Example: scrutator quickcount sign release.json --key statistician.key
    """
    import json

    from scrutator.cli.seal.passphrase import ask_passphrase
    from scrutator.counting.night.release import SIGNERS, release_text
    from scrutator.errors import ScrutatorError
    from scrutator.publishing.key_files import read_bytes, read_secret_key, refusals_mapped
    from scrutator.publishing.whole_files import write_bytes
    from scrutator.seal.notes.note import parse_note, signature_line

    content = read_bytes(record)
    try:
        body = json.loads(content)
        released = body["released"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ScrutatorError("C15", f"{record.name} is not a release record", where=str(record)) from error
    if not released:
        closed = "; ".join(gate["why"] for gate in body["gates"] if not gate["open"])
        raise ScrutatorError("C15", f"a gate is closed: {closed}", where=str(record))
    secret, text, path = read_secret_key(key, ask_passphrase), release_text(content), note_path(record)
    lines = []
    if path.exists():
        with refusals_mapped("Z03", str(path)):
            note = parse_note(read_bytes(path))
        if note.text != text:
            raise ScrutatorError("C15", "the signatures beside it are for another record", where=str(path))
        lines = [signature_line(one.name, one.key_id, one.signature) for one in note.signatures]
    mine = signature_line(secret.name, secret.key.key_id, secret.sign(text.encode()))
    lines = [*(line for line in lines if line != mine), mine]
    write_bytes(path, (text + "\n" + "".join(lines)).encode())
    typer.echo(f"{path}: {len(lines)} of {SIGNERS} signatures")


def check_release(
    record: Path = RECORD,
    key: list[str] = typer.Option(..., "--key", help="A public key of a signer; give it twice or more."),
    log_key: str = typer.Option(
        "", "--log-key", help="The key of the mission's field log, from the mission's own papers."
    ),
    as_json: bool = JSON_OPTION,
) -> None:
    """Check that two different people signed this very record, and that the log whose position it states
    signed a checkpoint of that size. Exit status 1 when they did not.

    Example: scrutator quickcount check-release release.json --key KEY1 --key KEY2
    """
    from scrutator.counting.night.release import SIGNERS, release_text
    from scrutator.publishing.key_files import read_bytes, refusals_mapped
    from scrutator.seal.notes.note import parse_key, parse_note, verify_note

    content, path = read_bytes(record), note_path(record)
    with refusals_mapped("Z03", str(path)):
        keys = [parse_key(text) for text in key]
        note = parse_note(read_bytes(path))
    same = note.text == release_text(content)
    with refusals_mapped("C15", str(path)):
        signers = sorted({str(one.key) for one in verify_note(note, keys)}) if same else []
    # Two names for one secret would still be one person.
    people = {parse_key(one).public for one in signers}
    position = _position(content, record, log_key) if same else None
    good = same and len(people) >= SIGNERS and (position is None or not position.problem)
    if as_json:
        log = None if position is None else asdict(position)
        print_json({"confirmed": good, "same_record": same, "signers": signers, "log": log})
    else:
        for signer in signers:
            typer.echo(f"signed by {signer}")
        if position is not None:
            typer.echo(position.said)
        problem = "the record was changed after it was signed" if not same else "two people must sign"
        problem = (position.problem if position and len(people) >= SIGNERS else "") or problem
        typer.echo("the release is signed by two" if good else problem)
    if not good:
        raise typer.Exit(1)


@dataclass(frozen=True)
class Position:
    """Where in which log a record says that it stands, whether the log's key was given from elsewhere, and
    what does not hold of it, "" when all does."""

    origin: str
    size: int
    pinned: bool
    problem: str

    @property
    def said(self) -> str:
        """The position in words."""
        if self.problem:
            return f"position of the log: {self.problem}"
        whose = "with the key you gave" if self.pinned else "with the key that the record itself names"
        return f"written at entry {self.size} of the log {self.origin}, which signed that {whose}"


def _position(content: bytes, record: Path, log_key: str) -> Position | None:
    """The position that a record states; None for one of files alone. Raises C15 for a key that nothing in
    the record is held against, and for what is no record."""
    import json

    from scrutator.errors import ScrutatorError
    from scrutator.seal.log.stated import held_position
    from scrutator.seal.refusals import Refusal

    try:
        stated = json.loads(content).get("log")
        if stated is not None:
            size, checkpoint = _whole(stated["size"]), stated["checkpoint"].encode()
            key = stated["key"].encode().decode()
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ScrutatorError("C15", f"{record.name} is not a release record", where=str(record)) from error
    if stated is None:
        if log_key:
            raise ScrutatorError(
                "C15", "the record states no position of a log", remedy="Leave --log-key out."
            )
        return None
    if log_key and log_key != key:
        return Position("", size, True, "the record names another key of the log than the one you gave")
    try:
        found = held_position(size, checkpoint, key)
    except Refusal as refusal:
        return Position("", size, bool(log_key), f"its checkpoint does not hold: {refusal}")
    return Position(found.origin, size, bool(log_key), "")


def _whole(size: object) -> int:
    """The size as it is stated. Raises TypeError for what is no whole number: 2.7 is not 2."""
    if type(size) is not int:
        raise TypeError("a log has a whole number of entries")
    return size
