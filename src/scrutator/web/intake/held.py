"""Does the database still hold what the field's log says was received: bytes, hashes, leaves, checkpoint?

A leaf commits to the hash of the bytes that arrived. Adding up leaves alone would find sound a log beside
which every report was changed; so each row is committed to again, and the result compared with its leaf.
"""

from collections.abc import Iterator
from hashlib import sha256

from scrutator.errors import ScrutatorError
from scrutator.seal.log.checkpoint import parse_checkpoint
from scrutator.seal.log.merkle import Frontier, leaf_hash
from scrutator.seal.notes.note import parse_key, verify_note
from scrutator.seal.refusals import Refusal
from scrutator.seal.withheld.disclosure import SALT_BYTES
from scrutator.web.folder import log_key
from scrutator.web.intake.log import commit_to
from scrutator.web.intake.models import Attachment, Checkpoint, Leaf, Received
from scrutator.web.missions.models import Mission

CHUNK = 1_000


def what_is_changed(mission: Mission) -> str:
    """Answer: what differs from what the log says was received? "" when nothing does.

    Covers: every leaf in its place, its bytes and hash, the report (for a photo: the hash that the report's
    row names), that nothing lies beside the log, the root of the last checkpoint and its signature. Not: the
    state, place and decisions of a report, which no leaf commits to; the sealed bytes of photos. Of what was
    deleted at the end of a mission only the leaf's own hash can be compared.
    """
    last = mission.checkpoints.order_by("-size").first()  # before the leaves: the log may grow meanwhile
    size = last.size if last else 0
    named = Attachment.objects.filter(received__mission=mission)
    photos = dict(named.values_list("received_id", "sha256").iterator(CHUNK))
    frontier = Frontier()
    for leaf in _leaves(mission, size):
        if leaf.index != frontier.size:
            return f"leaf {frontier.size} is gone"
        fault = _fault(leaf, photos.get(leaf.received_id))
        if fault:
            return f"leaf {leaf.index}: {fault}"
        frontier = frontier.grown([bytes(leaf.hash)])
    if Received.objects.filter(mission=mission, leaf=None).exists():
        return "something received has no leaf"
    return _beyond(mission) or (_stated_otherwise(mission, last, frontier) if last else "")


def refuse_changed(mission: Mission) -> None:
    """Raises D07 when what the mission holds is not what its log says was received."""
    fault = what_is_changed(mission)
    if fault:
        remedy = "Look with `scrutator doctor`, and restore a copy of the server; nothing was written."
        raise ScrutatorError(
            "D07", f"the records are not what the field's log received: {fault}", remedy=remedy
        )


def _leaves(mission: Mission, size: int) -> Iterator[Leaf]:
    found = Leaf.objects.filter(mission=mission, index__lt=size).select_related("received").order_by("index")
    yield from found.iterator(CHUNK)


def _beyond(mission: Mission) -> str:
    """Whether a leaf lies beyond every checkpoint; leaves are read first, since both grow together."""
    most = Leaf.objects.filter(mission=mission).order_by("-index").values_list("index", flat=True).first()
    stated = mission.checkpoints.order_by("-size").values_list("size", flat=True).first() or 0
    return f"leaf {most} is in no checkpoint" if most is not None and most >= stated else ""


def _fault(leaf: Leaf, photo: str | None) -> str:
    """What of a leaf and its row is not as it was logged; `photo` is the hash that its attachment names."""
    row = leaf.received
    if any(isinstance(value, str) for value in (leaf.entry, leaf.hash, row.salt, row.content)):
        return "bytes became text"  # SQLite keeps any type
    salt, content = bytes(row.salt), bytes(row.content)
    if leaf_hash(bytes(leaf.entry)) != bytes(leaf.hash):
        return "its hash is not that of its bytes"
    if row.mission_id != leaf.mission_id:
        return "what was received belongs to another mission"
    if not salt and not row.sha256 and not content and photo is None:
        return ""  # deleted at the end of the mission
    if photo is None and sha256(content).hexdigest() != row.sha256:
        return "the report is not the bytes that arrived"
    if photo is not None and photo != row.sha256:
        return "its photo is not the one that arrived"
    if len(salt) != SALT_BYTES or commit_to(row.record, row.sha256, salt).leaf != bytes(leaf.entry):
        return "what was received is not what it commits to"
    return ""


def _stated_otherwise(mission: Mission, last: Checkpoint, found: Frontier) -> str:
    """Whether the checkpoint is signed with the mission's key and states the root of the leaves below it."""
    try:
        checkpoint = parse_checkpoint(bytes(last.note))
        verify_note(checkpoint.note, [parse_key(mission.log_key)])
    except Refusal as refusal:
        return f"the last checkpoint: {refusal.what}"
    if parse_key(mission.log_key) != log_key(mission.slug).key:
        return "the key that the mission names is not the one that its log is signed with"
    same = (checkpoint.size, checkpoint.root) == (found.size, found.root)
    return "" if same else f"{found.size} leaves, the checkpoint states another root"
