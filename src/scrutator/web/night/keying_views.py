"""Pages of double entry: what is to be read, one sheet with its photograph, and a table of what is closed."""

from collections import Counter, deque
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from scrutator.errors import ScrutatorError
from scrutator.tables.writing import csv_text
from scrutator.web.answers import refused_words
from scrutator.web.desk.checking.tables import checks_of
from scrutator.web.desk.views import reason_in
from scrutator.web.intake.media import read_copy
from scrutator.web.missions.models import Mission
from scrutator.web.night.keying import (
    ASKS,
    Needs,
    Sheet,
    differences,
    key_sheet,
    lines_of,
    photographs,
    read_lines,
    settle_sheet,
    sheets_of,
)
from scrutator.web.night.live import state_of_night
from scrutator.web.roles import Role
from scrutator.web.speech import in_words

SHOWN = 200
GET_POST = ["GET", "HEAD", "POST"]


@require_safe
def keying(request: Any, mission: str) -> HttpResponse:
    """How many sheets need what, the next one for the person who asks, and where a closed one differs from
    the report. Nothing here says what anyone read of a sheet that is open."""
    sheets = _sheets_now(request.mission)
    counts = Counter(one.needs for one in sheets)
    differing = list(differences(sheets))
    context = {
        "mission": request.mission,
        "counts": [(needs.value, counts[needs]) for needs in Needs],
        "total": len(sheets),
        "not_read": sum(one.not_read for one in sheets),
        "next": _next(sheets, request.user),
        "to_settle": [one for one in sheets if _settles(request, one)][:SHOWN],
        "differing": differing[:SHOWN],
        "all_differing": len(differing),
        "sets_up": request.role is Role.COORDINATOR,
    }
    return render(request, "keying.html", context)


_LAST: dict[int, tuple[str, list[Sheet]]] = {}


def _sheets_now(mission: Mission) -> list[Sheet]:
    """The sheets, kept until something comes, is read, decided or registered; none is hidden from a role."""
    state = f"{state_of_night(mission)}-{checks_of(mission.pk).version}"
    known = _LAST.get(mission.pk)
    if known is None or known[0] != state:
        known = _LAST[mission.pk] = (state, sheets_of(mission))
    return known[1]


def look_through_sheets(mission: Mission) -> None:
    """Look at all sheets and where they differ, so that the first who asks need not wait for it."""
    deque(differences(_sheets_now(mission)), maxlen=0)


def _next(sheets: list[Sheet], user: Any) -> Sheet | None:
    mine = [one for one in sheets if one.may_be_read_by(user)]
    return min(mine, key=lambda one: (ASKS.index(one.needs), one.report.pk), default=None)


def _settles(request: Any, one: Sheet) -> bool:
    return request.role is Role.COORDINATOR and one.may_be_settled_by(request.user)


def _sheet(request: Any, report: int) -> Sheet:
    """The sheet, if it needs the one who asks. Raises D54."""
    found = sheets_of(request.mission, report)
    if not found or not (found[0].may_be_read_by(request.user) or _settles(request, found[0])):
        raise ScrutatorError("D54", "there is no such sheet, or it needs no reading of yours")
    return found[0]


@require_http_methods(GET_POST)
def sheet(request: Any, mission: str, report: int) -> HttpResponse:
    """One sheet: its photograph when it is asked for, and the lines to be typed."""
    one, problem = _sheet(request, report), ""
    if request.method == "POST":
        try:
            _kept(request, one)
            return redirect("keying", mission=mission)
        except ScrutatorError as error:
            problem = refused_words(error)
    settles = _settles(request, one)
    context = {
        "mission": request.mission,
        "sheet": one,
        "problem": problem,
        "settles": settles,
        "lines": [
            (q.name, in_words(q.labels, q.name), request.POST.get(q.name, "")) for q in lines_of(one.report)
        ],
        "readings": _beside(one) if settles else [],
        "photos": photographs(one.report) if request.GET.get("photo") else [],
    }
    return render(request, "keying_sheet.html", context)


def _kept(request: Any, one: Sheet) -> None:
    counts = read_lines(one.report, request.POST)
    if _settles(request, one):
        settle_sheet(one, request.user, counts, reason_in(request))
    else:
        key_sheet(one, request.user, counts)


def _beside(one: Sheet) -> list[tuple[str, list[int | None]]]:
    """What the readings say, line by line: for the one who settles and for no one else."""
    names = [q.name for q in lines_of(one.report)]
    return [(name, [row.counts.get(name) for row in one.readings]) for name in names]


@require_safe
def sheet_photo(request: Any, mission: str, report: int, attachment: int) -> HttpResponse:
    """The working copy of a photograph, for one whose reading its sheet needs. Raises D54."""
    one = _sheet(request, report)
    found = next((photo for photo in photographs(one.report) if photo.pk == attachment), None)
    if found is None:
        raise ScrutatorError("D54", "there is no such photograph")
    content = read_copy(found.sha256)
    kind = "image/png" if content.startswith(b"\x89PNG") else "image/jpeg"
    headers = {"Content-Security-Policy": "sandbox; default-src 'none'"}
    return HttpResponse(content, content_type=kind, headers=headers)


@require_safe
def keying_table(request: Any, mission: str) -> HttpResponse:
    """The readings of closed sheets, as `scrutator protocols keying` reads them; keyers under numbers."""
    closed = [one for one in sheets_of(request.mission) if one.accepted is not None]
    rows = [row for one in closed for row in one.readings if not row.settles]
    people = {user: f"keyer-{n}" for n, user in enumerate(sorted({row.user_id for row in rows}), 1)}
    lines = list(dict.fromkeys(q.name for one in closed for q in lines_of(one.report)))
    table = (
        (one.report.received.leaf.index, people[row.user_id], *(row.counts.get(name, "") for name in lines))
        for one in closed
        for row in one.readings
        if not row.settles
    )
    text = csv_text(("form", "keyer", *lines), table)
    headers = {"Content-Disposition": 'attachment; filename="keying.csv"'}
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)
