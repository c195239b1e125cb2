"""Which phone asks: Digest against the tokens of a mission, with nonces that are used once each."""

import hashlib
import hmac
import os
import threading
from typing import Any

from django.http import HttpResponse

from scrutator.errors import ScrutatorError
from scrutator.field import digest_auth
from scrutator.web import answers
from scrutator.web.clock import now
from scrutator.web.env import secret
from scrutator.web.folder import folder
from scrutator.web.missions.models import Device

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
    header = request.headers.get("Authorization")
    if header is None:
        return None
    try:
        credentials = digest_auth.parse(header)
    except ScrutatorError:
        return None
    known = Device.objects.filter(mission__slug=mission, username=credentials.username)
    device = known.select_related("mission").first()
    if device is None or not digest_auth.proves(
        credentials, device.ha1, request.method, request.get_full_path()
    ):
        return None
    made = digest_auth.made_at(_SECRET, credentials.nonce)
    age = now().timestamp() - made if made is not None else NONCE_SECONDS + 1
    if not -5 <= age <= NONCE_SECONDS or not _SEEN.is_new(credentials.nonce, credentials.nc):
        request.is_stale = True
        return None
    over = device.revoked is not None or device.expires <= now()
    if over and request.resolver_match.view_name != "submission":
        return None
    return device


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
