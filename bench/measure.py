"""How things are measured: processor seconds, children included, the median of five, like with like.

Processor time holds when other work shares the machine; wall time does not. A library that computes in
several threads is counted with all of them. A fast piece of work is repeated until the clock can see it.
"""

import os
import platform
import resource
import subprocess
from collections.abc import Callable
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from statistics import median

RUNS = 5
SHORTEST = 0.05  # seconds of processor time that one measurement lasts at least
QUICK = False


@dataclass(frozen=True)
class Row:
    """One line of the table: our processor seconds, those of a peer on the same input, and the target."""

    what: str
    ours: float | None
    peer: str = ""
    theirs: float | None = None
    target: str = ""
    remark: str = ""

    @property
    def ratio(self) -> str:
        """How many times longer the peer takes; below 1 the peer is faster."""
        if not self.ours or self.theirs is None:
            return ""
        times = self.theirs / self.ours
        return f"{times:,.0f}×" if times >= 10 else f"{times:.2g}×"


@dataclass(frozen=True)
class Peer:
    """A peer's time on the same input, or why there is none."""

    name: str
    seconds: float | None
    remark: str = ""


def used() -> float:
    """Processor seconds of this process and of the children that have ended."""
    parts = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(part.ru_utime + part.ru_stime for part in parts)


def largest() -> int:
    """The most memory that this process or a child that has ended held, in MB."""
    held = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return max(held) // 1_000


def seconds(work: Callable[[], object], runs: int = RUNS) -> float:
    """The median processor seconds of one call, after one call that is not counted when it is short."""
    inside, first = 1, _once(work, 1)
    while first < SHORTEST:
        inside *= 2 if first > SHORTEST / 4 else 10
        first = _once(work, inside)
    if QUICK:
        return first / inside
    warm = [] if inside > 1 or first < 2 else [first]
    return median([*warm, *(_once(work, inside) for _ in range(runs - len(warm)))]) / inside


def _once(work: Callable[[], object], inside: int) -> float:
    begin = used()
    for _ in range(inside):
        work()
    return used() - begin


def peer(name: str, work: Callable[[], object], runs: int = RUNS) -> Peer:
    """A peer's time; a peer that is not installed or stops with an error is a result as well."""
    try:
        with redirect_stdout(StringIO()):  # some peers talk while they work
            return Peer(name, seconds(work, runs))
    except ImportError as error:
        return Peer(name, None, f"not installed: {error.name}")
    except Exception as error:  # the peer's own failure
        return Peer(name, None, f"stops: {type(error).__name__}: {str(error)[:60]}")


def beside(what: str, ours: float, peers: list[Peer], target: str = "", remark: str = "") -> list[Row]:
    """Our line with the first peer, and a line for each further one."""
    lines = [Row(what, ours, one.name, one.seconds, "", one.remark) for one in peers] or [Row(what, ours)]
    first = lines[0]
    joined = "; ".join(part for part in (remark, first.remark) if part)
    head = Row(what, ours, first.peer, first.theirs, target, joined)
    return [head, *(Row("", ours, row.peer, row.theirs, "", row.remark) for row in lines[1:])]


def process(*command: str, folder: str | None = None, status: int = 0) -> Callable[[], object]:
    """Work that runs a command, which must end with `status`; its processor time counts as a child's."""

    def work() -> None:
        done = subprocess.run(command, check=False, capture_output=True, cwd=folder)
        if done.returncode != status:
            raise subprocess.CalledProcessError(done.returncode, command, done.stdout, done.stderr)

    return work


def shown(value: float | None) -> str:
    """A time with the unit that suits it."""
    if value is None:
        return "–"
    if value < 1e-4:
        return f"{1e6 * value:.1f} µs"
    return f"{1000 * value:.3g} ms" if value < 0.1 else f"{value:.3g} s"


def machine() -> str:
    """What the figures were measured on, and how busy it was."""
    load = ", ".join(f"{one:.2f}" for one in os.getloadavg())
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{os.cpu_count()} processors, {platform.machine()}, {python}; load over 1, 5, 15 minutes: {load}"
