"""What pages of many reports rest on, computed once after a start, and the answer until it is.

A page that is asked for before is not computed a second time: it says that it is being prepared and asks
again by itself. It shows no figure until then, so none can be old.
"""

import logging
import threading
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import wraps
from typing import Any

from django.db import connections
from django.http import HttpResponse
from django.shortcuts import render

from scrutator.web.desk.coverage import computed
from scrutator.web.incidents.gathering import gather
from scrutator.web.messaging.missing import divide
from scrutator.web.missions.models import Mission
from scrutator.web.night.keying_views import look_through_sheets
from scrutator.web.night.live import live
from scrutator.web.night.published import compared_now

LOGGER = logging.getLogger("scrutator.preparing")
SECONDS = 0.5
AGAIN = 3  # seconds, then the page asks again
View = Callable[..., HttpResponse]


class Part(StrEnum):
    """What several pages rest on."""

    INCIDENTS = "incidents"
    COVERAGE = "coverage"
    MISSING = "missing"
    NIGHT = "night"
    SHEETS = "sheets"
    PUBLISHED = "published"


def _cover(mission: Mission) -> None:
    for everyone in (True, False):
        computed(mission, everyone=everyone)


HOW: Mapping[Part, Callable[[Mission], object]] = {
    Part.INCIDENTS: gather,
    Part.COVERAGE: _cover,
    Part.MISSING: divide,
    Part.NIGHT: live,
    Part.SHEETS: look_through_sheets,
    Part.PUBLISHED: compared_now,
}


class FirstViews:
    """The parts of missions that are not computed yet."""

    def __init__(
        self, how: Mapping[Part, Callable[[Mission], object]] = HOW, seconds: float = SECONDS
    ) -> None:
        self._how, self._seconds = how, seconds
        self._left: dict[tuple[int, Part], threading.Event] = {}

    def start(self) -> None:
        """Begin to compute the parts of all missions, the newest first, in a thread."""
        missions = list(Mission.objects.order_by("-pk"))
        self._left = {(one.pk, part): threading.Event() for one in missions for part in self._how}
        if missions:
            threading.Thread(target=self.compute, args=(missions,), name="first views", daemon=True).start()

    def compute(self, missions: list[Mission]) -> None:
        """Compute all parts of these missions; what cannot be is left to the page, which says why."""
        try:
            for mission in missions:
                for part, compute in self._how.items():
                    try:
                        compute(mission)
                    except Exception:
                        LOGGER.exception("%s of a mission could not be prepared", part.value)
                    self._done(mission.pk, part)
        finally:
            connections.close_all()

    def _done(self, mission: int, part: Part) -> None:
        waiting = self._left.pop((mission, part), None)
        if waiting is not None:
            waiting.set()

    def has(self, mission: int, part: Part) -> bool:
        """Whether a part need not be waited for; one who asks waits a moment."""
        waiting = self._left.get((mission, part))
        return waiting is None or waiting.wait(self._seconds)


FIRST_VIEWS = FirstViews()


def prepared(part: Part, view: View, views: FirstViews = FIRST_VIEWS) -> View:
    """The page, once the part that it rests on was computed after the start; before, that it is not yet. What
    a person sends is never kept waiting."""

    @wraps(view)
    def page(request: Any, *args: Any, **named: Any) -> HttpResponse:
        if request.method == "POST" or views.has(request.mission.pk, part):
            return view(request, *args, **named)
        answer = render(request, "preparing.html", {"mission": request.mission}, status=503)
        answer.headers["Refresh"] = answer.headers["Retry-After"] = str(AGAIN)
        return answer

    return page
