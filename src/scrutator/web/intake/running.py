"""The writer of this process, and the keys it signs with."""

import threading
from functools import cache

from scrutator.seal.keys.sign import SecretKey
from scrutator.web.folder import log_key
from scrutator.web.intake import rows
from scrutator.web.intake.writer import Writer

_key = cache(log_key)


def signer(mission: int) -> SecretKey:
    """The key of a mission's field log. Its short name is asked for each time: the number of a mission whose
    making failed is given again."""
    ((slug,),) = rows.query("SELECT slug FROM missions_mission WHERE id = %s", [mission])
    return _key(slug)


_WRITERS: list[Writer] = []
_LOCK = threading.Lock()


def writer() -> Writer:
    """The one writer of this process, running; the same for all threads that ask at the same time."""
    with _LOCK:
        if not _WRITERS:
            _WRITERS.append(Writer(signer))
            _WRITERS[0].start()
        return _WRITERS[0]
