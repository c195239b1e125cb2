"""What the desk is told of a report once it is stored: the mission's checks, and copies."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from scrutator.field.checks.declared import CheckSet
from scrutator.field.checks.flags import Flag, FlagKind
from scrutator.field.checks.visits import Filed
from scrutator.field.submission import parse_stored
from scrutator.web.desk.checking.filed import filed, other_visits
from scrutator.web.desk.checking.looking import COPY, Looked, look_at, unread
from scrutator.web.desk.checking.tables import checks_of
from scrutator.web.desk.models import Attention
from scrutator.web.intake.models import Submission

MOST_COMPARED = 50


Found = tuple[Looked, tuple[int, ...]]
"""What there is to look at in a report, and the reports that are to be looked at again because of it: later
visits of its observer, the first time."""


def looked_at(reports: Sequence[Submission]) -> dict[int, Found]:
    """What there is to look at in these reports, by their number; the same as one by one, in a fraction of the
    time."""
    found: dict[int, Found] = {}
    for mission in {one.mission_id for one in reports}:
        found |= _of_mission([one for one in reports if one.mission_id == mission], checks_of(mission))
    return found


def _of_mission(reports: Sequence[Submission], checks: CheckSet) -> dict[int, Found]:
    found: dict[int, Found] = {
        one.pk: (unread(one, checks), ()) for one in reports if one.published_id is None
    }
    asked = [one for one in reports if one.published_id is not None]
    others = other_visits(asked) if asked else []
    visits = filed([*asked, *others])
    before = set(Attention.objects.filter(submission__in=asked).values_list("submission", flat=True))
    for looked in look_at(asked, checks, visits, others):
        one = looked.report
        flags = {*looked.flags, *(_copy(one, earlier) for earlier in copies_before(one))}
        later = () if one.pk in before else _later(one, others, visits)
        found[one.pk] = (replace(looked, flags=tuple(sorted(flags))), later)
    return found


def _later(one: Submission, others: Sequence[Submission], visits: Mapping[int, Filed]) -> tuple[int, ...]:
    """The other visits of its observer that began after this one."""
    own = visits[one.pk]
    if own.begins is None:
        return ()
    theirs = ((other.pk, visits[other.pk]) for other in others if visits[other.pk].observer == own.observer)
    return tuple(number for number, at in theirs if at.begins is not None and at.begins >= own.begins)


def copies_before(one: Submission) -> list[Submission]:
    """Reports of the same observer, form and place before this one that give the same answers under another
    id, among the last fifty: a phone that sends without end does not make each of its reports dearer."""
    earlier = Submission.objects.filter(
        mission=one.mission_id,
        form_id=one.form_id,
        place=one.place_id,
        received__device__observer__devices=one.received.device_id,
        pk__lt=one.pk,
    )
    others = earlier.exclude(instance_id=one.instance_id).select_related("received__leaf").order_by("-pk")
    answers = parse_stored(bytes(one.received.content)).answers
    return [
        other
        for other in others[:MOST_COMPARED]
        if parse_stored(bytes(other.received.content)).answers == answers
    ]


def _copy(one: Submission, earlier: Submission) -> Flag:
    words = f"the same answers by the same observer as report {earlier.received.leaf.index}"
    return Flag(FlagKind.SOFT, COPY, (), words)
