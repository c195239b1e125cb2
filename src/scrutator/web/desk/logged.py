"""The events of a mission as a list: what was done, by whom, when, and the place of each in the log."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from scrutator.web.audit.events import Event
from scrutator.web.audit.models import AuditEvent
from scrutator.web.desk.records import at_risk
from scrutator.web.intake.models import Leaf, Submission
from scrutator.web.intake.stated import read
from scrutator.web.missions.models import Mission
from scrutator.web.roles import Role

LISTED = 100


@dataclass(frozen=True)
class Line:
    """One event as it is shown; `event` is None where it was deleted at the end of a mission."""

    index: int
    event: Event | None
    about: dict[str, str]
    rows: int


@require_safe
def events(request: Any, mission: str) -> HttpResponse:
    """The events, the newest first; `before` asks for those below an index. Of what is hidden the coordinator
    alone reads more than that something was done."""
    found = AuditEvent.objects.filter(mission=request.mission).order_by("-index")
    before = request.GET.get("before", "")
    is_index = before.isascii() and before.isdigit() and len(before) < 16
    page = list((found.filter(index__lt=int(before)) if is_index else found)[: LISTED + 1])
    lines = [_line(row) for row in page[:LISTED]]
    if request.role is not Role.COORDINATOR:
        _say_nothing_of_hidden(request.mission, lines)
    _number_reports(request.mission.pk, lines)
    context = {
        "mission": request.mission,
        "lines": lines,
        "total": found.count(),
        "more": page[LISTED - 1].index if len(page) > LISTED else None,
    }
    return render(request, "events.html", context)


def _line(row: AuditEvent) -> Line:
    event = read(row)
    if event is None:
        return Line(row.index, None, {}, 0)
    return Line(row.index, event, dict(event.about), sum(len(rows) for rows in event.rows.values()))


def _say_nothing_of_hidden(mission: Mission, lines: list[Line]) -> None:
    """What is hidden from all but the coordinator is no one else's to read here: which report, whose, why."""
    reports = Submission.objects.filter(mission=mission, unsafe=True)
    hidden = set(reports.values_list("received__record", flat=True))
    observers = set(mission.observers.filter(pk__in=at_risk(mission)).values_list("code", flat=True))
    for line in lines:
        about = line.about
        if about.get("report") in hidden or about.get("observer") in observers:
            about.clear()


def _number_reports(mission: int, lines: list[Line]) -> None:
    """A report goes by its number in the log, not by the random record that the event names."""
    records = {line.about["report"] for line in lines if "report" in line.about}
    numbers = dict(
        Leaf.objects.filter(mission=mission, received__record__in=records).values_list(
            "received__record", "index"
        )
    )
    for line in lines:
        if line.about.get("report") in numbers:
            line.about["report"] = str(numbers[line.about["report"]])
