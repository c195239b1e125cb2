"""`scrutator rehearse`: a day over true HTTP against a true server, and every figure held against the truth."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from scrutator.web.rehearsing.phones import Line, RehearsedPhone
from support.field_server import Mission, Phone
from support.live_server import LiveServer
from support.phone import report_xml

COMPARED = {
    "posts acknowledged", "reports stored", "leaves in the log", "reports received", "retries set aside",
    "copies found", "replaced by an edit", "protocols shown", "visits answered", "visits with the problem",
    "stations where teams differ", "duties that nothing met", "stations whose result was changed",
    "the release of the night", "people whose signatures hold on the public page",
    "lists whose interval holds the truth",
}  # fmt: skip


def rehearse(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "scrutator", "rehearse", *arguments, "--folder", str(folder)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.system
def test_a_rehearsed_day_over_http_is_found_again_as_it_was(tmp_path: Path) -> None:
    server = LiveServer(tmp_path / "server", tmp_path / "log")
    server.start()
    try:
        url = ("--url", f"http://127.0.0.1:{server.port}/")
        done = rehearse(server.folder, "one", *url, "--stations", "40", "--teams", "7", "--seconds", "3",
                        "--json", "-o", str(tmp_path / "case"))  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        said = json.loads(done.stdout)
        _is_whole(said)
        again = rehearse(server.folder, "one", *url)
        assert (again.returncode, "there is a mission one already" in again.stderr) == (2, True)
        shown = rehearse(server.folder, "two", *url, "--stations", "8", "--teams", "2", "--seconds", "0")
        assert "The figures compared are equal: 13 of them." in shown.stdout
        assert "sign in at" in shown.stdout
    finally:
        server.stop()
    checked = [sys.executable, "-m", "scrutator", "case", "check", str(tmp_path / "case")]
    assert b"no faults" in subprocess.run(checked, capture_output=True, check=True).stdout
    alone = rehearse(server.folder, "three", *url, "--stations", "2", "--teams", "2")
    assert (alone.returncode, "D70" in alone.stderr) == (3, True)


def _is_whole(said: dict) -> None:
    """Everything was compared, and everything that can go wrong did go wrong."""
    found = {one["what"]: one["found"] for one in said["compared"]}
    assert set(found) == COMPARED
    assert said["equal"] is True
    for what in ("retries set aside", "copies found", "replaced by an edit", "stations where teams differ"):
        assert found[what] > 0, what
    assert found["stations whose result was changed"]
    assert said["sent"]["acknowledged"] == said["sent"]["posts sent"]
    assert said["sent"]["seconds"] >= 3
    assert said["flagged"]["the same answers"] > 0


def test_a_phone_that_gets_no_answer_says_so_after_twenty_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    from scrutator.errors import ScrutatorError
    from scrutator.web.rehearsing import phones

    monkeypatch.setattr(phones, "PAUSE", 0)
    with pytest.raises(ScrutatorError) as caught:
        RehearsedPhone("a", "b", "/o/x/submission").send(Line("http://127.0.0.1:9"), b"<data/>")
    assert caught.value.code == "D70"


@pytest.mark.parametrize("address", ["", "127.0.0.1:8000", "ftp://here", "http://here:many"])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    from scrutator.errors import ScrutatorError

    with pytest.raises(ScrutatorError) as caught:
        Line(address).ask("GET", "/", b"", {})
    assert caught.value.code == "D70"


def test_of_equal_reports_the_replaced_one_stands_and_else_the_first(mission: Mission, phone: Phone) -> None:
    from scrutator.web.jobs import worker
    from scrutator.web.rehearsing.desk import copies_to_set_aside

    phone.send(report_xml(1))
    phone.send(report_xml(2))
    phone.send(report_xml(3, overall="bad"))
    phone.send(report_xml(4, overall="bad"))
    phone.send(report_xml(5, overall="good", station="S2", edits=4))
    while worker.work_once():
        pass
    chosen = mission.row.submissions.filter(pk__in=copies_to_set_aside(mission.row))
    assert sorted(int(one.instance_id[-12:]) for one in chosen) == [2, 3]
