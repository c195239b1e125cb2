"""Which phone asks: Digest against the tokens of a mission, with nonces that are used once each; Basic, which
sends the password itself, over https alone."""

import base64
import hashlib
import hmac
import os
import threading
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Model
from django.http import HttpResponse

from scrutator.errors import ScrutatorError
from scrutator.field import digest_auth
from scrutator.web import answers
from scrutator.web.clock import now
from scrutator.web.env import secret
from scrutator.web.folder import folder
from scrutator.web.intake import rows
from scrutator.web.missions.models import Device, Mission

NONCE_SECONDS = 600
MOST_NONCES = 100_000
_SECRET = os.urandom(32)  # nonces end with the process, and phones ask again by themselves


class Seen:
    """The counts used with each nonce of the last minutes; a count that comes again is a replay."""

    def __init__(self) -> None:
        self._counts: dict[str, set[int]] = {}
        self._lock = threading.Lock()

    def is_new(self, nonce: str, count: int) -> bool:
        """Whether this count is used with this nonce for the first time; it is remembered."""
        with self._lock:
            if len(self._counts) >= MOST_NONCES and nonce not in self._counts:
                for old in list(self._counts)[: MOST_NONCES // 2]:
                    del self._counts[old]
            used = self._counts.setdefault(nonce, set())
            if count in used:
                return False
            used.add(count)
            return True


_SEEN = Seen()


def device_of(request: Any, mission: str) -> Device | None:
    """The phone that signed this request; None when none did, or its nonce is too old.

    A revoked or expired token is known only to `submission`: what it sends is kept, and set aside.
    """
    header = request.headers.get("Authorization", "")
    device = _by_password(request, mission, header) or _by_digest(request, mission, header)
    if device is None:
        return None
    over = device.revoked is not None or device.expires <= now()
    if over and request.resolver_match.view_name != "submission":
        return None
    return device


def _by_password(request: Any, mission: str, header: str) -> Device | None:
    """The phone that sent its name and password (RFC 7617), if no one on the way could read them."""
    scheme, _, rest = header.partition(" ")
    if scheme.lower() != "basic" or not request.is_secure() or len(rest) > digest_auth.LONGEST_HEADER:
        return None
    try:
        username, colon, password = base64.b64decode(rest.strip(), validate=True).decode().partition(":")
    except ValueError:
        return None
    # PostgreSQL takes no text with a zero byte, and no name has one.
    device = device_named(mission, username) if colon and "\0" not in username else None
    ha1 = digest_auth.ha1_of(username, password)
    return device if device is not None and hmac.compare_digest(ha1, device.ha1) else None


def _by_digest(request: Any, mission: str, header: str) -> Device | None:
    """The phone whose password this header proves, for this request and now."""
    try:
        credentials = digest_auth.parse(header)
    except ScrutatorError:
        return None
    device = device_named(mission, credentials.username)
    if device is None or not digest_auth.proves(
        credentials, device.ha1, request.method, request.get_full_path()
    ):
        return None
    made = digest_auth.made_at(_SECRET, credentials.nonce)
    age = now().timestamp() - made if made is not None else NONCE_SECONDS + 1
    if not -5 <= age <= NONCE_SECONDS or not _SEEN.is_new(credentials.nonce, credentials.nc):
        request.is_stale = True
        return None
    return device


def device_named(mission: str, username: str) -> Device | None:
    """The phone of this name in a mission, as it is now, with its mission. Every request of a phone asks, so
    by a statement of its own: the object mapper took more time than all the rest of the request."""
    found = rows.query(_statement(), [username, mission])
    if not found:
        return None
    cells = list(found[0])
    for place, column, converters in _conversions():
        for convert in converters:
            cells[place] = convert(cells[place], column, connection)
    mine, its = _fields(Device), _fields(Mission)
    device = Device.from_db("default", [field.attname for field in mine], cells[: len(mine)])
    device.mission = Mission.from_db("default", [field.attname for field in its], cells[len(mine) :])
    return device


def _fields(kind: type[Model]) -> Sequence[Any]:
    return kind._meta.concrete_fields


@cache
def _statement() -> str:
    columns = [
        f"{kind._meta.db_table}.{field.column}" for kind in (Device, Mission) for field in _fields(kind)
    ]
    return (
        f"SELECT {', '.join(columns)} FROM missions_device JOIN missions_mission"
        " ON missions_device.mission_id = missions_mission.id"
        " WHERE missions_device.username = %s AND missions_mission.slug = %s"
    )


@cache
def _conversions() -> list[tuple[int, Any, list[Callable[..., Any]]]]:
    """Which cells are read otherwise than they are held, and how: SQLite holds times and JSON as texts."""
    columns = [field.get_col(kind._meta.db_table) for kind in (Device, Mission) for field in _fields(kind)]
    read = [
        (place, one, connection.ops.get_db_converters(one) + one.get_db_converters(connection))
        for place, one in enumerate(columns)
    ]
    return [one for one in read if one[2]]


def unknown_device(request: Any) -> HttpResponse:
    """The answer that asks a phone to sign in."""
    response = answers.phone(
        401, "Sign in with a token of this phone that has not ended. (D51)", "submit_error"
    )
    nonce = digest_auth.new_nonce(_SECRET, int(now().timestamp()), os.urandom(8))
    response.headers["WWW-Authenticate"] = digest_auth.challenge(
        nonce, stale=getattr(request, "is_stale", False)
    )
    return response


def fingerprint(device_id: str) -> str:
    """A keyed hash of the id by which a phone calls itself; the id itself is written nowhere."""
    key = secret(folder(), "fingerprints")
    return (
        hmac.new(key, device_id.encode("utf-8", "replace"), hashlib.sha256).hexdigest() if device_id else ""
    )
