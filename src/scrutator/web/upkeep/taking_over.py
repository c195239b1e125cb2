"""Missions of an earlier version: what their rows say at the upgrade is stated, and held from then on."""

from django.db.models import QuerySet

from scrutator.web.audit.events import What
from scrutator.web.audit.models import AuditEvent
from scrutator.web.audit.stock import state_all
from scrutator.web.audit.writing import write
from scrutator.web.folder import is_restored
from scrutator.web.intake.models import Received
from scrutator.web.missions.models import Mission


def left_over() -> QuerySet[Mission]:
    """The missions of which nothing is stated yet: those that an upgrade takes over, also where an earlier
    one ended before it came to them. A restored folder writes nothing before it is begun again, and that
    takes them over."""
    if is_restored():
        return Mission.objects.none()
    return Mission.objects.exclude(pk__in=AuditEvent.objects.values("mission")).order_by("pk")


def take_over() -> None:
    """State all rows of each mission that has no events yet. What was changed before cannot be seen."""
    for mission in left_over():
        emptied = Received.objects.filter(mission=mission, sha256="").count()
        number, about = mission.pk, {"deleted": str(emptied)}
        write(lambda log, n=number, said=about: state_all(log, n, What.TAKEN_OVER, about=said))  # type: ignore[misc]
