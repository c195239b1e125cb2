"""`scrutator key root`: the mission's root document, which says whose keys count; rotation, revocation."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from scrutator.cli.output import JSON_OPTION, print_json

if TYPE_CHECKING:
    from scrutator.publishing.root_files import Version

app = typer.Typer(help="The root document of a mission: whose keys count.", no_args_is_help=True)

FOLDER = typer.Argument(..., help="The folder of the mission's root documents.")
ROOT = typer.Option([], "--root-key", help="Public key of who decides about keys; repeatable.")
ROOT_THRESHOLD = typer.Option(None, "--root-threshold", help="How many of them must sign.")
LOG = typer.Option([], "--log-key", help="Public key that signs publications; repeatable.")
APPROVER = typer.Option([], "--approver", help="Public key of who approves publications; repeatable.")
APPROVE_THRESHOLD = typer.Option(None, "--approve-threshold", help="How many of them must approve.")
EXPIRES = typer.Option(..., "--expires", help="The last day readers take it as current, YYYY-MM-DD.")
VALID = typer.Option(
    [], "--valid", help="KEYID=FROM..UNTIL: the days on which a key may be used, either left out; repeatable."
)
ISSUED = typer.Option("", "--issued", help="The day of issue [today].")


@app.command("new")
def new(
    folder: Path = FOLDER,
    mission: str = typer.Option(..., "--mission", help="The mission's name, which its log keys bear."),
    root_key: list[str] = ROOT,
    root_threshold: int = ROOT_THRESHOLD,
    log_key: list[str] = LOG,
    approver: list[str] = APPROVER,
    approve_threshold: int = APPROVE_THRESHOLD,
    expires: str = EXPIRES,
    issued: str = ISSUED,
    valid: list[str] = VALID,
    as_json: bool = JSON_OPTION,
) -> None:
    """Write version 1 of the root document, for the holders of the root keys to sign.

    Example: `scrutator key root new roots --mission mission.example --root-key anna+… --log-key
    mission.example+… --expires 2028-01-31`
    """
    from scrutator.publishing.root_changes import Change, first_version
    from scrutator.publishing.root_files import write_draft

    change = Change(root_key, root_threshold, log_key, approver, approve_threshold, issued, expires, valid)
    _say_draft(write_draft(folder, first_version(mission, change)), as_json)


@app.command("rotate")
def rotate(
    folder: Path = FOLDER,
    root_key: list[str] = ROOT,
    root_threshold: int = ROOT_THRESHOLD,
    log_key: list[str] = LOG,
    approver: list[str] = APPROVER,
    approve_threshold: int = APPROVE_THRESHOLD,
    expires: str = EXPIRES,
    issued: str = ISSUED,
    valid: list[str] = VALID,
    as_json: bool = JSON_OPTION,
) -> None:
    """Write the next version: a role whose keys are given has these keys from now on, the others stay.

    It counts when enough holders of the keys of the version before and of its own have signed it.

    Example: `scrutator key root rotate roots --log-key mission.example+… --expires 2029-01-31`
    """
    from scrutator.publishing.root_changes import Change, next_version
    from scrutator.publishing.root_files import last_complete, read_versions, write_draft

    change = Change(root_key, root_threshold, log_key, approver, approve_threshold, issued, expires, valid)
    before = last_complete(read_versions(folder), folder)
    _say_draft(write_draft(folder, next_version(before, change)), as_json)


@app.command("revoke")
def revoke(
    folder: Path = FOLDER,
    key_id: str = typer.Option(..., "--id", help="The eight digits in the middle of the public key."),
    since: str = typer.Option(..., "--since", help="The day from which it counts for nothing, YYYY-MM-DD."),
    why: str = typer.Option("compromised", "--why", help="compromised or lost."),
    root_key: list[str] = ROOT,
    root_threshold: int = ROOT_THRESHOLD,
    log_key: list[str] = LOG,
    approver: list[str] = APPROVER,
    approve_threshold: int = APPROVE_THRESHOLD,
    expires: str = EXPIRES,
    issued: str = ISSUED,
    valid: list[str] = VALID,
    as_json: bool = JSON_OPTION,
) -> None:
    """Write the next version without a key: what it signed counts only if it was witnessed before.

    Example: `scrutator key root revoke roots --id 0a1b2c3d --since 2027-02-03 --log-key mission.example+…
    --expires 2029-01-31`
    """
    from scrutator.publishing.root_changes import Change, next_version, revocation
    from scrutator.publishing.root_files import last_complete, read_versions, write_draft

    change = Change(root_key, root_threshold, log_key, approver, approve_threshold, issued, expires, valid)
    before = last_complete(read_versions(folder), folder)
    gone = revocation(before, key_id, since, why)
    _say_draft(write_draft(folder, next_version(before, change, gone)), as_json)


@app.command("sign")
def sign(
    file: Path = typer.Argument(..., help="A root document or a notice."),
    key: Path = typer.Option(..., "--key", help="The secret key file of a holder of a root key."),
) -> None:
    """Add your signature to a root document or a notice; nothing else in it changes.

    Example: `scrutator key root sign roots/1.root --key anna.key`
    """
    from scrutator.cli.seal.passphrase import ask_passphrase
    from scrutator.publishing.key_files import read_secret_key
    from scrutator.publishing.root_files import sign_file

    signer = read_secret_key(key, ask_passphrase)
    sign_file(file, signer)
    typer.echo(f"{file}: signed by {signer.key}")


@app.command("show")
def show(folder: Path = FOLDER, as_json: bool = JSON_OPTION) -> None:
    """Print every version: its fingerprint, what it says, and which signatures it still waits for.

    Example: `scrutator key root show roots`
    """
    from scrutator.publishing.root_files import read_versions

    versions = read_versions(folder)
    if as_json:
        print_json([_plain(version) for version in versions])
        return
    for version in versions:
        typer.echo(_said(version))


@app.command("notice")
def notice(
    folder: Path = FOLDER,
    bundle: Path = typer.Option(..., "--bundle", help="The publication to withdraw."),
    reason: str = typer.Option(..., "--reason", help="Why, in one line that readers see."),
    output: Path = typer.Option(..., "--output", "-o", help="The notice to write."),
    day: str = ISSUED,
) -> None:
    """Write a notice that withdraws a publication, for the holders of the root keys to sign.

    Example: `scrutator key root notice roots --bundle bundle.zip --reason "a wrong total" -o bundle.notice`
    """
    from scrutator.publishing.key_files import read_bytes, write_secret
    from scrutator.publishing.root_changes import notice_of
    from scrutator.publishing.root_files import last_complete, read_versions

    root = last_complete(read_versions(folder), folder)
    write_secret(output, notice_of(root, read_bytes(bundle), reason, day))
    typer.echo(f"{output}: to be signed by {_needed(root.roles)}: scrutator key root sign {output} --key KEY")


def _say_draft(path: Path, as_json: bool) -> None:
    if as_json:
        print_json({"file": str(path)})
        return
    typer.echo(f"{path}: read it, then sign it: scrutator key root sign {path} --key KEY")


def _needed(roles: object) -> str:
    from scrutator.seal.keys.root import Part

    role = roles[Part.ROOT]  # type: ignore[index]
    return f"{role.threshold} of {', '.join(key.name for key in role.keys)}"


def _plain(version: "Version") -> dict[str, object]:
    from scrutator.seal.keys.root import root_text

    root = version.root
    return {"version": root.version, "fingerprint": root.fingerprint, "complete": version.complete,
            "text": root_text(root)}  # fmt: skip


def _said(version: "Version") -> str:
    from scrutator.seal.keys.root import printed_fingerprint, root_text

    have = f"{version.own[0]} of {version.own[1]} signatures"
    if version.before[1]:
        have += f", {version.before[0]} of {version.before[1]} by keys of the version before"
    state = "complete" if version.complete else "waits for signatures"
    print_ = printed_fingerprint(version.root.fingerprint)
    return f"{root_text(version.root)}fingerprint {print_}\n{state}: {have}\n"
