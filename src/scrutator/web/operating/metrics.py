"""Counts of what the server does, as monitoring reads them (the text format of Prometheus).

Sums over all missions of the server: no name, code or address of anyone or anything is in them, and no
mission.
"""

import resource
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from scrutator.web.clock import now
from scrutator.web.desk.models import Attention, CheckTable
from scrutator.web.intake.models import Job, Leaf, Submission
from scrutator.web.intake.running import writer
from scrutator.web.operating.health import free
from scrutator.web.own.running import queue

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@dataclass(frozen=True)
class Metric:
    """One thing that is counted: its name, what it says, whether it only grows, and its values by label."""

    name: str
    says: str
    values: tuple[tuple[str, float], ...]
    grows: bool = False


@require_safe
def metrics(request: Any) -> HttpResponse:
    """All of them; for the administrator, and for a program on the server's own computer."""
    return HttpResponse(text_of(found()), content_type=CONTENT_TYPE)


def found() -> Iterator[Metric]:
    """What is counted, as it is now."""
    yield Metric("reports", "Reports by state.", _by_state(Submission))
    yield _one("leaves", "Things received, in the logs of all missions.", Leaf.objects.count(), grows=True)
    yield _one("writes_waiting", "Actions that wait to be written.", writer().waiting)
    yield Metric("jobs", "Checks of reports by state; failed ones need a person.", _by_state(Job))
    yield _one("oldest_job_seconds", "How long the oldest report waits for its checks.", _oldest_job())
    unfinished = CheckTable.objects.filter(finished=False).count()
    yield _one("check_tables_unfinished", "Tables of checks that are still being asked.", unfinished)
    waiting = Attention.objects.filter(waits=True).count()
    yield _one("desk_waiting", "Reports and stations that wait for a person.", waiting)
    yield _one("own_elections_waiting", "Visitors' elections to be computed.", len(queue().waiting()))
    yield _one("disk_free_bytes", "Free where the server's folder lies.", free())
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = used.ru_utime + used.ru_stime
    yield _one("processor_seconds", "Processor time of this process.", seconds, grows=True)
    held = used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    yield _one("most_memory_bytes", "The most memory that this process has held.", held)


def text_of(metrics: Iterable[Metric]) -> str:
    """The metrics as text, each with what it says."""
    return "".join(f"{line}\n" for one in metrics for line in _lines(one))


def _lines(one: Metric) -> Iterator[str]:
    name = f"scrutator_{one.name}{'_total' if one.grows else ''}"
    yield f"# HELP {name} {one.says}"
    yield f"# TYPE {name} {'counter' if one.grows else 'gauge'}"
    for label, value in one.values:
        yield f"{name}{label} {value:g}" if isinstance(value, float) else f"{name}{label} {value}"


def _one(name: str, says: str, value: float, *, grows: bool = False) -> Metric:
    return Metric(name, says, (("", value),), grows)


def _by_state(kind: Any) -> tuple[tuple[str, float], ...]:
    """How many rows are in each state; a state that no row is in is 0, and is there."""
    counted = dict(kind.objects.order_by().values_list("state").annotate(n=Count("pk")))
    return tuple((f'{{state="{one}"}}', counted.get(one, 0)) for one in kind.State.values)


def _oldest_job() -> float:
    first = Job.objects.filter(state=Job.State.WAITING).order_by("pk").select_related("submission__received")
    one = first.first()
    return max(0.0, (now() - one.submission.received.at).total_seconds()) if one is not None else 0.0
