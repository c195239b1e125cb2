"""Checks at the size of a country: 200 of them asked again of 60,000 reports, and of each report as it comes.

A table comes into force, and the worker asks it of all reports, stations and neighbours, as on a server.
Answers are drawn at random, so that most reports fail several checks: more is found, worded and written
than on any day.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import cycle
from pathlib import Path
from typing import Any

from bench import measure
from bench.measure import Row

SEED = Path(__file__).parents[1] / "tests" / "support" / "large_mission.py"
STATIONS, REPORTS, CHECKS = 5_000, 60_000, 200
NEW = 1_000


def rows() -> list[Row]:
    """The whole table asked again, a report's own checks as it comes, and the growth of the process."""
    stations, reports = (300, 3_600) if measure.QUICK else (STATIONS, REPORTS)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "server"
        subprocess.run([sys.executable, SEED, folder, "national", str(stations), str(reports)], check=True)
        command = (sys.executable, "-m", "bench.checks", str(folder))
        said = subprocess.run(command, check=True, capture_output=True, text=True, cwd=SEED.parents[2]).stdout
    found: dict[str, Any] = json.loads(said.splitlines()[-1])
    per_report = found["new"] / found["new_reports"]
    again = f"{found['again_wall']:.0f} s by the clock, {found['flags']:,} flags, {found['memory']:,} MB"
    new = f"{1000 * per_report:.0f} ms each; a group of {found['group']} took {found['slowest']:.2f} s"
    return [
        Row(f"{CHECKS} checks of {reports:,} reports again", found["again"], target="60 s", remark=again),
        Row(
            f"{CHECKS} checks of {found['new_reports']:,} new reports, one by one",
            found["new"],
            target="2 s each at 20/s",
            remark=new,
        ),
    ]


def main(folder: Path) -> None:
    """Measure on this server's folder, in a process of its own."""
    from scrutator.web.serving import set_up

    set_up(folder)
    from scrutator.web.desk.checking.tables import bring_into_force
    from scrutator.web.intake.models import Check, Job
    from scrutator.web.jobs.again import ask_again
    from scrutator.web.jobs.worker import MOST_AT_ONCE, work_once
    from scrutator.web.missions.models import Mission
    from scrutator.web.operating.still import keep_still

    keep_still()
    waiting = Job.objects.filter(state=Job.State.WAITING)
    new = list(waiting.order_by("pk").values_list("pk", flat=True)[: 50 + NEW])
    waiting.exclude(pk__in=new).update(state=Job.State.DONE)
    mission = Mission.objects.get()
    bring_into_force(mission, table_of(mission, CHECKS), None)
    work_once()  # what a process reads once
    steps: list[float] = []
    used = _timed(
        lambda: work_once() if Job.objects.filter(pk__in=new, state=Job.State.WAITING).exists() else 0, steps
    )
    begun = time.perf_counter()
    again = _timed(ask_again, [])
    wall = time.perf_counter() - begun
    found = {
        "new": used,
        "new_reports": len(new) - MOST_AT_ONCE,
        "group": MOST_AT_ONCE,
        "slowest": max(steps, default=0.0),
        "again": again,
        "again_wall": wall,
        "flags": Check.objects.count(),
        "memory": measure.largest(),
    }
    print(json.dumps(found))
    sys.stdout.flush()
    os._exit(0)  # the writer's thread waits for more


def _timed(step: Callable[[], int], steps: list[float]) -> float:
    """The processor seconds until there is nothing to do; how long each step took."""
    before = measure.used()
    while True:
        begun = time.perf_counter()
        if not step():
            return measure.used() - before
        steps.append(time.perf_counter() - begun)


def table_of(mission: Any, count: int) -> str:
    """The bundled checks, and those that ask something of the mission's forms again under further ids until
    there are so many."""
    from dataclasses import replace

    from scrutator.field.checks.declared import bundled_checks, check_set, checks_text
    from scrutator.web.desk.checking.tables import idle_checks

    bundled = bundled_checks()
    idle = dict(idle_checks(mission, bundled))
    asked = cycle([one for one in bundled.checks if one.id not in idle])
    wanted = range(len(bundled.checks), count)
    more = [replace(one, id=f"{one.id}-{n}") for one, n in zip(asked, wanted, strict=False)]
    return checks_text(check_set([*bundled.checks, *more]))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
