"""Taking a visitor's file and their jobs, within what a server has for visitors."""

import shutil
from pathlib import Path
from typing import Any

from allauth.account.adapter import get_adapter

from scrutator.errors import ScrutatorError
from scrutator.web.clock import now
from scrutator.web.jobs.state import read_job
from scrutator.web.own import workspace
from scrutator.web.own.addresses import network_of
from scrutator.web.own.limits import (
    LARGEST_FILE,
    LARGEST_WORKSPACE,
    LEAST_FREE,
    MOST_OF_VISITOR,
    MOST_WAITING,
    MOST_WORKSPACES,
)
from scrutator.web.own.running import FILES_ASKED, JOBS_ASKED, queue

LATER = "Come back later, or run `scrutator case new --from FILE` on a computer of your own."


def address_of(request: Any) -> str:
    """The network that asks, as far as this server can know it."""
    return network_of(get_adapter().get_client_ip(request) or "")


def take(request: Any, browser: str) -> Path:
    """A new workspace with the file that was sent. Raises D52, D57, D59 and D65."""
    file, at = request.FILES.get("file"), now().timestamp()
    if file is None or not file.size:
        raise ScrutatorError(
            "D65", "no file was chosen, or it is empty", remedy="Choose a CSV file or a workbook."
        )
    if file.size > LARGEST_FILE:
        raise ScrutatorError("D52", f"the file has more than {LARGEST_FILE:,} bytes", remedy=LATER)
    mine = [place for place, about in workspace.all_of() if about.owner == workspace.owner_of(browser)]
    if len(mine) >= MOST_OF_VISITOR:
        raise ScrutatorError("D57", f"you have {len(mine)} files here", remedy="Delete one of them first.")
    if len(workspace.all_of()) >= MOST_WORKSPACES:
        raise ScrutatorError("D57", "the server has as many visitors as it can take", remedy=LATER)
    if shutil.disk_usage(workspace.root()).free < LEAST_FREE:
        raise ScrutatorError("D59", "the server has no room for visitors' files", remedy=LATER)
    if not FILES_ASKED.may(address_of(request), at):
        raise ScrutatorError("D57", "many files came from this address within the hour", remedy=LATER)
    return workspace.make(file.read(), file.name, browser, at)


def admit(request: Any, place: Path) -> None:
    """Whether a job may be asked for, before anything is changed for it; it is counted.

    Raises D57 where there are too many, or the workspace has one: what a job reads is not changed under it.
    """
    at, job = now().timestamp(), read_job(place)
    if job is not None and job.is_active:
        raise _busy()
    if len(queue().waiting()) >= MOST_WAITING:
        raise ScrutatorError("D57", "many computations wait already", remedy=LATER)
    if workspace.size_of(place) > LARGEST_WORKSPACE:
        raise ScrutatorError("D57", "this file has left too much here", remedy="Delete it, and begin again.")
    if not JOBS_ASKED.may(address_of(request), at):
        raise ScrutatorError("D57", "this address asked for many computations within the hour", remedy=LATER)


def ask(place: Path, kind: str) -> None:
    """Put a job that was admitted into the queue. Raises D57 where the workspace has one meanwhile."""
    if not queue().ask(place, kind, now().timestamp()):
        raise _busy()


def _busy() -> ScrutatorError:
    return ScrutatorError("D57", "a computation is under way", remedy="Wait for its end, or cancel it.")
