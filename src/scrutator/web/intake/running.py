"""The writer of this process, and the keys it signs with."""

import threading
from functools import cache

from scrutator.seal.keys.sign import SecretKey
from scrutator.web.folder import log_key
from scrutator.web.intake.writer import Writer
from scrutator.web.missions.models import Mission


@cache
def signer(mission: int) -> SecretKey:
    """The key of a mission's field log."""
    return log_key(Mission.objects.values_list("slug", flat=True).get(pk=mission))


_WRITERS: list[Writer] = []
_LOCK = threading.Lock()


def writer() -> Writer:
    """The one writer of this process, running; the same for all threads that ask at the same time."""
    with _LOCK:
        if not _WRITERS:
            _WRITERS.append(Writer(signer))
            _WRITERS[0].start()
        return _WRITERS[0]
