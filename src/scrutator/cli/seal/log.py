"""`scrutator log`: the history behind published bundles."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from scrutator.cli.output import JSON_OPTION, print_json
from scrutator.cli.seal.receipt import receipt
from scrutator.cli.seal.witness_server import ask_witness, serve_witness

if TYPE_CHECKING:
    from scrutator.seal.notes.note import VerifierKey

app = typer.Typer(help="The log behind published bundles.", no_args_is_help=True)
app.command("serve-witness")(serve_witness)
app.command("ask-witness")(ask_witness)
app.command("receipt")(receipt)


@app.command("consistency")
def consistency(
    old: Path = typer.Argument(..., help="The earlier state: a bundle or a checkpoint."),
    new: Path = typer.Argument(..., help="The later state: a bundle, or a checkpoint with --proof."),
    key: str = typer.Option("", "--key", help="The log's public key [the one in the later bundle]."),
    proof: Path = typer.Option(None, "--proof", help="A consistency proof, when NEW is only a checkpoint."),
    write_proof: Path = typer.Option(None, "--write-proof", help="Write the consistency proof to this file."),
    as_json: bool = JSON_OPTION,
) -> None:
    """Check that a log was only added to between two publications.

    Exit status 1 if it was rewritten (a fork) or cut short (a rollback).

    Example: `scrutator log consistency january.zip march.zip`
    """
    from scrutator.publishing.key_files import read_bytes, refusals_mapped
    from scrutator.publishing.whole_files import write_bytes
    from scrutator.seal.verifier.consistency import compare_with_bundle, compare_with_proof, path_bytes

    before, after = read_bytes(old), read_bytes(new)
    _readable(old, before)
    _readable(new, after)
    with refusals_mapped("Z05", f"{old} and {new}"):
        known = _key(key, after)
        if proof is not None:
            found = compare_with_proof(before, after, read_bytes(proof), known)
        else:
            found = compare_with_bundle(before, after, known)
    if write_proof is not None:
        write_bytes(write_proof, path_bytes(found.path))
    added = found.new.size - found.old.size
    if as_json:
        print_json({"origin": found.new.origin, "old": found.old.size, "new": found.new.size, "added": added})
        return
    typer.echo(f"{found.new.origin}: consistent. {found.old.size} records are unchanged, {added} were added.")


def _readable(path: Path, data: bytes) -> None:
    """Raise Z03 unless these bytes are a bundle or a checkpoint: a wrong file is evidence of nothing."""
    from scrutator.errors import ScrutatorError
    from scrutator.seal.log.checkpoint import parse_checkpoint
    from scrutator.seal.refusals import NAMES, Refusal
    from scrutator.seal.verifier.consistency import checkpoint_of

    try:
        parse_checkpoint(checkpoint_of(data))
    except Refusal as refusal:
        what = f"this is not a bundle and no checkpoint: {NAMES[refusal.name]} [{refusal.name}]"
        remedy = "Name the bundle, a .zip file that `scrutator publish` wrote, or its log/checkpoint."
        raise ScrutatorError("Z03", what, where=str(path), remedy=remedy) from None


def _key(text: str, later: bytes) -> "VerifierKey":
    from scrutator.errors import ScrutatorError
    from scrutator.publishing.key_files import refusals_mapped
    from scrutator.seal.bundle import archive
    from scrutator.seal.notes.note import parse_key
    from scrutator.seal.verifier.opened import Opened

    if text:
        with refusals_mapped("X03", "--key"):
            return parse_key(text)
    if not later.startswith(b"PK"):
        remedy = "Name a bundle, or give the log's key with --key."
        raise ScrutatorError("X03", "the later file is not a bundle and holds no key", remedy=remedy)
    return Opened(archive.read(later)).key


@app.command("attach")
def attach(
    bundle: Path = typer.Argument(..., help="The bundle, a .zip file."),
    cosigned: list[Path] = typer.Argument(..., help="Checkpoints that witnesses cosigned."),
    output: Path = typer.Option(..., "--output", "-o", help="The bundle to write."),
    as_json: bool = JSON_OPTION,
) -> None:
    """Put witnesses' signatures into a bundle; nothing else in it changes.

    Example: `scrutator log attach bundle.zip university.note newspaper.note -o bundle-cosigned.zip`
    """
    from scrutator.publishing.key_files import read_bytes, refusals_mapped
    from scrutator.publishing.whole_files import write_bytes
    from scrutator.seal.witness.cosigning import attach as attach_lines

    with refusals_mapped("Z05", str(bundle)):
        data = attach_lines(read_bytes(bundle), [read_bytes(path) for path in cosigned])
    write_bytes(output, data)
    if as_json:
        print_json({"bundle": str(output), "bytes": len(data)})
    else:
        typer.echo(f"{output}: {len(data):,} bytes")
