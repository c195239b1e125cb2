"""Every page of a mission's desk looked at again and again, with a report of every form before each look.

What is measured is the processor time of the look itself and its time by the clock; what the server prepares
aside meanwhile is measured apart.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

DOWNLOADS = ("csv", "zip", "xlsx", "json", "pdf")
SECONDS = 0.2
"""What a look may take."""


@dataclass
class Looked:
    """A page: seconds of the processor for the first look, and for each look after something came; those by
    the clock beside them."""

    name: str
    first: float = 0.0
    used: list[float] = field(default_factory=list)
    waited: list[float] = field(default_factory=list)


def look_at_all(mission: Any, client: Any, coming: Iterator[list[Any]], times: int = 3) -> list[Looked]:
    """Look at every page, first once, then so many times with an arrival before each: on a server that was
    started and has prepared what it prepares then."""
    from scrutator.web.operating.still import keep_still
    from scrutator.web.preparing.first_views import FIRST_VIEWS
    from support.large_mission import store

    keep_still()
    FIRST_VIEWS.compute([mission])
    found = []
    for name, path in pages_of(mission, client):
        one = Looked(name, _look(client, path)[0])
        for _ in range(times):
            store(iter(next(coming)))
            used, waited = _look(client, path)
            one.used.append(used)
            one.waited.append(waited)
        found.append(one)
    return found


def pages_of(mission: Any, client: Any) -> list[tuple[str, str]]:
    """The pages of the router that this person may open, with their addresses; downloads and what is only
    posted to are no pages."""
    from scrutator.web.urls import urlpatterns

    found = []
    known = _known(mission)
    for pattern in urlpatterns:
        route = str(pattern.pattern)
        for name, text in known.items():
            route = route.replace(f"<{name}>", text)
        if "<" in route or not route.startswith(("m/", "log/", "night/")) or "/form/" in route:
            continue
        path = f"/{route}" + ("?code=S00250" if route.endswith("/station") else "")
        answer = client.head(path)
        if answer.status_code in (200, 503) and "attachment" not in answer.headers.get(
            "Content-Disposition", ""
        ):
            found.append((pattern.name, path))
    return found


def _known(mission: Any) -> dict[str, str]:
    """What stands for the parts of addresses: the newest report, an incident."""
    from scrutator.web.incidents.gathering import not_hidden

    newest = mission.submissions.filter(form_id="quickcount").order_by("-pk").first()
    incidents = not_hidden(mission)
    return {
        "slug:mission": mission.slug,
        "int:report": str(newest.pk),
        "int:incident": str(incidents[0].number if incidents else 0),
    }


def _look(client: Any, path: str) -> tuple[float, float]:
    used, begun = time.thread_time(), time.perf_counter()
    answer = client.get(path)
    taken = time.thread_time() - used, time.perf_counter() - begun
    if answer.status_code != 200:
        raise RuntimeError(f"{path} answered {answer.status_code}")
    return taken
