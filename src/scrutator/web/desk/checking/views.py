"""The checks of a mission: what is asked, of which forms, and a table of one's own."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.http import require_http_methods, require_safe

from scrutator.errors import ScrutatorError
from scrutator.field.checks.declared import LONGEST_TABLE, bundled_table
from scrutator.web.desk.checking.tables import bring_into_force, checks_of, idle_checks
from scrutator.web.desk.models import Attention, CheckTable
from scrutator.web.roles import Role


@require_http_methods(["GET", "HEAD", "POST"])
def checks(request: Any, mission: str) -> HttpResponse:
    """The checks in force, what each is for, which ask nothing; and, for the coordinator, another table.
    Raises D10, D56."""
    if request.method == "POST":
        if request.role is not Role.COORDINATOR:
            raise ScrutatorError("D56", "the coordinator brings checks into force")
        bring_into_force(request.mission, _table(request), request.user)
        return redirect("checks", mission=mission)
    found, language = checks_of(request.mission.pk), translation.get_language() or "en"
    idle = dict(idle_checks(request.mission, found))
    newest = CheckTable.objects.filter(mission=request.mission).select_related("user").order_by("-pk").first()
    looked_at = Attention.objects.filter(mission=request.mission)
    context = {
        "mission": request.mission,
        "rows": [(one, one.message(language), idle.get(one.id, "")) for one in found.checks],
        "version": found.version,
        "newest": newest,
        "asked": looked_at.filter(version=found.version).count(),
        "all": looked_at.count(),
        "may": request.role is Role.COORDINATOR,
    }
    return render(request, "checks.html", context)


def _table(request: Any) -> str:
    given = request.FILES.get("table")
    if given is None or given.size > LONGEST_TABLE:
        raise ScrutatorError("D10", f"a file of at most {LONGEST_TABLE:,} bytes is needed")
    try:
        return str(given.read().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ScrutatorError("D10", "the table is not UTF-8", where=f"byte {error.start}") from error


@require_safe
def checks_table(request: Any, mission: str) -> HttpResponse:
    """The table in force as a file, to begin one's own from."""
    newest = CheckTable.objects.filter(mission=request.mission).order_by("-pk").first()
    text = newest.table if newest else bundled_table()
    headers = {"Content-Disposition": "attachment; filename=checks.csv"}
    return HttpResponse(text.encode(), content_type="text/csv; charset=utf-8", headers=headers)
