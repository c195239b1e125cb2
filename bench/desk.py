"""Every page of the desk at 100,000 reports, as a coordinator opens it: the first time, and again.

Processor time of the server's side alone, in its own process; a page that is asked again is not cached by
the asker.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench import measure
from bench.measure import Row

SEED = Path(__file__).parents[1] / "tests" / "support" / "large_mission.py"
STATIONS, REPORTS = 5_000, 100_000
SLOW = 0.1


def rows() -> list[Row]:
    """The pages that take longest, and how many there are."""
    stations, reports = (300, 3_600) if measure.QUICK else (STATIONS, REPORTS)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "server"
        subprocess.run([sys.executable, SEED, folder, "national", str(stations), str(reports)], check=True)
        command = (sys.executable, "-m", "bench.desk", str(folder))
        said = subprocess.run(command, check=True, capture_output=True, text=True, cwd=SEED.parents[2]).stdout
    found: list[tuple[str, float, float]] = json.loads(said.splitlines()[-1])
    longest = sorted(found, key=lambda one: -max(one[1:]))[:5]
    slow = sum(max(one[1:]) > SLOW for one in found)
    first = Row(f"{len(found)} pages at {reports:,} reports, all once", sum(one[1] for one in found))
    return [
        Row(f"{first.what}; over {SLOW:g} s: {slow}", first.ours),
        *(
            Row(f"page {name}", again, target="200 ms", remark=f"{1000 * once:.0f} ms the first time")
            for name, once, again in longest
        ),
    ]


def main(folder: Path) -> None:
    """Measure on this server's folder, in a process of its own."""
    from scrutator.web.serving import set_up

    set_up(folder)
    from django.conf import settings
    from django.test import Client

    from scrutator.web.accounts.people import give_role, new_user
    from scrutator.web.missions.models import Mission
    from scrutator.web.policy import RULES
    from scrutator.web.roles import Role
    from scrutator.web.urls import urlpatterns

    settings.ALLOWED_HOSTS.append("testserver")
    mission, user = Mission.objects.get(), new_user("bench-desk", "correct horse battery")
    give_role(user, mission, Role.COORDINATOR)
    client, found = Client(), list[tuple[str, float, float]]()
    client.force_login(user)
    for pattern in urlpatterns:
        rule = RULES[pattern.name]
        path = _address(str(pattern.pattern), mission)
        if isinstance(rule, frozenset) and Role.COORDINATOR in rule and path:
            found.append((pattern.name, _seconds(client, path), _seconds(client, path)))
    print(json.dumps(found))
    sys.stdout.flush()
    os._exit(0)  # the writer's thread waits for more


def _address(route: str, mission: Any) -> str:
    """The address of a page; "" for one that needs what only some missions have, and for downloads."""
    report, form = mission.submissions.order_by("-pk").first().pk, mission.forms.first().pk
    known = {
        "slug:mission": mission.slug,
        "int:report": str(report),
        "int:form": str(form),
        "str:language": "en",
    }
    for name, text in known.items():
        route = route.replace(f"<{name}>", text)
    return "" if "<" in route else f"/{route}" + ("?code=S00010" if re.search("/station$", route) else "")


def _seconds(client: Any, path: str) -> float:
    before = measure.used()
    answer = client.get(path)
    assert answer.status_code in (200, 302, 404, 405), (path, answer.status_code)
    return measure.used() - before


if __name__ == "__main__":
    main(Path(sys.argv[1]))
