"""Is a server sound: databases, logs against their checkpoints, originals on the disk, secrets.

It reads everything once and changes nothing. What it does not see: whether a sealed original opens, for that
needs the evidence key.
"""

import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import connections

from scrutator.seal.log.checkpoint import parse_checkpoint
from scrutator.seal.log.merkle import Frontier
from scrutator.seal.notes.note import parse_key, verify_note
from scrutator.seal.refusals import Refusal
from scrutator.web.folder import folder
from scrutator.web.intake.models import Attachment, Job, Leaf
from scrutator.web.missions.models import Mission


@dataclass(frozen=True)
class Looked:
    """One thing that was looked at: what, whether it is sound, and what was seen."""

    what: str
    sound: bool
    seen: str


def examine() -> Iterator[Looked]:
    """Everything that can be seen from the folder and the databases, one after another."""
    yield from map(_database, ("default", "identity"))
    yield _secrets(folder() / "secrets")
    for mission in Mission.objects.order_by("slug"):
        yield _log(mission)
        yield _originals(mission)
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


def _originals(mission: Mission) -> Looked:
    named = Attachment.objects.filter(submission__mission=mission).values_list("sha256", flat=True).distinct()
    place = folder() / "media" / "originals"
    missing = sum(not (place / one[:2] / one).is_file() for one in named.iterator())
    return Looked(f"photos of {mission.slug}", missing == 0, f"{named.count()} originals, {missing} missing")
