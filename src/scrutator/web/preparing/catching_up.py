"""What takes long to compute from all reports is computed again aside while they come: no look waits for it,
and a page says as of when it is. The public files of the night follow what the desk decides."""

import logging
import threading
from collections.abc import Callable, Sequence

from django.db import connections

from scrutator.web.desk.coverage import catch_up
from scrutator.web.missions.models import Mission
from scrutator.web.night.public.files import keep_public

LOGGER = logging.getLogger("scrutator.preparing")
SECONDS = 1.0


HOW: Sequence[Callable[[Mission], object]] = (catch_up, keep_public)


def catch_up_all(how: Sequence[Callable[[Mission], object]] = HOW) -> None:
    """Let each mission catch up; one that cannot be is left to its pages, which say why."""
    for mission in Mission.objects.order_by("-pk"):
        for compute in how:
            try:
                compute(mission)
            except Exception:
                LOGGER.exception("a mission's pages could not be computed again")


def keep_up(over: Callable[[float], bool] | None = None) -> None:
    """Look every second, until `over` says so."""
    wait = over or threading.Event().wait
    while not wait(SECONDS):
        try:
            catch_up_all()
        except Exception:
            LOGGER.exception("missions could not be read")
        finally:
            connections.close_all()


def start() -> None:
    """Keep up in a thread of its own."""
    threading.Thread(target=keep_up, name="catching up", daemon=True).start()
