"""Earlier reports that a hidden one takes along: what it edits or copies, and what was joined to one event.

Else a report that stays in the lists, "replaced by a later one" that no one sees, says whose observer is in
danger. What the coordinator hid or released is decided, and stays as it was decided.
"""

from collections import defaultdict
from typing import Any

from django.db.models import Q

from scrutator.web.audit.covered import SUBMISSION
from scrutator.web.audit.events import What
from scrutator.web.audit.writing import Log, note, written_among
from scrutator.web.intake.models import Job, Submission

STANDING = "desk.standing"
HOLD = "hold"


def hide_along(log: Log, one: Submission, by: str) -> None:
    """Hide from all but the coordinator what belongs to this hidden report, and write that down."""
    along = _with(one)
    found = Submission.objects.filter(pk__in=along, unsafe=False).exclude(decisions__act=HOLD)
    numbers = sorted(found.values_list("pk", flat=True))
    if not numbers:
        return
    Submission.objects.filter(pk__in=numbers).update(unsafe=True)
    decided = _came_hidden(numbers)
    rows = written_among(SUBMISSION, numbers)
    if decided:
        rows = {**rows, **written_among(STANDING, decided)}
    note(log, one.mission_id, What.EDITED, by, rows=rows)
    Job.objects.bulk_create(Job(submission_id=number) for number in numbers)


def _came_hidden(numbers: list[int]) -> list[int]:
    """Where decisions stand on a report, it is from now on one that came in hidden."""
    changed = []
    for report in Submission.objects.filter(pk__in=numbers, standing__isnull=False):
        standing: Any = report.standing
        standing.came_held = True
        standing.save(update_fields=["came_held"])
        changed.append(standing.pk)
    return changed


def _with(one: Submission) -> set[int]:
    """The versions and copies of a report by its observer, over however many steps, and what is joined."""
    found, asked = set[int](), {one.pk}
    while asked:
        own = _versions(Submission.objects.select_related("received__device").get(pk=asked.pop()))
        found |= own
        asked = (asked | _joined(one.mission_id, own)) - found
    return found - {one.pk}


def _versions(one: Submission) -> set[int]:
    """A report, its copies, and what edits them or is edited, by the same observer."""
    observer = Q(received__device__observer=one.received.device.observer_id)
    here = Submission.objects.filter(observer, mission_id=one.mission_id, form_id=one.form_id)
    numbers, beside = defaultdict[str, set[int]](set), defaultdict[str, set[str]](set)
    for number, own, replaced in here.values_list("pk", "instance_id", "replaces"):
        numbers[own].add(number)
        if replaced:
            beside[own].add(replaced)
            beside[replaced].add(own)
    found, asked = set[str](), {one.instance_id}
    while asked:
        found |= asked
        asked = {other for name in asked for other in beside[name]} - found
    return {number for name in found for number in numbers[name]}


def _joined(mission: int, reports: set[int]) -> set[int]:
    """What the desk joined to one of these reports, or one of these to it."""
    here = Submission.objects.filter(mission_id=mission)
    joined = here.filter(standing__joined__in=reports), here.filter(joined_by__submission__in=reports)
    return {number for found in joined for number in found.values_list("pk", flat=True)}
