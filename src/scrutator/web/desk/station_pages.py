"""The stations whose reports contradict each other, and one: what its reports say together."""

from collections import defaultdict
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from scrutator.errors import ScrutatorError
from scrutator.field.merging import Merged
from scrutator.field.questions import Question
from scrutator.web.desk.checking.tables import checks_of
from scrutator.web.desk.models import StationFlag
from scrutator.web.desk.said import said
from scrutator.web.desk.stations import record_of
from scrutator.web.desk.views import decisions_shown
from scrutator.web.intake.models import Decision, Submission
from scrutator.web.missions.forms import questions_of
from scrutator.web.roles import Role
from scrutator.web.speech import in_words

SHOWN = 200


@require_safe
def stations(request: Any, mission: str) -> HttpResponse:
    """The stations whose reports contradict each other, the most contradictions first."""
    flags: dict[str, list[StationFlag]] = defaultdict(list)
    found = StationFlag.objects.filter(place__mission=request.mission)
    for flag in found.select_related("place").order_by("pk"):
        flags[flag.place.code].append(flag)
    ordered = sorted(flags.items(), key=lambda one: (-len(one[1]), one[0]))
    context = {"mission": request.mission, "listed": ordered[:SHOWN], "total": len(ordered)}
    return render(request, "stations.html", context)


@require_safe
def station(request: Any, mission: str) -> HttpResponse:
    """One record of a station: every question that was answered, each answer, and which reports give it."""
    place = request.mission.places.filter(code=request.GET.get("code", ""), kind="station").first()
    if place is None:
        raise ScrutatorError("D54", "the mission has no station of this code")
    found = record_of(place, with_unsafe=request.role is Role.COORDINATOR)
    words = _words(found.reports)
    reports = {str(one.pk): one for one in found.reports}
    checks = checks_of(request.mission.pk)
    context = {
        "mission": request.mission,
        "place": place,
        "reports": found.reports,
        "flags": found.flags,
        "rows": [
            {**_row(one, words, reports), "unchecked": not checks.compares_problems(one.form)}
            for one in found.merged
        ],
        "disputed": sum(one.is_disputed for one in found.merged),
        "decisions": decisions_shown(Decision.objects.filter(place=place)),
        "decides": request.role in (Role.COORDINATOR, Role.DESK),
    }
    return render(request, "station.html", context)


def _words(reports: tuple[Submission, ...]) -> dict[tuple[str, str], Question]:
    """The questions by form and name, in the words of the newest version that was sent."""
    numbers = sorted({one.published_id for one in reports if one.published_id is not None})
    forms = {one.published_id: one.form_id for one in reports}
    return {(forms[number], one.name): one for number in numbers for one in questions_of(number)}


def _row(
    one: Merged, words: dict[tuple[str, str], Question], reports: dict[str, Submission]
) -> dict[str, object]:
    question = words[one.form, one.question]
    return {
        "form": one.form,
        "name": one.question,
        "decided_by": one.decided_by,
        "chosen": said(one.agreed or "", question),
        "question": in_words(question.labels, one.question),
        "disputed": one.is_disputed,
        "versions": [
            (
                {"words": said(version.value, question), "raw": version.value},
                [reports[number] for number in version.reports],
            )
            for version in one.versions
        ],
    }
