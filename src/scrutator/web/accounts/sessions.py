"""Sessions: which are open, and how they end: when no one is there, when their owner, a coordinator or the
administrator says so, and when a password, a second factor or a role changes."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.contrib.auth import HASH_SESSION_KEY, logout
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.models import Session
from django.dispatch import receiver
from django.http import HttpResponse
from django.utils.crypto import salted_hmac

from scrutator.web.accounts.events import account_changed
from scrutator.web.accounts.models import User
from scrutator.web.clock import now

IDLE, LONGEST = 3_600, 12 * 3_600
STEP = 300  # the time of the last request is written at most so often
SEEN, BEGUN = "seen", "begun"


class IdleSessions:
    """A session in which nothing was asked for an hour is over, and one of twelve hours in any case: each
    request that is written down would let the framework's own twelve hours begin anew."""

    def __init__(self, get_response: Callable[[Any], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        if request.user.is_authenticated:
            at = int(now().timestamp())
            if is_over(request.session, at):
                logout(request)
            elif at - request.session.get(SEEN, 0) > STEP:
                request.session[SEEN] = at
                request.session.setdefault(BEGUN, at)
        return self.get_response(request)


def is_over(data: Any, at: float) -> bool:
    """Whether a session that holds this has ended by itself at a time, in seconds."""
    return bool(at - data.get(SEEN, at) > IDLE or at - data.get(BEGUN, at) > LONGEST)


@dataclass(frozen=True)
class OpenSession:
    """A session that has not ended: a mark that opens nothing, when it began, the last request that was
    written down (at most five minutes old), whether it is the one that asks."""

    mark: str
    begun: datetime | None
    seen: datetime | None
    here: bool


def open_sessions(user: User, here: str = "") -> list[OpenSession]:
    """The sessions of a user, the newest first; `here` is the key of the one that asks."""
    found = [
        OpenSession(_mark(key), _time(data.get(BEGUN)), _time(data.get(SEEN)), key == here)
        for key, number, data in _everyone_s()
        if number == user.pk
    ]
    return sorted(found, key=lambda one: one.begun or datetime.fromtimestamp(0, UTC), reverse=True)


def sessions_of_all() -> Counter[int]:
    """How many sessions are open, by user."""
    return Counter(number for _, number, _ in _everyone_s())


def end_sessions(user: User, *, keep: str = "", mark: str = "") -> int:
    """End the sessions of a user but the one of the key `keep`; with `mark` that one alone. How many
    ended."""
    found = [
        key
        for key, number, _ in _everyone_s()
        if number == user.pk and key != keep and (not mark or _mark(key) == mark)
    ]
    Session.objects.filter(pk__in=found).delete()
    return len(found)


def _everyone_s() -> Iterator[tuple[str, int, dict[str, Any]]]:
    """Every session of a person that is open: its key, the user's number, what it holds. One of a password
    that was changed, or that is over by itself, is not."""
    at, active = now().timestamp(), {one.pk: one for one in User.objects.filter(is_active=True)}
    for row in Session.objects.filter(expire_date__gt=now()).iterator():
        data = row.get_decoded()
        number = int(data.get("_auth_user_id", 0))
        user = active.get(number)
        same = user is not None and data.get(HASH_SESSION_KEY) == user.get_session_auth_hash()
        if same and not is_over(data, at):
            yield row.pk, number, data


def _mark(key: str) -> str:
    """A name of a session for a page: its key cannot be found from it."""
    return salted_hmac("session", key, algorithm="sha256").hexdigest()[:24]


def _time(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


@receiver(user_logged_in)
def _begun(sender: Any, request: Any, **more: Any) -> None:
    request.session[BEGUN] = request.session[SEEN] = int(now().timestamp())


@receiver([authenticator_added, authenticator_removed])
def _factor_changed(sender: Any, request: Any, user: Any, **more: Any) -> None:
    """Sessions of before the change end, but for the one that made it."""
    end_sessions(user, keep=request.session.session_key or "")
    account_changed(user, "second factor changed", user.username)
