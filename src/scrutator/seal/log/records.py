"""The records of the log: how a record becomes a leaf, and how the log grows without rewriting.

A leaf is the canonical JSON of {"data", "id", "type", "version"}. The versions of one id run
1, 2, 3, … in the order of the log; a later version supersedes the earlier one, which stays. A record
that is gone from the record gets a last version whose data is null: it is withdrawn, not erased.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from scrutator.seal import canonical
from scrutator.seal.canonical import Json
from scrutator.seal.refusals import Refusal

MANIFEST = "manifest-sha256.txt"
CHECKPOINT = "log/checkpoint"
ENTRIES = "log/entries.jsonl"
KEY = "log/key"
FIGURES = "figures.json"
OPENINGS = "log/openings.json"
HISTORY = "log/history/"
PROOFS = "log/proofs/"
ROOTS = "keys/"
MANIFEST_TYPE = "manifest"
_FIELDS = {"data", "id", "type", "version"}


@dataclass(frozen=True)
class Record:
    """One thing that was seen, said, counted or promised: its id, its kind, its content as JSON."""

    id: str
    kind: str
    data: Json


@dataclass(frozen=True)
class Entry:
    """One leaf of the log: a version of a record, with the exact bytes that are hashed."""

    id: str
    kind: str
    version: int
    data: Json
    leaf: bytes


def make_entry(record: Record, version: int) -> Entry:
    """The leaf of a version of a record."""
    fields: dict[str, Json] = {
        "data": record.data,
        "id": record.id,
        "type": record.kind,
        "version": version,
    }
    return _parse_entry(canonical.encode(fields), f"record {record.id!r}")


def entries_bytes(entries: Iterable[Entry]) -> bytes:
    """The file of all leaves: one canonical JSON value a line, in the order of the log."""
    return b"".join(entry.leaf + b"\n" for entry in entries)


def parse_entries(data: bytes) -> list[Entry]:
    """Read the file of leaves; refuses a line that is not the canonical JSON of a record."""
    if not data.endswith(b"\n"):
        raise Refusal("malformed_entry", "the file of records does not end with a newline")
    lines = data[:-1].split(b"\n")
    return [_parse_entry(line, f"line {number}") for number, line in enumerate(lines, 1)]


def _parse_entry(line: bytes, where: str) -> Entry:
    try:
        fields = canonical.parse(line)
    except Refusal as refusal:
        raise Refusal(refusal.name, f"{where}: {refusal.what}") from None
    if not isinstance(fields, dict) or set(fields) != _FIELDS:
        raise Refusal("malformed_entry", f"{where} has not exactly the fields {sorted(_FIELDS)}")
    id_, kind, version = fields["id"], fields["type"], fields["version"]
    if not isinstance(id_, str) or not isinstance(kind, str) or not id_ or not kind:
        raise Refusal("malformed_entry", f"{where}: id and type are not texts")
    if not isinstance(version, int) or isinstance(version, bool):
        raise Refusal("malformed_entry", f"{where}: the version is not an integer")
    return Entry(id_, kind, version, fields["data"], line)


def latest_versions(entries: Sequence[Entry]) -> dict[str, tuple[int, Entry]]:
    """For each id the index and the entry of its latest version; refuses double or missing versions, two
    versions in one publication, and a record that was withdrawn before it was there."""
    latest: dict[str, tuple[int, Entry]] = {}
    began = 0
    for index, entry in enumerate(entries):
        before = latest.get(entry.id)
        if entry.data is None and before is None:
            raise Refusal("versions_not_consecutive", f"{entry.id}: withdrawn, and never there")
        if before and before[0] >= began:
            raise Refusal("versions_not_consecutive", f"{entry.id}: two versions in one publication")
        if entry.kind == MANIFEST_TYPE:
            began = index + 1
        expected = before[1].version + 1 if before else 1
        if entry.version != expected or (before and before[1].kind != entry.kind):
            raise Refusal("versions_not_consecutive", f"{entry.id}: expected version {expected} of one kind")
        latest[entry.id] = (index, entry)
    return latest


def earlier_sizes(entries: Sequence[Entry]) -> list[int]:
    """The numbers of records with which the log's earlier publications ended: each ends with its manifest."""
    return [at for at, entry in enumerate(entries[:-1], 1) if entry.kind == MANIFEST_TYPE]


def grow(earlier: Sequence[Entry], records: Sequence[Record]) -> list[Entry]:
    """The log after these records: what is new or changed is appended, what is gone is withdrawn.

    `records` is the whole present record, each id once. Unchanged records add nothing.
    """
    latest = latest_versions(earlier)
    present: set[str] = set()
    added: list[Entry] = []
    for record in records:
        if record.id in present:
            raise Refusal("duplicate_record", record.id)
        if record.kind == MANIFEST_TYPE or record.id == MANIFEST:
            raise Refusal("reserved_name", f"{record.kind} {record.id}")
        present.add(record.id)
        added += _next_version(latest, record)
    for id_, (_, entry) in latest.items():
        if id_ not in present and entry.kind != MANIFEST_TYPE and entry.data is not None:
            added.append(make_entry(Record(id_, entry.kind, None), entry.version + 1))
    return [*earlier, *added]


def _next_version(latest: Mapping[str, tuple[int, Entry]], record: Record) -> list[Entry]:
    if record.id not in latest:
        return [make_entry(record, 1)]
    before = latest[record.id][1]
    entry = make_entry(record, before.version)
    return [] if entry.leaf == before.leaf else [make_entry(record, before.version + 1)]


def manifest_entry(earlier: Sequence[Entry], sha256_hex: str) -> Entry:
    """The last leaf of a bundle, which binds the manifest and through it every file."""
    version = 1 + sum(entry.kind == MANIFEST_TYPE for entry in earlier)
    return make_entry(Record(MANIFEST, MANIFEST_TYPE, {"sha256": sha256_hex}), version)


def proof_name(index: int) -> str:
    """The member that holds the proof of the record at this place of the log, counted from 0.

    By number: an id may be long, and in letters that a file's name cannot hold.
    """
    return f"{PROOFS}{index}.tlog-proof"


def history_name(size: int) -> str:
    """The member that holds the checkpoint of an earlier publication of this log."""
    return f"{HISTORY}{size}.checkpoint"


def root_name(version: int) -> str:
    """The member that holds a version of the mission's root document."""
    return f"{ROOTS}{version}.root"
