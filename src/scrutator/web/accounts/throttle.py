"""Guessing passwords slowly: how long to wait after failures, and for whom.

Failures are counted for an account, and for an address they come from; each waits longer and longer.
A browser that signed in to the account before has a count of its own, so that no one else's guesses keep its
owner out. While it waits, a password is not looked at, right or wrong.
"""

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field

FREE_FOR_ACCOUNT, FREE_FOR_ADDRESS = 10, 50
LONGEST_WAIT = 900.0  # seconds
FORGOTTEN_AFTER = 86_400.0
MOST_COUNTS = 50_000


@dataclass(frozen=True)
class Counted:
    """What failures are counted for: its name, and how many have no effect."""

    name: str
    free: int


@dataclass
class Throttle:
    """The failures of the last day. Only so many counts are kept; the oldest goes first."""

    _failed: OrderedDict[str, tuple[int, float]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wait(self, counted: Sequence[Counted], at: float) -> float:
        """How many seconds are left to wait, 0 for none: the longest of these counts."""
        with self._lock:
            return max((self._left(one, at) for one in counted), default=0.0)

    def _left(self, one: Counted, at: float) -> float:
        failures, last = self._failed.get(one.name, (0, at))
        if failures < one.free or at - last >= FORGOTTEN_AFTER:
            return 0.0
        return max(0.0, last + min(2.0 ** min(failures - one.free, 20), LONGEST_WAIT) - at)

    def failed(self, counted: Sequence[Counted], at: float) -> None:
        """Count a failure for each."""
        with self._lock:
            for one in counted:
                failures, last = self._failed.pop(one.name, (0, at))
                failures = 0 if at - last >= FORGOTTEN_AFTER else failures
                self._failed[one.name] = (failures + 1, at)
                if len(self._failed) > MOST_COUNTS:
                    self._failed.popitem(last=False)

    def forget(self, one: Counted) -> None:
        """A success: this count begins anew."""
        with self._lock:
            self._failed.pop(one.name, None)
