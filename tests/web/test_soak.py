"""Fifty reports a second while the desk's pages are asked for: all are acknowledged, stored once, and in the log."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from scrutator.web.receipts import receipt
from support.live_server import LiveServer
from support.many_phones import Phones, make_mission
from support.phone import INSTANCE, JPEG, incident_xml, report_xml
from support.soak import PAGES, DeskReader

RATE, SECONDS, OBSERVERS = 50, 20, 64


def one_of_ten_has_a_photo(number: int, station: str) -> tuple[bytes, tuple[tuple[str, bytes], ...]]:
    """What a phone sends: a visit, or an incident with a photo."""
    if number % 10:
        return report_xml(number, station=station), ()
    return incident_xml(number, photo="p.jpg", station=station), (("p.jpg", JPEG + b"%08d" % number),)


@pytest.mark.system
def test_fifty_reports_a_second_with_the_desk_reading_are_all_acknowledged_and_stored_once(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "server"
    tokens = make_mission(folder, "soak", OBSERVERS, {})
    server = LiveServer(folder, tmp_path / "log")
    server.start()
    phones = Phones(server.port, "soak", tokens)
    try:
        with DeskReader(server.port, "soak", "mira", "correct horse battery") as asked:
            sent = phones.send(range(RATE * SECONDS), one_of_ten_has_a_photo, RATE)
    finally:
        phones.close()
        server.stop()
    said = f"p50 {1000 * sent.at(0.5):.0f} ms, p99 {1000 * sent.at(0.99):.0f} ms, all in {sent.wall:.0f} s"
    pages = sorted(asked.seconds)
    print(f"{len(sent.receipts)} reports: {said}; {len(pages)} pages, the slowest {1000 * pages[-1]:.0f} ms")
    assert sorted(sent.receipts) == list(range(RATE * SECONDS))
    assert sent.times[-1] < 60, "Collect gives up after a minute"
    assert asked.statuses.keys() == set(PAGES), "every page was asked for"
    assert set().union(*asked.statuses.values()) <= {200, 503}, asked.statuses  # 503: being prepared
    assert all(200 in found for found in asked.statuses.values())
    assert _stored(folder) == {INSTANCE.format(number): code for number, code in sent.receipts.items()}
    doctor = [sys.executable, "-m", "scrutator", "doctor", "--folder", str(folder)]
    done = subprocess.run(doctor, capture_output=True, text=True, check=False)
    assert (done.returncode, "NOT SOUND" in done.stdout) == (0, False), done.stdout + done.stderr


def _stored(folder: Path) -> dict[str, str]:
    """The receipt of every report that is there, by its id; each once."""
    with closing(sqlite3.connect(folder / "mission.sqlite3")) as database:
        rows = database.execute(
            'SELECT s.instance_id, l."index", l.hash FROM intake_submission s'
            " JOIN intake_leaf l ON l.received_id = s.received_id"
        ).fetchall()
    found = {instance: receipt(index, bytes(hash_)) for instance, index, hash_ in rows}
    assert len(found) == len(rows)
    return found
