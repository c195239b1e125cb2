"""Who an observer is, under two persons: the coordinator asks with a reason, a second person of another role
agrees, and then the one who asked sees it, for an hour. All of it stays in a list that both can read."""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from scrutator.errors import ScrutatorError
from scrutator.web.audit.events import What
from scrutator.web.audit.writing import Log, note, written
from scrutator.web.clock import now
from scrutator.web.desk.models import NameRequest, NameShown
from scrutator.web.desk.views import reason_in
from scrutator.web.identities.store import read_person
from scrutator.web.intake.running import writer
from scrutator.web.roles import Role

OPEN_FOR = timedelta(hours=1)
LISTED = 200
STATES = NameRequest.State


@require_safe
def names(request: Any, mission: str) -> HttpResponse:
    """Who asked for whose name, why, what the second person said, how often it was shown."""
    listed = NameRequest.objects.filter(mission=request.mission).select_related("observer", "asker", "second")
    context = {
        "mission": request.mission,
        "role": request.role,
        "asks": request.role is Role.COORDINATOR,
        "requests": [
            (one, one.shown.count(), may_see(one, request.user.pk, now()))
            for one in listed.order_by("-pk")[:LISTED]
        ],
        "total": listed.count(),
    }
    return render(request, "names.html", context)


def may_see(one: NameRequest, user: int, at: datetime) -> bool:
    """Whether this user may see the name now: they asked, another agreed, and not longer than an hour ago."""
    if one.state != STATES.AGREED or one.answered_at is None or one.second_id is None:
        return False
    return one.asker_id == user != one.second_id and at - one.answered_at <= OPEN_FOR


@require_POST
def name_ask(request: Any, mission: str) -> HttpResponse:
    """Ask for a name. Raises D62 for an unknown observer, D65 without a reason."""
    observer = request.mission.observers.filter(code=request.POST.get("observer", "")).first()
    if observer is None:
        raise ScrutatorError(
            "D62", "there is no observer of this code", remedy="Look at the list of reports."
        )
    row = NameRequest(
        mission=request.mission, observer=observer, asker=request.user, reason=reason_in(request), at=now()
    )
    writer().run(lambda log: _save(log, row, What.NAME_ASKED, row.asker, row.observer))
    return redirect("names", mission=mission)


def _save(log: Log, row: NameRequest | NameShown, what: What, who: Any, observer: Any) -> None:
    row.save(force_insert=True)
    note(log, observer.mission_id, what, who.username, {"observer": observer.code}, written(row))


@require_POST
def name_answer(request: Any, mission: str, number: int) -> HttpResponse:
    """Agree or refuse, as the second person. Raises D54, D56 for the one who asked, D65."""
    found, state = _one(request, number), request.POST.get("state", "")
    if state not in (STATES.AGREED, STATES.REFUSED):
        raise ScrutatorError("D65", "the second person agrees or refuses")
    if found.asker_id == request.user.pk:
        raise ScrutatorError("D56", "the one who asked is not the second person")
    user, at = request.user, now()

    def write(log: Any) -> None:
        asked = NameRequest.objects.filter(pk=number, state=STATES.ASKED)
        if asked.update(state=state, second=user, answered_at=at):
            about = {"observer": found.observer.code, "answer": state}
            note(log, found.mission_id, What.NAME_ANSWERED, user.username, about, written(found))

    writer().run(write)
    return redirect("names", mission=mission)


@require_POST
def name_show(request: Any, mission: str, number: int) -> HttpResponse:
    """The name, to the one who asked, once another agreed; first it is written down. Raises D56."""
    found = _one(request, number)
    if not may_see(found, request.user.pk, now()):
        raise ScrutatorError("D56", "a name is shown to the one who asked, in the hour after another agreed")
    row = NameShown(request=found, at=now())
    writer().run(lambda log: _save(log, row, What.NAME_SHOWN, request.user, found.observer))
    person = read_person(found.observer.opaque)
    return render(
        request, "name_shown.html", {"mission": request.mission, "request_row": found, "person": person}
    )


def _one(request: Any, number: int) -> NameRequest:
    found = NameRequest.objects.filter(mission=request.mission, pk=number).select_related("observer").first()
    if found is None:
        raise ScrutatorError("D54", "no one asked for this name")
    return found
