"""The writer of this process, and the keys it signs with."""

import threading

from scrutator.seal.keys.sign import SecretKey
from scrutator.web.folder import log_key, refuse_restored
from scrutator.web.intake import rows
from scrutator.web.intake.writer import Writer

_KEYS: dict[str, SecretKey] = {}


def signer(mission: int) -> SecretKey:
    """The key of a mission's field log. What the mission states is asked for each time: the number and the
    short name of one whose making failed are given again, with another key."""
    ((slug, stated),) = rows.query("SELECT slug, log_key FROM missions_mission WHERE id = %s", [mission])
    key = _KEYS.get(slug)
    if key is None or str(key.key) != stated:
        key = _KEYS[slug] = log_key(slug)
    return key


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
