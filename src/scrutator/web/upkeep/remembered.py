"""Was a log cut back whole? It is held to checkpoints and receipts that were kept outside of the server.

A log that was cut back to an earlier state of its own is as sound as it was then: leaves, rows and last
checkpoint agree. Only what someone kept of the later state shows that there was more.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scrutator.errors import ScrutatorError
from scrutator.publishing.key_files import refusals_mapped
from scrutator.seal.log.checkpoint import PROOF_TITLE, Checkpoint, parse_checkpoint, parse_proof
from scrutator.seal.log.merkle import Frontier, leaf_hash
from scrutator.seal.notes.note import parse_key, verify_note
from scrutator.seal.refusals import Refusal
from scrutator.web.audit.events import What
from scrutator.web.audit.models import AuditEvent
from scrutator.web.intake.held import bytes_of
from scrutator.web.intake.models import Leaf
from scrutator.web.intake.moment import one_moment
from scrutator.web.intake.stated import read
from scrutator.web.missions.models import Mission
from scrutator.web.receipts import parse, receipt

CHUNK = 10_000
NONE_AFTER = "none is here after it; a log cut back to just there shows only beside a later checkpoint"


@dataclass(frozen=True)
class Kept:
    """A checkpoint that someone kept, and the mission whose log it names; `source` is where it was read."""

    source: str
    mission: Mission
    checkpoint: Checkpoint


@dataclass(frozen=True)
class Held:
    """A log beside one thing that was kept of it: whether the log has it, and what was seen."""

    mission: Mission | None
    contained: bool
    seen: str


def read_kept(data: bytes, source: str) -> Kept:
    """A checkpoint as the server publishes it, a receipt's proof, which holds one, or a case's own.

    Raises Z03 for bytes that are neither, X03 for a checkpoint of a log that no mission here has.
    """
    with refusals_mapped("Z03", source):
        note = parse_proof(data).checkpoint if data.startswith(PROOF_TITLE.encode()) else data
        checkpoint = parse_checkpoint(note)
    named = re.fullmatch(r"([^/]+)/field(-[0-9]+)?", checkpoint.origin)
    mission = Mission.objects.filter(slug=named[1]).first() if named else None
    if mission is None:
        what = f"the checkpoint is of the log “{checkpoint.origin[:80]}”, which no mission of this server has"
        raise ScrutatorError("X03", what, where=source, remedy="Give a checkpoint of one of its missions.")
    return Kept(source, mission, checkpoint)


def held_to(kept: Kept) -> Held:
    """Answer: does the mission's log begin with exactly the entries that the kept checkpoint states?

    Contained means: the hashes of the log's first entries, as many as the checkpoint states, have its root.
    What came after it is not covered, and how much that is, is said. Whose the checkpoint is, a root that is
    equal needs no signature for; one that differs convicts the log only where its own key signed it.
    """
    stated = kept.checkpoint
    with one_moment():
        found = _frontier(kept.mission, stated.size)
        after = Leaf.objects.filter(mission=kept.mission, index__gte=stated.size).count()
        signed = _is_signed(kept)
    if found.size == stated.size and found.root == stated.root:
        later = f"{after} came after it, which only a later checkpoint covers" if after else NONE_AFTER
        return Held(kept.mission, True, f"begins with the {stated.size} entries of {kept.source}; {later}")
    have = f"{found.size} of the {stated.size} entries that {kept.source} states are here"
    fault = (
        have
        if found.size < stated.size
        else f"the first {stated.size} entries are not those of {kept.source}"
    )
    whose = "signed with the log's key" if signed else "signed with no key that this log names"
    return Held(kept.mission, False, f"{fault}, {whose}{_begun_again(kept)}")


def has_receipt(code: str) -> Held:
    """Answer: is the entry of this receipt in a log of this server? Raises D55 for what is no receipt."""
    index, own = parse(code)
    for leaf in Leaf.objects.filter(index=index).select_related("mission"):
        if receipt(index, leaf_hash(bytes_of(leaf.entry))) == own:
            return Held(
                leaf.mission, True, f"entry {index} is here; of other entries the receipt says nothing"
            )
    return Held(None, False, f"no log of this server has entry {index} with this receipt")


def refuse_unlike(kept: Sequence[Kept], mission: Mission) -> Iterator[str]:
    """What is contained, one after another. Raises Z05 where the mission's log does not have what was kept of
    it, X03 for a checkpoint of another mission's."""
    for one in kept:
        if one.mission != mission:
            what = f"the checkpoint is of the log of {one.mission.slug}"
            raise ScrutatorError("X03", what, where=one.source, remedy=f"Give one of {mission.slug}.")
        held = held_to(one)
        if not held.contained:
            raise not_contained([f"log of {mission.slug}: {held.seen}"])
        yield held.seen


def not_contained(seen: Sequence[str]) -> ScrutatorError:
    """Z05: what was kept of a log and is not in it."""
    remedy = "Keep what you have and a copy of the server as evidence; nothing was written."
    return ScrutatorError("Z05", f"a log is not what was remembered of it: {'; '.join(seen)}", remedy=remedy)


def _frontier(mission: Mission, size: int) -> Frontier:
    """The tree over the log's first entries, as far as none is missing."""
    frontier = Frontier()
    first = Leaf.objects.filter(mission=mission, index__lt=size).order_by("index")
    for index, entry in first.values_list("index", "entry").iterator(CHUNK):
        if index != frontier.size:
            break
        frontier = frontier.grown([leaf_hash(bytes_of(entry))])
    return frontier


def _is_signed(kept: Kept) -> bool:
    """Whether a key that the mission's log has, or had before it was begun again, signed the checkpoint."""
    old = (about["old key"] for about in _restorations(kept.mission))
    for text in (kept.mission.log_key, *old):
        try:
            verify_note(kept.checkpoint.note, [parse_key(text)])
        except Refusal:
            continue
        return True
    return False


def _begun_again(kept: Kept) -> str:
    """That the log was begun again from a copy since, where an event says so of the checkpoint's log."""
    for about in _restorations(kept.mission):
        if about["old key"].partition("+")[0] == kept.checkpoint.origin:
            lost = "what came after the copy is lost"
            return f"; the log was begun again from a copy since, and {lost}: {about['reason']}"
    return ""


def _restorations(mission: Mission) -> Iterator[dict[str, str]]:
    for row in AuditEvent.objects.filter(mission=mission).order_by("index").iterator(CHUNK):
        event = read(row)
        if event is not None and event.what is What.RESTORED and {"old key", "reason"} <= event.about.keys():
            yield event.about
