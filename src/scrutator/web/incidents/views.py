"""The pages of incidents: the map with the list beside it, one incident, and writing one down at the desk."""

import hashlib
import secrets
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.html import format_html_join
from django.views.decorators.http import condition, require_http_methods, require_safe

from scrutator.field.deciding.standing import corrected
from scrutator.field.incidents.status import COVERS, Status
from scrutator.field.incidents.told import Told
from scrutator.field.questions import AnswerKind, Question
from scrutator.field.shown.incidents import KIND, STAGE
from scrutator.web.desk.said import said as in_plain_words
from scrutator.web.desk.telling import WORDS, said_in
from scrutator.web.incidents.entering import asked_at_desk, enter
from scrutator.web.incidents.gathering import Event, kinds_of, one_event, seen_by, visible_events
from scrutator.web.incidents.mapping import map_of
from scrutator.web.intake.models import Decision, Submission
from scrutator.web.missions.forms import questions_of
from scrutator.web.roles import Role
from scrutator.web.speech import in_words, spoken
from scrutator.words.norms import norm_catalogue

SHOWN = 200
LONGEST_SEARCH = 100
MOST_OFFERED = 5_000


def _etag(request: Any, mission: str) -> str:
    """Changes whenever the page would for the one who asks, and with nothing that they may not see."""
    seen = seen_by(request).digest
    asked = (request.role, request.language, request.get_full_path(), request.mission.places_version)
    kinds = sorted(kinds_of(request.mission).items())
    return f'"{hashlib.sha256(repr((asked, seen, kinds)).encode()).hexdigest()[:32]}"'


@require_safe
@condition(etag_func=_etag)
def incidents(request: Any, mission: str) -> HttpResponse:
    """Where incidents were told of, on a map and in a list beside it, the newest first; `status`, `kind` and
    `q` ask for some."""
    found = visible_events(request)
    wanted = {name: request.GET.get(name, "")[:LONGEST_SEARCH] for name in ("status", "kind", "q")}
    words = kind_words(request.mission)
    listed = [one for one in found if _asked_for(one, wanted, words)]
    by_status = Counter(one.verified.status for one in found)
    by_kind = Counter(one.first.kind for one in found)
    context = {
        "mission": request.mission,
        "rows": [(one, words.get(one.first.kind, one.first.kind)) for one in listed[:SHOWN]],
        "total": len(listed),
        "all": len(found),
        "wanted": wanted,
        "statuses": [(one.value, by_status[one], COVERS[one]) for one in Status],
        "kinds": sorted((words.get(kind, kind), kind, n) for kind, n in by_kind.items()),
        "map": map_of(listed, request.mission, spoken),
        "may_write": request.role in (Role.COORDINATOR, Role.DESK),
    }
    return render(request, "incidents.html", context)


def _asked_for(one: Event, wanted: dict[str, str], words: dict[str, str]) -> bool:
    """Does an incident have this status and kind, and contain these words in its place, kind or reports?"""
    if wanted["status"] and one.verified.status.value != wanted["status"]:
        return False
    if wanted["kind"] and one.first.kind != wanted["kind"]:
        return False
    if not wanted["q"].strip():
        return True
    text = " ".join(
        part
        for row, told in zip(one.rows, one.told, strict=True)
        for part in (
            told.place,
            row.place_name or "",
            told.words,
            words.get(told.kind, ""),
        )
    ).casefold()
    return all(word in text for word in wanted["q"].casefold().split())


def kind_words(mission: Any) -> dict[str, str]:
    """The kinds of incidents in the words of the mission's newest form, else as they are written."""
    numbers = mission.forms.filter(form_id="incident").order_by("pk").values_list("pk", flat=True)
    return {
        choice.value: in_words(choice.labels, choice.value)
        for number in numbers
        for question in questions_of(number)
        if question.name == KIND
        for choice in question.choices
    }


@require_safe
def incident(request: Any, mission: str, incident: int) -> HttpResponse:
    """One incident: each report with its own way of knowing, what may be said, which norms it is about."""
    event = one_event(request, incident)
    kind = kinds_of(request.mission).get(event.first.kind)
    others = [one for one in visible_events(request) if one.number != event.number and one.held == event.held]
    catalogue = norm_catalogue()
    stored, said = _stored(event), said_in(event.rows)
    words = kind_words(request.mission)
    decisions = Decision.objects.filter(submission__in=[one.number for one in event.told])
    context = {
        "mission": request.mission,
        "event": event,
        "kind": words.get(event.first.kind, event.first.kind),
        "covers": COVERS[event.verified.status],
        "norms": [catalogue[norm] for norm in kind.norms] if kind else [],
        "reports": [
            _report(told, stored[told.number], said[row.number])
            for told, row in zip(event.told, event.rows, strict=True)
        ],
        "others": [(one, words.get(one.first.kind, one.first.kind)) for one in others[:SHOWN]],
        "statuses": [(one.value, COVERS[one]) for one in Status],
        "decisions": [
            (row, next((row.content[name] for name in _SAID if row.content.get(name)), ""))
            for row in decisions.select_related("user", "submission__received__leaf").order_by("pk")
        ],
        "decides": request.role in (Role.COORDINATOR, Role.DESK),
        "releases": request.role is Role.COORDINATOR,
    }
    return render(request, "incident.html", context)


_SAID = ("status", "held", "relayed", "state")


def _stored(event: Event) -> dict[int, Submission]:
    """The reports of an incident with all that their page shows."""
    found = Submission.objects.filter(pk__in=[one.number for one in event.told])
    joined = found.select_related("published", "received__leaf", "received__device__observer", "standing")
    return {one.pk: one for one in joined.select_related("received__desk_entry__user")}


def _report(told: Told, report: Submission, sent: Mapping[str, str]) -> dict[str, Any]:
    questions = {one.name: one for one in questions_of(report.published_id)} if report.published_id else {}
    standing = getattr(report, "standing", None)
    given = corrected(sent, standing.corrections if standing else {})
    shown = [name for name in ("i_known", STAGE, "i_scale", "i_evidence", WORDS) if given.get(name)]
    entry = getattr(report.received, "desk_entry", None)
    return {
        "told": told,
        "row": report,
        "entry": entry,
        "answers": [
            (in_words(questions[name].labels, name), in_plain_words(given[name], questions[name]))
            for name in shown
        ],
    }


@require_http_methods(["GET", "HEAD", "POST"])
def incident_write(request: Any, mission: str) -> HttpResponse:
    """Write down what someone tells the desk; it becomes a report with a receipt. Raises D62, D65."""
    _, questions = asked_at_desk(request.mission)
    if request.method == "POST":
        token = request.POST.get("token", "")
        given = {one.name: " ".join(request.POST.getlist(one.name)) for one in questions}
        kept = enter(request.mission, request.user, request.POST.get("observer", "").strip(), given, token)
        return render(request, "incident_written.html", {"mission": request.mission, "kept": kept})
    places = request.mission.places.filter(kind="station").order_by("code")
    observers = request.mission.observers.exclude(code="outside").order_by("code")
    context = {
        "mission": request.mission,
        "token": secrets.token_hex(16),
        "asked": [_field(one) for one in questions],
        "observers": _options(
            (code, f"{code} ({team})" if team else code)
            for code, team in observers.values_list("code", "team")[:MOST_OFFERED]
        ),
        "places": _options(
            (code, f"{code} {name}") for code, name in places.values_list("code", "name")[:MOST_OFFERED]
        ),
    }
    return render(request, "incident_write.html", context)


def _options(rows: Iterable[tuple[str, str]]) -> str:
    """Thousands of options, in a tenth of the time that a template takes."""
    return format_html_join("", '<option value="{}">{}</option>', rows)


def _field(question: Question) -> dict[str, Any]:
    return {
        "name": question.name,
        "label": in_words(question.labels, question.name),
        "kind": "long" if question.name == WORDS else _FIELDS.get(question.kind, "text"),
        "required": question.required and not question.relevance,
        "choices": [(one.value, in_words(one.labels, one.value)) for one in question.choices],
    }


_FIELDS = {
    AnswerKind.CHOICE: "choice",
    AnswerKind.CHOICES: "choices",
    AnswerKind.PLACE: "place",
    AnswerKind.MOMENT: "moment",
}
