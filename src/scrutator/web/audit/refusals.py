"""Refusals, counted in memory and written as one event a minute: an attacker fills no log with them.

What is refused of a mission stands in its log; what belongs to none (a wrong password) in all.
A killed process loses the counts of its last minute.
"""

import threading
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from django.apps import apps

from scrutator.web.audit.events import What
from scrutator.web.audit.writing import Log, note, write

SECONDS = 60.0
NOBODY = "(counted, not named)"


class Refusal(StrEnum):
    """What was refused."""

    PAGE = "page refused"
    PASSWORD = "wrong password"
    WAITS = "password not looked at, too many were wrong"
    FACTOR = "wrong second factor"
    PHONE = "phone not known"
    GATEWAY = "gateway not known"


Counted = tuple[str, str]
"""The short name of a mission, "" for none; what was refused, with the page's name for a page."""


@dataclass
class Tally:
    """What was refused since the last event, and when the first of it was; for any number of threads."""

    _counts: Counter[Counted] = field(default_factory=Counter)
    _since: float | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, what: Refusal, mission: str, route: str, at: float) -> None:
        """Count one refusal."""
        with self._lock:
            self._counts[mission, f"{what.value} {route}".strip()] += 1
            self._since = at if self._since is None else self._since

    def take(self, at: float) -> Mapping[Counted, int]:
        """All counts, when a minute has gone since the first of them; they begin anew then. Else nothing."""
        with self._lock:
            if self._since is None or at - self._since < SECONDS:
                return {}
            taken, self._counts, self._since = self._counts, Counter(), None
            return taken


TALLY = Tally()  # of this process


def refused(what: Refusal, mission: str = "", route: str = "") -> None:
    """Count a refusal for the next event. `route` is a page's name in the router, of which there are few."""
    TALLY.add(what, mission, route, time.monotonic())


def write_refusals(at: float | None = None) -> int:
    """Write the events of what was refused, if a minute has gone; how many."""
    counts = TALLY.take(time.monotonic() if at is None else at)
    if not counts:
        return 0
    missions = dict(apps.get_model("missions", "Mission").objects.values_list("slug", "pk"))

    def append(log: Log) -> int:
        written = 0
        for slug, number in sorted(missions.items()):
            of_mission: Counter[str] = Counter()
            for (mission, words), count in counts.items():
                if mission == slug or mission not in missions:
                    of_mission[words] += count
            if of_mission:
                said = {words: str(count) for words, count in of_mission.items()}
                note(log, number, What.REFUSALS, NOBODY, said)
                written += 1
        return written

    return write(append)
