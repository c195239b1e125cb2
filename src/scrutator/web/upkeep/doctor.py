"""Is a server sound: databases, logs against their checkpoints, originals on the disk, secrets.

It reads everything once and changes nothing. Whether a sealed original opens it sees only with the evidence
key; without it, it says that it did not look.
"""

import stat
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from django.db import connections

from scrutator.errors import ScrutatorError
from scrutator.seal.log.checkpoint import parse_checkpoint
from scrutator.seal.log.merkle import Frontier
from scrutator.seal.notes.note import parse_key, verify_note
from scrutator.seal.refusals import Refusal
from scrutator.web.evidence import open_sealed, public_text
from scrutator.web.folder import folder
from scrutator.web.intake.models import Attachment, Job, Leaf
from scrutator.web.missions.models import Mission


@dataclass(frozen=True)
class Looked:
    """One thing: what, whether it is sound (None: it could not be looked at), and what was seen."""

    what: str
    sound: bool | None
    seen: str


def examine(evidence: bytes | None = None) -> Iterator[Looked]:
    """Everything that can be seen from the folder and the databases, one after another; `evidence` is a
    secret evidence key, with which one original of its mission is opened."""
    yield from map(_database, ("default", "identity"))
    yield _secrets(folder() / "secrets")
    for mission in Mission.objects.order_by("slug"):
        yield _log(mission)
        yield _originals(mission)
        yield _opened(mission, evidence)
    failed = Job.objects.filter(state=Job.State.FAILED).count()
    yield Looked("checks of reports", failed == 0, f"{failed} could not be done")


def _database(name: str) -> Looked:
    with connections[name].cursor() as cursor:
        if connections[name].vendor != "sqlite":
            cursor.execute("SELECT 1")
            return Looked(f"database {name}", True, "answers")
        cursor.execute("PRAGMA integrity_check")
        said = str(cursor.fetchone()[0])
    return Looked(f"database {name}", said == "ok", said[:200])


def _secrets(place: Path) -> Looked:
    open_ones = [path.name for path in place.iterdir() if stat.S_IMODE(path.stat().st_mode) & 0o077]
    seen = f"others can read {', '.join(sorted(open_ones))}" if open_ones else "readable by their owner alone"
    return Looked("secrets", not open_ones, seen)


def root_of_leaves(mission: Mission) -> Frontier:
    """The log as its leaves make it, read one after another; a gap in their places ends it."""
    frontier = Frontier()
    leaves = Leaf.objects.filter(mission=mission).order_by("index").values_list("index", "hash")
    for index, hash_ in leaves.iterator(10_000):
        if index != frontier.size:
            break
        frontier = frontier.grown([bytes(hash_)])
    return frontier


def _log(mission: Mission) -> Looked:
    """Whether the last checkpoint is signed with the mission's key and states the root of all leaves."""
    what, last = f"log of {mission.slug}", mission.checkpoints.order_by("-size").first()
    leaves, found = mission.leaves.count(), root_of_leaves(mission)
    if last is None:
        return Looked(what, leaves == 0, f"{leaves} leaves and no checkpoint")
    try:
        checkpoint = parse_checkpoint(bytes(last.note))
        verify_note(checkpoint.note, [parse_key(mission.log_key)])
    except Refusal as refusal:
        return Looked(what, False, f"the last checkpoint: {refusal.what}")
    sound = (checkpoint.size, checkpoint.root) == (found.size, found.root) and found.size == leaves
    seen = f"{leaves} leaves, root {found.root.hex()[:16]}"
    return Looked(what, sound, seen if sound else f"{seen}, the checkpoint states another")


def _opened(mission: Mission, evidence: bytes | None) -> Looked:
    """Whether the newest original opens with the evidence key, and is what arrived."""
    what = f"an original of {mission.slug}"
    newest = Attachment.objects.filter(submission__mission=mission).order_by("-pk").first()
    if newest is None:
        return Looked(what, None, "there is none to open")
    if evidence is None or public_text(evidence) != mission.evidence_key:
        return Looked(what, None, "not opened: the mission's evidence key is not here")
    try:
        sealed = (folder() / "media" / "originals" / newest.sha256[:2] / newest.sha256).read_bytes()
        same = sha256(open_sealed(sealed, evidence)).hexdigest() == newest.sha256
    except (OSError, ScrutatorError) as error:
        return Looked(what, False, f"the newest does not open: {error}")
    return Looked(what, same, "the newest opens" if same else "the newest opens, and is not what arrived")


def _originals(mission: Mission) -> Looked:
    named = Attachment.objects.filter(submission__mission=mission).values_list("sha256", flat=True).distinct()
    place = folder() / "media" / "originals"
    missing = sum(not (place / one[:2] / one).is_file() for one in named.iterator())
    return Looked(f"photos of {mission.slug}", missing == 0, f"{named.count()} originals, {missing} missing")
