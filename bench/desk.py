"""Every page of the desk at 100,000 reports on a mission's night, while reports come: one of every form
before each look, as the coordinator and as the desk see it.

Processor time of the looks alone and their time by the clock, the slowest of each page; what is prepared
aside is a row of its own. A row above the target says so.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench import measure
from bench.measure import Row

TESTS = Path(__file__).parents[1] / "tests"
SEED = TESTS / "support" / "large_night.py"
STATIONS, REPORTS, TIMES = 5_000, 100_000, 3
TARGET = 0.2
SHOWN = 8


def rows() -> list[Row]:
    """The slowest pages, all that are above the target, and what is prepared aside."""
    stations, reports = (300, 3_600) if measure.QUICK else (STATIONS, REPORTS)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "server"
        subprocess.run([sys.executable, SEED, folder, "national", str(stations), str(reports)], check=True)
        command = (sys.executable, "-m", "bench.desk", str(folder))
        said = subprocess.run(command, check=True, capture_output=True, text=True, cwd=TESTS.parent).stdout
    found: dict[str, Any] = json.loads(said.splitlines()[-1])
    pages = sorted(found["pages"], key=lambda one: -one["used"])
    slow = [one for one in pages if _is_slow(one)]
    longest = [one for one in pages if one in slow or one in pages[:SHOWN]]
    whole = f"{len(pages)} pages at {reports:,} reports; above the target: {len(slow)}"
    aside = f"prepared aside, for each of {found['arrivals']} arrivals"
    return [
        Row(whole, sum(one["used"] for one in pages), target="200 ms each"),
        *map(_row, longest),
        Row(aside, found["aside"] / max(found["arrivals"], 1)),
    ]


def _is_slow(one: dict[str, Any]) -> bool:
    return max(one["used"], one["waited"]) > TARGET


def _row(one: dict[str, Any]) -> Row:
    said = f"{1000 * one['waited']:.0f} ms by the clock; {1000 * one['first']:.0f} ms the first time"
    mark = "ABOVE THE TARGET; " if _is_slow(one) else ""
    return Row(f"page {one['name']}", one["used"], target="200 ms", remark=mark + said)


def main(folder: Path) -> None:
    """Measure on this server's folder, in a process of its own."""
    sys.path.insert(0, str(TESTS))
    from scrutator.web.serving import set_up

    set_up(folder)
    from django.conf import settings
    from django.test import Client

    from scrutator.web.accounts.people import give_role, new_user
    from scrutator.web.missions.models import Mission
    from scrutator.web.roles import Role
    from support.large_night import arrivals
    from support.looks import Looked, look_at_all

    settings.ALLOWED_HOSTS.append("testserver")
    mission = Mission.objects.get()
    coming, found = arrivals(mission), list[tuple[str, Looked]]()
    others = time.process_time() - time.thread_time()
    for role in (Role.COORDINATOR, Role.DESK):
        user, client = new_user(f"bench-{role.value}", "correct horse battery"), Client()
        give_role(user, mission, role)
        client.force_login(user)
        found += [(role.value, one) for one in look_at_all(mission, client, coming, TIMES)]
    pages = [
        {"name": f"{one.name} ({role})", "first": one.first, "used": max(one.used), "waited": max(one.waited)}
        for role, one in found
    ]
    aside = time.process_time() - time.thread_time() - others
    print(json.dumps({"pages": pages, "arrivals": len(pages) * TIMES, "aside": aside}))
    sys.stdout.flush()
    os._exit(0)  # the writer's thread waits for more


if __name__ == "__main__":
    main(Path(sys.argv[1]))
