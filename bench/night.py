"""The night by the clock: protocols come at 20 a second; how long until checks have seen each, and until the
estimate's page counts it, while the desk asks for that page again and again.

By the clock, so a busy machine shows in it; the load stands in the table's heading.
"""

import http.client
import json
import re
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

from bench import measure
from bench.measure import Row
from bench.server import server_seconds  # it makes the tests' support known
from support.desk import protocol_xml
from support.live_server import LiveServer, RetryingPhone
from support.night import lines

TESTS = Path(__file__).parents[1] / "tests"
STATIONS, RATE, PHONES = 1_200, 20, 16
LONGEST = 120  # seconds after the last report in which all must have been seen


def rows() -> list[Row]:
    """The longest and the middle wait for the checks and for the estimate."""
    stations = 200 if measure.QUICK else STATIONS
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        command = (sys.executable, TESTS / "support" / "live_night.py", place / "server", str(stations))
        said = subprocess.run(command, check=True, capture_output=True, text=True, cwd=TESTS.parent).stdout
        night: dict[str, Any] = json.loads(said.splitlines()[-1])
        server = LiveServer(place / "server", place / "log")
        server.start()
        try:
            before = server_seconds(server)
            sent, checked, counted = _night(server, night)
            used = server_seconds(server) - before
        finally:
            server.stop()
    checks = sorted(checked[code] - at for code, at in sent.items())
    pages = [_counted(n, at, counted) - at for n, at in enumerate(sorted(sent.values()), 1)]
    return [
        Row(f"checks of {stations:,} reports at {RATE}/s", used, target="2 s each", remark=_waits(checks)),
        Row("the estimate's page counts it", used, target="5 s each", remark=_waits(sorted(pages))),
    ]


def _waits(waits: list[float]) -> str:
    middle, most = waits[len(waits) // 2], waits[len(waits) * 99 // 100]
    return f"middle {middle:.2f} s, 99 % {most:.2f} s, longest {waits[-1]:.2f} s"


def _counted(number: int, at: float, pages: list[tuple[float, int]]) -> float:
    """When a page that counts so many stations had come."""
    return next(came for came, count in pages if count >= number and came >= at)


def _night(
    server: LiveServer, night: dict[str, Any]
) -> tuple[dict[str, float], dict[str, float], list[tuple[float, int]]]:
    """When each station's report was acknowledged, when checks had seen it; pages with what they count."""
    sent, checked, counted = dict[str, float](), dict[str, float](), list[tuple[float, int]]()
    phones, over = night["phones"], threading.Event()

    def send(number: int) -> None:
        code, name, password = phones[number]
        phone = RetryingPhone(server.port, night["mission"], name, password)
        time.sleep(max(0.0, start + number / RATE - time.monotonic()))
        phone.send(protocol_xml(number, code, **lines(number)))
        sent[code] = time.monotonic()
        phone.close()

    def watch() -> None:
        database = server.folder / "mission.sqlite3"
        query = """select p.code from desk_attention a join intake_submission s on s.id = a.submission_id
            join missions_place p on p.id = s.place_id"""
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as reading:
            while not over.wait(0.1):
                codes = [code for (code,) in reading.execute(query)]
                at = time.monotonic()
                for code in codes:
                    checked.setdefault(code, at)

    def look() -> None:
        while not over.wait(1.0):
            counted.append(_page(server, night))

    start = time.monotonic() + 1
    threads = [threading.Thread(target=one) for one in (watch, look)]
    for one in threads:
        one.start()
    with ThreadPoolExecutor(PHONES) as pool:
        for done in [pool.submit(send, number) for number in range(len(phones))]:
            done.result()
    until = time.monotonic() + LONGEST
    while time.monotonic() < until and (len(checked) < len(phones) or counted[-1][1] < len(phones)):
        time.sleep(0.2)
    over.set()
    for one in threads:
        one.join()
    return sent, checked, counted


def _page(server: LiveServer, night: dict[str, Any]) -> tuple[float, int]:
    """When the page of the night had come, and how many stations it counts."""
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)) as connection:
        connection.request("GET", f"/m/{night['mission']}/night", headers={"Cookie": night["cookie"]})
        answer = connection.getresponse()
        page = answer.read().decode()
    if answer.status != 200:
        raise RuntimeError(f"the page of the night answered {answer.status}")
    found = re.search(r">counted</th><td[^>]*>(\d+)<", page)
    return time.monotonic(), int(found[1]) if found else 0


if __name__ == "__main__":
    for row in rows():
        print(row)
