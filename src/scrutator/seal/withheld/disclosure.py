"""Selective disclosure: a field is committed in the log and opened, or not, without touching the log.

The leaf holds SHA-256(salt ‖ canonical JSON of [record id, field, value]) in place of the value.
The salt, 32 random bytes for each field, and the value stay with the mission. Publishing both opens
the field to anyone; destroying the salt makes it unrecoverable while the log stays valid.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from scrutator.seal import canonical
from scrutator.seal.canonical import Json
from scrutator.seal.log.records import Entry, Record
from scrutator.seal.refusals import Refusal

COMMITMENT = "sha256-salted"
SALT_BYTES = 32


@dataclass(frozen=True)
class Opening:
    """What opens one committed field of one record: the salt and the value."""

    record_id: str
    field: str
    salt: bytes
    value: Json


def commitment(opening: Opening) -> str:
    """The hexadecimal commitment to a field. One salt serves one field only."""
    if len(opening.salt) != SALT_BYTES:
        raise Refusal("wrong_opening", f"a salt has {SALT_BYTES} bytes")
    bound = canonical.encode([opening.record_id, opening.field, opening.value])
    return sha256(opening.salt + bound).hexdigest()


def commit_fields(record: Record, salts: Mapping[str, bytes]) -> tuple[Record, tuple[Opening, ...]]:
    """The record with the fields named in `salts` replaced by commitments, and what opens them.

    `salts` maps a field of the record's data to its own 32 random bytes.
    """
    if not isinstance(record.data, Mapping):
        raise Refusal("not_representable", f"{record.id} has no fields")
    if len(set(salts.values())) != len(salts):
        raise Refusal("wrong_opening", f"{record.id}: two fields share a salt")
    data = dict(record.data)
    openings = tuple(Opening(record.id, field, salt, data[field]) for field, salt in sorted(salts.items()))
    data |= {opening.field: {COMMITMENT: commitment(opening)} for opening in openings}
    return Record(record.id, record.kind, data), openings


def openings_bytes(openings: Iterable[Opening], allowed: Iterable[str]) -> bytes:
    """The member that opens fields, with the list of fields (`kind.field`) that may be opened."""
    opened = [
        {"field": opening.field, "id": opening.record_id, "salt": opening.salt.hex(), "value": opening.value}
        for opening in sorted(openings, key=lambda opening: (opening.record_id, opening.field))
    ]
    return canonical.encode({"allowed": sorted(set(allowed)), "opened": opened})


def check_openings(data: bytes, latest: Mapping[str, Entry]) -> int:
    """How many fields are opened, each matching its commitment in the record's latest version."""
    value = canonical.parse(data)
    allowed = value.get("allowed") if isinstance(value, dict) else None
    opened = value.get("opened") if isinstance(value, dict) else None
    if not isinstance(allowed, list) or not isinstance(opened, list):
        raise Refusal("wrong_opening", "the member does not hold a list of fields and their openings")
    for item in opened:
        opening = _parse_opening(item)
        entry = latest.get(opening.record_id)
        if entry is None or not isinstance(entry.data, dict):
            raise Refusal("wrong_opening", f"{opening.record_id} is not a record with fields")
        place = f"{opening.record_id}, field {opening.field}"
        if f"{entry.kind}.{opening.field}" not in allowed:
            raise Refusal("opened_beyond_list", place)
        if entry.data.get(opening.field) != {COMMITMENT: commitment(opening)}:
            raise Refusal("wrong_opening", place)
    return len(opened)


def _parse_opening(item: Json) -> Opening:
    if not isinstance(item, dict) or set(item) != {"field", "id", "salt", "value"}:
        raise Refusal("wrong_opening", "an opening has not exactly the fields field, id, salt, value")
    id_, field, salt = item["id"], item["field"], item["salt"]
    try:
        raw = bytes.fromhex(str(salt))
    except ValueError:
        raise Refusal("wrong_opening", "a salt is not hexadecimal") from None
    return Opening(str(id_), str(field), raw, item["value"])
