"""Rebuilding a publication from its own case, and comparing it member by member, byte by byte."""

import json
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256

from scrutator.errors import ScrutatorError
from scrutator.publishing.build import published
from scrutator.publishing.checks.check import faultless_case
from scrutator.publishing.renderers import not_comparable
from scrutator.publishing.withholding.attested import compare_with_files, faults_of_attested
from scrutator.publishing.withholding.public import KIND, MEMBER, Public, faults_of_commitments, read_public
from scrutator.publishing.withholding.shown_faults import faults_of_shown
from scrutator.seal.bundle import archive
from scrutator.seal.log import records
from scrutator.seal.log.checkpoint import parse_checkpoint
from scrutator.seal.log.records import Record
from scrutator.seal.notes.note import parse_key
from scrutator.seal.refusals import Refusal
from scrutator.seal.verifier.opened import NotRebuilt, Rebuilt
from scrutator.seal.writing.bundle import GUIDE, VERIFIER
from scrutator.seal.writing.guide import guide_bytes, unsigned_guide_bytes
from scrutator.seal.writing.pyz import verifier_bytes
from scrutator.version import VERSION

CASE_FOLDER = "case/"
CRATE = "ro-crate-metadata.json"
# Members of the log that the seal's own checks bind; whatever else lies below log/ is derived from nothing.
OF_THE_LOG = (records.KEY, records.CHECKPOINT, records.ENTRIES, records.OPENINGS)


def compared(members: Mapping[str, bytes], at_hand: Sequence[bytes] = ()) -> Rebuilt:
    """Where a bundle is not what its own case publishes, in words; none: every member was rebuilt and is
    equal. `at_hand` are files outside the bundle, as the reader has them.

    Raises NotRebuilt when the bundle says that another release made it, when it holds no case, or when
    what is needed to rebuild it is not installed: what a bundle declares never widens what may differ.
    """
    if f"{CASE_FOLDER}case.toml" not in members:
        raise NotRebuilt("no_case", "the bundle holds no case to rebuild it from")
    made_by = declared_release(members)
    if made_by != f"scrutator {VERSION}":
        raise NotRebuilt("other_release", f"it says that {made_by} made it, this is scrutator {VERSION}")
    files = {n.removeprefix(CASE_FOLDER): d for n, d in members.items() if n.startswith(CASE_FOLDER)}
    try:
        public = read_public(members[MEMBER]) if MEMBER in members else Public()
    except (ValueError, Refusal) as error:
        return Rebuilt((f"{MEMBER}: {str(error)[:200]}",))
    outside = outside_files(public, at_hand)
    try:
        return _compared(members, files, public, outside)
    except ScrutatorError as error:
        if error.code == "X02":
            raise NotRebuilt("not_installed", f"{error.what}: {error.remedy}") from None
        return Rebuilt((f"the bundle's case cannot be published: {error}",))


def _compared(
    members: Mapping[str, bytes],
    files: Mapping[str, bytes],
    public: Public,
    outside: Mapping[str, bytes],
) -> Rebuilt:
    skipped = not_comparable(sorted(members))
    drawn_elsewhere = {name: members[name] for name in skipped}
    case = faultless_case(files, "the bundle's case", frozenset(public.attested))
    if wrong := [*faults_of_attested(case, public), *faults_of_shown(case.files, public)]:
        return Rebuilt(tuple(wrong))
    expected, derived = published(case, instead=drawn_elsewhere, public=public)
    backed: frozenset[str] = frozenset()
    if outside:
        with_files = faultless_case(
            {**files, **outside}, "the case with the files", frozenset(public.attested)
        )
        backed, wrong = compare_with_files(with_files, public, frozenset(outside))
        if wrong:
            return Rebuilt(tuple(wrong))
    if records.KEY not in members:
        expected |= {GUIDE: unsigned_guide_bytes(), VERIFIER: verifier_bytes()}
        return _complete(list(_members_that_differ(members, expected)), skipped, len(expected), backed)
    key = parse_key(members[records.KEY].decode().removesuffix("\n"))
    origin = parse_checkpoint(members[records.CHECKPOINT]).origin
    expected |= {GUIDE: guide_bytes(key, origin), VERIFIER: verifier_bytes()}
    found = [*_members_that_differ(members, expected), *_records_that_differ(members, derived, public)]
    return _complete(found, skipped, len(expected), backed)


def outside_files(public: Public, at_hand: Sequence[bytes]) -> dict[str, bytes]:
    """The files outside the bundle that the reader has, under their names in the case."""
    by_hash = {one.sha256: one.file for one in public.outside}
    given = {sha256(content).hexdigest(): content for content in at_hand}
    return {by_hash[digest]: content for digest, content in given.items() if digest in by_hash}


def demand_declared(bundle: bytes, at_hand: Sequence[bytes]) -> None:
    """Raise X03 for a file that the bundle declares nowhere: it would have no effect."""
    try:
        members = archive.read(bundle)
        public = read_public(bytes(members[MEMBER])) if MEMBER in members else Public()
    except (Refusal, ValueError):
        return  # verification says what is wrong with the bundle
    for content in at_hand:
        if not outside_files(public, [content]):
            what = f"the bundle declares no file outside it with the SHA-256 {sha256(content).hexdigest()}"
            raise ScrutatorError("X03", what, where="--with", remedy="Leave it out, or get the file again.")


def _complete(found: list[str], skipped: Mapping[str, str], derived: int, backed: frozenset[str]) -> Rebuilt:
    """The differences; raises NotRebuilt ("partly") when there are none but not every member was compared."""
    if found or not skipped:
        return Rebuilt(tuple(found), backed)
    named = "; ".join(f"{name} ({why})" for name, why in list(skipped.items())[:3])
    equal = f"{derived - len(skipped)} of {derived} files and the log's records were rebuilt and are equal"
    raise NotRebuilt("partly", f"{equal}; {len(skipped)} could not be compared here: {named}")


def declared_release(members: Mapping[str, bytes]) -> str:
    """The program that the bundle's crate says it was made by; "an unknown program" when it says none."""
    try:
        for entity in json.loads(members[CRATE])["@graph"]:
            if entity.get("@type") == "SoftwareApplication":
                return str(entity["name"])
    except (KeyError, TypeError, ValueError, AttributeError):
        pass
    return "an unknown program"


def _members_that_differ(members: Mapping[str, bytes], expected: Mapping[str, bytes]) -> Iterator[str]:
    for name in sorted(members):
        if (
            name == records.MANIFEST
            or name in OF_THE_LOG
            or name.startswith((records.HISTORY, records.PROOFS))
            or (records.KEY in members and name.startswith(records.ROOTS))
        ):
            continue
        if name not in expected:
            yield f"{name}: nothing in the case gives this member"
        elif members[name] != expected[name]:
            yield f"{name}: not what the case gives"
    yield from (f"{name}: missing" for name in sorted(set(expected) - set(members)))


def _records_that_differ(
    members: Mapping[str, bytes], derived: Sequence[Record], public: Public
) -> Iterator[str]:
    """The log's present records must be the case's, each with its content, a commitment for each thing that
    is withheld, and no others."""
    entries = records.parse_entries(members[records.ENTRIES])
    latest = {id_: entry for id_, (_, entry) in records.latest_versions(entries).items()}
    held = {id_: e for id_, e in latest.items() if e.kind != records.MANIFEST_TYPE and e.data is not None}
    yield from faults_of_commitments(public, {id_: e.data for id_, e in held.items() if e.kind == KIND})
    held = {id_: entry for id_, entry in held.items() if entry.kind != KIND}
    wanted = {record.id: record for record in derived}
    for id_ in sorted(set(held) | set(wanted)):
        if id_ not in wanted:
            yield f"record {id_}: not in the case"
        elif id_ not in held:
            yield f"record {id_}: missing from the log"
        elif records.make_entry(wanted[id_], held[id_].version).leaf != held[id_].leaf:
            yield f"record {id_}: not what the case gives"
