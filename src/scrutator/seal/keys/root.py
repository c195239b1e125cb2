"""The root document: which keys speak for a mission, how many of them must agree, and until when.

A signed note (c2sp.org/signed-note) whose text has one spelling; docs/reference/bundle.md has the grammar.
Version n + 1 is signed by the thresholds of n and of n + 1, as in TUF (section 5.3): who trusts
one version can follow the keys to the next. Expiry says "ask for a newer one", never "forged".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from scrutator.seal.notes.note import (
    COSIGNATURE,
    PLAIN,
    Note,
    VerifierKey,
    parse_key,
    parse_note,
    verify_note,
)
from scrutator.seal.refusals import Refusal
from scrutator.seal.text_enum import TextEnum

FORMAT = "scrutator-root/v1"
MOST_VERSIONS = 64
MOST_KEYS = 64
LONGEST_ROOT = 65_536
_NUMBER = re.compile(r"[1-9][0-9]{0,3}")


class Part(TextEnum):
    """What a key may do: sign root documents and notices, approve a publication, sign the log."""

    ROOT = "root"
    APPROVE = "approve"
    LOG = "log"


KIND = {Part.ROOT: PLAIN, Part.APPROVE: COSIGNATURE, Part.LOG: PLAIN}


class Why(TextEnum):
    """Why a key was revoked."""

    COMPROMISED = "compromised"
    LOST = "lost"


@dataclass(frozen=True)
class DatedKey:
    """A key and the days on which it may be used, both included; nothing: without that limit."""

    key: VerifierKey
    first: date | None = None
    last: date | None = None

    def line(self) -> str:
        """The line of the document."""
        first = f" from {self.first}" if self.first else ""
        return f"key {self.key}{first}" + (f" until {self.last}" if self.last else "")


@dataclass(frozen=True)
class Role:
    """How many of which keys must sign."""

    threshold: int
    keys: tuple[VerifierKey, ...]


@dataclass(frozen=True)
class Revocation:
    """A key id that counts for nothing from a day on, unless it was witnessed before."""

    key_id: str
    since: date
    why: Why


@dataclass(frozen=True)
class Root:
    """One version of a root document. `previous` is the hash of the version before, empty for the first."""

    mission: str
    version: int
    previous: str
    issued: date
    expires: date
    keys: tuple[DatedKey, ...]
    roles: Mapping[Part, Role]
    revoked: tuple[Revocation, ...] = ()

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the text, in hexadecimal: what a reader compares with print."""
        return sha256(root_text(self).encode()).hexdigest()

    def dated(self, key: VerifierKey) -> DatedKey | None:
        """The key's own line, if the document has it."""
        return next((dated for dated in self.keys if dated.key == key), None)


def printed_fingerprint(fingerprint: str) -> str:
    """A fingerprint as 16 groups of four digits, to be read aloud and printed."""
    return " ".join(fingerprint[i : i + 4] for i in range(0, 64, 4))


def parse_fingerprint(text: str) -> str:
    """The 64 hexadecimal digits of a fingerprint, with or without spaces, hyphens and capitals."""
    digits = re.sub(r"[\s:-]", "", text).lower()
    if not re.fullmatch(r"[0-9a-f]{64}", digits):
        raise Refusal("malformed_root", "a fingerprint is 64 hexadecimal digits, in groups or not")
    return digits


def root_text(root: Root) -> str:
    """The text that is signed: the one spelling of this root document."""
    lines = [
        FORMAT,
        f"mission {root.mission}",
        f"version {root.version}",
        f"previous {root.previous or 'none'}",
        f"issued {root.issued}",
        f"expires {root.expires}",
        *(dated.line() for dated in root.keys),
        *(_role_line(part, root.roles[part]) for part in Part if part in root.roles),
        *(f"revoked {gone.key_id} since {gone.since} {gone.why}" for gone in root.revoked),
    ]
    return "\n".join(lines) + "\n"


def _role_line(part: Part, role: Role) -> str:
    return f"role {part} {role.threshold} " + " ".join(key.key_id.hex() for key in role.keys)


def parse_root(data: bytes) -> tuple[Root, Note]:
    """Read a root document and its signatures, which are not verified here; refused unless its text is the
    one spelling of what it says, every key has a role, and every threshold can be met."""
    if len(data) > LONGEST_ROOT:
        raise Refusal("malformed_root", f"longer than {LONGEST_ROOT} bytes")
    note = parse_note(data)
    try:
        root = _parse_text(note.text)
    except (ValueError, IndexError, KeyError):
        raise Refusal("malformed_root", "a line is not one of a root document, or stands elsewhere") from None
    if root_text(root) != note.text:
        raise Refusal("malformed_root", "its text is not the one spelling of what it says")
    demand_sound(root)
    return root, note


def _parse_text(text: str) -> Root:
    lines = [line.split(" ") for line in text.splitlines()]
    head = {words[0]: words[1] for words in lines[1:6]}
    keys = tuple(_dated_key(words) for words in lines[6:] if words[0] == "key")
    by_id = {dated.key.key_id.hex(): dated.key for dated in keys}
    roles = {
        Part(words[1]): Role(int(words[2]), tuple(by_id[id_] for id_ in words[3:]))
        for words in lines
        if words[0] == "role" and _NUMBER.fullmatch(words[2])
    }
    revoked = tuple(
        Revocation(words[1], date.fromisoformat(words[3]), Why(words[4]))
        for words in lines
        if words[0] == "revoked"
    )
    if not _NUMBER.fullmatch(head["version"]):
        raise ValueError
    issued, expires = date.fromisoformat(head["issued"]), date.fromisoformat(head["expires"])
    previous = "" if head["previous"] == "none" else head["previous"]
    return Root(head["mission"], int(head["version"]), previous, issued, expires, keys, roles, revoked)


def _dated_key(words: Sequence[str]) -> DatedKey:
    limits = {words[i]: date.fromisoformat(words[i + 1]) for i in range(2, len(words), 2)}
    return DatedKey(parse_key(words[1]), limits.get("from"), limits.get("until"))


def demand_sound(root: Root) -> None:
    """Refuse a document that contradicts itself, or whose rules no one could keep."""
    keys, used = [dated.key for dated in root.keys], [k for role in root.roles.values() for k in role.keys]
    gone = {revocation.key_id for revocation in root.revoked}
    log = root.roles.get(Part.LOG, Role(1, ()))
    rules = {
        "the roles root and log are not both there": {Part.ROOT, Part.LOG} <= set(root.roles),
        f"more than {MOST_KEYS} keys": len(keys) <= MOST_KEYS,
        "two keys have the same bytes or the same id": len({k.public for k in keys})
        == len({k.key_id for k in keys})
        == len(keys),
        "a key has no role, or more than one": sorted(map(str, keys)) == sorted(map(str, used)),
        "a key is of another kind than its role needs": all(
            key.kind == KIND[part] for part, role in root.roles.items() for key in role.keys
        ),
        "a threshold cannot be met": all(1 <= r.threshold <= len(r.keys) for r in root.roles.values()),
        "a key of the log is not named like the mission": all(key.name == root.mission for key in log.keys),
        "the log's threshold is 1: a checkpoint has one signature of the log": log.threshold == 1,
        "a mission's name may not begin like a format": not root.mission.startswith("scrutator-"),
        "a revoked key still has a role": not gone & {key.key_id.hex() for key in keys},
        "the first version has no previous one, every other has": (root.version == 1) == (not root.previous),
        "it expires before it is issued": root.issued <= root.expires,
    }
    for fault, kept in rules.items():
        if not kept:
            raise Refusal("malformed_root", fault)


def signers(note: Note, role: Role) -> int:
    """How many different keys of the role have signed; refused when a signature of one of them is wrong."""
    try:
        return len({verified.key.public for verified in verify_note(note, role.keys)})
    except Refusal as refusal:
        if refusal.name != "no_known_signature":
            raise
        return 0


def read_chain(documents: Iterable[bytes]) -> tuple[Root, ...]:
    """The versions 1, 2, 3, … of a root, each signed by its own threshold and by that of the one before.

    Refused: a version that is missing, signed by too few, of another mission, or that does not name the
    hash of the one before.
    """
    chain: list[Root] = []
    for number, data in enumerate(documents, 1):
        root, note = parse_root(data)
        if number > MOST_VERSIONS or root.version != number:
            raise Refusal("broken_root", f"version {root.version} stands where version {number} belongs")
        _demand_signed(root, note, root.roles[Part.ROOT])
        if chain:
            before = chain[-1]
            if root.mission != before.mission or root.previous != before.fingerprint:
                raise Refusal("broken_root", f"version {number} does not follow version {number - 1}")
            _demand_signed(root, note, before.roles[Part.ROOT])
        chain.append(root)
    if not chain:
        raise Refusal("broken_root", "there is no version 1")
    return tuple(chain)


def _demand_signed(root: Root, note: Note, role: Role) -> None:
    count = signers(note, role)
    if count < role.threshold:
        raise Refusal(
            "broken_root", f"version {root.version}: {count} of the {role.threshold} signatures needed"
        )


def longer_chain(one: Sequence[Root], other: Sequence[Root]) -> tuple[Root, ...]:
    """The longer of two chains of one mission; refused when neither continues the other."""
    shorter, longer = sorted((tuple(one), tuple(other)), key=len)
    if [root.fingerprint for root in shorter] != [root.fingerprint for root in longer[: len(shorter)]]:
        raise Refusal("root_fork", "two root documents of one version contradict each other")
    return longer
