"""A report given to another station, with a reason; the report itself stays as it came."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from scrutator.errors import ScrutatorError
from scrutator.web.clock import now
from scrutator.web.desk.models import Move
from scrutator.web.desk.views import one_report, reason_in
from scrutator.web.intake.models import Flag, Job, Submission
from scrutator.web.intake.running import writer


@require_POST
def move(request: Any, mission: str, report: int) -> HttpResponse:
    """Make a version of the report that is about another station. Raises D65 for a place that is none of the
    mission's stations or the one it has, and without a reason."""
    one, user, at = one_report(request, report), request.user, now()
    code, reason = request.POST.get("place", "").strip(), reason_in(request)
    after = request.mission.places.filter(code=code, kind="station").first()
    if after is None or after.pk == one.place_id:
        raise ScrutatorError("D65", "a report is moved to another station of the mission's list")

    def write(log: Any) -> None:
        current = Submission.objects.get(pk=one.pk)
        Move.objects.create(
            submission=current, user=user, before_id=current.place_id, after=after, reason=reason, at=at
        )
        Submission.objects.filter(pk=one.pk).update(place=after)
        Flag.objects.filter(submission=one, kind=Flag.Kind.UNKNOWN_PLACE).delete()
        Job.objects.create(submission=one)

    writer().run(write)
    return redirect("report", mission=mission, report=report)
