"""Sessions that end: when no one is there, and when the administrator says so."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth import logout
from django.contrib.sessions.models import Session
from django.http import HttpResponse

from scrutator.web.accounts.models import User
from scrutator.web.clock import now

IDLE = 3_600
STEP = 300  # the time of the last request is written at most so often
SEEN = "seen"


class IdleSessions:
    """A session in which nothing was asked for an hour is over."""

    def __init__(self, get_response: Callable[[Any], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        if request.user.is_authenticated:
            at, seen = int(now().timestamp()), request.session.get(SEEN)
            if seen is not None and at - seen > IDLE:
                logout(request)
            elif seen is None or at - seen > STEP:
                request.session[SEEN] = at
        return self.get_response(request)


def end_sessions(user: User) -> int:
    """End all sessions of a user; how many there were."""
    found = [
        one.pk for one in Session.objects.all() if one.get_decoded().get("_auth_user_id") == str(user.pk)
    ]
    Session.objects.filter(pk__in=found).delete()
    return len(found)
