"""The end of a mission: who observers are is erased, and reports too, while the log stays valid.

A leaf commits to the hash of a report under a salt. Without salt and report no one can say any more what it
committed to; its hash stays, so roots, checkpoints and receipts hold as before.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from scrutator.field.deciding.standing import Act
from scrutator.web.audit.events import What
from scrutator.web.audit.models import AuditEvent
from scrutator.web.audit.stock import state_all
from scrutator.web.audit.writing import COMPUTER, Log, write
from scrutator.web.desk.models import (
    Attention,
    Measured,
    Message,
    Move,
    NameRequest,
    Standing,
    StationFlag,
)
from scrutator.web.form.sealed import forget_key
from scrutator.web.intake.media import forget
from scrutator.web.intake.models import Attachment, Check, Decision, Job, Received, Submission
from scrutator.web.missions.models import Mission
from scrutator.web.night.models import Accepted, Keying, NightRules
from scrutator.web.sms.models import SmsMessage
from scrutator.web.upkeep.rights import erase_observer, overwrite_deleted

_ANSWERED = ("value", "station", "of")


@dataclass(frozen=True)
class Retired:
    """How much was erased."""

    observers: int
    reports: int
    photos: int


def retire(mission: Mission, at: datetime, *, reports: bool, by: str = COMPUTER) -> Retired:
    """Erase all identities of a mission and its messages; with `reports`, also what came in and the log's
    salts. It cannot be undone; a case must have been made before."""
    overwrite_deleted()
    observers = list(mission.observers.all())
    for observer in observers:
        erase_observer(mission, observer, at, by)
    SmsMessage.objects.filter(mission=mission).delete()
    if not reports:
        return Retired(len(observers), 0, 0)
    count, photos = write(lambda log: _forget(log, mission, by))
    for sha256 in photos:
        forget(sha256)
    forget_key(mission.slug)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Retired(len(observers), count, len(photos))


def _forget(log: Log, mission: Mission, by: str) -> tuple[int, set[str]]:
    """Empty what came in, events and all that follows from them, and state in one event what is left: how
    many reports there were, and the hashes of photos that no one needs any more."""
    overwrite_deleted()
    received = Received.objects.filter(mission=mission)
    count = received.exclude(content=b"").update(content=b"", salt=b"")
    received.update(salt=b"", sha256="", instance_id="", facts=b"")
    AuditEvent.objects.filter(mission=mission).update(salt=b"", content=b"", record="")
    _forget_where_and_why(mission)
    _forget_findings(mission)
    Job.objects.filter(submission__mission=mission).delete()
    Keying.objects.filter(submission__mission=mission).delete()
    Accepted.objects.filter(release__mission=mission).delete()
    # Drawn stations say where observers were; what was released names none.
    NightRules.objects.filter(mission=mission).update(sample=b"", frame=b"", replaced=b"")
    photos = _photos(mission)
    state_all(log, mission.pk, What.RETIRED, by, about={"reports": str(count), "photos": str(len(photos))})
    return count, photos


def _forget_findings(mission: Mission) -> None:
    """What checks found, measured and said of reports and stations; of decisions the answers, the stations
    and the reasons: who decided stays."""
    Check.objects.filter(submission__mission=mission).delete()
    StationFlag.objects.filter(place__mission=mission).delete()
    Attention.objects.filter(mission=mission).delete()
    Measured.objects.filter(submission__mission=mission).delete()
    for standing in Standing.objects.filter(submission__mission=mission).exclude(corrections={}):
        standing.corrections = dict.fromkeys(standing.corrections, "")
        standing.save(update_fields=["corrections"])
    told = Decision.objects.filter(submission__mission=mission) | Decision.objects.filter(
        place__mission=mission
    )
    told.update(reason="")
    for row in told.filter(act__in=[Act.CORRECT.value, Act.SETTLE.value, Act.MOVE.value, Act.STATUS.value]):
        row.content = {key: "" if key in _ANSWERED else value for key, value in row.content.items()}
        row.save(update_fields=["content"])


def _forget_where_and_why(mission: Mission) -> None:
    """Take from what stays the stations, the ids that phones keep of their reports, and the desk's words."""
    rows = Submission.objects.filter(mission=mission)
    rows.update(instance_id="", replaces="", place=None)
    Standing.objects.filter(submission__mission=mission).update(came_place=None, decided_of="")
    Move.objects.filter(submission__mission=mission).delete()
    Message.objects.filter(mission=mission).update(words="")
    NameRequest.objects.filter(mission=mission).update(reason="")


def _photos(mission: Mission) -> set[str]:
    """The hashes of this mission's photos that no other mission has; none of its rows names one any more."""
    mine = Attachment.objects.filter(submission__mission=mission)
    found = set(mine.values_list("sha256", flat=True))
    others = Attachment.objects.exclude(submission__mission=mission).filter(sha256__in=mine.values("sha256"))
    kept = set(others.values_list("sha256", flat=True))
    mine.delete()
    return found - kept
