"""Who an observer is, under two persons: the coordinator asks with a reason, a second person of another role
agrees, and then the one who asked sees it, hands it out or erases it. All of it stays in a list that both
read."""

import json
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from scrutator.errors import ScrutatorError
from scrutator.web.accounts.known_browsers import browser_mark
from scrutator.web.audit.events import What
from scrutator.web.audit.writing import Log, note, written
from scrutator.web.clock import now
from scrutator.web.desk.models import NameRequest
from scrutator.web.desk.views import reason_in
from scrutator.web.identities.store import read_person
from scrutator.web.intake.running import writer
from scrutator.web.persons.agreed import OF_ALL, STATES, WANTED, about_of, answer, is_open, request_of, take
from scrutator.web.roles import Role
from scrutator.web.upkeep.retention import retire
from scrutator.web.upkeep.rights import erase_observer, kept_of

LISTED = 200


@require_safe
def names(request: Any, mission: str) -> HttpResponse:
    """Who asked for what of whom, why, what the second person said, how often it was shown."""
    listed = NameRequest.objects.filter(mission=request.mission)
    rows = listed.select_related("mission", "observer", "asker", "second").order_by("-pk")[:LISTED]
    context = {
        "mission": request.mission,
        "role": request.role,
        "asks": request.role is Role.COORDINATOR,
        "wanted": list(WANTED),
        "requests": [
            (one, one.shown.count(), one.asker_id == request.user.pk and is_open(one, now())) for one in rows
        ],
        "total": listed.count(),
    }
    return render(request, "names.html", context)


@require_POST
def name_ask(request: Any, mission: str) -> HttpResponse:
    """Ask. Raises D62 for an unknown observer, or one where all are meant, D65 without a reason or for
    something that is not offered."""
    wanted, code = request.POST.get("wanted", WANTED.NAME), request.POST.get("observer", "").strip()
    if wanted not in list(WANTED):
        raise ScrutatorError("D65", "choose what is to be done from the list")
    observer = request.mission.observers.filter(code=code).first()
    if observer is None and wanted not in OF_ALL:
        raise ScrutatorError(
            "D62", "there is no observer of this code", remedy="Look at the list of reports."
        )
    if code and wanted in OF_ALL:
        raise ScrutatorError(
            "D62", "this is of all observers, and one is named", remedy="Leave the code empty."
        )
    row = NameRequest(
        mission=request.mission,
        wanted=wanted,
        observer=observer,
        asker=request.user,
        browser=browser_mark(request),
        reason=reason_in(request),
        at=now(),
    )
    writer().run(lambda log: _asked(log, row))
    return redirect("names", mission=mission)


def _asked(log: Log, row: NameRequest) -> None:
    row.save(force_insert=True)
    note(log, row.mission_id, What.NAME_ASKED, row.asker.username, about_of(row), written(row))


@require_POST
def name_answer(request: Any, mission: str, number: int) -> HttpResponse:
    """Agree or refuse, as the second person. Raises D54, D56 for one who is not, D65."""
    found, state = request_of(request, number), request.POST.get("state", "")
    if state not in (STATES.AGREED, STATES.REFUSED):
        raise ScrutatorError("D65", "the second person agrees or refuses")
    second, browser, at = request.user.pk, browser_mark(request), now()
    writer().run(lambda log: answer(log, found.pk, state, second, browser, at))
    return redirect("names", mission=mission)


@require_POST
def name_show(request: Any, mission: str, number: int) -> HttpResponse:
    """Do what was agreed on, for the one who asked; first it is written down. Raises D54, D56, D62."""
    found, at = request_of(request, number), now()
    if found.asker_id != request.user.pk:
        raise ScrutatorError("D56", "this is open to the one who asked, in the hour after another agreed")
    if found.wanted == WANTED.REPORTS:
        command = f"scrutator mission retire {mission} --reports --really {mission}"
        raise ScrutatorError(
            "D62", "reports are erased on the server's own computer", remedy=f"Run `{command}`."
        )
    writer().run(lambda log: take(log, found.pk, at))
    if found.wanted == WANTED.NAME:
        person = read_person(found.observer.opaque)
        context = {"mission": request.mission, "request_row": found, "person": person}
        return render(request, "name_shown.html", context)
    if found.wanted == WANTED.KEPT:
        return _handed_out(found)
    if found.wanted == WANTED.ERASE:
        erase_observer(found.mission, found.observer, at, request.user.username)
    else:
        retire(found.mission, at, reports=False, by=request.user.username)
    return redirect("names", mission=mission)


def _handed_out(found: NameRequest) -> HttpResponse:
    """Everything that is kept of an observer, as a file."""
    kept = kept_of(found.mission, found.observer)
    text = json.dumps(kept, ensure_ascii=False, indent=1) + "\n"
    headers = {"Content-Disposition": f'attachment; filename="{found.mission.slug}-observer-{found.pk}.json"'}
    return HttpResponse(text, content_type="application/json; charset=utf-8", headers=headers)
