"""The server's intake: durable reports a second, by size, with 32 phones on keep-alive connections.

Wall figures say little on a busy machine; the processor time of the server for each report says more. Every
report was acknowledged, so its row, leaf and signed checkpoint were on the disk.
"""

import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench import measure
from bench.measure import Row

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import pytest

from support.live_server import LiveServer, RetryingPhone, run
from support.phone import JPEG, incident_xml, report_xml
from support.postgres import postgres

Skipped = pytest.skip.Exception

PHONES = 32
PASSWORD = "correct horse battery\n" * 2
Report = Callable[[int], tuple[bytes, tuple[tuple[str, bytes], ...]]]


def small(number: int) -> tuple[bytes, tuple[tuple[str, bytes], ...]]:
    """2 kB: as a filled form."""
    return _padded(number, 2_000), ()


def large(number: int) -> tuple[bytes, tuple[tuple[str, bytes], ...]]:
    """40 kB: a form of several hundred questions."""
    return _padded(number, 40_000), ()


def with_photo(number: int) -> tuple[bytes, tuple[tuple[str, bytes], ...]]:
    """A photo of 300 kB."""
    return incident_xml(number, photo="p.jpg"), (("p.jpg", JPEG + b"%08d" % number * 37_500),)


def _padded(number: int, size: int) -> bytes:
    """The report with answers of text up to the size; each text is within what a form may hold."""
    xml = report_xml(number)
    texts = "".join(f"<t{i}>{'x' * min(900, size)}</t{i}>" for i in range(max(0, size - len(xml)) // 910))
    return xml.replace(b"<meta>", texts.encode() + b"<meta>")


KINDS: tuple[tuple[str, Report, int, str], ...] = (
    ("a report of 2 kB", small, 3_000, ""),
    ("a report of 40 kB", large, 2_000, ""),
    ("a report with a photo of 300 kB", with_photo, 600, "≥ 100/s"),
)
PACED: tuple[tuple[str, Report, int, int], ...] = (
    ("2 kB at 150/s, checks running", small, 3_000, 150),
    ("40 kB at 150/s, checks running", large, 3_000, 150),
    ("photos at 50/s for 30 s, checks running", with_photo, 1_500, 50),
)


def rows() -> list[Row]:
    """Each kind of report against a fresh server: as fast as it takes them, and at half of the target."""
    found = _on_one_server("SQLite", {}, "≥ 300/s")
    try:
        with postgres("mission", "people") as address:
            names = {"DATABASE": f"{address}/mission", "IDENTITIES": f"{address}/people"}
            environment = {f"SCRUTATOR_SERVER_{name}": text for name, text in names.items()}
            return [*found, *_on_one_server("PostgreSQL", environment, "≥ 400/s")]
    except Skipped as reason:
        return [*found, Row("on PostgreSQL", None, remark=str(reason))]


def _on_one_server(database: str, environment: dict[str, str], target: str) -> list[Row]:
    with tempfile.TemporaryDirectory() as name:
        server, token = _started(Path(name), environment)
        try:
            sent = [
                _row(server, token, (f"{what}, {database}", report, count, goal or target), first)
                for first, (what, report, count, goal) in enumerate(KINDS)
            ]
            paced = [
                _row(server, token, (f"{what}, {database}", report, count, "p99 < 150 ms"), first, rate)
                for first, (what, report, count, rate) in enumerate(PACED, len(KINDS))
            ]
            return [*sent, *paced]
        finally:
            server.stop()


def _started(place: Path, environment: dict[str, str]) -> tuple[LiveServer, dict[str, str]]:
    folder, on = place / "server", environment
    public = _evidence_key()
    made = ("mission", "new", "bench", "--name", "B", "--day", "2026-11-29", "--coordinator", "mira")
    run(folder, *made, "--evidence-key", public, given=PASSWORD, environment=on)
    for table, text in (("places", "code\nS1\n"), ("observers", "code\nA-01\n")):
        (place / table).write_text(text)
        run(folder, "mission", "import", "bench", table, str(place / table), "--write", environment=on)
    for form in ("voting", "incident"):
        run(folder, "mission", "form", "bench", form, "--version", "1", environment=on)
    phone = ("mission", "phone", "bench", "A-01", "--url", "http://h")
    said = run(folder, *phone, environment=on).splitlines()
    server = LiveServer(folder, place / "log", on)
    server.start()
    return server, dict(line.split(" ", 1) for line in said)


def _evidence_key() -> str:
    from scrutator.web.evidence import new_secret, public_text

    return public_text(new_secret())


def _row(
    server: LiveServer,
    token: dict[str, str],
    kind: tuple[str, Report, int, str],
    first: int,
    rate: int | None = None,
) -> Row:
    """One kind of report; `rate`: so many a second, each timed from when it was to be sent."""
    what, report, count, target = kind
    count = count // 5 if measure.QUICK else count
    waiting, lock, times = iter(range(count)), threading.Lock(), list[float]()

    def phone() -> None:
        one = RetryingPhone(server.port, "bench", token["name"], token["password"])
        while True:
            with lock:
                number = next(waiting, None)
            if number is None:
                one.close()
                return
            xml, files = report(first * 1_000_000 + number)
            at = start + number / rate if rate else time.perf_counter()
            time.sleep(max(0.0, at - time.perf_counter()))
            one.send(xml, files)
            times.append(time.perf_counter() - at)

    before, start = server_seconds(server), time.perf_counter()
    with ThreadPoolExecutor(PHONES) as pool:
        for done in [pool.submit(phone) for _ in range(PHONES)]:
            done.result()
    wall, used = time.perf_counter() - start, server_seconds(server) - before
    times.sort()
    median, p99 = times[len(times) // 2] * 1000, times[int(0.99 * len(times))] * 1000
    said = f"{count / wall:.0f}/s with {PHONES} phones here too, p50 {median:.0f} ms, p99 {p99:.0f} ms"
    return Row(what, used / count, target=target, remark=said)


def server_seconds(server: LiveServer) -> float:
    """The processor seconds that the server's processes have used."""
    ticks, group = 0, server.group
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == group:
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")
