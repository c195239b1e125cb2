"""The numbered checks of a bundle, C2 to C14. Each passes with a detail, refuses, or is not done.

C1, the archive itself, comes before (`verify`). The numbers are fixed in docs/reference/bundle.md.
"""

from __future__ import annotations

from hashlib import sha256

from scrutator.seal import canonical
from scrutator.seal.bundle.manifest import check_known, check_manifest
from scrutator.seal.log import merkle, records
from scrutator.seal.log.checkpoint import check_proof, parse_proof, proof_bytes
from scrutator.seal.notes.note import Note, verify_note
from scrutator.seal.notes.policy import Policy, agrees, cosigners
from scrutator.seal.refusals import Refusal
from scrutator.seal.verifier.figures import PAGE, STATEMENT, check_figures
from scrutator.seal.verifier.opened import NotDone, Opened, Question
from scrutator.seal.verifier.standing import known_chain
from scrutator.seal.withheld import disclosure


def check_manifest_covers(bundle: Opened, question: Question) -> str:
    """C2: the manifest lists exactly what is there, with the right hashes."""
    check_known(bundle.members)
    count = check_manifest(bundle.member(records.MANIFEST), bundle.members)
    return f"{count} members have the listed SHA-256"


def check_canonical_json(bundle: Opened, question: Question) -> str:
    """C3: every member named .json, and every line of one named .jsonl, is canonical."""
    count = 0
    for name in bundle.members:
        if name.lower().endswith((".json", ".jsonl")) and name != records.ENTRIES:
            check_member_is_canonical(name, bundle.member(name))
            count += 1
    if bundle.unsigned:
        return f"{count} JSON files are in canonical form"
    return f"{count + 1} JSON files and {len(bundle.entries)} records are in canonical form"


def check_member_is_canonical(name: str, data: bytes) -> None:
    """Refuse a .json member, or a line of a .jsonl member, that is not canonical JSON."""
    by_line = name.lower().endswith(".jsonl")
    if by_line and data and not data.endswith(b"\n"):
        raise Refusal("not_canonical_json", f"{name} does not end with a newline")
    lines = data.split(b"\n")[:-1] if by_line else [data]
    for number, line in enumerate(lines, 1):
        try:
            canonical.parse(line)
        except Refusal as refusal:
            place = f"{name} line {number}" if by_line else name
            raise Refusal(refusal.name, f"{place}: {refusal.what}") from None


def check_signature(bundle: Opened, question: Question) -> str:
    """C4: the checkpoint is signed by the bundle's key, under an origin that belongs to its name."""
    checkpoint, key = bundle.checkpoint, bundle.key
    verify_note(checkpoint.note, [key])
    if checkpoint.origin != key.name and not checkpoint.origin.startswith(key.name + "/"):
        raise Refusal("foreign_origin", f"{checkpoint.origin} is not a log of {key.name}")
    if checkpoint.extensions:
        raise Refusal("malformed_checkpoint", "a bundle's checkpoint has no extension lines")
    return f"{checkpoint.origin}, {checkpoint.size} records, signed by {key}"


def check_manifest_is_logged(bundle: Opened, question: Question) -> str:
    """C5: the records hash to the signed root, and the last of them binds the manifest."""
    checkpoint, entries = bundle.checkpoint, bundle.entries
    if len(entries) != checkpoint.size:
        raise Refusal("root_mismatch", f"{len(entries)} records, the checkpoint states {checkpoint.size}")
    if bundle.levels[-1][0] != checkpoint.root:
        raise Refusal("root_mismatch", "a record was changed, added, removed or moved")
    digest = sha256(bundle.member(records.MANIFEST)).hexdigest()
    if entries[-1].leaf != records.manifest_entry(entries[:-1], digest).leaf:
        raise Refusal("manifest_not_logged", "the last record is not this manifest's hash")
    return f"record {len(entries) - 1} holds the manifest's hash; the records have the signed root"


def check_proofs(bundle: Opened, question: Question) -> str:
    """C8: each record's latest version has one proof that leads to the signed root, and nothing else has."""
    latest = records.latest_versions(bundle.entries)
    expected = {records.proof_name(index): index for index, _ in latest.values()}
    present = {name for name in bundle.members if name.startswith(records.PROOFS)}
    if present != set(expected):
        odd = sorted(present ^ set(expected))[:3]
        raise Refusal("proofs_mismatch", f"missing or extra: {', '.join(odd)}")
    checkpoint = bundle.member(records.CHECKPOINT)
    for name, index in expected.items():
        data = bundle.member(name)
        if data != proof_bytes(index, merkle.inclusion_path(bundle.levels, index), checkpoint):
            check_proof(parse_proof(data), bundle.leaf_hashes[index], bundle.checkpoint)
            raise Refusal("wrong_proof", f"{name} is not written as the proof of record {index}")
    return f"{len(expected)} proofs lead to the signed root"


def check_witnesses(bundle: Opened, question: Question) -> str:
    """C9: enough of the witnesses the reader named, or the quorum of their policy, have cosigned it."""
    if not question.witnesses and question.policy is None:
        raise NotDone("no witness was named (--witness, --policy)")
    note = bundle.checkpoint.note
    if question.cosigned_note is not None:
        note = question.cosigned_note
        if note.text != bundle.checkpoint.note.text:
            raise Refusal("fork", "the cosigned checkpoint is not the bundle's")
    if question.policy is not None:
        return _check_policy(bundle, question.policy, note)
    try:
        count = len(verify_note(note, question.witnesses))
    except Refusal as refusal:
        if refusal.name != "no_known_signature":
            raise
        count = 0
    if count < question.threshold:
        raise Refusal("too_few_witnesses", f"{count} of the {question.threshold} asked for")
    return f"{count} of {len(question.witnesses)} named witnesses cosigned"


def _check_policy(bundle: Opened, policy: Policy, note: Note) -> str:
    if policy.logs and bundle.key not in policy.logs:
        raise Refusal("unexpected_key", f"the policy names no log with the key {bundle.key}")
    names = sorted(cosigners(policy, note))
    if not agrees(policy, names):
        raise Refusal(
            "too_few_witnesses", f"{', '.join(names) or 'none'} cosigned, which is no {policy.quorum}"
        )
    return f"the policy's quorum {policy.quorum or 'none'} is met: {', '.join(names) or 'no witness needed'}"


def check_openings(bundle: Opened, question: Question) -> str:
    """C10: every opened field matches its commitment in the log and is on the list of fields to open."""
    if records.OPENINGS not in bundle.members and question.openings is None:
        raise NotDone("no committed field is opened in this bundle")
    latest = {id_: entry for id_, (_, entry) in records.latest_versions(bundle.entries).items()}
    inside = bundle.member(records.OPENINGS) if records.OPENINGS in bundle.members else None
    count = disclosure.check_openings(inside, latest) if inside is not None else 0
    if question.openings is None:
        return f"{count} opened fields match their commitments"
    more = disclosure.check_openings(question.openings, latest)
    return f"{count} opened fields, and {more} opened to you alone, match their commitments"


def check_versions(bundle: Opened, question: Question) -> str:
    """C11: the log holds no duplicate record; its versions run 1, 2, 3, …"""
    latest = records.latest_versions(bundle.entries)
    superseded = len(bundle.entries) - len(latest)
    return f"{len(latest)} records, {superseded} superseded versions kept"


def check_printed_figures(bundle: Opened, question: Question) -> str:
    """C12: the pages hold only what pages may, and every figure printed in them is the text of its cell."""
    matches = [(STATEMENT.fullmatch(name), name) for name in bundle.members]
    if other := next((name for match, name in matches if not match and PAGE.search(name)), None):
        raise Refusal("forbidden_markup", f"{other} is a page that is none of the statement's")
    pages = {match[1]: bundle.member(name) for match, name in matches if match}
    figures = bundle.member(records.FIGURES) if records.FIGURES in bundle.members else None
    if figures is None or not pages:
        check_figures(None, pages)
        raise NotDone("the bundle holds no figures.json or no statement")
    return f"{check_figures(figures, pages)} printed figures read as their cells"


def check_rebuilt(bundle: Opened, question: Question) -> str:
    """C13: every member is what the bundle's own case gives when it is published again, byte by byte."""
    if question.rebuild is None:
        raise NotDone("not rebuilt: this needs the full program, `scrutator verify`")
    if not question.pinned and not question.rebuild_untrusted:
        raise NotDone("not rebuilt: the signer is not known; give --root or --key, or --rebuild-untrusted")
    members = {name: bytes(view) for name, view in bundle.members.items()}
    try:
        rebuilt = question.rebuild(members)
    except NotDone:
        raise
    except Exception as error:
        raise Refusal("rebuilding_stopped", f"{type(error).__name__}: {error}"[:500]) from None
    if found := rebuilt.differences:
        raise Refusal("rebuilt_differs", f"{len(found)} differ: {'; '.join(found[:3])}")
    bundle.backed = rebuilt.backed
    derived = (
        sum(not name.startswith(("log/", records.ROOTS)) for name in members) - 1
    )  # the manifest is C2's matter
    return f"all {derived} files and the log's records were rebuilt from the case and are equal"


def check_signer(bundle: Opened, question: Question) -> str:
    """C14: the bundle is signed with the key, or under the root document, that the reader named."""
    if not question.pinned:
        raise NotDone("nothing says whose key this must be (--root, --key)")
    if question.key is not None and question.key != bundle.key:
        raise Refusal("unexpected_key", f"it is signed with {bundle.key}")
    if question.root is None:
        return "signed with the key you named"
    versions = [root.version for root in known_chain(bundle, question) if root.fingerprint == question.root]
    if not versions or not bundle.chain:
        raise Refusal("unexpected_root", "the root document you named is not one of this bundle's signer")
    return f"signed under the root document of which you named version {versions[0]}"
