"""What should have arrived by now, and from whom nothing was heard."""

import threading
import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Max
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from scrutator.field.expected import ALL_PLACES, Coverage, Expected, coverage_by
from scrutator.web.clock import now
from scrutator.web.desk.records import at_risk, expected_now, teams_of
from scrutator.web.intake.models import Decision, Submission
from scrutator.web.missions.models import Mission
from scrutator.web.roles import Role

SHOWN = 200
SECONDS = 30  # a page of the same reports is not computed again within these
AT_ONCE = 0.1  # what takes less is computed when it is asked for
OLDEST = 600  # seconds
_COMPUTING = threading.Lock()
Key = tuple[int, frozenset[int]]


@dataclass(frozen=True)
class Computed:
    """Coverage as it was computed: at which moment, from which state of the records (`last`: the number of
    the newest report), in how many seconds; also by partner, by team (those with most missing first) and by
    the hour that reports were due."""

    found: Expected
    partners: tuple[Coverage, ...]
    teams: tuple[Coverage, ...]
    hours: tuple[Coverage, ...]
    at: datetime
    state: str
    seconds: float
    last: int


_KEPT: dict[Key, Computed] = {}
"""The last that was computed of a mission without these observers."""


def computed(mission: Mission, *, everyone: bool = True) -> Computed:
    """Coverage for a page; `everyone`: with observers who have a hidden report, as the coordinator sees it.

    What takes long is computed aside, one at a time, while the page shows the last that there is and says of
    when it is; nothing that is more than ten minutes old is shown.
    """
    without = frozenset[int]() if everyone else at_risk(mission)
    key, at = (mission.pk, without), now()
    _ASKED[mission.pk] = at
    known = _KEPT.get(key)
    if known is not None:
        age = (at - known.at).total_seconds()
        if known.state == _state(mission) and age < SECONDS:
            return known
        if known.seconds >= AT_ONCE and age < OLDEST:
            if _COMPUTING.acquire(blocking=False):
                threading.Thread(target=_compute_aside, args=(mission, key), daemon=True).start()
            return known
    return _compute(mission, key)


def came_since(mission: Mission, known: Computed, *, everyone: bool) -> int:
    """How many reports came after this was computed; only `everyone` may know of hidden ones and of their
    observers' others."""
    found = Submission.objects.filter(mission=mission, pk__gt=known.last)
    if not everyone:
        found = found.filter(unsafe=False).exclude(received__device__observer__in=at_risk(mission))
    return found.count()


_ASKED: dict[int, datetime] = {}
"""When someone last looked, by mission."""
ASKED_LATELY, SOON, LATER = 600, 3, 60  # seconds


def catch_up(mission: Mission) -> None:
    """Compute again what takes long and is behind: after three seconds while someone looks, else after a
    minute, so that a look finds nothing older."""
    at = now()
    asked = _ASKED.get(mission.pk)
    is_asked = asked is not None and (at - asked).total_seconds() < ASKED_LATELY
    for key, known in _asked_for(mission).items():
        age = (at - known.at).total_seconds()
        if known.seconds < AT_ONCE or age < (SOON if is_asked else LATER):
            continue
        if (known.state != _state(mission) or age >= LATER) and _COMPUTING.acquire(blocking=False):
            try:
                _compute(mission, key)
            finally:
                _COMPUTING.release()


def _asked_for(mission: Mission) -> dict[Key, Computed]:
    """What is kept of a mission and may be asked for again; what was computed without observers who are no
    longer those in danger is let go, or each such set would be computed for ever."""
    found = {key: known for key, known in list(_KEPT.items()) if key[0] == mission.pk}
    current = at_risk(mission) if any(without for _, without in found) else frozenset()
    for key in [key for key in found if key[1] not in (frozenset(), current)]:
        _KEPT.pop(key, None)
        del found[key]
    return found


def _state(mission: Mission) -> str:
    """Changes with whatever coverage depends on, in constant time."""
    seen = mission.checkpoints.aggregate(Max("size"))["size__max"]
    decided = Decision.objects.aggregate(Max("pk"))["pk__max"]
    return f"{seen}-{decided}-{mission.places_version}"


def _compute(mission: Mission, key: Key) -> Computed:
    state, at, begin = _state(mission), now(), time.perf_counter()
    last = Submission.objects.filter(mission=mission).aggregate(Max("pk"))["pk__max"] or 0
    found, names = expected_now(mission, at, key[1]), teams_of(mission)
    partners = coverage_by(found.states, lambda duty: (names[duty.team][1],))
    teams = coverage_by(found.states, lambda duty: (names[duty.team][0],))
    hours = coverage_by(found.states, lambda duty: (duty.due.strftime("%Y-%m-%d %H:00"),))
    most_missing = sorted(teams, key=lambda one: (-one.missing, one.place, one.form))
    made = Computed(found, partners, tuple(most_missing), hours, at, state, time.perf_counter() - begin, last)
    for other in [one for one, known in list(_KEPT.items()) if (at - known.at).total_seconds() >= OLDEST]:
        _KEPT.pop(other, None)
    _KEPT[key] = made
    return made


def _compute_aside(mission: Mission, key: Key) -> None:
    try:
        _compute(mission, key)
    finally:
        _COMPUTING.release()
        connection.close()


@require_safe
def coverage(request: Any, mission: str) -> HttpResponse:
    """Duties by form and region: due, on time, late, missing; by partner, team and hour; who is silent, who
    was last heard when."""
    everyone = request.role is Role.COORDINATOR
    known = computed(request.mission, everyone=everyone)
    found = known.found
    late = {duty.team for duty in found.missing} & found.last_heard.keys()
    quiet = sorted((found.last_heard[team], team) for team in late)
    context = {
        "mission": request.mission,
        "at": known.at,
        "since": came_since(request.mission, known, everyone=everyone),
        "rows": [row for row in found.coverage if row.place != ALL_PLACES],
        "sums": [row for row in found.coverage if row.place == ALL_PLACES],
        "missing": found.missing[:SHOWN],
        "all_missing": len(found.missing),
        "silent": found.silent[:SHOWN],
        "all_silent": len(found.silent),
        "quiet": quiet[:SHOWN],
        "all_quiet": len(quiet),
        "unexpected": len(found.unexpected),
        "partners": known.partners,
        "teams": known.teams[:SHOWN],
        "all_teams": len(known.teams),
        "hours": known.hours,
    }
    return render(request, "coverage.html", context)
