"""Who an observer is, their number, their phone, when and where exactly they were: nowhere but where it belongs.

Searched is all that a mission leaves: the server's folder, its log, both databases, answers to bad requests, the
snapshot, and every member of the bundle; as UTF-8, as UTF-16, and as PostgreSQL writes bytes.
"""

import http.client
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from support.live_server import LiveServer, RetryingPhone, run
from support.phone import EXIF, INSTANCE, JPEG, incident_xml, multipart
from support.postgres import Postgres, postgres_to_stop

PASSWORD = "correct horse battery\n" * 2
NAME, NUMBER, DEVICE = "Aigerim Seitkali", "+77015559876", "collect:imei-356938035643809"
CAMERA, TIME = EXIF[6:].decode(), "09:12:34.567"
SEEDED = (NAME, NUMBER, NUMBER[1:], DEVICE, DEVICE[13:], CAMERA, CAMERA[:19], TIME)
REPORT = (
    '<data id="voting" version="1"><station>S1</station><arrived>2026-11-29T09:12:34.567+05:00</arrived>'
    "<admitted>at_once</admitted><seen><overall>good</overall></seen>"
    f"<meta><instanceID>{INSTANCE.format(1)}</instanceID></meta></data>"
)


@dataclass(frozen=True)
class Kept:
    """Where a server keeps its databases: in its folder, or in a PostgreSQL."""

    postgres: Postgres | None = None
    environment: dict[str, str] = field(default_factory=dict)

    def dump(self, place: Path) -> None:
        """Write what a PostgreSQL holds into files."""
        for name in ("mission", "people") if self.postgres else ():
            at = ("-h", "127.0.0.1", "-p", str(self.postgres.port), "-U", "scrutator")
            self.postgres.run("pg_dump", *at, "-f", str(self.postgres.folder / f"{name}.sql"), name)
            (place / f"{name}.sql").write_bytes((self.postgres.folder / f"{name}.sql").read_bytes())


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def kept(request: pytest.FixtureRequest) -> Iterator[Kept]:
    if request.param == "SQLite":
        yield Kept()
        return
    with postgres_to_stop("mission", "people") as one:
        names = {"DATABASE": f"{one.address}/mission", "IDENTITIES": f"{one.address}/people"}
        yield Kept(one, {f"SCRUTATOR_SERVER_{name}": text for name, text in names.items()})


@pytest.mark.system
def test_nothing_that_a_mission_leaves_says_who_observed_or_when_or_where(tmp_path: Path, kept: Kept) -> None:
    folder = tmp_path / "server"
    _set_up(folder, kept)
    server = LiveServer(folder, tmp_path / "server.log", kept.environment)
    server.start()
    try:
        phone = RetryingPhone(server.port, "demo", *_token(folder, server, kept), DEVICE)
        with closing(phone):
            phone.send(REPORT.encode(), ())
            phone.send(incident_xml(2, photo="p.jpg", station="S1"), (("p.jpg", JPEG),))
        answered = _bad_requests(server.port)
    finally:
        server.stop()
    assert {status for status, _ in answered} >= {400, 401, 404}
    (tmp_path / "answers").write_bytes(b"\n".join(content for _, content in answered))
    _publish(folder, tmp_path, kept)
    kept.dump(tmp_path)
    found = _holding(tmp_path)
    assert found.pop("control") == set(SEEDED), "the search finds what is there, in UTF-16 and in a zip, too"
    database = {
        name: seen for name, seen in found.items() if re.match(r"mission\.sql|server/mission\.sqlite3", name)
    }
    assert set().union(*database.values()) == {TIME}, "the report itself is in the mission's database"
    assert set(found) == set(database)


def _set_up(folder: Path, kept: Kept) -> None:
    given = folder.parent / "given"
    given.mkdir()
    (given / "places.csv").write_text("code,name,kind,parent\nR1,North,region,\nS1,School,station,R1\n")
    (given / "observers.csv").write_text(f"code,team,name,phone\nA-01,T1,{NAME},{NUMBER}\n")
    (given / "deployment.csv").write_text("round,observer,place,selection\n1,A-01,S1,probability sample\n")
    from scrutator.web.evidence import new_secret, public_text

    made = ("mission", "new", "demo", "--name", "Demo", "--day", "2026-11-29", "--coordinator", "mira")
    run(
        folder,
        *made,
        "--evidence-key",
        public_text(new_secret()),
        given=PASSWORD,
        environment=kept.environment,
    )
    for table in ("places", "observers", "deployment"):
        arguments = ("mission", "import", "demo", table, str(given / f"{table}.csv"), "--write")
        run(folder, *arguments, environment=kept.environment)
    for form in ("voting", "incident"):
        run(folder, "mission", "form", "demo", form, "--version", "1", environment=kept.environment)
    for file in given.iterdir():  # they are the mission's own, and stay with it
        file.unlink()


def _token(folder: Path, server: LiveServer, kept: Kept) -> tuple[str, str]:
    address = f"http://127.0.0.1:{server.port}"
    said = run(folder, "mission", "phone", "demo", "A-01", "--url", address, environment=kept.environment)
    token = dict(line.split(" ", 1) for line in said.splitlines())
    return token["name"], token["password"]


def _bad_requests(port: int) -> list[tuple[int, bytes]]:
    """What the server answers to requests that are wrong, and that hold what must not come back."""
    device, name = DEVICE.replace(":", "%3A"), NAME.replace(" ", "%20")
    broken, kind = multipart(f"<data><x>{NAME} {NUMBER} {TIME}</x>".encode(), (("p.jpg", JPEG),))
    asked = [
        ("POST", f"/o/demo/submission?deviceID={device}", broken, kind),
        ("GET", f"/o/demo/formList?deviceID={device}", b"", ""),
        ("GET", f"/m/demo/reports/{name}", b"", ""),
        ("GET", f"/{name}/{NUMBER}?at={TIME}", b"", ""),
        ("GET", f"/log/demo/leaf/{NUMBER}", b"", ""),
        ("POST", "/sms/demo", f"from={NUMBER}&text={name}".encode(), "application/x-www-form-urlencoded"),
        ("POST", "/f/demo/submit", broken, kind),
        ("PUT", f"/health?{device}", b"", ""),
        ("GET", "/health", b"", ""),
        ("GET", "/metrics", b"", ""),
    ]
    answered = []
    for method, path, body, content_type in asked:
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
            connection.request(method, path, body, {"Content-Type": content_type} if content_type else {})
            answer = connection.getresponse()
            answered.append((answer.status, str(answer.headers).encode() + answer.read()))
    return answered


def _publish(folder: Path, place: Path, kept: Kept) -> None:
    """The snapshot, and its bundle with all that is in it laid open."""
    case = place / "case"
    taken = ("mission", "snapshot", "demo", "-o", str(case), "--date", "2026-11-30")
    run(folder, *taken, environment=kept.environment)
    text = (case / "statement.en.md").read_text()
    (case / "statement.en.md").write_text(re.sub(r".*Write here.*", "The mission found what follows.", text))
    command = [sys.executable, "-m", "scrutator", "publish", str(case), "-o", str(place / "bundle.zip")]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0


def _holding(place: Path) -> dict[str, set[str]]:
    """Which files, and members of archives, hold which of the seeded values."""
    control = place / "control.zip"
    with zipfile.ZipFile(control, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("seen", " ".join(SEEDED).encode("utf-16-le"))
    contents = {
        str(path.relative_to(place)): path.read_bytes() for path in place.rglob("*") if path.is_file()
    }
    for path in place.rglob("*.zip"):
        with zipfile.ZipFile(path) as archive:
            label = "control" if path == control else path.name
            contents |= {
                f"{label}" if path == control else f"{label}:{name}": archive.read(name)
                for name in archive.namelist()
            }
    spelled = {one: _spellings(one) for one in SEEDED}
    found = {
        name: {one for one, ways in spelled.items() if any(way in content for way in ways)}
        for name, content in contents.items()
    }
    return {name: seen for name, seen in found.items() if seen}


def _spellings(text: str) -> tuple[bytes, ...]:
    return (
        *(text.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be")),
        text.encode().hex().encode(),
    )
