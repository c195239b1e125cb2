"""What observers are to be told: written from a report, listed until told, printed."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from scrutator.errors import ScrutatorError
from scrutator.web.audit.events import What
from scrutator.web.audit.writing import name_of, note, written, written_among
from scrutator.web.clock import now
from scrutator.web.desk.models import Message
from scrutator.web.desk.views import LONGEST_MESSAGE, one_report, visible
from scrutator.web.intake.running import writer

SHOWN = 500
STATES: tuple[str, ...] = tuple(Message.State.values)


def visible_messages(request: Any) -> "QuerySet[Message]":
    """The mission's messages on reports that the one who asks may see."""
    return Message.objects.filter(mission=request.mission, submission__in=visible(request))


@require_safe
def messages(request: Any, mission: str) -> HttpResponse:
    """The messages of a state, the oldest first: who is to be told what."""
    asked = request.GET.get("state", Message.State.WAITING)
    state = asked if asked in STATES else str(Message.State.WAITING)
    found = visible_messages(request)
    listed = found.filter(state=state).select_related(
        "observer", "submission__received__leaf", "user", "ended_by"
    )
    context = {
        "mission": request.mission,
        "state": state,
        "counts": [(one, found.filter(state=one).count()) for one in STATES],
        "messages_listed": listed.order_by("pk")[:SHOWN],
        "total": listed.count(),
    }
    return render(request, "messages.html", context)


@require_POST
def message_write(request: Any, mission: str, report: int) -> HttpResponse:
    """Write a message to the observer of a report. Raises D65 for an empty or long one."""
    one, user, at = one_report(request, report), request.user, now()
    words = request.POST.get("words", "").replace("\r\n", "\n").strip()
    if not 0 < len(words) <= LONGEST_MESSAGE:
        raise ScrutatorError("D65", f"a message has words, and at most {LONGEST_MESSAGE:,} characters")
    observer = one.received.device.observer
    row = Message(mission=request.mission, observer=observer, submission=one, user=user, words=words, at=at)

    def write(log: Any) -> None:
        row.save(force_insert=True)
        note(log, row.mission_id, What.MESSAGE, user.username, {"observer": observer.code}, written(row))

    writer().run(write)
    return redirect("report", mission=mission, report=report)


@require_POST
def message_end(request: Any, mission: str, message: int) -> HttpResponse:
    """Say that an observer was told, or that a message is dropped. Raises D54, D65."""
    state, user, at = request.POST.get("state", ""), request.user, now()
    if state not in (Message.State.TOLD, Message.State.DROPPED):
        raise ScrutatorError("D65", "a message ends by being told or dropped")
    waiting = visible_messages(request).filter(pk=message, state=Message.State.WAITING)
    if not waiting.exists():
        raise ScrutatorError("D54", "no such message waits")

    end_message(message, state, user, at)
    return redirect("messages", mission=mission)


def end_message(number: int, state: str, user: Any, at: Any) -> None:
    """Write that a message that waits has ended, and who says so; None: the server's own computer."""

    def write(log: Any) -> None:
        found = Message.objects.filter(pk=number, state=Message.State.WAITING).first()
        if found is not None:
            Message.objects.filter(pk=number).update(state=state, ended_by=user, ended_at=at)
            rows = written_among("desk.message", [number])
            note(log, found.mission_id, What.MESSAGE_ENDED, name_of(user), {"state": state}, rows)

    writer().run(write)


def wait_again(number: int) -> None:
    """Write that a message that the server's own computer marked told went out to no one, and waits."""

    def write(log: Any) -> None:
        found = Message.objects.filter(pk=number, state=Message.State.TOLD, ended_by=None).first()
        if found is not None:
            Message.objects.filter(pk=number).update(state=Message.State.WAITING, ended_at=None)
            rows = written_among("desk.message", [number])
            note(log, found.mission_id, What.MESSAGE_ENDED, name_of(None), {"state": "waiting"}, rows)

    writer().run(write)
