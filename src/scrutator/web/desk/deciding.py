"""Decisions beyond a state and a place: a flag, a correction, results apart, a merge, an undo; of a station:
an answer chosen, contradictions seen. Each is a row with a person and a reason; what came in stays."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from scrutator.errors import ScrutatorError
from scrutator.field.deciding.standing import Act
from scrutator.field.deciding.waiting import NOTHING
from scrutator.field.questions import AnswerKind
from scrutator.field.reading.conditions import value_of
from scrutator.web.desk.acts import Asked, decide_report, decide_station
from scrutator.web.desk.merged import NOT_ANOTHER
from scrutator.web.desk.models import Attention
from scrutator.web.desk.stations import record_of
from scrutator.web.desk.views import correctable, decisions_shown, has_results, one_report, reason_in, visible
from scrutator.web.intake.models import Decision, Submission
from scrutator.web.missions.forms import questions_of
from scrutator.web.missions.models import Place
from scrutator.web.roles import Role

LONGEST_ANSWER = 2_000


@require_POST
def act(request: Any, mission: str, report: int) -> HttpResponse:
    """Decide about a report: flag, correct, apart, merge, undo. Raises D65 for anything else, and for what
    does not fit the report."""
    one, reason = one_report(request, report), reason_in(request)
    asked = _ACTS.get(request.POST.get("act", ""))
    if asked is None:
        raise ScrutatorError("D65", "a decision is one of those that are offered")
    decide_report(one.pk, asked(request, one, reason))
    return redirect("report", mission=mission, report=report)


def _flag(request: Any, one: Submission, reason: str) -> Asked:
    if not Attention.objects.filter(submission=one).exists():
        raise ScrutatorError("D65", "the checks have not seen this report", remedy="Try again in a moment.")
    return Asked(Act.FLAG, {}, request.user, reason)


def _correct(request: Any, one: Submission, reason: str) -> Asked:
    """One answer with another value, which the form must allow; none takes the answer away."""
    name, value = request.POST.get("question", ""), request.POST.get("value", "").strip()
    asked = questions_of(one.published_id) if one.published_id else ()
    question = next((q for q in asked if q.name == name), None)
    if question is None or name not in correctable(one):
        what = "an answer to a question that is asked once is corrected; a place is moved"
        raise ScrutatorError("D65", what)
    offered = {choice.value for choice in question.choices}
    is_offered = not offered or offered.issuperset(
        value.split() if question.kind is AnswerKind.CHOICES else [value]
    )
    fits = not value or (is_offered and value_of(question, value) is not None)
    if not fits or len(value) > LONGEST_ANSWER:
        raise ScrutatorError("D65", f"“{value[:40]}” is no answer to {name}")
    return Asked(Act.CORRECT, {"question": name, "value": value}, request.user, reason)


def _apart(request: Any, one: Submission, reason: str) -> Asked:
    if not has_results(one):
        raise ScrutatorError("D65", "this form asks for no results that could be kept apart")
    apart = "yes" if request.POST.get("apart") == "yes" else "no"
    return Asked(Act.APART, {"apart": apart}, request.user, reason)


def _merge(request: Any, one: Submission, reason: str) -> Asked:
    """The report that stands for both; whether it can is seen as the decision is written."""
    text = request.POST.get("into", "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 16 else -1
    into = visible(request).filter(received__leaf__index=number).exclude(pk=one.pk).first()
    if into is None:
        raise ScrutatorError("D65", NOT_ANOTHER)
    return Asked(Act.MERGE, {"into": str(into.pk)}, request.user, reason)


def _undo(request: Any, one: Submission, reason: str) -> Asked:
    return Asked(
        Act.UNDO, {}, request.user, reason, _taken_back(request, Decision.objects.filter(submission=one))
    )


def _taken_back(request: Any, rows: Any) -> int:
    may = {str(row.pk): row.pk for row, may_be in decisions_shown(rows) if may_be}
    number = may.get(request.POST.get("decision", ""))
    if number is None:
        raise ScrutatorError("D65", "a decision that holds is taken back, once")
    return number


_ACTS = {"flag": _flag, "correct": _correct, "apart": _apart, "merge": _merge, "undo": _undo}


@require_POST
def station_act(request: Any, mission: str) -> HttpResponse:
    """Decide about a station: choose one of the answers that its reports give, say that its contradictions
    were seen, or take such a decision back. Raises D65, D54."""
    place = request.mission.places.filter(code=request.GET.get("code", ""), kind="station").first()
    if place is None:
        raise ScrutatorError("D54", "the mission has no station of this code")
    reason, what = reason_in(request), request.POST.get("act", "")
    if what == "settle":
        content = _chosen(request, place)
        decide_station(place, Asked(Act.SETTLE, content, request.user, reason))
    elif what == "seen":
        found = Attention.objects.filter(place=place).values_list("findings", flat=True).first()
        decide_station(place, Asked(Act.SEEN, {"findings": found or NOTHING}, request.user, reason))
    elif what == "undo":
        number = _taken_back(request, Decision.objects.filter(place=place))
        decide_station(place, Asked(Act.UNDO, {}, request.user, reason, number))
    else:
        raise ScrutatorError("D65", "a decision is one of those that are offered")
    target = redirect("station", mission=mission)
    target["Location"] += f"?code={place.code}"
    return target


def _chosen(request: Any, place: Place) -> dict[str, str]:
    """An answer that a report of the station gives, of those that the one who asks may see."""
    said = {name: request.POST.get(name, "") for name in ("form", "question", "value")}
    record = record_of(place, with_unsafe=request.role is Role.COORDINATOR)
    given = {(one.form, one.question, version.value) for one in record.merged for version in one.versions}
    if (said["form"], said["question"], said["value"]) not in given:
        raise ScrutatorError("D65", "an answer is chosen that a report of the station gives")
    return said
