"""Writing down who signed in, who was wrong, and who was refused what."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpResponse

from scrutator.web.accounts.models import Event, Membership, User
from scrutator.web.audit import refusals as audit
from scrutator.web.audit.events import What
from scrutator.web.audit.writing import COMPUTER, Log, note, write
from scrutator.web.clock import now

ONCE_IN = timedelta(minutes=1)  # the same refusal again is not written


class RefusalsWritten:
    """A page that was refused to one who is signed in is written down."""

    def __init__(self, get_response: Callable[[Any], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 403:
            count_refusal(request)
        if response.status_code == 403 and request.user.is_authenticated:
            refused(request)
        return response


def refused(request: Any) -> None:
    """Write that this was refused, unless it was within the last minute."""
    match = request.resolver_match
    route = (match.view_name or "")[:40] if match else ""
    mission = str(match.kwargs.get("mission", ""))[:40] if match else ""
    said = {"kind": Event.Kind.REFUSED, "user": request.user, "mission": mission, "route": route}
    if not Event.objects.filter(at__gt=now() - ONCE_IN, **said).exists():
        Event.objects.create(at=now(), **said)


OF_THE_ACCOUNT = (Event.Kind.SESSIONS, Event.Kind.OFF, Event.Kind.ON)


def happened(kind: str, user: User, mission: str = "", by: str = COMPUTER) -> None:
    """Write that this happened to an account, in a mission where one is named; what is of the account itself
    also in the log of every mission in which it has a role. `by` did it."""

    def write_it(log: Log) -> None:
        Event.objects.create(at=now(), kind=kind, user=user, mission=mission)
        if kind in OF_THE_ACCOUNT:
            _state(log, user, kind, by)

    write(write_it)


def account_changed(user: User, act: str, by: str = COMPUTER) -> None:
    """State in the log of every mission in which an account has a role that its password or second factor is
    another, once that is durable."""
    transaction.on_commit(lambda: write(lambda log: _state(log, user, act, by)))


def _state(log: Log, user: User, act: str, by: str) -> None:
    for one in Membership.objects.filter(user=user).order_by("pk"):
        note(log, one.mission_id, What.ACCOUNT, by, {"account": user.username, "act": act})


def count_refusal(request: Any) -> None:
    """Count a refused page for the log."""
    match = request.resolver_match
    mission = str(match.kwargs.get("mission", "")) if match else ""
    audit.refused(audit.Refusal.PAGE, mission, (match.view_name or "") if match else "")


def wrong_password(name: str) -> None:
    """Write that the password of this account was wrong; a name that is none is not written."""
    audit.refused(audit.Refusal.PASSWORD)
    user = User.objects.filter(username__iexact=name).first()
    Event.objects.create(at=now(), kind=Event.Kind.WRONG, user=user)


def wrong_since(at: datetime) -> list[tuple[str, datetime]]:
    """The wrong passwords of accounts since then: whose, and when, in their order."""
    listed = Event.objects.filter(kind=Event.Kind.WRONG, at__gt=at, user__isnull=False).order_by("pk")
    return [(one.user.username, one.at) for one in listed.select_related("user")]


@receiver(user_logged_in)
def _signed_in(sender: Any, user: User, **more: Any) -> None:
    Event.objects.create(at=now(), kind=Event.Kind.SIGNED_IN, user=user)


@receiver(user_logged_out)
def _signed_out(sender: Any, user: User | None, **more: Any) -> None:
    if user is not None:
        Event.objects.create(at=now(), kind=Event.Kind.SIGNED_OUT, user=user)


def last_events(count: int) -> list[str]:
    """The last events, one line each, the newest first; names of accounts have no line ends."""
    listed = Event.objects.select_related("user").order_by("-pk")[:count]
    return [
        f"{one.at:%Y-%m-%d %H:%M:%S}  {one.kind:14}  {one.user.username if one.user else '(no account)'}"
        f"  {one.mission} {one.route}".rstrip()
        for one in listed
    ]
