"""What should have arrived by now, and from whom nothing was heard."""

from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.db.models import Max
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from scrutator.field.expected import ALL_PLACES, Arrival, Duty, Expected, expected_by
from scrutator.web.clock import now
from scrutator.web.desk.records import stations_of
from scrutator.web.intake.models import Decision, Submission
from scrutator.web.missions import models
from scrutator.web.missions.models import Mission
from scrutator.web.missions.plans import DUE

SHOWN = 200
SECONDS = 30  # a page of the same reports is not computed again within these
COUNTED = (Submission.State.NEW, Submission.State.VERIFIED)


def expected_now(mission: Mission, at: datetime) -> Expected:
    """The mission's duties against its reports at a moment; observers go by their codes.

    Reports that are set aside, doubled, withheld or replaced meet no duty.
    """
    listed = models.Duty.objects.filter(round__mission=mission)
    duties = [
        Duty(observer, place, form, datetime.strptime(due, DUE))  # noqa: DTZ007 (the place's clock)
        for observer, place, form, due in listed.values_list(
            "observer__code", "place__code", "form_id", "due"
        )
    ]
    counted = Submission.objects.filter(mission=mission, state__in=COUNTED, superseded=False)
    arrivals = [
        Arrival(observer, place or "", form, moment)
        for observer, place, form, moment in counted.values_list(
            "received__device__observer__code", "place__code", "form_id", "received__at"
        )
        if moment <= at
    ]
    return expected_by(duties, arrivals, stations_of(mission), at)


@require_safe
def coverage(request: Any, mission: str) -> HttpResponse:
    """Duties by form and region: due, on time, late, missing; who is silent, who was last heard when."""
    seen = request.mission.checkpoints.aggregate(Max("size"))["size__max"]
    decided = Decision.objects.aggregate(Max("pk"))["pk__max"]
    key = f"coverage-{request.mission.pk}-{seen}-{decided}-{request.mission.places_version}"
    found: Expected | None = cache.get(key)
    if found is None:
        found = expected_now(request.mission, now())
        cache.set(key, found, SECONDS)
    context = {
        "mission": request.mission,
        "rows": [row for row in found.coverage if row.place != ALL_PLACES],
        "sums": [row for row in found.coverage if row.place == ALL_PLACES],
        "missing": found.missing[:SHOWN],
        "all_missing": len(found.missing),
        "silent": found.silent[:SHOWN],
        "all_silent": len(found.silent),
        "unexpected": len(found.unexpected),
    }
    return render(request, "coverage.html", context)
