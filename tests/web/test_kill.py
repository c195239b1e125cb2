"""kill -9 while phones send: every report that was acknowledged is there once, whole, and in the log.

SCRUTATOR_KILL_REPORTS says how many reports; without it 400. It proves what a killed process leaves, not what a
power cut does: for that every commit and every file is synchronised, which no test here can see.
"""

import hashlib
import os
import random
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from scrutator.seal.log.checkpoint import parse_checkpoint
from scrutator.seal.log.merkle import root_of
from scrutator.web.evidence import new_secret, open_sealed, public_text
from scrutator.web.receipts import receipt
from support.live_server import LiveServer, RetryingPhone
from support.live_server import run as run_command
from support.needs import package
from support.phone import INSTANCE, JPEG, incident_xml, report_xml
from support.postgres import postgres

REPORTS = int(os.environ.get("SCRUTATOR_KILL_REPORTS", "400"))
CLIENTS = 16
EVERY = max(60, REPORTS // 12)  # reports, on the average, between two kills
PASSWORD = "correct horse battery\n" * 2


def photo(number: int) -> bytes:
    return JPEG + b"%08d" % number * 4_000


Rows = Callable[[str], list[tuple]]


@pytest.mark.system
def test_nothing_that_was_acknowledged_is_lost_doubled_or_outside_the_log(tmp_path: Path) -> None:
    receipts, secret = _killed(tmp_path, {})
    with closing(sqlite3.connect(tmp_path / "server" / "mission.sqlite3")) as database:
        _check(tmp_path / "server", lambda query: database.execute(query).fetchall(), receipts, secret)


@pytest.mark.system
def test_nor_on_postgresql(tmp_path: Path) -> None:
    psycopg = package("psycopg")
    with postgres("mission", "people") as address:
        names = {
            "SCRUTATOR_SERVER_DATABASE": f"{address}/mission",
            "SCRUTATOR_SERVER_IDENTITIES": f"{address}/people",
        }
        receipts, secret = _killed(tmp_path, names)
        with psycopg.connect(f"{address}/mission") as database:
            _check(tmp_path / "server", lambda query: database.execute(query).fetchall(), receipts, secret)


def _killed(tmp_path: Path, environment: dict[str, str]) -> tuple[dict[int, str], bytes]:
    """Reports sent to a server that is killed again and again: their receipts, and the evidence key."""
    folder, secret = tmp_path / "server", new_secret()

    def run(*arguments: str, given: str = "") -> str:
        return run_command(folder, *arguments, given=given, environment=environment)

    run("mission", "new", "kill", "--name", "K", "--day", "2026-11-29", "--coordinator", "mira",
        "--evidence-key", public_text(secret), given=PASSWORD)  # fmt: skip
    for table, rows in (("places", "code\nS1\n"), ("observers", "code\nA-01\n")):
        (tmp_path / table).write_text(rows)
        run("mission", "import", "kill", table, str(tmp_path / table), "--write")
    for form in ("voting", "incident"):
        run("mission", "form", "kill", form, "--version", "1")
    token = dict(
        line.split(" ", 1)
        for line in run("mission", "phone", "kill", "A-01", "--url", "http://h").splitlines()
    )
    server = LiveServer(folder, tmp_path / "log", environment)
    server.start()
    try:
        return _send_all(server, token), secret
    finally:
        server.stop()


def _send_all(server: LiveServer, token: dict[str, str]) -> dict[int, str]:
    """Send every report from 16 phones and kill the server again and again; the receipts by number."""
    receipts: dict[int, str] = {}
    acknowledged = threading.Semaphore(0)
    waiting = iter(range(REPORTS))
    lock = threading.Lock()

    def phone() -> None:
        one = RetryingPhone(server.port, "kill", token["name"], token["password"])
        while True:
            with lock:
                number = next(waiting, None)
            if number is None:
                one.close()
                return
            with_photo = number % 10 == 0
            xml = incident_xml(number, photo="p.jpg") if with_photo else report_xml(number)
            if number % 20 == 10:  # a series of two posts, and the server may be killed between them
                one.send(xml, incomplete=True)
            receipts[number] = one.send(xml, (("p.jpg", photo(number)),) if with_photo else ())
            acknowledged.release()

    rng = random.Random(20261126)
    with ThreadPoolExecutor(CLIENTS) as pool:
        phones = [pool.submit(phone) for _ in range(CLIENTS)]
        left = REPORTS
        while left > 2 * EVERY:
            wanted = rng.randint(1, 2 * EVERY)
            for _ in range(wanted):
                while not acknowledged.acquire(timeout=5):
                    [one.result() for one in phones if one.done()]
            left -= wanted
            server.kill()
            server.start()
        for one in phones:
            one.result()
    return receipts


def _check(folder: Path, query: Rows, receipts: dict[int, str], secret: bytes) -> None:
    hashes = [bytes(row[0]) for row in query('SELECT hash FROM intake_leaf ORDER BY "index"')]
    (note,) = query("SELECT note FROM intake_checkpoint ORDER BY size DESC LIMIT 1")[0]
    checkpoint = parse_checkpoint(bytes(note))
    assert (checkpoint.size, checkpoint.root) == (len(hashes), root_of(hashes))
    rows = query(
        'SELECT r.instance_id, l."index", l.hash FROM intake_submission s JOIN intake_received r ON r.id = s.received_id '
        "JOIN intake_leaf l ON l.received_id = r.id"
    )
    stored = {instance: receipt(index, bytes(hash_)) for instance, index, hash_ in rows}
    assert len(rows) == len(stored) == REPORTS
    assert stored == {INSTANCE.format(number): code for number, code in receipts.items()}
    files = query(
        "SELECT r.instance_id, a.sha256 FROM intake_attachment a JOIN intake_received r ON r.id = a.received_id"
    )
    assert len(files) == len(range(0, REPORTS, 10))
    for instance, sha256 in files:
        sealed = (folder / "media" / "originals" / sha256[:2] / sha256).read_bytes()
        content = open_sealed(sealed, secret)
        assert hashlib.sha256(content).hexdigest() == sha256
        assert content == photo(int(instance[-12:]))
