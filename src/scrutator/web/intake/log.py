"""The field's log of a mission, as it grows within one transaction: leaves, then one signed checkpoint.

Its key is online and signs nothing else; its origin is the mission's name with `/field`.
"""

import secrets
import uuid
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256 as hash_of
from typing import Any

from django.db.models import Model

from scrutator.seal.keys.sign import Signer, sign_checkpoint
from scrutator.seal.log.merkle import Frontier, leaf_hash
from scrutator.seal.log.records import Entry, Record, make_entry
from scrutator.seal.withheld.disclosure import COMMITMENT, SALT_BYTES, Opening, commitment
from scrutator.web.audit.models import AuditEvent
from scrutator.web.intake import rows
from scrutator.web.intake.models import Attachment, Checkpoint, Flag, Job, Leaf, Received, Submission

HASH = 32
# What others point to comes first, each with what its rows are known by.
STAGED: Mapping[type[Model], str] = {
    Received: "record",
    Leaf: "",
    Submission: "received_id",
    Attachment: "",
    AuditEvent: "",
    Flag: "",
    Job: "",
}
KIND, FIELD, FACTS, EVENT = "received", "bytes", "facts", "event"
Signers = Callable[[int], Signer]
Name = tuple[int, str]
"""The number of a mission and the instanceID of a report: what a report is asked for by."""


def commit_to(record: str, sha256: str, salt: bytes, facts: bytes = b"") -> Entry:
    """The leaf of something received: a commitment to the hash of its bytes, and one to how it came.

    Each has a salt of its own: who is shown what opens one cannot try values for the other. What came before
    facts were kept has one salt, and no second commitment.
    """
    hidden = {FIELD: {COMMITMENT: commitment(Opening(record, FIELD, salt[:SALT_BYTES], sha256))}}
    if len(salt) > SALT_BYTES:
        stated = Opening(record, FACTS, salt[SALT_BYTES:], hash_of(facts).hexdigest())
        hidden[FACTS] = {COMMITMENT: commitment(stated)}
    return make_entry(Record(record, KIND, hidden), 1)


def commit_to_event(record: str, content: bytes, salt: bytes) -> Entry:
    """The leaf of an event: a commitment to the hash of its bytes; no report's leaf can be taken for it."""
    stated = Opening(record, EVENT, salt, hash_of(content).hexdigest())
    return make_entry(Record(record, EVENT, {EVENT: {COMMITMENT: commitment(stated)}}), 1)


def new_salt() -> bytes:
    """Salts for one row that was received: for its bytes, and for how it came."""
    return secrets.token_bytes(2 * SALT_BYTES)


def last_frontier(mission: int) -> Frontier:
    """The frontier that the mission's last checkpoint states."""
    found = rows.query(_LAST, [mission])
    if not found:
        return Frontier()
    size, peaks = found[0][0], bytes(found[0][1])
    return Frontier(size, tuple(peaks[i : i + HASH] for i in range(0, len(peaks), HASH)))


_LAST = "SELECT size, peaks FROM intake_checkpoint WHERE mission_id = %s ORDER BY size DESC LIMIT 1"


def _found(table: str, column: str, missions: Collection[int], names: Collection[str]) -> frozenset[Name]:
    """Which of these names a column holds, by mission."""
    of_missions, numbers = rows.among("mission_id", missions)
    named, texts = rows.among(column, names)
    text = f"SELECT mission_id, {column} FROM {table} WHERE {of_missions} AND {named}"
    return frozenset(rows.query(text, [*numbers, *texts]))


@dataclass
class GrowingLog:
    """The logs of all missions during one transaction, and rows that are written together at its end.

    Where a log stood is read in the transaction itself, which holds the database's lock for writing: nothing
    that another process or an earlier failure did can put two leaves at one place.
    """

    signers: Signers
    asked: frozenset[Name] = frozenset()
    stored: frozenset[Name] = frozenset()
    replaced: frozenset[Name] = frozenset()
    appended: set[Name] = field(default_factory=set)
    replacing: set[Name] = field(default_factory=set)
    grown: dict[int, Frontier] = field(default_factory=dict)
    staged: list[Any] = field(default_factory=list)

    def look_for(self, names: Iterable[Name]) -> None:
        """Ask once, for a whole group, which of these names the database holds, and which it replaces."""
        self.asked = frozenset(names)
        if not self.asked:
            return
        missions, ids = (set(part) for part in zip(*self.asked, strict=True))
        # With the mission, for the indices begin with it.
        self.stored = _found("intake_received", "instance_id", missions, ids)
        self.replaced = _found("intake_submission", "replaces", missions, ids)

    def stage(self, *added: Any) -> None:
        """Write these rows at the next `flush`, each kind with one statement; they have no number before."""
        self.staged += added

    def may_hold(self, name: Name) -> bool:
        """Whether something of this name may be here: stored before, or in this transaction. Only what
        `look_for` did not find is certainly not."""
        return name in self.appended or name not in self.asked or name in self.stored

    def may_be_replaced(self, name: Name) -> bool:
        """Whether what replaces the report of this name may have come before it."""
        return name in self.replacing or name not in self.asked or name in self.replaced

    def flush(self) -> None:
        """Write what is staged: what others point to first."""
        for kind, known_by in STAGED.items():
            of_kind = [row for row in self.staged if type(row) is kind]
            if of_kind and known_by:
                rows.insert(kind, of_kind, known_by)
            elif of_kind:
                rows.insert_many(kind, of_kind)
        self.staged = []

    def append(self, received: Received) -> Leaf:
        """The leaf of what was received, staged behind it."""
        mission = received.mission_id
        entry = commit_to(received.record, received.sha256, received.salt, received.facts)
        hash_, index = self._grow(mission, entry)
        leaf = Leaf(mission_id=mission, index=index, received=received, hash=hash_, entry=entry.leaf)
        self.stage(received, leaf)
        self.appended.add((mission, received.instance_id))
        return leaf

    def append_event(self, mission: int, content: bytes) -> int:
        """The leaf of an event, staged with it; its index."""
        record, salt = uuid.uuid4().hex, secrets.token_bytes(SALT_BYTES)
        entry = commit_to_event(record, content, salt)
        hash_, index = self._grow(mission, entry)
        self.stage(Leaf(mission_id=mission, index=index, received=None, hash=hash_, entry=entry.leaf))
        self.stage(AuditEvent(mission_id=mission, index=index, record=record, salt=salt, content=content))
        return index

    def _grow(self, mission: int, entry: Entry) -> tuple[bytes, int]:
        """The hash and the index of an entry that the log has now."""
        frontier = self.grown.get(mission) or last_frontier(mission)
        hash_ = leaf_hash(entry.leaf)
        self.grown[mission] = frontier.grown([hash_])
        return hash_, frontier.size

    def sign(self) -> None:
        """Write what is staged, and one checkpoint for every log that grew."""
        self.flush()
        for mission, frontier in self.grown.items():
            signer = self.signers(mission)
            note = sign_checkpoint(signer, signer.key.name, frontier.size, frontier.root)
            peaks = b"".join(frontier.peaks)
            signed = Checkpoint(mission_id=mission, size=frontier.size, note=note, peaks=peaks)
            rows.insert_many(Checkpoint, [signed])
