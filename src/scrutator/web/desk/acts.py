"""Decisions as rows: read for the fold, and written with what they make of a report or a station."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from scrutator.field.deciding import standing as fold
from scrutator.field.deciding.standing import Act, Decided
from scrutator.field.deciding.waiting import NOTHING, waits
from scrutator.web.audit.covered import SUBMISSION
from scrutator.web.audit.events import What
from scrutator.web.audit.writing import name_of, note, written, written_among
from scrutator.web.clock import now
from scrutator.web.desk.merged import refuse_lost
from scrutator.web.desk.models import Attention, Move, Standing, StationFlag
from scrutator.web.intake.edits import follow_edits
from scrutator.web.intake.models import Decision, Flag, Job, Submission
from scrutator.web.intake.running import writer
from scrutator.web.missions.models import Place


@dataclass(frozen=True)
class Asked:
    """A decision that someone makes: what it does, says and takes back, who makes it, and why."""

    act: Act
    content: Mapping[str, str]
    user: Any
    reason: str
    undoes: int | None = None


def decided(rows: Iterable[Decision]) -> list[Decided]:
    """Decisions as the fold takes them."""
    return [Decided(row.pk, Act(row.act), row.content, row.undoes_id) for row in rows]


def decided_of_station(place: Place) -> list[Decided]:
    """The decisions on a station."""
    return decided(Decision.objects.filter(place=place))


def came(one: Submission) -> fold.Standing:
    """How a report came in: its state and place before the first decision."""
    known = Standing.objects.filter(submission=one).select_related("came_place").first()
    if known is None:
        return fold.Standing(str(one.state), one.place.code if one.place else "", held=one.unsafe)
    return fold.Standing(
        known.came_state, known.came_place.code if known.came_place else "", held=known.came_held
    )


def stands_now(one: Submission) -> fold.Standing:
    """Answer: what is this report after all that was decided of it? Computed from the decisions alone."""
    return fold.stands(came(one), decided(Decision.objects.filter(submission=one)))


def findings_now(one: Submission) -> str:
    """The hash of what checks found that a decision of this moment has seen."""
    found = Attention.objects.filter(submission=one).values_list("findings", flat=True).first()
    return found or NOTHING


def decide_report(number: int, asked: Asked) -> None:
    """Write a decision on a report, and what the report is after it. Raises what the fold raises,
    and D65 where two reports would stand for each other, or none for either."""

    def write(log: Any) -> None:
        one = Submission.objects.select_related("place", "received").get(pk=number)
        Standing.objects.get_or_create(
            submission=one,
            defaults={"came_state": one.state, "came_place": one.place, "came_held": one.unsafe},
        )
        content = dict(asked.content)
        if asked.act in (Act.STATE, Act.MERGE):
            content["findings"] = findings_now(one)
        row = _row(asked, content, submission=one, state=one.state)
        after = stands_now(one)
        refuse_lost(one, after)
        Decision.objects.filter(pk=row.pk).update(state=after.state)
        moved, edited = make_so(one, after, row)
        rows = {
            **written(row, Standing.objects.get(submission=one), *moved),
            **written_among(SUBMISSION, {one.pk, *edited}),
        }
        about = {"act": asked.act.value, "report": one.received.record, "reason": asked.reason}
        note(log, one.mission_id, What.DECIDED, name_of(asked.user), about, rows)
        for other in _followed(one):
            Job.objects.create(submission_id=other)

    writer().run(write)


def decide_station(place: Place, asked: Asked) -> None:
    """Write a decision on a station. Raises what the fold raises."""

    def write(log: Any) -> None:
        decision = _row(asked, dict(asked.content), place=place)
        about = {"act": asked.act.value, "station": place.code, "reason": asked.reason}
        note(log, place.mission_id, What.DECIDED_STATION, name_of(asked.user), about, written(decision))
        seen = fold.station_stands(decided_of_station(place)).seen
        for row in Attention.objects.filter(place=place):
            row.waits = waits(row.findings, seen, flagged=False, state="", replaced=False)
            row.save(update_fields=["waits"])

    writer().run(write)


def _row(asked: Asked, content: Mapping[str, str], **of: Any) -> Decision:
    return Decision.objects.create(
        act=asked.act.value,
        content=dict(content),
        undoes_id=asked.undoes,
        user=asked.user,
        reason=asked.reason,
        at=now(),
        **of,
    )


def make_so(one: Submission, after: fold.Standing, by: Decision) -> tuple[list[Move], set[int]]:
    """Make the report's row what the decisions make of it; `by` is the one that was made now. The version
    with another place, if it has one now, and the reports that it edits."""
    place = (
        Place.objects.filter(mission=one.mission_id, code=after.station).first() if after.station else None
    )
    moved = [_moved(one, place, by)] if place != one.place else []
    if after.held != one.unsafe:
        StationFlag.objects.filter(place__in=[one.place, place]).delete()  # its checks are asked again
    Submission.objects.filter(pk=one.pk).update(state=after.state, place=place, unsafe=after.held)
    edited = follow_edits(Submission.objects.get(pk=one.pk))
    Standing.objects.filter(submission=one).update(
        corrections=dict(after.corrections),
        results_apart=after.results_apart,
        merged_into=int(after.merged_into) if after.merged_into else None,
        flagged=after.flagged,
        seen=after.seen,
        joined=int(after.joined) if after.joined else None,
        relayed=after.relayed,
        status=after.status,
        decided_of=after.decided_of,
    )
    for row in Attention.objects.filter(submission=one):
        row.waits = waits(
            row.findings, after.seen, flagged=after.flagged, state=after.state, replaced=one.superseded
        )
        row.save(update_fields=["waits"])
    return moved, edited


def _moved(one: Submission, place: Place | None, by: Decision) -> Move:
    """Note another place as a version, and whether the report has one of the mission's."""
    row = Move.objects.create(
        submission=one, user=by.user, before=one.place, after=place, reason=by.reason, at=by.at
    )
    if place is None:
        Flag.objects.get_or_create(submission=one, kind=Flag.Kind.UNKNOWN_PLACE)
    else:
        Flag.objects.filter(submission=one, kind=Flag.Kind.UNKNOWN_PLACE).delete()
    return row


def _followed(one: Submission) -> list[int]:
    """The reports that checks are to be asked of again: this one, and its observer's other visits."""
    if one.received.device is None:
        return [one.pk]
    theirs = Submission.objects.filter(received__device__observer=one.received.device.observer_id)
    others = theirs.exclude(pk=one.pk).order_by("-pk").values_list("pk", flat=True)[:50]
    return [one.pk, *others]
