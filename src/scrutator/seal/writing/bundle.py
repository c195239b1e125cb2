"""Writing a bundle: the statement and its data, the log of its records, and the signed checkpoint.

The chain: key → checkpoint → root over the records → last record → manifest → every file. The
proofs and the checkpoint itself are bound by the root and the signature, the archive's own bytes by
being canonical. So no byte of the file is outside the chain.
"""

from collections.abc import Mapping, Sequence
from hashlib import sha256

from scrutator.seal.bundle import archive
from scrutator.seal.bundle.manifest import manifest_bytes
from scrutator.seal.keys.root import Part, read_chain
from scrutator.seal.keys.sign import Signer, sign_checkpoint
from scrutator.seal.log import merkle, records
from scrutator.seal.log.checkpoint import proof_bytes
from scrutator.seal.log.records import Entry, Record
from scrutator.seal.notes.note import VerifierKey
from scrutator.seal.refusals import Refusal
from scrutator.seal.verifier.checks import check_member_is_canonical
from scrutator.seal.verifier.opened import Opened
from scrutator.seal.verifier.verify import verify_bundle
from scrutator.seal.writing.guide import guide_bytes, unsigned_guide_bytes
from scrutator.seal.writing.pyz import verifier_bytes

VERIFIER = "verify.pyz"
GUIDE = "VERIFY.md"
RESERVED = ("log/", records.ROOTS)


def write_bundle(
    members: Mapping[str, bytes],
    records_now: Sequence[Record],
    signer: Signer,
    origin: str,
    *,
    previous: bytes | None = None,
    openings: bytes | None = None,
    roots: Sequence[bytes] = (),
    verifier: bytes | None = None,
) -> bytes:
    """The bundle: one zip whose bytes depend on nothing but these arguments.

    `members` are the files to publish (names as in `archive.check_name`; those named .json or
    .jsonl in canonical form); `records_now` the whole present record, each id once; `origin` the
    log's name, which is the signer's name or begins with it and a slash. `previous` is the log's
    last bundle: give it, or the log is begun anew and a reader who remembers it sees a fork.
    `roots` are versions 1, 2, 3, … of the root document that lets the signer sign.
    `openings` is what `disclosure.openings_bytes` made. `verifier` replaces verify.pyz in tests.

    Raises `Refusal` for what the verifier would refuse.
    """
    _check_members(members)
    keys = _log_keys(roots, signer)
    earlier, history = _continue_log(previous, keys, origin) if previous is not None else ([], {})
    entries = records.grow(earlier, records_now)
    files = {
        **members,
        **history,
        records.KEY: f"{signer.key}\n".encode(),
        GUIDE: guide_bytes(signer.key, origin),
        VERIFIER: verifier_bytes() if verifier is None else verifier,
    }
    _check_roots(roots, signer)
    files |= {records.root_name(number): data for number, data in enumerate(roots, 1)}
    if openings is not None:
        files[records.OPENINGS] = openings
    files[records.MANIFEST] = manifest_bytes(files)
    digest = sha256(files[records.MANIFEST]).hexdigest()
    entries.append(records.manifest_entry(entries, digest))
    return archive.write(files | _log_members(entries, signer, origin))


def write_unsigned_bundle(members: Mapping[str, bytes]) -> bytes:
    """The same files without a log and without a signature: a draft, which verification calls UNSIGNED."""
    _check_members(members)
    files = {**members, GUIDE: unsigned_guide_bytes(), VERIFIER: verifier_bytes()}
    return archive.write(files | {records.MANIFEST: manifest_bytes(files)})


def _check_members(members: Mapping[str, bytes]) -> None:
    for name, data in members.items():
        if name in (records.MANIFEST, VERIFIER, GUIDE) or name.lower().startswith(RESERVED):
            raise Refusal("reserved_name", name)
        if name.endswith((".json", ".jsonl")):
            check_member_is_canonical(name, data)


def _check_roots(roots: Sequence[bytes], signer: Signer) -> None:
    """Refuse root documents that a verifier would refuse, or that do not let this key sign."""
    if roots:
        newest = read_chain(roots)[-1]
        if signer.key not in newest.roles[Part.LOG].keys:
            raise Refusal("unexpected_root", f"{signer.key} may not sign the log by version {newest.version}")


def _log_keys(roots: Sequence[bytes], signer: Signer) -> tuple[VerifierKey, ...]:
    """The keys that may have signed the log so far: the signer's, and those of every root document."""
    listed = [key for root in read_chain(roots) for key in root.roles[Part.LOG].keys] if roots else []
    return (signer.key, *listed)


def _continue_log(
    previous: bytes, keys: Sequence[VerifierKey], origin: str
) -> tuple[list[Entry], dict[str, bytes]]:
    """The records and checkpoints of the log so far, from its last bundle, which must verify."""
    report = verify_bundle(previous, key=str(_signer_of(previous, keys)))
    if [check for check in report.failed if check.refusal != "too_few_approvals"] or report.undone:
        raise Refusal("fork", f"the previous bundle does not verify: {report.verdict}")
    bundle = Opened(archive.read(previous))
    if bundle.checkpoint.origin != origin:
        raise Refusal("foreign_origin", f"the previous bundle is of {bundle.checkpoint.origin}")
    history = {name: bytes(view) for name, view in bundle.members.items() if name.startswith(records.HISTORY)}
    history[records.history_name(bundle.checkpoint.size)] = bundle.member(records.CHECKPOINT)
    return bundle.entries, history


def _signer_of(previous: bytes, keys: Sequence[VerifierKey]) -> VerifierKey:
    """Which of the keys the bundle says it is signed with; the first when it is none of them."""
    try:
        stated = Opened(archive.read(previous)).key
    except Refusal:
        return keys[0]
    return stated if stated in keys else keys[0]


def _log_members(entries: Sequence[Entry], signer: Signer, origin: str) -> dict[str, bytes]:
    """The records, the signed checkpoint over them, and the proof of each record's latest version."""
    name = signer.key.name
    if origin != name and not origin.startswith(name + "/"):
        raise Refusal("foreign_origin", f"the key {name} cannot sign for {origin}")
    levels = merkle.build_levels([merkle.leaf_hash(entry.leaf) for entry in entries])
    checkpoint = sign_checkpoint(signer, origin, len(entries), levels[-1][0])
    proofs = {
        records.proof_name(index): proof_bytes(index, merkle.inclusion_path(levels, index), checkpoint)
        for index, _ in records.latest_versions(entries).values()
    }
    return {records.ENTRIES: records.entries_bytes(entries), records.CHECKPOINT: checkpoint, **proofs}
