"""The worker: takes the jobs that wait, does them outside of any transaction, writes what they say.

A job that was under way when the process ended waits still, and is done again; twice is as once.
One that fails three times stays where people see it.
"""

import logging
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence

from django.db import close_old_connections, connection
from django.db.models import F

from scrutator.field.deciding.standing import Act
from scrutator.web.audit.refusals import write_refusals
from scrutator.web.clock import now
from scrutator.web.desk.checking.filed import shared
from scrutator.web.desk.checking.looking import Looked
from scrutator.web.desk.models import Standing
from scrutator.web.desk.stations import Contradictions, contradictions
from scrutator.web.intake.models import Decision, Job, Submission
from scrutator.web.intake.running import writer
from scrutator.web.jobs.again import ask_again, far_changed
from scrutator.web.jobs.checks import Found, looked_at
from scrutator.web.jobs.writing import touched, write_reports, write_stations
from scrutator.web.missions.models import Place

MOST_AT_ONCE = 50
MOST_TRIES = 3
SECONDS = 1.0
MANY, PAUSE = 8, 0.05
GATHERING = 0.25
LOGGER = logging.getLogger("scrutator.worker")


def work_once() -> int:
    """Do the jobs that wait, the oldest first, up to 50; how many there were. Where none wait, ask new checks
    of some reports that came before them."""
    waiting = Job.objects.filter(state=Job.State.WAITING).order_by("pk")
    jobs = dict(waiting.values_list("pk", "submission")[:MOST_AT_ONCE])
    if not jobs:
        return ask_again()
    reports = shared(list(Submission.objects.filter(pk__in=jobs.values()).select_related("received")))
    found = _attempt(reports)
    looked = [one for one, _ in found.values()]
    stations, far = _stations(reports), far_changed(touched(looked), looked)
    again = {number for _, later in found.values() for number in later} - found.keys() | far
    writer().run(lambda log: _write(jobs, looked, stations, again))
    return len(jobs)


def _stations(reports: Sequence[Submission]) -> list[Contradictions]:
    """Where the stations that these reports are, or were, about contradict each other."""
    places = {one.place.pk: one.place for one in reports if one.place is not None}
    moved = Standing.objects.filter(submission__in=reports, came_place__isnull=False)
    before = Decision.objects.filter(submission__in=reports, act=Act.MOVE.value)
    codes = [
        (row.submission.mission_id, row.content["station"]) for row in before.select_related("submission")
    ]
    places |= {one.came_place_id: one.came_place for one in moved.select_related("came_place")}
    for mission, code in codes:
        places |= {one.pk: one for one in Place.objects.filter(mission=mission, code=code)}
    try:
        return contradictions(places.values())
    except Exception:
        LOGGER.exception("stations could not be looked at")
        return []


def _attempt(reports: Sequence[Submission]) -> dict[int, Found]:
    """What there is to look at in these reports; where they cannot be looked at together, each by itself,
    without those that cannot be looked at."""
    try:
        return looked_at(reports)
    except Exception:
        LOGGER.exception("reports could not be looked at" if len(reports) > 1 else "a job failed")
    if len(reports) == 1:
        return {}
    found: dict[int, Found] = {}
    for one in reports:
        found |= _attempt([one])
    return found


def _write(
    jobs: Mapping[int, int], found: Sequence[Looked], stations: Sequence[Contradictions], again: Iterable[int]
) -> None:
    """Write what the jobs say: a few statements for all of them."""
    at = now()
    write_reports(found, at)
    write_stations(stations, at)
    Job.objects.bulk_create(Job(submission_id=number) for number in sorted(again))
    tried = Job.objects.filter(pk__in=list(jobs))
    tried.update(tries=F("tries") + 1)
    tried.filter(submission__in=[one.report.pk for one in found]).update(state=Job.State.DONE)
    tried.filter(state=Job.State.WAITING, tries__gte=MOST_TRIES).update(state=Job.State.FAILED)


def give_way(together: Callable[[], int], wait: Callable[[float], object]) -> None:
    """Phones first: while so much comes that many reports are written together, the worker waits; no longer
    than a second, so that checks go on however much comes."""
    for _ in range(round(SECONDS / PAUSE)):
        if together() < MANY:
            return
        wait(PAUSE)


def rest(done: int) -> float:
    """Seconds until the next look, after so many jobs: few that come one by one are looked at together, in a
    third of the time, and what waits in full is gone on with at once."""
    if not done:
        return SECONDS
    return GATHERING if done < MOST_AT_ONCE else 0.0


class Worker:
    """A thread that works while there is something to do, and looks again every second."""

    def __init__(self) -> None:
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._work, name="worker", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread when its jobs are done."""
        self._over.set()
        self._thread.join()

    def _work(self) -> None:
        while not self._over.is_set():
            try:
                give_way(lambda: writer().together, self._over.wait)
                found = work_once()
                write_refusals()
            except Exception:
                LOGGER.exception("the worker failed")
                close_old_connections()
                found = 0
            self._over.wait(rest(found))
        connection.close()
