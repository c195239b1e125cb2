"""One command as a child process: bounded in time, memory and files, ended at once when it is not wanted.

A child sees nothing of the server's environment (its variables hold passwords), runs in a folder of its own
and is the head of a group of processes that ends with it.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

LOOKED_AT_EVERY = 0.05  # seconds
MOST_SAID = 20_000  # bytes of what a child says of its mistake
NO_MEMORY = (b"MemoryError", b"memory allocation of", b"Cannot allocate memory", b"out of memory")


class Ending(StrEnum):
    """How a child ended."""

    DONE = "done"
    FAILED = "failed"
    TOO_LONG = "took too long"
    TOO_LARGE = "needed too much memory"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Bounds:
    """The most that a child may take: seconds by the clock, seconds of a processor, bytes of memory, bytes of
    one file."""

    seconds: float = 180
    processor: int = 120
    memory: int = 2 * 1024**3
    file: int = 128 * 1024**2


@dataclass(frozen=True)
class Ended:
    """How a child ended, and what it said on stderr."""

    ending: Ending
    said: str


def run(
    module: str,
    arguments: Sequence[str],
    folder: Path,
    output: Path | None,
    bounds: Bounds,
    is_wanted: Callable[[], bool],
) -> Ended:
    """Run `python -m module arguments…` in a folder; what it prints goes to `output`, replaced as a whole."""
    command = [sys.executable, "-I", "-X", "utf8", "-m"]
    limits = (os.getpid(), bounds.memory, bounds.processor, bounds.file)
    whole = [*command, "scrutator.web.jobs.bounded", *map(str, limits), *command, module, *arguments]
    said, printed = folder / "said", folder / "printed"
    with said.open("wb") as errors, printed.open("wb") as out:
        child = subprocess.Popen(
            whole, cwd=folder, env=_environment(folder), stdin=subprocess.DEVNULL, stdout=out, stderr=errors,
            start_new_session=True,
        )  # fmt: skip
        ending = _watch(child, time.monotonic() + bounds.seconds, is_wanted)
    words = said.read_bytes()[-MOST_SAID:] if said.exists() else b""
    if ending is Ending.FAILED and any(text in words for text in NO_MEMORY):
        ending = Ending.TOO_LARGE
    if ending is Ending.DONE and output is not None:
        printed.replace(output)
    return Ended(ending, words.decode("utf-8", "replace"))


def _environment(folder: Path) -> dict[str, str]:
    one = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "RAYON_NUM_THREADS"), "1")
    place = str(folder)
    return {**one, "PATH": os.defpath, "HOME": place, "TMPDIR": place, "LANG": "C.UTF-8", "COLUMNS": "200"}


def _watch(child: subprocess.Popen[bytes], until: float, is_wanted: Callable[[], bool]) -> Ending:
    """Wait for the end of a child, or bring it about; nothing of its group is left."""
    ending = None
    while ending is None:
        try:
            status = child.wait(LOOKED_AT_EVERY)
            too_long = status == -signal.SIGXCPU
            ending = Ending.TOO_LONG if too_long else Ending.FAILED if status else Ending.DONE
        except subprocess.TimeoutExpired:
            if not is_wanted():
                ending = Ending.CANCELLED
            elif time.monotonic() > until:
                ending = Ending.TOO_LONG
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    return ending
