"""The writer of this process, and the keys it signs with."""

import threading
from functools import cache

from scrutator.seal.keys.sign import SecretKey
from scrutator.web.folder import log_key, refuse_restored
from scrutator.web.intake import rows
from scrutator.web.intake.writer import Writer


@cache
def _key(slug: str, public: str) -> SecretKey:
    """The key in a mission's file, read once for each that the mission names."""
    return log_key(slug)


def signer(mission: int) -> SecretKey:
    """The key of a mission's field log. Its names are asked for each time: the number of a mission whose
    making failed is given again, and so is its short name, with another key."""
    ((slug, public),) = rows.query("SELECT slug, log_key FROM missions_mission WHERE id = %s", [mission])
    return _key(slug, public)


_WRITERS: list[Writer] = []
_LOCK = threading.Lock()


def writer() -> Writer:
    """The one writer of this process, running; the same for all threads that ask at the same time. Raises D58
    in a folder that was made from a copy."""
    with _LOCK:
        if not _WRITERS:
            refuse_restored()
            _WRITERS.append(Writer(signer))
            _WRITERS[0].start()
        return _WRITERS[0]
