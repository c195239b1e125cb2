"""Which reports are replaced by a later version: a report of the same observer and form that still counts.

An edit that the desk sets aside or calls a copy replaces nothing any more: what it stood for stands again.
Else one who has a phone in hand could take its reports out of the record for good.
"""

from dataclasses import dataclass
from typing import Any

from scrutator.web.intake.models import Flag, Submission

LONGEST_CHAIN = 100
ASIDE = (Submission.State.QUARANTINED, Submission.State.DUPLICATE)


@dataclass(frozen=True)
class Edit:
    """A report by what edits are found with: its mission, form, own id, the id it replaces (None: it is no
    edit), and the device it came from."""

    mission: int
    form_id: str
    instance_id: str
    replaces: str | None
    device: int


def about_edit(edit: Edit) -> tuple[set[str], list[int]]:
    """Mark what this report replaces: a current report of the same observer and form. No other may be, and
    none that replaces this one. What is to be flagged of it, and the numbers of what it replaced."""
    if edit.replaces is None:
        return set(), []
    before = Submission.objects.filter(
        mission_id=edit.mission,
        instance_id=edit.replaces,
        form_id=edit.form_id,
        received__device__observer__devices=edit.device,
    )
    if not before.exists():
        return {Flag.Kind.UNKNOWN_REPLACED}, []
    if not before.filter(superseded=False).exists() or _is_circle(edit):
        return {Flag.Kind.STALE_EDIT}, []
    numbers = list(before.values_list("pk", flat=True))
    Submission.objects.filter(pk__in=numbers).update(superseded=True)
    return set(), numbers


def _is_circle(edit: Edit) -> bool:
    """Whether what this report replaces is, over however many steps, an edit of this report itself."""
    return edit.replaces is not None and edit.instance_id in _replaced_over(edit.mission, edit.replaces)


def _replaced_over(mission: int, instance: str) -> set[str]:
    """The ids that a report says it replaces, over however many steps."""
    asked, found = {instance}, set[str]()
    for _ in range(LONGEST_CHAIN):
        rows = Submission.objects.filter(mission_id=mission, instance_id__in=asked).exclude(replaces="")
        asked = set(rows.values_list("replaces", flat=True)) - found
        found |= asked
        if not asked:
            break
    return found


def replaced_already(edit: Edit) -> bool:
    """Whether what replaces this report came before it, from the same observer, and counts: the first of
    these edits does so now; further ones replace what was replaced already."""
    waiting = Flag.objects.filter(
        kind=Flag.Kind.UNKNOWN_REPLACED,
        submission__mission_id=edit.mission,
        submission__replaces=edit.instance_id,
        submission__form_id=edit.form_id,
        submission__received__device__observer__devices=edit.device,
    ).exclude(submission__state__in=ASIDE)
    numbers = list(waiting.order_by("submission").values_list("pk", flat=True))
    if not numbers:
        return False
    Flag.objects.filter(pk=numbers[0]).delete()
    Flag.objects.filter(pk__in=numbers[1:]).update(kind=Flag.Kind.STALE_EDIT)
    return True


def follow_edits(decided: Submission) -> set[int]:
    """After a decision about a report: what it replaces is replaced, or stands again; and what that replaces.

    A report is replaced as long as one that edits it counts, or is itself replaced by one that does. The
    numbers of the reports that were looked at.
    """
    one, looked_at = decided, set[int]()
    for _ in range(LONGEST_CHAIN):
        before = list(_replaced_by(one)) if one.replaces else []
        for report in before:
            report.superseded = any(_counts(edit) for edit in _edits_of(report))
            report.save(update_fields=["superseded"])
            looked_at.add(report.pk)
        if not before:
            break
        one = before[0]
    return looked_at


def _counts(edit: Submission) -> bool:
    return edit.superseded or (edit.state not in ASIDE and edit.published_id is not None)


def _replaced_by(one: Submission) -> Any:
    """The reports that this one replaces; none in a circle, where one stands already."""
    if one.instance_id in _replaced_over(one.mission_id, one.replaces):
        return Submission.objects.none()
    found = Submission.objects.filter(mission=one.mission_id, instance_id=one.replaces, form_id=one.form_id)
    return _of_observer(found, one).order_by("pk")


def _edits_of(one: Submission) -> Any:
    found = Submission.objects.filter(mission=one.mission_id, replaces=one.instance_id, form_id=one.form_id)
    return _of_observer(found, one).exclude(flags__kind=Flag.Kind.SIBLING)


def _of_observer(found: Any, one: Submission) -> Any:
    return found.filter(received__device__observer__devices=one.received.device_id).exclude(pk=one.pk)
