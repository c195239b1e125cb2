"""A report given to another station, with a reason; the report itself stays as it came."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from scrutator.errors import ScrutatorError
from scrutator.field.deciding.standing import Act
from scrutator.web.desk.acts import Asked, decide_report
from scrutator.web.desk.views import one_report, reason_in


@require_POST
def move(request: Any, mission: str, report: int) -> HttpResponse:
    """Make a version of the report that is about another station. Raises D65 for a place that is none of the
    mission's stations or the one it has, and without a reason."""
    one = one_report(request, report)
    code, reason = request.POST.get("place", "").strip(), reason_in(request)
    after = request.mission.places.filter(code=code, kind="station").first()
    if after is None or after.pk == one.place_id:
        raise ScrutatorError("D65", "a report is moved to another station of the mission's list")
    decide_report(one.pk, Asked(Act.MOVE, {"station": after.code}, request.user, reason))
    return redirect("report", mission=mission, report=report)
