"""Rebuilding a publication from its own case, and comparing it member by member, byte by byte."""

import json
from collections.abc import Iterator, Mapping, Sequence

from scrutator.errors import ScrutatorError
from scrutator.publishing.build import published
from scrutator.publishing.checks.check import faultless_case
from scrutator.publishing.renderers import not_comparable
from scrutator.seal.log import records
from scrutator.seal.log.checkpoint import parse_checkpoint
from scrutator.seal.log.records import Record
from scrutator.seal.notes.note import parse_key
from scrutator.seal.verifier.opened import NotRebuilt
from scrutator.seal.writing.bundle import GUIDE, VERIFIER
from scrutator.seal.writing.guide import guide_bytes, unsigned_guide_bytes
from scrutator.seal.writing.pyz import verifier_bytes
from scrutator.version import VERSION

CASE_FOLDER = "case/"
CRATE = "ro-crate-metadata.json"
# Members of the log that the seal's own checks bind; whatever else lies below log/ is derived from nothing.
OF_THE_LOG = (records.KEY, records.CHECKPOINT, records.ENTRIES, records.OPENINGS)


def differences(members: Mapping[str, bytes]) -> list[str]:
    """Where a bundle is not what its own case publishes, in words; an empty list: every member was rebuilt
    and is equal.

    Raises NotRebuilt when the bundle says that another release made it, when it holds no case, or when
    what is needed to rebuild it is not installed: what a bundle declares never widens what may differ.
    """
    if f"{CASE_FOLDER}case.toml" not in members:
        raise NotRebuilt("no_case", "the bundle holds no case to rebuild it from")
    made_by = declared_release(members)
    if made_by != f"scrutator {VERSION}":
        raise NotRebuilt("other_release", f"it says that {made_by} made it, this is scrutator {VERSION}")
    files = {n.removeprefix(CASE_FOLDER): d for n, d in members.items() if n.startswith(CASE_FOLDER)}
    skipped = not_comparable(sorted(members))
    drawn_elsewhere = {name: members[name] for name in skipped}
    try:
        expected, derived = published(faultless_case(files, "the bundle's case"), instead=drawn_elsewhere)
    except ScrutatorError as error:
        if error.code == "X02":
            raise NotRebuilt("not_installed", f"{error.what}: {error.remedy}") from None
        return [f"the bundle's case cannot be published: {error}"]
    if records.KEY not in members:
        expected |= {GUIDE: unsigned_guide_bytes(), VERIFIER: verifier_bytes()}
        return _complete(list(_members_that_differ(members, expected)), skipped, len(expected))
    key = parse_key(members[records.KEY].decode().removesuffix("\n"))
    origin = parse_checkpoint(members[records.CHECKPOINT]).origin
    expected |= {GUIDE: guide_bytes(key, origin), VERIFIER: verifier_bytes()}
    found = [*_members_that_differ(members, expected), *_records_that_differ(members, derived)]
    return _complete(found, skipped, len(expected))


def _complete(found: list[str], skipped: Mapping[str, str], derived: int) -> list[str]:
    """The differences; raises NotRebuilt ("partly") when there are none but not every member was compared."""
    if found or not skipped:
        return found
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


def _records_that_differ(members: Mapping[str, bytes], derived: Sequence[Record]) -> Iterator[str]:
    """The log's present records must be the case's, each with its content, and no others."""
    entries = records.parse_entries(members[records.ENTRIES])
    latest = {id_: entry for id_, (_, entry) in records.latest_versions(entries).items()}
    held = {id_: e for id_, e in latest.items() if e.kind != records.MANIFEST_TYPE and e.data is not None}
    wanted = {record.id: record for record in derived}
    for id_ in sorted(set(held) | set(wanted)):
        if id_ not in wanted:
            yield f"record {id_}: not in the case"
        elif id_ not in held:
            yield f"record {id_}: missing from the log"
        elif records.make_entry(wanted[id_], held[id_].version).leaf != held[id_].leaf:
            yield f"record {id_}: not what the case gives"
