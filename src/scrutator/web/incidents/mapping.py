"""Incidents as marks at the coordinates of their places: as the desk sees them, coarse for anyone else."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from scrutator.field.incidents.drawing import Mark, Spot, centre, drawn
from scrutator.field.incidents.status import Status
from scrutator.field.privacy import cell_text, coarse_cells
from scrutator.web.desk.records import stations_of
from scrutator.web.incidents.gathering import Event, not_hidden
from scrutator.web.incidents.models import Point
from scrutator.web.missions.models import Mission
from scrutator.web.speech import spoken

LEAST_STATIONS = 3
TITLE = "Incidents by place; the list says the same in words"
COARSE_TITLE = "Incidents by area, none with fewer than three stations"
OPEN_OR_NOT = {True: "at least one confirmed", False: "none confirmed"}
Say = Callable[[str], str]


def map_of(found: Iterable[Event], mission: Mission, say: Say) -> str:
    """The map of these incidents at their own places; "" where no place has coordinates."""
    points = points_of(mission)
    at: dict[str, list[Event]] = defaultdict(list)
    for one in found:
        at[one.first.place].append(one)
    marks = [_mark(points[code], code, events) for code, events in sorted(at.items()) if code in points]
    faint = [spot for code, spot in points.items() if code not in at]
    return drawn(marks, faint, say(TITLE), _words(say))


def coarse_map_of(found: Iterable[Event], mission: Mission, say: Say) -> str:
    """The map for anyone: by areas of at least three stations each, a mark in the middle of its area."""
    points = points_of(mission)
    cells = cells_of(mission)
    at: dict[str, list[Event]] = defaultdict(list)
    for one in found:
        if one.first.place in cells:
            at[cells[one.first.place]].append(one)
    spots: dict[str, list[Spot]] = defaultdict(list)
    for code, cell in cells.items():
        if code in points:
            spots[cell].append(points[code])
    marks = [_mark(centre(spots[cell]), cell, events) for cell, events in sorted(at.items()) if spots[cell]]
    return drawn(marks, (), say(COARSE_TITLE), _words(say))


def cells_of(mission: Mission) -> dict[str, str]:
    """The area of each station as it may be shown to anyone: at least three stations in each."""
    cells = {one.code: one.cell for one in stations_of(mission)}
    return {code: cell_text(cell) for code, cell in coarse_cells(cells, LEAST_STATIONS).items()}


def points_of(mission: Mission) -> dict[str, Spot]:
    """The coordinates of the mission's stations that have some, by code."""
    rows = Point.objects.filter(place__mission=mission, place__kind="station").order_by("place__code")
    return {
        code: Spot(latitude, longitude)
        for code, latitude, longitude in rows.values_list("place__code", "latitude", "longitude")
    }


def _mark(spot: Spot, name: str, events: list[Event]) -> Mark:
    statuses = Counter(one.verified.status for one in events)
    return Mark(spot, name, len(events), statuses[Status.CONFIRMED] > 0)


def _words(say: Say) -> dict[bool, str]:
    return {is_confirmed: say(words) for is_confirmed, words in OPEN_OR_NOT.items()}


@require_safe
def incidents_map(request: Any, mission: str) -> HttpResponse:
    """The coarse map as a file, without anything that is hidden; the same for all who ask."""
    text = coarse_map_of(not_hidden(request.mission), request.mission, spoken) or _EMPTY
    headers = {"Content-Disposition": f'attachment; filename="{request.mission.slug}-incidents.svg"'}
    return HttpResponse(text, content_type="image/svg+xml", headers=headers)


_EMPTY = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 160"/>'
