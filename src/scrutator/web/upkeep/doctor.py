"""Is a server sound: databases, logs against their checkpoints, originals on the disk, secrets.

It reads everything once and changes nothing. Whether a sealed original opens it sees only with the evidence
key; without it, it says that it did not look.
"""

import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from django.db import connections

from scrutator.errors import ScrutatorError
from scrutator.seal.log.checkpoint import parse_checkpoint
from scrutator.web.evidence import open_sealed, public_text
from scrutator.web.folder import folder
from scrutator.web.identities.store import count_unopened
from scrutator.web.intake.held import what_is_changed
from scrutator.web.intake.models import Attachment, Job, Received
from scrutator.web.missions.models import Mission
from scrutator.web.receipts import parse
from scrutator.web.upkeep.remembered import Kept, has_receipt, held_to


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
    yield _identities()
    yield _secrets(folder() / "secrets")
    yield _databases_closed(folder())
    for mission in Mission.objects.order_by("slug"):
        yield _log(mission)
        yield _originals(mission)
        yield _opened(mission, evidence)
    failed = Job.objects.filter(state=Job.State.FAILED).count()
    yield Looked("checks of reports", failed == 0, f"{failed} could not be done")


def held_to_memory(kept: Sequence[Kept], receipts: Sequence[str]) -> Iterator[Looked]:
    """Each log beside what was kept of it outside of the server; that nothing was, where nothing was.

    Raises D55 for what is no receipt.
    """
    for one in kept:
        held = held_to(one)
        yield Looked(f"{one.mission.slug} as remembered", held.contained, held.seen)
    known, entries = {one.mission.pk for one in kept}, dict[int, int]()
    for code in receipts:
        found = has_receipt(code)
        if found.mission is not None:
            entries[found.mission.pk] = max(parse(code)[0], entries.get(found.mission.pk, 0))
        of = f"{found.mission.slug}'s" if found.mission is not None else "a"
        yield Looked(f"{of} receipt {code}", found.contained, found.seen)
    for mission in Mission.objects.exclude(pk__in=known).order_by("slug"):
        behind = f", behind entry {entries[mission.pk]}," if mission.pk in entries else ""
        said = f"no remembered checkpoint was given, so a log cut back whole{behind} would not be seen"
        yield Looked(f"{mission.slug} as remembered", None, said)


def _database(name: str) -> Looked:
    with connections[name].cursor() as cursor:
        if connections[name].vendor != "sqlite":
            cursor.execute("SELECT 1")
            return Looked(f"database {name}", True, "answers")
        cursor.execute("PRAGMA integrity_check")
        said = str(cursor.fetchone()[0])
    return Looked(f"database {name}", said == "ok", said[:200])


def _identities() -> Looked:
    """Whether every name and telephone opens with the server's key."""
    count, unopened = count_unopened()
    seen = f"{count} persons, {unopened} do not open with the key" if unopened else f"{count} persons open"
    return Looked("names and telephones", not unopened, seen)


def _secrets(place: Path) -> Looked:
    open_ones = [path.name for path in place.iterdir() if stat.S_IMODE(path.stat().st_mode) & 0o077]
    seen = f"others can read {', '.join(sorted(open_ones))}" if open_ones else "readable by their owner alone"
    return Looked("secrets", not open_ones, seen)


def _databases_closed(place: Path) -> Looked:
    """Who can read the databases: SQLite's files, where the folder itself does not keep others out."""
    files = [path for path in place.glob("*.sqlite3*") if stat.S_IMODE(path.stat().st_mode) & 0o077]
    open_ones = files if stat.S_IMODE(place.stat().st_mode) & 0o077 else []
    names = ", ".join(sorted(path.name for path in open_ones))
    return Looked(
        "files of databases", not open_ones, f"others can read {names}" if names else "closed to others"
    )


def _log(mission: Mission) -> Looked:
    """Whether everything that was received is what its leaf commits to, under the last signed checkpoint."""
    last = mission.checkpoints.order_by("-size").first()
    fault = what_is_changed(mission)
    leaves = f"{mission.leaves.count()} leaves"
    if last is None or fault:
        return Looked(f"log of {mission.slug}", not fault, fault or f"{leaves} and no checkpoint")
    deleted = Received.objects.filter(mission=mission, sha256="").count()
    gone = f", {deleted} deleted at the mission's end and not compared" if deleted else ""
    root = parse_checkpoint(bytes(last.note)).root.hex()[:16]
    seen = f"{leaves}, root {root}, every report is what was logged{gone}"
    return Looked(f"log of {mission.slug}", True, seen)


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
