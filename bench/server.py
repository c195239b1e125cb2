"""The server's intake: durable reports a second, by size, with 32 connections that stay open.

1,600 observers at 800 stations send in turn, each from a phone of their own that says which it is, as
Collect does: up to eight reports each, as many as of an election day.

Wall figures say little on a busy machine; the processor time of the server for each report says more. Every
report was acknowledged, so its row, leaf and signed checkpoint were on the disk.
"""

import os
import sys
import tempfile
import time
from pathlib import Path

from bench import measure
from bench.measure import Row

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import pytest

from support.live_server import LiveServer
from support.many_phones import THREADS, Phones, Report, make_mission
from support.phone import JPEG, incident_xml, report_xml
from support.postgres import postgres
from support.soak import DeskReader

Skipped = pytest.skip.Exception

OBSERVERS = 1_600


def small(number: int, station: str) -> tuple[bytes, tuple[tuple[str, bytes], ...]]:
    """2 kB: as a filled form."""
    return _padded(number, station, 2_000), ()


def large(number: int, station: str) -> tuple[bytes, tuple[tuple[str, bytes], ...]]:
    """40 kB: a form of several hundred questions."""
    return _padded(number, station, 40_000), ()


def with_photo(number: int, station: str) -> tuple[bytes, tuple[tuple[str, bytes], ...]]:
    """A photo of 300 kB."""
    return incident_xml(number, photo="p.jpg", station=station), (
        ("p.jpg", JPEG + b"%08d" % number * 37_500),
    )


def _padded(number: int, station: str, size: int) -> bytes:
    """The report with answers of text up to the size; each text is within what a form may hold."""
    xml = report_xml(number, station=station)
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
        folder = Path(name) / "server"
        tokens = make_mission(folder, "bench", OBSERVERS, environment)
        server = LiveServer(folder, Path(name) / "log", environment)
        server.start()
        phones = Phones(server.port, "bench", tokens)
        try:
            phones.send(range(-OBSERVERS, 0), small)  # each signs in, and is bound to its token
            sent = [
                _row(server, phones, (f"{what}, {database}", report, count, goal or target), first)
                for first, (what, report, count, goal) in enumerate(KINDS)
            ]
            paced = [
                _row(server, phones, (f"{what}, {database}", report, count, "p99 < 150 ms"), first, rate)
                for first, (what, report, count, rate) in enumerate(PACED, len(KINDS))
            ]
            with DeskReader(server.port, "bench", "mira", "correct horse battery"):
                kind = (f"2 kB at 50/s for 30 s, the desk reading, {database}", small, 1_500, "p99 < 150 ms")
                read = _row(server, phones, kind, len(KINDS) + len(PACED), 50)
            return [*sent, *paced, read]
        finally:
            phones.close()
            server.stop()


def _row(
    server: LiveServer,
    phones: Phones,
    kind: tuple[str, Report, int, str],
    first: int,
    rate: int | None = None,
) -> Row:
    """One kind of report, once what waited to be checked is; `rate`: so many a second, each timed from when
    it was to be sent."""
    what, report, count, target = kind
    count = count // 5 if measure.QUICK else count
    _wait_for_checks(server)
    before = server_seconds(server)
    sent = phones.send(range(first * 1_000_000, first * 1_000_000 + count), report, rate)
    used = server_seconds(server) - before
    median, p99 = sent.at(0.5) * 1000, sent.at(0.99) * 1000
    said = f"{count / sent.wall:.0f}/s with {THREADS} phones here too, p50 {median:.0f} ms, p99 {p99:.0f} ms"
    return Row(what, used / count, target=target, remark=said)


def _wait_for_checks(server: LiveServer) -> None:
    """Until the server does little more than wait, and for a minute at most."""
    for _ in range(60):
        before = server_seconds(server)
        time.sleep(1)
        if server_seconds(server) - before < 0.05:
            return


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
