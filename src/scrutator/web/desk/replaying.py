"""The decisions of a mission replayed from how its reports came in, against what its records say now."""

from dataclasses import dataclass

from scrutator.field.deciding.standing import Standing as Folded
from scrutator.web.desk.acts import stands_now
from scrutator.web.desk.models import Standing
from scrutator.web.intake.models import Decision, Submission
from scrutator.web.missions.models import Mission


@dataclass(frozen=True)
class Replayed:
    """How many decisions on how many reports; the numbers in the log of those that differ."""

    decisions: int
    reports: int
    differ: tuple[int, ...]


def replayed(mission: Mission) -> Replayed:
    """Answer: do the decisions give what the records say? Nothing is changed."""
    rows = Decision.objects.filter(submission__mission=mission)
    reports = Submission.objects.filter(pk__in=rows.values("submission")).order_by("pk")
    listed = list(reports.select_related("place", "received__leaf"))
    differ = tuple(one.received.leaf.index for one in listed if stands_now(one) != recorded(one))
    return Replayed(rows.count(), len(listed), differ)


def recorded(one: Submission) -> Folded:
    """What the records say of a report."""
    kept = Standing.objects.filter(submission=one).first()
    place = one.place.code if one.place else ""
    if kept is None:
        return Folded(str(one.state), place, held=one.unsafe)
    into, joined = str(kept.merged_into_id or ""), str(kept.joined_id or "")
    of_report = (kept.corrections, kept.results_apart, into, kept.flagged, kept.seen)
    return Folded(
        one.state, place, *of_report, one.unsafe, joined, kept.relayed, kept.status, kept.decided_of
    )
