"""`scrutator publish`: from a case to a sealed bundle that anyone can re-verify."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from scrutator.cli.output import JSON_OPTION, print_json, progress

if TYPE_CHECKING:
    from scrutator.record.replies import Erratum
    from scrutator.seal.note import VerifierKey
    from scrutator.seal.sign import Signer


def build_bundle(
    case_name: str,
    signer: "Signer",
    previous: bytes | None = None,
    errata_keys: "Sequence[VerifierKey]" = (),
) -> bytes:
    """The sealed bundle of a case. Raises T04 when the prose holds numbers nobody can recompute, and G26
    when a correction is signed neither by the signer nor by one of `errata_keys`."""
    from scrutator.cli.case_source import case_files
    from scrutator.cli.description import described
    from scrutator.cli.exchange import exchange_members
    from scrutator.errors import ScrutatorError
    from scrutator.findings.running import run_method
    from scrutator.record.folder import sound_case
    from scrutator.seal import canonical
    from scrutator.seal.bundle import write_bundle
    from scrutator.seal.records import Record
    from scrutator.statement.document import build_document
    from scrutator.statement.publication import build_publication

    case = sound_case(case_files(case_name), case_name)
    demand_signed(case.errata, [signer.key, *errata_keys])
    findings = [run_method(case, run) for run in progress(case.runs, "findings")]
    documents = {language: build_document(case, findings, language) for language in case.statements}
    bare = [f"statement.{language}.md:{n.line} '{n.text}' in “{n.context}”"
            for language, document in documents.items() for n in document.bare]  # fmt: skip
    if bare:
        raise ScrutatorError(
            "T04", f"{len(bare)} numbers come from no figure", where="\n         ".join(bare)
        )
    publication = build_publication(case, findings, documents)
    members: Mapping[str, bytes] = {
        **publication.files,
        **{name: canonical.encode(value) for name, value in publication.json.items()},
        **exchange_members(case, findings),
    }
    members = {**members, **described(case, publication, members)}
    records = [Record(identity, kind, data) for identity, kind, data in publication.records]
    origin = f"{signer.key.name}/{case.header.id}"
    return write_bundle(members, records, signer, origin, previous=previous)


def demand_signed(errata: "Sequence[Erratum]", keys: "Sequence[VerifierKey]") -> None:
    """Raise G26, naming every correction that none of these keys has signed."""
    from scrutator.cli.ledger_errata import signature_state
    from scrutator.errors import ScrutatorError

    states = {row.id: signature_state(row, keys) for row in errata}
    open_ones = [f"{name}: {state}" for name, state in states.items() if state != "signed"]
    if open_ones:
        raise ScrutatorError("G26", "; ".join(open_ones), where="errata.csv")


def publish(
    case: str = typer.Argument(..., metavar="CASE", help="A folder, or the id of a bundled case."),
    key: Path = typer.Option(..., "--key", help="The secret key file made by `scrutator key new`."),
    output: Path = typer.Option(..., "-o", "--output", help="The bundle to write, a .zip file."),
    previous: Path = typer.Option(
        None, "--previous", help="The log's last bundle, which this one continues."
    ),
    errata_key: list[str] = typer.Option(
        [], "--errata-key", help="Public key of somebody else who signed corrections; repeatable."
    ),
    as_json: bool = JSON_OPTION,
) -> None:
    """Build the statement of a case and seal it: pages, PDF, data, findings, log and verifier in one file.

    Example: `scrutator publish kazakhstan-2012 --key mission.key -o bundle.zip`
    """
    from scrutator.cli.key_files import read_bytes, read_secret_key, refusals_mapped, write_bytes
    from scrutator.seal.note import parse_key

    signer = read_secret_key(key)
    with refusals_mapped("X03", "--errata-key"):
        errata_keys = [parse_key(text) for text in errata_key]
    with refusals_mapped("Z04", case):
        bundle = build_bundle(case, signer, read_bytes(previous) if previous else None, errata_keys)
    write_bytes(output, bundle)
    if as_json:
        print_json({"bundle": str(output), "bytes": len(bundle), "key": str(signer.key)})
        return
    typer.echo(f"{output}: {len(bundle):,} bytes, signed by {signer.key}")
    typer.echo(f"Publish that key elsewhere. To check: scrutator verify {output} --key {signer.key}")
