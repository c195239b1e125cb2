"""Does the database still hold what the field's log says: bytes, hashes, leaves, events, rows, checkpoint?

A leaf commits to the hash of the bytes that arrived. Adding up leaves alone would find sound a log beside
which every report was changed; so each row is committed to again, and the result compared with its leaf.
What was decided afterwards has leaves of its own: the rows are what the last event about each states.
"""

from collections.abc import Iterator
from hashlib import sha256
from itertools import islice

from scrutator.errors import ScrutatorError
from scrutator.seal.log.checkpoint import parse_checkpoint
from scrutator.seal.log.merkle import Frontier, leaf_hash
from scrutator.seal.notes.note import parse_key, verify_note
from scrutator.seal.refusals import Refusal
from scrutator.seal.withheld.disclosure import SALT_BYTES
from scrutator.web.audit.models import AuditEvent
from scrutator.web.folder import log_key
from scrutator.web.intake.log import commit_to, commit_to_event
from scrutator.web.intake.models import Attachment, Checkpoint, Flag, Leaf, Received
from scrutator.web.intake.moment import one_moment
from scrutator.web.intake.stated import Stated, other_rows, read, report_fault, stated_by
from scrutator.web.missions.models import Mission

MOST_NAMED = 10
CHUNK = 1_000
OTHER = "bytes became text or a number"


def what_is_changed(mission: Mission) -> str:
    """Answer: what differs from what the log says? "" when nothing does.

    Covers: every leaf in its place, its bytes and hash, the report and how it came (for a photo: the hash
    that the report's row names), every event, every row of the tables that decide as the last event about it
    states it, that nothing lies beside the log, the root of the last checkpoint and its signature. Not: the
    sealed bytes of photos; accounts and their passwords; which phone a token belongs to. Of what was deleted
    at the end of a mission only the leaf's own hash can be compared.
    """
    with one_moment():
        faults = list(islice(_faults(mission), MOST_NAMED + 1))
    more = [] if len(faults) <= MOST_NAMED else ["and more"]
    return "; ".join([*faults[:MOST_NAMED], *more])


def _faults(mission: Mission) -> Iterator[str]:
    """Each difference, the log first: where it is not whole, what it states is not looked at."""
    last = mission.checkpoints.order_by("-size").first()  # before the leaves: the log may grow meanwhile
    size = last.size if last else 0
    named = Attachment.objects.filter(received__mission=mission)
    photos = dict(named.values_list("received_id", "sha256").iterator(CHUNK))
    stated = stated_by(AuditEvent.objects.filter(mission=mission, index__lt=size))
    marked = Flag.objects.filter(submission__mission=mission, kind=Flag.Kind.UNASKED)
    stated.unasked = frozenset(marked.values_list("submission_id", flat=True))
    files = named.values_list("received_id", "submission__received__record", "name")
    stated.files = {number: (record, name) for number, record, name in files.iterator(CHUNK)}
    frontier = Frontier()
    for leaf in _leaves(mission, size):
        if leaf.index != frontier.size:
            yield f"leaf {frontier.size} is gone"
            return
        fault = _fault(leaf, photos.get(leaf.received_id), stated)
        if fault:
            yield f"leaf {leaf.index}: {fault}"
        frontier = frontier.grown([bytes_of(leaf.hash)])
    empty = Received.objects.filter(mission=mission, sha256="", leaf__index__lt=stated.emptied_before)
    if stated.emptied is not None and empty.count() != stated.emptied:
        yield "what reports commit to was deleted after the mission was taken over, and no event says so"
    if Received.objects.filter(mission=mission, leaf=None).exists():
        yield "something received has no leaf"
    fault = _beyond(mission) or (_stated_otherwise(mission, last, frontier) if last else "")
    if fault:
        yield fault
    yield from other_rows(mission.pk, stated)


def refuse_changed(mission: Mission) -> None:
    """Raises D07 when what the mission holds is not what its log says was received."""
    fault = what_is_changed(mission)
    if fault:
        remedy = "Look with `scrutator doctor`, and restore a copy of the server; nothing was written."
        raise ScrutatorError(
            "D07", f"the records are not what the field's log received: {fault}", remedy=remedy
        )


def _leaves(mission: Mission, size: int) -> Iterator[Leaf]:
    found = (
        Leaf.objects.filter(mission=mission, index__lt=size)
        .select_related("received__submission")
        .order_by("index")
    )
    yield from found.iterator(CHUNK)


def _beyond(mission: Mission) -> str:
    """Whether a leaf lies beyond every checkpoint; leaves are read first, since both grow together."""
    most = Leaf.objects.filter(mission=mission).order_by("-index").values_list("index", flat=True).first()
    stated = mission.checkpoints.order_by("-size").values_list("size", flat=True).first() or 0
    return f"leaf {most} is in no checkpoint" if most is not None and most >= stated else ""


def _fault(leaf: Leaf, photo: str | None, stated: Stated) -> str:
    """What of a leaf and its row is not as it was logged; `photo` is the hash that its attachment names."""
    if _other_than_bytes(leaf.entry, leaf.hash):
        return OTHER
    if leaf_hash(bytes(leaf.entry)) != bytes(leaf.hash):
        return "its hash is not that of its bytes"
    if leaf.received is None:
        return _event_fault(leaf, stated)
    row = leaf.received
    if _other_than_bytes(row.salt, row.content, row.facts):
        return OTHER
    salt, content, facts = bytes(row.salt), bytes(row.content), bytes(row.facts)
    if row.mission_id != leaf.mission_id:
        return "what was received belongs to another mission"
    if not salt and not row.sha256 and not content and not facts and photo is None:
        return _emptied(leaf, stated) or report_fault(row, stated)
    if photo is None and sha256(content).hexdigest() != row.sha256:
        return "the report is not the bytes that arrived"
    if photo is not None and photo != row.sha256:
        return "its photo is not the one that arrived"
    kept = (SALT_BYTES, 2 * SALT_BYTES)
    if len(salt) not in kept or commit_to(row.record, row.sha256, salt, facts).leaf != bytes(leaf.entry):
        return "what was received is not what it commits to"
    return report_fault(row, stated)


def bytes_of(cell: object) -> bytes:
    """The bytes of a cell, which someone may have written text or a number in: SQLite keeps any type in any
    column."""
    return bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode()


def _other_than_bytes(*cells: object) -> bool:
    return any(not isinstance(cell, bytes | memoryview) for cell in cells)


def _event_fault(leaf: Leaf, stated: Stated) -> str:
    """What of an event is not as it was logged."""
    row = stated.events.get(leaf.index)
    if row is None:
        return "its event is gone"
    if _other_than_bytes(row.salt, row.content):
        return OTHER
    salt, content = bytes(row.salt), bytes(row.content)
    if not salt and not content:
        return _emptied(leaf, stated)
    if len(salt) != SALT_BYTES or commit_to_event(row.record, content, salt).leaf != bytes(leaf.entry):
        return "its event is not what was logged"
    return "" if read(row) is not None else "its event cannot be read"


def _emptied(leaf: Leaf, stated: Stated) -> str:
    """Only the end of a mission, an event of its own, empties what is before it."""
    return (
        "" if leaf.index < stated.emptied_before else "what it commits to was deleted, and no event says so"
    )


def _stated_otherwise(mission: Mission, last: Checkpoint, found: Frontier) -> str:
    """Whether the checkpoint is signed with the mission's key and states the root of the leaves below it."""
    try:
        checkpoint = parse_checkpoint(bytes_of(last.note))
        verify_note(checkpoint.note, [parse_key(mission.log_key)])
    except Refusal as refusal:
        return f"the last checkpoint: {refusal.what}"
    if parse_key(mission.log_key) != log_key(mission.slug).key:
        return "the key that the mission names is not the one that its log is signed with"
    same = (checkpoint.size, checkpoint.root) == (found.size, found.root)
    return "" if same else f"{found.size} leaves, the checkpoint states another root"
