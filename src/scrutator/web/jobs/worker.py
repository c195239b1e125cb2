"""The worker: takes the jobs that wait, does them outside of any transaction, writes what they say.

A job that was under way when the process ended waits still, and is done again; twice is as once.
One that fails three times stays where people see it.
"""

import logging
import threading

from django.db import close_old_connections, connection
from django.db.models import F

from scrutator.field.checks import Flag
from scrutator.web.desk.models import Move
from scrutator.web.desk.stations import contradictions, write_contradictions
from scrutator.web.intake.models import Check, Job, Submission
from scrutator.web.intake.running import writer
from scrutator.web.jobs.checks import flags_of

MOST_AT_ONCE = 50
MOST_TRIES = 3
SECONDS = 1.0
LOGGER = logging.getLogger("scrutator.worker")


def work_once() -> int:
    """Do the jobs that wait, the oldest first, up to 50; how many there were."""
    waiting = Job.objects.filter(state=Job.State.WAITING).order_by("pk")
    jobs = list(
        waiting.select_related("submission__received", "submission__place", "submission__mission")[
            :MOST_AT_ONCE
        ]
    )
    done = [(job, _attempt(job)) for job in jobs]
    stations = _stations([job.submission for job in jobs])
    if done:
        writer().run(lambda log: _write(done, stations))
    return len(done)


def _stations(reports: list[Submission]) -> dict[int, tuple[Flag, ...]]:
    """Where the stations that these reports are, or were, about contradict each other."""
    places = {one.place.pk: one.place for one in reports if one.place is not None}
    moved = Move.objects.filter(submission__in=reports, before__isnull=False).select_related("before")
    places |= {one.before.pk: one.before for one in moved if one.before is not None}
    try:
        return contradictions(places.values())
    except Exception:
        LOGGER.exception("stations could not be looked at")
        return {}


def _attempt(job: Job) -> tuple[Flag, ...] | None:
    """What the job says; None when it failed."""
    try:
        return flags_of(job.submission)
    except Exception:
        LOGGER.exception("a job failed")
        return None


def _write(done: list[tuple[Job, tuple[Flag, ...] | None]], stations: dict[int, tuple[Flag, ...]]) -> None:
    """Write what the jobs say: a few statements for all of them."""
    write_contradictions(stations)
    answered = [(job.submission_id, flags) for job, flags in done if flags is not None]
    Check.objects.filter(submission__in=[number for number, _ in answered]).delete()
    Check.objects.bulk_create(
        Check(submission_id=number, kind=one.kind.value, name=one.name, words=one.words)
        for number, flags in answered
        for one in flags
    )
    tried = Job.objects.filter(pk__in=[job.pk for job, _ in done])
    tried.update(tries=F("tries") + 1)
    tried.filter(submission__in=[number for number, _ in answered]).update(state=Job.State.DONE)
    tried.filter(state=Job.State.WAITING, tries__gte=MOST_TRIES).update(state=Job.State.FAILED)


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
                found = work_once()
            except Exception:
                LOGGER.exception("the worker failed")
                close_old_connections()
                found = 0
            if not found:
                self._over.wait(SECONDS)
        connection.close()
