"""Selective disclosure: a value is committed in the log and opened, or not, without touching the log.

The leaf holds SHA-256(salt ‖ canonical JSON of [record id, field, value]) in place of the value.
The salt, 32 random bytes for each value, and the value stay with the mission. Giving both to someone opens
the value to them; destroying the salt makes it unrecoverable while the log stays valid.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from scrutator.seal import canonical
from scrutator.seal.canonical import Json
from scrutator.seal.log.records import Entry
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

    @property
    def place(self) -> str:
        """The record and the field in one text."""
        return f"{self.record_id}/{self.field}"


def commitment(opening: Opening) -> str:
    """The hexadecimal commitment to a field. One salt serves one field only."""
    if len(opening.salt) != SALT_BYTES:
        raise Refusal("wrong_opening", f"a salt has {SALT_BYTES} bytes")
    bound = canonical.encode([opening.record_id, opening.field, opening.value])
    return sha256(opening.salt + bound).hexdigest()


def is_commitment(value: Json) -> bool:
    """Whether a field of a record holds a commitment and nothing else."""
    if not isinstance(value, dict) or set(value) != {COMMITMENT}:
        return False
    digest = value[COMMITMENT]
    return isinstance(digest, str) and re.fullmatch("[0-9a-f]{64}", digest) is not None


def openings_bytes(openings: Iterable[Opening], allowed: Iterable[str]) -> bytes:
    """The member, or a file, that opens fields, with the list of fields (`kind.field`) that may be opened."""
    opened = [
        {"field": opening.field, "id": opening.record_id, "salt": opening.salt.hex(), "value": opening.value}
        for opening in sorted(openings, key=lambda opening: (opening.record_id, opening.field))
    ]
    return canonical.encode({"allowed": sorted(set(allowed)), "opened": opened})


def read_openings(data: bytes) -> tuple[frozenset[str], tuple[Opening, ...]]:
    """The fields that may be opened, and the openings. Refuses what `openings_bytes` does not write."""
    value = canonical.parse(data)
    if not isinstance(value, dict) or set(value) != {"allowed", "opened"}:
        raise Refusal("wrong_opening", "the member has not exactly the fields allowed and opened")
    allowed, opened = value["allowed"], value["opened"]
    if not isinstance(allowed, list) or not isinstance(opened, list):
        raise Refusal("wrong_opening", "the member does not hold a list of fields and their openings")
    names = frozenset(name for name in allowed if isinstance(name, str))
    if not all(isinstance(name, str) for name in allowed):
        raise Refusal("wrong_opening", "a field that may be opened is not named by a text")
    return names, tuple(_parse_opening(item) for item in opened)


def check_openings(data: bytes, latest: Mapping[str, Entry]) -> int:
    """How many fields are opened, each matching its commitment in the record's latest version."""
    allowed, opened = read_openings(data)
    for opening in opened:
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
    if not isinstance(id_, str) or not isinstance(field, str):
        raise Refusal("wrong_opening", "an opening names its record and its field by texts")
    if not isinstance(salt, str) or re.fullmatch(f"[0-9a-f]{{{2 * SALT_BYTES}}}", salt) is None:
        raise Refusal("wrong_opening", f"a salt is not {SALT_BYTES} bytes in lower-case hexadecimal")
    return Opening(id_, field, bytes.fromhex(salt), item["value"])
