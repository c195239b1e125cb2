"""The queue of visitors' jobs in this process, and how often addresses asked."""

from functools import cache

from scrutator.web.clock import now
from scrutator.web.jobs.queue import Queue
from scrutator.web.own import workspace
from scrutator.web.own.addresses import PerHour
from scrutator.web.own.limits import BOUNDS, MOST_JOBS_OF_ADDRESS, MOST_OF_ADDRESS
from scrutator.web.own.plan import steps_of

FILES_ASKED, JOBS_ASKED = PerHour(MOST_OF_ADDRESS), PerHour(MOST_JOBS_OF_ADDRESS)


@cache
def queue() -> Queue:
    """The one queue; started by the server, worked by hand in tests."""
    return Queue(workspace.root(), steps_of, BOUNDS, lambda: workspace.sweep(now().timestamp()))
