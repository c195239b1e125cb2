"""One queue of heavy work: folders with a job, the one that was asked first goes first, one at a time.

What waits and what is under way stands in the folders, so a server that starts again goes on with it: a job
that was under way is begun anew, for its steps give the same each time. One that was interrupted three times
is not tried again.
"""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from msgspec.structs import replace

from scrutator.web.jobs.children import Bounds, Ended, Ending, run
from scrutator.web.jobs.state import CANCEL, FILE, Job, State, read_job, write_job

MOST_TRIES = 3
SECONDS = 0.5  # between two looks at an empty queue
TIDY_EVERY = 60.0
LONGEST = 600  # letters of a line that a child says
LOGGER = logging.getLogger("scrutator.queue")


@dataclass(frozen=True)
class Step:
    """One child of a job: its name for people, the module it runs with its arguments, the file in the folder
    that takes what it prints ("": none), and whether the job can do without it."""

    name: str
    module: str
    arguments: tuple[str, ...]
    output: str = ""
    needed: bool = True


Plan = Callable[[Path, str], Sequence[Step]]


class Queue:
    """The folders below `root` that have a job. `plan` says which steps a kind of job has in a folder; `tidy`
    is called once a minute, and before the first job."""

    def __init__(self, root: Path, plan: Plan, bounds: Bounds, tidy: Callable[[], None]) -> None:
        self.root, self._plan, self._bounds, self._tidy = root, plan, bounds, tidy
        self._lock, self._over, self._tidied = threading.Lock(), threading.Event(), float("-inf")
        self._thread = threading.Thread(target=self._work, name="queue", daemon=True)

    def ask(self, folder: Path, kind: str, at: float) -> bool:
        """Put a job into the queue; False when the folder has one that waits or is under way."""
        with self._lock:
            job = read_job(folder)
            if job is not None and job.is_active:
                return False
            (folder / CANCEL).unlink(missing_ok=True)
            write_job(folder, Job(kind, at))
            return True

    def cancel(self, folder: Path) -> None:
        """End the folder's job, if it waits or is under way."""
        with self._lock:
            job = read_job(folder)
            if job is not None and job.state is State.WAITING:
                write_job(folder, replace(job, state=State.CANCELLED))
            elif job is not None and job.state is State.RUNNING:
                (folder / CANCEL).touch()

    def waiting(self) -> list[tuple[Path, Job]]:
        """What waits or is under way, in its order."""
        found = [(path.parent, read_job(path.parent)) for path in self.root.glob(f"*/{FILE}")]
        active = [(folder, job) for folder, job in found if job is not None and job.is_active]
        return sorted(active, key=lambda one: (one[1].state is State.WAITING, one[1].asked, one[0].name))

    def work_once(self) -> bool:
        """Do the next job; False when there is none."""
        with self._lock:
            queue = self.waiting()
            if not queue:
                return False
            folder, job = queue[0]
            if job.tries >= MOST_TRIES:
                write_job(folder, replace(job, state=State.FAILED, ending=Ending.FAILED))
                return True
            job = replace(job, state=State.RUNNING, tries=job.tries + 1)
            write_job(folder, job)
        self._do(folder, job)
        return True

    def _do(self, folder: Path, job: Job) -> None:
        begun = time.monotonic()
        steps = self._plan(folder, job.kind)
        for number, step in enumerate(steps, start=1):
            job = replace(
                job, step=number, steps=len(steps), name=step.name, seconds=time.monotonic() - begun
            )
            write_job(folder, job)
            ended = self._run(folder, step)
            if ended.ending is Ending.DONE:
                continue
            if self._over.is_set():
                write_job(folder, replace(job, state=State.WAITING, tries=job.tries - 1))
                return
            if step.needed or ended.ending is Ending.CANCELLED:
                self._end(folder, job, ended)
                return
            job = replace(job, lacking={**job.lacking, step.name: shown(ended)})
        write_job(folder, replace(job, state=State.DONE, seconds=time.monotonic() - begun))

    def _end(self, folder: Path, job: Job, ended: Ended) -> None:
        cancelled = ended.ending is Ending.CANCELLED
        state = State.CANCELLED if cancelled else State.FAILED
        write_job(folder, replace(job, state=state, ending=ended.ending, said=shown(ended)))
        (folder / CANCEL).unlink(missing_ok=True)

    def _run(self, folder: Path, step: Step) -> Ended:
        def is_wanted() -> bool:
            stopped = self._over.is_set() or (folder / CANCEL).exists()
            return (folder / FILE).exists() and not stopped

        output = folder / step.output if step.output else None
        return run(step.module, step.arguments, folder, output, self._bounds, is_wanted)

    def start(self) -> None:
        """Start its thread."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread; a job that is under way waits for the next start."""
        self._over.set()
        self._thread.join()

    def _work(self) -> None:
        while not self._over.is_set():
            try:
                if time.monotonic() - self._tidied > TIDY_EVERY:
                    self._tidied = time.monotonic()
                    self._tidy()
                found = self.work_once()
            except Exception:
                LOGGER.exception("the queue failed")
                found = False
            if not found:
                self._over.wait(SECONDS)


def shown(ended: Ended) -> str:
    """What a child said that is meant for people: its error with its place and remedy; else nothing."""
    lines = ended.said.splitlines()
    first = next((i for i, line in enumerate(lines) if line.startswith("error ")), len(lines))
    parts = takewhile(lambda line: line.startswith(("  where: ", "  hint: ")), lines[first + 1 :])
    return "\n".join(line[:LONGEST] for line in (*lines[first : first + 1], *parts))
