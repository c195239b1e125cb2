"""Building a bundle: from a case and a key to pages, PDF, data, findings, log and verifier in one file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scrutator.errors import ScrutatorError
from scrutator.findings.context import Context
from scrutator.findings.model import Finding
from scrutator.findings.running import Watch, context_of, run_all, unwatched
from scrutator.publishing.checks.check import faultless_case
from scrutator.publishing.checks.placeholders import demand_written
from scrutator.publishing.description import described
from scrutator.publishing.exchange import exchange_members
from scrutator.publishing.publication import build_publication
from scrutator.publishing.renderers import demand_renderers
from scrutator.publishing.signatures import demand_signed
from scrutator.publishing.sources import case_files
from scrutator.record.case import Case
from scrutator.seal import canonical
from scrutator.seal.keys.sign import Signer
from scrutator.seal.log.records import Record
from scrutator.seal.notes.note import VerifierKey
from scrutator.seal.writing.bundle import write_bundle, write_unsigned_bundle
from scrutator.statement.document import Document, build_document


def build_bundle(
    case_name: str,
    signer: Signer,
    previous: bytes | None = None,
    errata_keys: Sequence[VerifierKey] = (),
    watch: Watch = unwatched,
    roots: Sequence[bytes] = (),
) -> bytes:
    """The sealed bundle of a case. Raises R30 when `case check` finds a fault, T04 when the prose holds
    numbers that come from no figure, and G26 when a correction is signed neither by the signer nor by one
    of `errata_keys`. `roots` are the versions of the root document that lets the signer sign."""
    demand_renderers()
    case = faultless_case(case_files(case_name), case_name)
    demand_signed(case.errata, [signer.key, *errata_keys])
    demand_written(case)
    members, records = published(case, watch)
    return write_bundle(
        members, records, signer, f"{signer.key.name}/{case.header.id}", previous=previous, roots=roots
    )


def build_unsigned_bundle(
    case_name: str, errata_keys: Sequence[VerifierKey] = (), watch: Watch = unwatched
) -> bytes:
    """The bundle of a case as a draft: no log, no signature. Raises as `build_bundle` does."""
    demand_renderers()
    case = faultless_case(case_files(case_name), case_name)
    demand_signed(case.errata, list(errata_keys))
    demand_written(case)
    return write_unsigned_bundle(published(case, watch)[0])


def published(
    case: Case, watch: Watch = unwatched, instead: Mapping[str, bytes] | None = None
) -> tuple[dict[str, bytes], list[Record]]:
    """Everything a case publishes, as members by name, and the records of its log: a function of the case
    and of this release alone. `instead` are bytes to take for members that cannot be drawn here as they were
    drawn. Raises T04 when the prose holds numbers that come from no figure."""
    return members_of(case, computed(case, watch), instead)


@dataclass(frozen=True)
class Computed:
    """What was computed of a case: the context that remembers it, its findings, its resolved statements."""

    context: Context
    findings: tuple[Finding, ...]
    documents: Mapping[str, Document]


def computed(case: Case, watch: Watch = unwatched) -> Computed:
    """Findings and statements of a case. Raises T04 when the prose holds numbers that come from no figure."""
    context = context_of(case)
    findings = run_all(context, watch)
    documents = {language: build_document(case, findings, language) for language in case.statements}
    bare = [f"statement.{language}.md:{n.line} '{n.text}' in “{n.context}”"
            for language, document in documents.items() for n in document.bare]  # fmt: skip
    if bare:
        raise ScrutatorError(
            "T04", f"{len(bare)} numbers come from no figure", where="\n         ".join(bare)
        )
    return Computed(context, findings, documents)


def members_of(
    case: Case, made: Computed, instead: Mapping[str, bytes] | None = None
) -> tuple[dict[str, bytes], list[Record]]:
    """The members and the records that follow from what was computed."""
    publication = build_publication(case, made.findings, made.documents)
    members: Mapping[str, bytes] = {
        **publication.files,
        **{name: canonical.encode(value) for name, value in publication.json.items()},
        **exchange_members(made.context, made.findings),
    }
    members = {name: (instead or {}).get(name, data) for name, data in members.items()}
    records = [Record(identity, kind, data) for identity, kind, data in publication.records]
    return {**members, **described(case, publication, members)}, records
