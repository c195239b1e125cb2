"""From a fresh folder to a case: a true server, curl as the phone, the command line around them."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scrutator.seal.log.checkpoint import parse_checkpoint
from scrutator.seal.notes.note import parse_key, verify_note
from support.live_server import LiveServer, run
from support.needs import lacking
from support.phone import INSTANCE

PASSWORD = "correct horse battery\n" * 2
PLACES = "code,name,kind,parent,registered\nR1,North,region,,\nS1,School,station,R1,1200\n"
SEEDED = {"name": "Aigerim Seitkali", "phone": "+77015559876", "device": "collect:imei-356938035643809"}


def curl(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["curl", "-sS", "--max-time", "60", *arguments], capture_output=True, check=True)


@pytest.mark.slow
def test_a_report_goes_from_a_phone_to_a_checked_case(tmp_path: Path) -> None:
    if shutil.which("curl") is None:
        lacking("there is no curl")
    folder = tmp_path / "server"
    (tmp_path / "places.csv").write_text(PLACES)
    (tmp_path / "observers.csv").write_text(
        f"code,team,name,phone\nA-01,T1,{SEEDED['name']},{SEEDED['phone']}\n"
    )
    (tmp_path / "deployment.csv").write_text("round,observer,place,selection\n1,A-01,S1,probability sample\n")
    said = run(
        folder,
        "mission",
        "new",
        "demo",
        "--name",
        "Demo",
        "--day",
        "2026-11-29",
        "--coordinator",
        "mira",
        given=PASSWORD,
    )
    key = said.split()[-1]
    for table in ("places", "observers", "deployment"):
        run(folder, "mission", "import", "demo", table, str(tmp_path / f"{table}.csv"), "--write")
    run(folder, "mission", "form", "demo", "voting", "--version", "1")
    server = LiveServer(folder, tmp_path / "log")
    token = dict(
        line.split(" ", 1)
        for line in run(
            folder, "mission", "phone", "demo", "A-01", "--url", f"http://127.0.0.1:{server.port}"
        ).splitlines()
    )
    server.start()
    try:
        code = _observe(token, tmp_path)
        base = f"http://127.0.0.1:{server.port}/log/demo"
        assert b"logged" in curl(f"{base}/leaf/{code}").stdout
        checkpoint = parse_checkpoint(curl(f"{base}/checkpoint").stdout)
        assert checkpoint.size == 8, "the report, and seven events of the set-up"
        assert verify_note(checkpoint.note, [parse_key(key)])
    finally:
        server.stop()
    run(folder, "mission", "snapshot", "demo", "-o", str(tmp_path / "case"), "--date", "2026-11-30")
    assert "voting,published,visits,1" in (tmp_path / "case" / "reception.csv").read_text()
    assert "overall,good" in (tmp_path / "case" / "answers.csv").read_text()
    checked = [sys.executable, "-m", "scrutator", "case", "check", str(tmp_path / "case")]
    assert b"no faults" in subprocess.run(checked, capture_output=True, check=True).stdout
    _nothing_personal_anywhere(tmp_path, folder)


def _observe(token: dict[str, str], tmp_path: Path) -> str:
    """What Collect does: the list, the form, HEAD, the report; the receipt."""
    sign = ("--digest", "-u", f"{token['name']}:{token['password']}", "-H", "X-OpenRosa-Version: 1.0")
    device = f"?deviceID={SEEDED['device']}"
    listed = curl(*sign, f"{token['address']}/formList{device}").stdout.decode()
    url = re.findall("<downloadUrl>([^<]*)</downloadUrl>", listed)[0]
    assert b"<h:html" in curl(*sign, url).stdout
    head = curl(*sign, "-I", f"{token['address']}/submission{device}").stdout
    assert b" 204 " in head
    report = tmp_path / "report.xml"
    report.write_text(
        '<data id="voting" version="1"><station>S1</station><arrived>2026-11-29T09:12:34.567+05:00</arrived>'
        "<admitted>at_once</admitted><seen><overall>good</overall></seen>"
        f"<meta><instanceID>{INSTANCE.format(1)}</instanceID></meta></data>"
    )
    part = f"xml_submission_file=@{report};type=text/xml"
    answer = curl(
        *sign, "-F", part, "-w", "%{http_code}", f"{token['address']}/submission{device}"
    ).stdout.decode()
    assert answer.endswith("201")
    found = re.search(r"Receipt (\S+):", answer)
    assert found
    return found[1]


def _nothing_personal_anywhere(tmp_path: Path, folder: Path) -> None:
    """Names, numbers, device ids and precise times are in no file but where they belong; and are found where
    they were put, so that the search itself is known to work."""
    secrets = [*SEEDED.values(), "356938035643809", "09:12:34"]
    spellings = [text.encode(code) for text in secrets for code in ("utf-8", "utf-16-le", "utf-16-be")]
    everywhere = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    found = {
        path.relative_to(tmp_path): one
        for path, content in everywhere.items()
        for one in spellings
        if one in content
    }
    given = {Path("observers.csv"), Path("report.xml")}
    assert given <= set(found), "the positive control"
    # The report itself, with its times, is in the mission's database and nowhere else.
    database = {
        name for name in found if name.parent == Path("server") and name.name.startswith("mission.sqlite3")
    }
    assert set(found) == given | database
    assert all(one in (b"09:12:34",) for name, one in found.items() if name in database)
