"""What the desk is told of a report once it is stored: the mission's checks, and copies."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import islice

from scrutator.field.checks.declared import CheckSet
from scrutator.field.checks.flags import Flag, FlagKind, in_order
from scrutator.field.checks.visits import Filed
from scrutator.field.submission import parse_stored
from scrutator.web.desk.checking.filed import filed, other_visits
from scrutator.web.desk.checking.looking import COPY, Looked, look_at, unread
from scrutator.web.desk.checking.tables import checks_of
from scrutator.web.desk.models import Attention
from scrutator.web.intake.models import Submission

MOST_COMPARED, CHUNK = 50, 500


Found = tuple[Looked, tuple[int, ...]]
"""What there is to look at in a report, and the reports that are to be looked at again because of it: later
visits of its observer, the first time."""


def looked_at(reports: Sequence[Submission]) -> dict[int, Found]:
    """What there is to look at in these reports, by their number; the same as one by one, in a fraction of
    the time."""
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
    copies = copies_before(asked)
    before = set(Attention.objects.filter(submission__in=asked).values_list("submission", flat=True))
    for looked in look_at(asked, checks, visits, others):
        one = looked.report
        flags = {*looked.flags, *map(_copy, copies[one.pk])}
        later = () if one.pk in before else _later(one, others, visits)
        found[one.pk] = (replace(looked, flags=in_order(flags)), later)
    return found


def _later(one: Submission, others: Sequence[Submission], visits: Mapping[int, Filed]) -> tuple[int, ...]:
    """The other visits of its observer that began after this one."""
    own = visits[one.pk]
    if own.begins is None:
        return ()
    theirs = ((other.pk, visits[other.pk]) for other in others if visits[other.pk].observer == own.observer)
    return tuple(number for number, at in theirs if at.begins is not None and at.begins >= own.begins)


def copies_before(reports: Sequence[Submission]) -> dict[int, list[int]]:
    """The reports that each of these, by its number, repeats, as places in the log: of the same observer,
    form and place, before it, with the same answers under another id; among the last fifty, so that a phone
    which sends without end does not make each of its reports dearer."""
    observers = {one.received.device.observer_id for one in reports if one.received.device}
    theirs = Submission.objects.filter(received__device__observer__in=observers).order_by("-pk")
    same: dict[Alike, list[tuple[int, str]]] = defaultdict(list)
    rows = theirs.values_list(
        "mission", "received__device__observer", "form_id", "place", "pk", "instance_id"
    )
    for *alike, number, instance in rows.iterator(chunk_size=CHUNK):
        same[tuple(alike)].append((number, instance))
    earlier = {one.pk: _earlier(one, same) for one in reports}
    asked = {number for numbers in earlier.values() for number in numbers}
    columns = ("pk", "received__leaf__index", "received__content")
    stored = Submission.objects.filter(pk__in=asked).values_list(*columns)
    known = {number: (index, _said(content)) for number, index, content in stored}
    own = {one.pk: _said(one.received.content) for one in reports if earlier[one.pk]}
    return {
        one.pk: [known[number][0] for number in earlier[one.pk] if known[number][1] == own[one.pk]]
        for one in reports
    }


Alike = tuple[object, ...]
"""Mission, observer, form and place."""


def _earlier(one: Submission, same: Mapping[Alike, Sequence[tuple[int, str]]]) -> list[int]:
    observer = one.received.device.observer_id if one.received.device else None
    alike = same.get((one.mission_id, observer, one.form_id, one.place_id), ())
    before = (number for number, instance in alike if number < one.pk and instance != one.instance_id)
    return list(islice(before, MOST_COMPARED))


def _said(content: bytes) -> tuple[tuple[str, str], ...]:
    return parse_stored(bytes(content)).answers


def _copy(index: int) -> Flag:
    words = f"the same answers by the same observer as report {index}"
    return Flag(FlagKind.SOFT, COPY, (), words)
