"""A job as its folder says it: a file that is there whole or not at all, and outlives the server."""

from enum import StrEnum
from pathlib import Path

import msgspec

from scrutator.publishing.whole_files import replace_whole

FILE, CANCEL = "job.json", "cancel"


class State(StrEnum):
    """Where a job is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


ACTIVE = (State.WAITING, State.RUNNING)


class Job(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is asked of a folder, since when (seconds of the epoch), and how far it is.

    `step` is the one under way of `steps`, from 1, and `name` its name; `ending` and `said` are of the step
    that failed; `lacking` names steps that failed and that the job can do without, each with what it said.
    """

    kind: str
    asked: float
    state: State = State.WAITING
    step: int = 0
    steps: int = 0
    name: str = ""
    ending: str = ""
    said: str = ""
    lacking: dict[str, str] = {}
    tries: int = 0
    seconds: float = 0.0

    @property
    def is_active(self) -> bool:
        """Whether it waits or is under way."""
        return self.state in ACTIVE


def read_job(folder: Path) -> Job | None:
    """The job of a folder; None when none was ever asked for."""
    try:
        return msgspec.json.decode((folder / FILE).read_bytes(), type=Job)
    except (OSError, msgspec.DecodeError):
        return None


def write_job(folder: Path, job: Job) -> None:
    """Put the job in its folder, unless the folder is gone."""
    if folder.is_dir():
        replace_whole(folder / FILE, msgspec.json.encode(job))
