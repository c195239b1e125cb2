"""What the desk is told of a report once it is stored: the mission's checks, and copies."""

from dataclasses import replace

from scrutator.field.checks.flags import Flag, FlagKind
from scrutator.field.checks.visits import moment_in
from scrutator.field.submission import parse_stored
from scrutator.web.desk.checking.filed import filed, other_visits
from scrutator.web.desk.checking.looking import COPY, Looked, look_at, unread
from scrutator.web.desk.checking.tables import checks_of
from scrutator.web.desk.models import Attention
from scrutator.web.intake.models import Submission

MOST_COMPARED = 50


def looked_at(one: Submission) -> tuple[Looked, tuple[int, ...]]:
    """What there is to look at in one report, and the reports that are to be looked at again because of it:
    later visits of its observer, the first time."""
    checks = checks_of(one.mission_id)
    if one.published_id is None:
        return unread(one, checks), ()
    others = other_visits([one])
    (found,) = look_at([one], checks, others)
    copies = {_copy(one, earlier) for earlier in copies_before(one)}
    new = not Attention.objects.filter(submission=one).exists()
    return replace(found, flags=tuple(sorted({*found.flags, *copies}))), _later(one, others) if new else ()


def _later(one: Submission, others: list[Submission]) -> tuple[int, ...]:
    """The other visits that began after this one."""
    visits = filed([one, *others])
    begins = visits[one.pk].begins
    if begins is None:
        return ()
    later = ((other.pk, moment_in(visits[other.pk].answers.get("arrived", ""))) for other in others)
    return tuple(number for number, at in later if at is not None and at >= begins)


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
