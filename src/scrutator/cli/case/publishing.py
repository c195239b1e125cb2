"""What `scrutator publish` does once its options are read."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from scrutator.cli.output import print_json, print_table, progress
from scrutator.cli.seal.passphrase import ask_passphrase
from scrutator.errors import ScrutatorError
from scrutator.publishing.build import build_bundle, build_unsigned_bundle
from scrutator.publishing.checks.check import faultless_case
from scrutator.publishing.checks.shown import prepared
from scrutator.publishing.disclosing import keeping
from scrutator.publishing.key_files import read_bytes, read_secret_key, refusals_mapped
from scrutator.publishing.log_state import continuing
from scrutator.publishing.publication import hidden_files, published_files
from scrutator.publishing.root_files import read_roots, read_versions
from scrutator.publishing.sources import case_files
from scrutator.publishing.whole_files import write_bytes
from scrutator.seal.keys.root import Part, printed_fingerprint
from scrutator.seal.notes.note import parse_key

if TYPE_CHECKING:
    from scrutator.seal.keys.sign import SecretKey
    from scrutator.seal.notes.note import VerifierKey


@dataclass(frozen=True)
class Wanted:
    """The options of one `scrutator publish`."""

    case: str
    key: Path | None
    output: Path | None
    previous: Path | None
    roots: Path | None
    new_log: bool
    errata_keys: tuple[str, ...]
    force: bool


def list_files(case: str, as_json: bool) -> None:
    """Print every file of the case that would be published, and how it enters the log."""
    found = case_files(case)
    faultless_case(found, case)
    ready = prepared(found, case)
    files = [*published_files(ready.case), *hidden_files(ready.public)]
    if as_json:
        print_json([{"file": name, "bytes": size, "log": how} for name, size, how in files])
        return
    print_table("", ("file", "bytes", "in the log"), files)
    whole = f"{len(ready.case.files)} files of the case would be published, with what is made from them."
    hidden, attested = len(ready.secrets), len(ready.public.attested)
    said = f"{hidden} values, rows or files are withheld, and {attested} findings attested."
    typer.echo(whole if ready.public.empty else f"{whole} {said}")


def publish_case(wanted: Wanted, as_json: bool) -> None:
    """Write the bundle and say what it is."""
    output = _free_output(wanted)
    _refuse_options_without_effect(wanted)
    signer = read_secret_key(wanted.key, ask_passphrase) if wanted.key is not None else None
    with refusals_mapped("X03", "--errata-key"):
        errata_keys = [parse_key(text) for text in wanted.errata_keys]
    with refusals_mapped("Z04", wanted.case):
        if signer is None or wanted.key is None:
            bundle = build_unsigned_bundle(wanted.case, errata_keys, progress)
            write_bytes(output, bundle)
        else:
            bundle = _sign(wanted, wanted.key, signer, errata_keys, output)
    _say(output, len(bundle), str(signer.key) if signer else None, as_json)
    if wanted.roots and not as_json:
        _say_root(output, wanted.roots)


def _sign(
    wanted: Wanted, key: Path, signer: "SecretKey", errata_keys: "list[VerifierKey]", output: Path
) -> bytes:
    before = read_bytes(wanted.previous) if wanted.previous else None
    roots = read_roots(wanted.roots) if wanted.roots else ()
    built = build_bundle(wanted.case, signer, before, errata_keys, progress, roots)
    with continuing(key, built.bundle, before, wanted.new_log), keeping(key, signer, built):
        write_bytes(output, built.bundle)
    return built.bundle


def _free_output(wanted: Wanted) -> Path:
    output = wanted.output
    if output is None:
        raise ScrutatorError(
            "X03", "where to write the bundle is not said", remedy="Give -o FILE, or --dry-run."
        )
    if output.exists() and not wanted.force:
        remedy = "Name another file, or replace it with --force."
        raise ScrutatorError("X04", f"{output} is already there", where=str(output), remedy=remedy)
    return output


def _refuse_options_without_effect(wanted: Wanted) -> None:
    options = {"--previous": wanted.previous, "--root": wanted.roots, "--new-log": wanted.new_log or None}
    for option, given in options.items():
        if wanted.key is None and given is not None:
            what = "an unsigned draft has no log and no signer"
            raise ScrutatorError("X03", what, where=option, remedy=f"Give --key, or leave {option} out.")


def _say_root(output: Path, roots: Path) -> None:
    newest = read_versions(roots)[-1].root
    if role := newest.roles.get(Part.APPROVE):
        names = ", ".join(key.name for key in role.keys)
        typer.echo(f"It counts when {role.threshold} of {names} have approved it: scrutator approve {output}")
    typer.echo(f'Readers name the root document: --root "{printed_fingerprint(newest.fingerprint)}"')


def _say(output: Path, size: int, key: str | None, as_json: bool) -> None:
    if as_json:
        print_json({"bundle": str(output), "bytes": size, "key": key})
    elif key is None:
        typer.echo(f"{output}: {size:,} bytes, UNSIGNED: a draft that no one vouches for")
        typer.echo("To sign it: scrutator key new, then publish with --key.")
    else:
        typer.echo(f"{output}: {size:,} bytes, signed by {key}")
        typer.echo(f"Publish that key elsewhere. To check: scrutator verify {output} --key {key}")
