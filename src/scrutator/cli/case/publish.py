"""`scrutator publish`: from a case to a sealed bundle that anyone can re-verify."""

from pathlib import Path

import typer

from scrutator.cli.output import JSON_OPTION, print_json, progress


def publish(
    case: str = typer.Argument(..., metavar="CASE", help="A folder, or the id of a bundled case."),
    key: Path = typer.Option(
        None, "--key", help="The secret key file made by `scrutator key new`; without it, an unsigned draft."
    ),
    output: Path = typer.Option(..., "-o", "--output", help="The bundle to write, a .zip file."),
    previous: Path = typer.Option(
        None, "--previous", help="The log's last bundle, which this one continues."
    ),
    roots: Path = typer.Option(
        None, "--root", help="The folder of the mission's root documents (`scrutator key root new`)."
    ),
    new_log: bool = typer.Option(
        False, "--new-log", help="Begin another log; readers who know the old one will see a fork."
    ),
    errata_key: list[str] = typer.Option(
        [], "--errata-key", help="Public key of someone else who signed corrections; repeatable."
    ),
    force: bool = typer.Option(False, "--force", help="Replace the bundle when it is there already."),
    as_json: bool = JSON_OPTION,
) -> None:
    """Build the statement of a case and seal it: pages, PDF, data, findings, log, verifier in one file.

    Without a key the bundle is an UNSIGNED draft: the same pages and data, no log, no signature.

    Example: `scrutator publish kazakhstan-2012 --key mission.key -o bundle.zip`
    """
    from scrutator.cli.seal.passphrase import ask_passphrase
    from scrutator.errors import ScrutatorError
    from scrutator.publishing.build import build_bundle, build_unsigned_bundle
    from scrutator.publishing.key_files import read_bytes, read_secret_key, refusals_mapped, write_bytes
    from scrutator.publishing.log_state import continuing
    from scrutator.publishing.root_files import read_roots
    from scrutator.seal.notes.note import parse_key

    if output.exists() and not force:
        remedy = "Name another file, or replace it with --force."
        raise ScrutatorError("X04", f"{output} is already there", where=str(output), remedy=remedy)
    for given, option in ((previous, "--previous"), (roots, "--root"), (new_log or None, "--new-log")):
        if key is None and given is not None:
            what = "an unsigned draft has no log and no signer"
            raise ScrutatorError("X03", what, where=option, remedy=f"Give --key, or leave {option} out.")
    signer = read_secret_key(key, ask_passphrase) if key is not None else None
    with refusals_mapped("X03", "--errata-key"):
        errata_keys = [parse_key(text) for text in errata_key]
    with refusals_mapped("Z04", case):
        if signer is None:
            bundle = build_unsigned_bundle(case, errata_keys, progress)
            write_bytes(output, bundle)
        else:
            before = read_bytes(previous) if previous else None
            documents = read_roots(roots) if roots else ()
            bundle = build_bundle(case, signer, before, errata_keys, progress, documents)
            with continuing(key, bundle, before, new_log):
                write_bytes(output, bundle)
    if as_json:
        print_json({"bundle": str(output), "bytes": len(bundle), "key": str(signer.key) if signer else None})
        return
    if signer is None:
        typer.echo(f"{output}: {len(bundle):,} bytes, UNSIGNED: a draft that no one vouches for")
        typer.echo("To sign it: scrutator key new, then publish with --key.")
        return
    typer.echo(f"{output}: {len(bundle):,} bytes, signed by {signer.key}")
    typer.echo(f"Publish that key elsewhere. To check: scrutator verify {output} --key {signer.key}")
