"""Earlier reports that a hidden one takes along: what it edits or copies, and what was joined to one event.

Else a report that stays in the lists, "replaced by a later one" that no one sees, says whose observer is in
danger. What the coordinator hid or released is decided, and stays as it was decided.
"""

from typing import Any

from django.db.models import Q

from scrutator.web.audit.covered import SUBMISSION
from scrutator.web.audit.events import What
from scrutator.web.audit.writing import Log, note, written_among
from scrutator.web.intake.models import Job, Submission

LONGEST_CHAIN = 100
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
    found, asked = {one.pk}, {one.pk}
    for _ in range(LONGEST_CHAIN):
        reports = Submission.objects.filter(pk__in=asked).select_related("received__device")
        asked = {number for report in reports for number in _beside(report)} - found
        found |= asked
        if not asked:
            break
    return found - {one.pk}


def _beside(one: Submission) -> set[int]:
    versions = Q(instance_id=one.instance_id) | Q(replaces=one.instance_id)
    if one.replaces:
        versions |= Q(instance_id=one.replaces)
    observer = Q(received__device__observer=one.received.device.observer_id)
    here = Submission.objects.filter(mission_id=one.mission_id)
    own = here.filter(versions, observer, form_id=one.form_id)
    joined = here.filter(standing__joined=one.pk), here.filter(joined_by__submission=one.pk)
    return {number for found in (own, *joined) for number in found.values_list("pk", flat=True)}
