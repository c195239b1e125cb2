"""Decisions about an incident: each a row with a person and a reason, on one of its reports."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from scrutator.errors import ScrutatorError
from scrutator.field.deciding.standing import Act
from scrutator.field.incidents.status import ENOUGH, Status
from scrutator.field.incidents.told import about_of, independent
from scrutator.web.desk.acts import Asked, decide_report
from scrutator.web.desk.views import reason_in
from scrutator.web.incidents.gathering import Event, one_event
from scrutator.web.roles import Role


@require_POST
def incident_act(request: Any, mission: str, incident: int) -> HttpResponse:
    """Decide about an incident: its status, that it is the same event as another, that a report is of another
    event, that one repeats what another said, that it is hidden. Raises D54, D65."""
    event, reason = one_event(request, incident), reason_in(request)
    asked = _ACTS.get(request.POST.get("act", ""))
    if asked is None:
        raise ScrutatorError("D65", "a decision is one of those that are offered")
    for number, act, content in asked(request, event):
        decide_report(number, Asked(act, content, request.user, reason))
    if request.role is Role.COORDINATOR or asked is not _hold:
        return redirect("incident", mission=mission, incident=event.number)
    return redirect("incidents", mission=mission)


Made = list[tuple[int, Act, Mapping[str, str]]]


def _status(request: Any, event: Event) -> Made:
    try:
        status = Status(request.POST.get("status", ""))
    except ValueError:
        raise ScrutatorError("D65", "a status is one of those that are offered") from None
    if status is Status.CONFIRMED and independent(event.told) < ENOUGH:
        what = "fewer than two independent sources saw this"
        remedy = "Join the reports of other teams that saw it, or choose another status."
        raise ScrutatorError("D65", what, remedy=remedy)
    content = {"status": status.value, "of": about_of(event.told) or ""}
    return [(event.number, Act.STATUS, content)]


def _join(request: Any, event: Event) -> Made:
    other = one_event(request, _number(request, "into"))
    if other.number == event.number:
        raise ScrutatorError("D65", "an incident is joined to another one")
    if other.held != event.held:
        raise ScrutatorError("D65", "a hidden incident is joined to none that is not hidden")
    places = {one.place for one in (*event.told, *other.told) if one.counts and one.place}
    if len(places) > 1:
        raise ScrutatorError(
            "D65",
            "reports of two stations tell of two events",
            remedy="Move the report that names the wrong one.",
        )
    first, last = sorted((event.number, other.number))
    return [(last, Act.JOIN, {"into": str(first)})]


def _part(request: Any, event: Event) -> Made:
    """A report that was joined tells of an event of its own again."""
    number = _of(event, _number(request, "report"))
    if not any(one.number == number and one.joined is not None for one in event.told):
        raise ScrutatorError("D65", "only a report that was joined is taken out again")
    return [(number, Act.JOIN, {"into": ""})]


def _relay(request: Any, event: Event) -> Made:
    relayed = "yes" if request.POST.get("relayed") == "yes" else "no"
    return [(_of(event, _number(request, "report")), Act.RELAY, {"relayed": relayed})]


def _hold(request: Any, event: Event) -> Made:
    held = request.POST.get("held") == "yes"
    if event.held == held:
        raise ScrutatorError("D65", "that is how it stands already")
    if not held and request.role is not Role.COORDINATOR:
        raise ScrutatorError("D56", "the coordinator releases what is hidden")
    return [(one.number, Act.HOLD, {"held": "yes" if held else "no"}) for one in event.told]


def _number(request: Any, name: str) -> int:
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else -1


def _of(event: Event, number: int) -> int:
    if all(one.number != number for one in event.told):
        raise ScrutatorError("D54", "this incident has no such report")
    return number


_ACTS: Mapping[str, Callable[[Any, Event], Made]] = {
    "status": _status,
    "join": _join,
    "part": _part,
    "relay": _relay,
    "hold": _hold,
}
