"""Building a bundle: from a case and a key to pages, PDF, data, findings, log and verifier in one file."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from scrutator.errors import ScrutatorError
from scrutator.findings.context import Context
from scrutator.findings.model import Finding
from scrutator.findings.running import Watch, context_of, run_all, unwatched
from scrutator.publishing.checks.check import faultless_case
from scrutator.publishing.checks.placeholders import demand_written
from scrutator.publishing.checks.shown import Prepared, prepared
from scrutator.publishing.description import described
from scrutator.publishing.exchange import exchange_members
from scrutator.publishing.publication import build_publication
from scrutator.publishing.renderers import demand_renderers
from scrutator.publishing.signatures import demand_signed
from scrutator.publishing.sources import case_files
from scrutator.publishing.withholding.attested import preset
from scrutator.publishing.withholding.looked_for import shown_before, still_shown
from scrutator.publishing.withholding.public import MEMBER, Public, outside_records, public_bytes
from scrutator.publishing.withholding.salted import commitment_records, opened
from scrutator.record.case import Case
from scrutator.seal import canonical
from scrutator.seal.bundle import archive
from scrutator.seal.keys.sign import Signer
from scrutator.seal.log.records import Record
from scrutator.seal.notes.note import VerifierKey
from scrutator.seal.refusals import Refusal
from scrutator.seal.verifier.opened import Opened
from scrutator.seal.withheld.disclosure import Opening
from scrutator.seal.writing.bundle import write_bundle, write_unsigned_bundle
from scrutator.statement.document import Document, build_document


@dataclass(frozen=True)
class Built:
    """A signed bundle, and what opens the commitments in it."""

    bundle: bytes
    openings: tuple[Opening, ...]


def build_bundle(
    case_name: str,
    signer: Signer,
    previous: bytes | None = None,
    errata_keys: Sequence[VerifierKey] = (),
    watch: Watch = unwatched,
    roots: Sequence[bytes] = (),
    draw: Callable[[int], bytes] = secrets.token_bytes,
) -> Built:
    """The sealed bundle of a case. Raises R30 when `case check` finds a fault, T04 when the prose holds
    numbers that come from no figure, G26 when a correction is signed neither by the signer nor by one
    of `errata_keys`, Z09 when something that is withheld can still be read, there or in the
    log so far. `roots` are the versions of the root document that lets the signer sign; `draw` gives
    random bytes for the salts."""
    shown = show_case(case_name, [signer.key, *errata_keys], watch, previous)
    return seal_shown(shown, signer, previous, roots, draw)


def show_case(
    case_name: str,
    errata_keys: Sequence[VerifierKey] = (),
    watch: Watch = unwatched,
    previous: bytes | None = None,
) -> "Shown":
    """All that a case publishes, computed once for bundle and pages. Raises as `build_bundle` does."""
    case = _ready(case_name, errata_keys)
    _demand_never_shown(case, previous)
    return _shown(case, watch)


def seal_shown(
    shown: "Shown",
    signer: Signer,
    previous: bytes | None = None,
    roots: Sequence[bytes] = (),
    draw: Callable[[int], bytes] = secrets.token_bytes,
) -> Built:
    """The sealed bundle of what was computed of a case."""
    openings = opened(shown.case.secrets, draw)
    bundle = write_bundle(
        shown.members,
        [*shown.records, *commitment_records(openings)],
        signer,
        f"{signer.key.name}/{shown.case.case.header.id}",
        previous=previous,
        roots=roots,
    )
    return Built(bundle, openings)


def _demand_never_shown(case: Prepared, previous: bytes | None) -> None:
    """Raise Z09 when the log that is continued holds in the clear what is withheld now."""
    if previous is None or not case.secrets:
        return
    try:
        log = Opened(archive.read(previous)).entries
    except Refusal:
        return  # writing the bundle says what is wrong with it
    if left := list(shown_before(case.secrets, log)):
        what = f"{len(left)} values that are withheld now stand in the log for ever"
        remedy = (
            "What was published cannot be taken back: say `shown_elsewhere = true`, "
            "or begin another log with --new-log."
        )
        raise ScrutatorError("Z09", what, where="; ".join(left[:5]), remedy=remedy)


def build_unsigned_bundle(
    case_name: str, errata_keys: Sequence[VerifierKey] = (), watch: Watch = unwatched
) -> bytes:
    """The bundle of a case as a draft: no log, signature or commitments. Raises as `build_bundle` does."""
    return write_unsigned_bundle(_shown(_ready(case_name, list(errata_keys)), watch).members)


def draft_members(files: Mapping[str, bytes], name: str) -> dict[str, bytes]:
    """Every member that would be published of these files, which `case check` must have passed, but for
    log and verifier. Raises what stops a publication, but for what is not written or not signed yet."""
    demand_renderers()
    return _shown(prepared(files, name), unwatched).members


def _ready(case_name: str, errata_keys: Sequence[VerifierKey]) -> Prepared:
    demand_renderers()
    files = case_files(case_name)
    full = faultless_case(files, case_name)
    demand_signed(full.errata, errata_keys)
    demand_written(full)
    return prepared(files, case_name)


def _shown(case: Prepared, watch: Watch) -> "Shown":
    made = computed(case.case, watch, case.public)
    members, records = members_of(case.case, made)
    if left := list(still_shown(case.secrets, members, case.public.attested)):
        raise ScrutatorError("Z09", f"{len(left)} withheld values stand elsewhere", where="; ".join(left[:5]))
    return Shown(case, made, members, records)


def published(
    case: Case,
    watch: Watch = unwatched,
    instead: Mapping[str, bytes] | None = None,
    public: Public | None = None,
) -> tuple[dict[str, bytes], list[Record]]:
    """Everything a case publishes, as members by name, and the records of its log: a function of the case
    and of this release alone. `public` says what the case does not show; the findings it attests are taken
    from it. `instead` are bytes to take for members that cannot be drawn here as they were
    drawn. Raises T04 when the prose holds numbers that come from no figure."""
    return members_of(case, computed(case, watch, public), instead)


@dataclass(frozen=True)
class Computed:
    """What was computed of a case: the context that remembers it, findings, resolved statements, and what the
    case does not show."""

    context: Context
    findings: tuple[Finding, ...]
    documents: Mapping[str, Document]
    public: Public


@dataclass(frozen=True)
class Shown:
    """A case as it is published: what was computed of it, its members, and the records of its log."""

    case: Prepared
    made: Computed
    members: dict[str, bytes]
    records: list[Record]


def computed(case: Case, watch: Watch = unwatched, public: Public | None = None) -> Computed:
    """Findings and statements of a case. `public` says what the case does not show; the findings it attests
    are taken from it. Raises T04 when the prose holds numbers that come from no figure."""
    context = context_of(case)
    public = public or Public()
    preset(context, public)
    findings = run_all(context, watch)
    documents = {language: build_document(case, findings, language) for language in case.statements}
    bare = [f"statement.{language}.md:{n.line} '{n.text}' in “{n.context}”"
            for language, document in documents.items() for n in document.bare]  # fmt: skip
    if bare:
        raise ScrutatorError(
            "T04", f"{len(bare)} numbers come from no figure", where="\n         ".join(bare)
        )
    return Computed(context, findings, documents, public)


def members_of(
    case: Case, made: Computed, instead: Mapping[str, bytes] | None = None
) -> tuple[dict[str, bytes], list[Record]]:
    """The members and the records that follow from what was computed."""
    publication = build_publication(case, made.findings, made.documents)
    members: Mapping[str, bytes] = {
        **publication.files,
        **{name: canonical.encode(value) for name, value in publication.json.items()},
        **exchange_members(made.context, made.findings),
        **({} if made.public.empty else {MEMBER: public_bytes(made.public)}),
    }
    members = {name: (instead or {}).get(name, data) for name, data in members.items()}
    records = [Record(identity, kind, data) for identity, kind, data in publication.records]
    return {**members, **described(case, publication, members)}, [*records, *outside_records(made.public)]
