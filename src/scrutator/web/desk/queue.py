"""The queue: what a person must look at first, by safety, severity, and what is at stake."""

import hashlib
import re
from typing import Any

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from scrutator.web.desk.checking.looking import DOUBTFUL, NOTHING, SERIOUS, UNSAFE
from scrutator.web.desk.checking.tables import checks_of
from scrutator.web.desk.models import Attention
from scrutator.web.desk.views import visible
from scrutator.web.roles import Role

SHOWN = 100
RANKS = {
    UNSAFE: "the observer is not safe",
    SERIOUS: "cannot be right",
    DOUBTFUL: "to be looked at",
    NOTHING: "asked for",
}


@require_safe
def queue(request: Any, mission: str) -> HttpResponse:
    """What waits for a person, the most urgent first: reports and stations."""
    seen = Attention.objects.filter(mission=request.mission)
    if request.role is not Role.COORDINATOR:
        seen = seen.filter(rank__gt=UNSAFE).exclude(submission__unsafe=True)  # whatever their rank says
    waiting = seen.filter(waits=True)
    first = list(waiting.order_by("rank", "order", "id").values_list("pk", flat=True)[:SHOWN])
    joined = (
        Attention.objects.filter(pk__in=first)
        .select_related(
            "submission__received__leaf",
            "submission__received__device__observer",
            "submission__place",
            "place",
        )
        .prefetch_related("submission__checks", "submission__flags", "place__flags")
    )
    rows = list(joined.order_by("rank", "order", "id"))
    by_rank = dict(waiting.values_list("rank").annotate(n=Count("pk")).order_by())
    version = checks_of(request.mission.pk).version
    context = {
        "mission": request.mission,
        "rows": [(RANKS[row.rank], row) for row in rows],
        "counts": [(words, by_rank.get(rank, 0)) for rank, words in RANKS.items()],
        "total": sum(by_rank.values()),
        "to_come": visible(request).filter(jobs__state="waiting").distinct().count(),
        "failed": visible(request).filter(jobs__state="failed").distinct().count(),
        "older": seen.count() - seen.filter(version=version).count(),
        "version": version[:12],
    }
    return _unless_unchanged(request, render(request, "queue.html", context))


_TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')


def _unless_unchanged(request: Any, page: HttpResponse) -> HttpResponse:
    """The page, or 304 for a browser that has it: by all that it shows, for what the queue rests on is more
    than a few numbers could follow. A form's token is another each time, and is left out."""
    page.headers["ETag"] = f'"{hashlib.sha256(_TOKEN.sub(b"", page.content)).hexdigest()[:32]}"'
    answer: HttpResponse = get_conditional_response(request, etag=page.headers["ETag"], response=page)
    return answer
