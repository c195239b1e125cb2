"""What a mission says about its incidents beforehand: where places are, which norms a kind is about."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from scrutator.errors import ScrutatorError
from scrutator.field.incidents.taxonomy import LONGEST, bundled_table, taxonomy_in
from scrutator.tables.reading import read_table
from scrutator.web.audit.events import What
from scrutator.web.audit.writing import COMPUTER, Log, note, written, written_among
from scrutator.web.clock import now
from scrutator.web.incidents.gathering import kinds_of, offered_kinds
from scrutator.web.incidents.models import KindTable, Point
from scrutator.web.incidents.views import kind_words
from scrutator.web.intake.running import writer
from scrutator.web.missions.models import Mission
from scrutator.words.norms import norm_catalogue

LARGEST = 5_000_000
COLUMNS = ("code", "latitude", "longitude")


@require_http_methods(["GET", "HEAD", "POST"])
def incident_places(request: Any, mission: str) -> HttpResponse:
    """Give stations their coordinates by a table `code,latitude,longitude`; all rows or none. Raises D61."""
    if request.method == "POST":
        file = request.FILES.get("file")
        if file is None or file.size > LARGEST:
            raise ScrutatorError("D61", f"a table of coordinates has at most {LARGEST:,} bytes")
        write_points(request.mission, file.read(), file.name, request.user.username)
        return redirect("incident_places", mission=mission)
    stations = request.mission.places.filter(kind="station")
    context = {
        "mission": request.mission,
        "all": stations.count(),
        "with_point": stations.filter(point__isnull=False).count(),
    }
    return render(request, "incident_places.html", context)


def write_points(mission: Mission, content: bytes, name: str, by: str = COMPUTER) -> int:
    """Write the coordinates of a table; how many. Raises D61 for a row that cannot be used, and then writes
    nothing."""
    table = read_table(content, name=name)
    if table.faults:
        raise ScrutatorError("D61", str(table.faults[0]))
    if set(table.columns) != set(COLUMNS):
        raise ScrutatorError("D61", f"a table of coordinates has the columns {', '.join(COLUMNS)}")
    known = dict(mission.places.values_list("code", "pk"))
    found: dict[int, tuple[float, float]] = {}
    for row in table.records():
        code, latitude, longitude = (row[column].strip() for column in COLUMNS)
        if code not in known or known[code] in found:
            why = "is named twice" if code in known else "is no place of the mission"
            raise ScrutatorError("D61", f"“{code[:40]}” {why}")
        found[known[code]] = (_degrees(latitude, 90, code), _degrees(longitude, 180, code))

    def write(log: Any) -> None:
        numbers = []
        for place, (latitude, longitude) in found.items():
            row, _ = Point.objects.update_or_create(
                place_id=place, defaults={"latitude": latitude, "longitude": longitude}
            )
            numbers.append(row.pk)
        about = {"places": str(len(numbers))}
        note(log, mission.pk, What.POINTS, by, about, written_among("incidents.point", numbers))

    writer().run(write)
    return len(found)


def _degrees(text: str, most: int, code: str) -> float:
    try:
        value = float(text) if text.isascii() else float("nan")
    except ValueError:
        value = float("nan")
    if not -most <= value <= most:
        raise ScrutatorError("D61", f"“{text[:20]}” is no number of degrees, at “{code[:40]}”")
    return value


@require_http_methods(["GET", "HEAD", "POST"])
def incident_kinds(request: Any, mission: str) -> HttpResponse:
    """Which norms each kind of incident is about; the coordinator may bring a table of the mission's own."""
    if request.method == "POST":
        file = request.FILES.get("file")
        if file is None or file.size > 4 * LONGEST:
            raise ScrutatorError("D61", f"a table of kinds has at most {LONGEST:,} characters")
        try:
            text = file.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise ScrutatorError("D61", "a table of kinds is a CSV file in UTF-8") from None
        taxonomy_in(text, offered_kinds(request.mission))
        row = KindTable(mission=request.mission, table=text, user=request.user, at=now())
        writer().run(lambda log: _declared(log, row))
        return redirect("incident_kinds", mission=mission)
    words, catalogue = kind_words(request.mission), norm_catalogue()
    context = {
        "mission": request.mission,
        "rows": [
            (words.get(one.kind, one.kind), one.kind, [catalogue[norm] for norm in one.norms], one.event)
            for one in kinds_of(request.mission).values()
        ],
    }
    return render(request, "incident_kinds.html", context)


@require_safe
def incident_kinds_table(request: Any, mission: str) -> HttpResponse:
    """The table of kinds that is in force, as a file."""
    own = KindTable.objects.filter(mission=request.mission).order_by("-pk").first()
    headers = {"Content-Disposition": f'attachment; filename="{request.mission.slug}-kinds.csv"'}
    text = own.table if own else bundled_table()
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)


def _declared(log: Log, row: KindTable) -> None:
    row.save(force_insert=True)
    note(log, row.mission_id, What.KINDS, row.user.username, rows=written(row))
