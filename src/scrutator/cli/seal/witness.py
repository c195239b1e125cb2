"""`scrutator witness`: vouch for another organisation's log."""

from pathlib import Path

import typer

from scrutator.cli.output import JSON_OPTION, print_json


def witness(
    bundle: Path = typer.Argument(..., help="The bundle, a .zip file."),
    log_key: str = typer.Option(..., "--log-key", help="The log's public key, as its owner gave it to you."),
    key: Path = typer.Option(..., "--key", help="Your own key, made with `scrutator key new --witness`."),
    state: Path = typer.Option(..., "--state", help="Your memory of this log."),
    output: Path = typer.Option(..., "--output", "-o", help="The cosigned checkpoint to write."),
    first: bool = typer.Option(False, "--first", help="You have not seen this log before: make the state."),
    rebuild: bool = typer.Option(
        False, "--rebuild", help="Publish the bundle's case again first, and compare every member."
    ),
    as_json: bool = JSON_OPTION,
) -> None:
    """Check that a log only grew since you last saw it, and cosign its checkpoint.

    Nothing is signed unless every check of the bundle passes, and with --rebuild unless every member is what
    its case gives: a cosignature says when, and that nothing was taken back, not that figures hold. Keep the
    state file: without it the next cosignature would say nothing about the past.

    Example: `scrutator witness bundle.zip --log-key mission.example+… --key w.key --state m.state -o m.note`
    """
    import time

    from scrutator.cli.seal.passphrase import ask_passphrase
    from scrutator.errors import ScrutatorError
    from scrutator.publishing.approving import cosign_remembered
    from scrutator.publishing.key_files import read_bytes, read_secret_key, refusals_mapped
    from scrutator.publishing.whole_files import write_bytes
    from scrutator.seal.notes.note import COSIGNATURE, parse_key

    data = read_bytes(bundle)
    with refusals_mapped("X03", "--log-key"):
        parse_key(log_key)
    signer = read_secret_key(key, ask_passphrase)
    if signer.key.kind != COSIGNATURE:
        remedy = "Make one with `scrutator key new --witness`."
        raise ScrutatorError("Z01", "a witness needs a key of its own kind", where=str(key), remedy=remedy)
    _demand_first(state, first)
    cosigned, before, after = cosign_remembered(data, log_key, signer, int(time.time()), state, rebuild)
    write_bytes(output, cosigned)
    if as_json:
        print_json({"origin": after.origin, "size": after.size, "before": before, "rebuilt": rebuild})
        return
    how = "rebuilt and equal" if rebuild else "not rebuilt"
    typer.echo(f"cosigned {after.origin}: {after.size} records, {before} when you saw it last; {how}")
    typer.echo(f"Send {output} to the log's owner and to readers; your key is {signer.key}")


def _demand_first(state: Path, first: bool) -> None:
    """Raise X03 when there is no memory though this is not the first time, or one though it is: a mistyped
    name must not make a witness forget."""
    from scrutator.errors import ScrutatorError

    if first and state.exists():
        what = "you have seen this log before"
        raise ScrutatorError("X03", what, where=str(state), remedy="Leave --first out.")
    if not first and not state.exists():
        what = "there is no such memory"
        remedy = "Name the file of the last time; the very first time, say --first."
        raise ScrutatorError("X03", what, where=str(state), remedy=remedy)
