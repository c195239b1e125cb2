"""Several processes of one server on PostgreSQL: one that phones reach, and others that serve the desk.

Decisions and reports are written by different processes at the same time, and one of them is killed: the log has
every acknowledged report once, under its last signed checkpoint, and every decision that was answered is there.
"""

import http.client
import http.cookiejar
import os
import re
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from urllib.parse import urlencode

import pytest

from scrutator.seal.log.checkpoint import parse_checkpoint
from scrutator.seal.log.merkle import root_of
from support.live_server import LiveServer, RetryingPhone, run
from support.needs import package
from support.phone import report_xml
from support.postgres import postgres

PASSWORD = "correct horse battery"
REPORTS, PHONES = 120, 6
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
pytestmark = [pytest.mark.system, pytest.mark.xdist_group("processes")]


@pytest.fixture(scope="module")
def place(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Path, dict[str, str], dict[str, str], str]]:
    """A folder with a mission on PostgreSQL: folder, settings, the phone's token, the database."""
    package("psycopg")
    with postgres("mission", "people") as address:
        names = {"DATABASE": f"{address}/mission", "IDENTITIES": f"{address}/people", "SECOND_FACTOR": "no"}
        settings = {f"SCRUTATOR_SERVER_{name}": text for name, text in names.items()}
        folder = tmp_path_factory.mktemp("processes") / "server"
        made = ("mission", "new", "many", "--name", "M", "--day", "2026-11-29", "--coordinator", "mira")
        run(folder, *made, given=f"{PASSWORD}\n" * 2, environment=settings)
        for table, text in (("places", "code\nS1\n"), ("observers", "code\nA-01\n")):
            (folder.parent / table).write_text(text)
            run(
                folder,
                "mission",
                "import",
                "many",
                table,
                str(folder.parent / table),
                "--write",
                environment=settings,
            )
        run(folder, "mission", "form", "many", "voting", "--version", "1", environment=settings)
        said = run(folder, "mission", "phone", "many", "A-01", "--url", "http://h", environment=settings)
        yield folder, settings, dict(line.split(" ", 1) for line in said.splitlines()), f"{address}/mission"


class Browser:
    """A person of the desk, signed in at the first process; other processes know them by the same cookie."""

    def __init__(self, first: LiveServer) -> None:
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._opener = urllib.request.build_opener(jar)
        self.post(first, "/accounts/login/", "/accounts/login/", {"login": "mira", "password": PASSWORD})

    def get(self, server: LiveServer, path: str) -> str:
        with self._opener.open(f"http://127.0.0.1:{server.port}{path}", timeout=60) as answer:
            return str(answer.read().decode())

    def post(self, server: LiveServer, page: str, path: str, fields: dict[str, str]) -> None:
        found = TOKEN.search(self.get(server, page))
        assert found is not None, page
        body = urlencode({**fields, "csrfmiddlewaretoken": found[1]}).encode()
        with self._opener.open(f"http://127.0.0.1:{server.port}{path}", body, timeout=60) as answer:
            answer.read()


def test_reports_and_decisions_of_several_processes_stand_in_one_log_and_one_record(
    place: tuple[Path, dict[str, str], dict[str, str], str],
) -> None:
    folder, settings, token, database = place
    with ExitStack() as stack:
        first, one, other = (
            LiveServer(folder, folder.parent / f"log-{n}", settings, role)
            for n, role in enumerate(("first", "desk", "desk"))
        )
        for server in (first, one, other):
            server.start()
            stack.callback(server.stop)
        waiting, lock, receipts = iter(range(REPORTS)), threading.Lock(), dict[int, str]()

        def phone() -> None:
            mine = RetryingPhone(first.port, "many", token["name"], token["password"])
            while True:
                with lock:
                    number = next(waiting, None)
                if number is None:
                    return mine.close()
                receipts[number] = mine.send(report_xml(number))

        decided: list[int] = []
        over = threading.Event()

        def person(server: LiveServer, odd: int) -> None:
            browser = Browser(first)
            while not over.is_set():
                page = browser.get(server, "/m/many/?state=new")
                for number in sorted({int(n) for n in re.findall(r"/m/many/reports/(\d+)", page)}):
                    if number % 2 == odd and not over.is_set():
                        address = f"/m/many/reports/{number}"
                        browser.post(
                            server, address, f"{address}/decide", {"state": "verified", "reason": "seen"}
                        )
                        decided.append(number)

        people = [threading.Thread(target=person, args=(server, n)) for n, server in enumerate((one, other))]
        phones = [threading.Thread(target=phone) for _ in range(PHONES)]
        for thread in (*people, *phones):
            thread.start()
        for thread in phones:
            thread.join(240)
        over.set()
        for thread in people:
            thread.join(60)
        _one_log(database, receipts, decided)
        doomed = threading.Thread(target=lambda: other.kill())
        doomed.start()
        mine = RetryingPhone(first.port, "many", token["name"], token["password"])
        for number in range(REPORTS, REPORTS + 10):
            receipts[number] = mine.send(report_xml(number))
        mine.close()
        doomed.join()
        _one_log(database, receipts, decided)
        assert len(decided) > 5, "the desk decided beside the phones"


def _one_log(database: str, receipts: dict[int, str], decided: list[int]) -> None:
    import psycopg

    with psycopg.connect(database) as found:
        hashes = [bytes(row[0]) for row in found.execute('SELECT hash FROM intake_leaf ORDER BY "index"')]
        note = found.execute("SELECT note FROM intake_checkpoint ORDER BY size DESC LIMIT 1").fetchone()
        reports = found.execute("SELECT received_id FROM intake_submission").fetchall()
        states = [row[0] for row in found.execute("SELECT submission_id FROM intake_decision")]
    checkpoint = parse_checkpoint(bytes(note[0]))
    assert (checkpoint.size, checkpoint.root) == (len(hashes), root_of(hashes))
    assert len(reports) == len(receipts) == len(set(receipts.values()))
    assert sorted(states) == sorted(decided)


def test_a_process_of_the_desk_answers_no_phone_no_gateway_and_no_one_who_signs_in(
    place: tuple[Path, dict[str, str], dict[str, str], str],
) -> None:
    folder, settings, _, _ = place
    desk = LiveServer(folder, folder.parent / "log-4", settings, "desk")
    desk.start()
    try:
        for method, path in (
            ("GET", "/o/many/formList"),
            ("POST", "/o/many/submission"),
            ("POST", "/sms/many/in"),
            ("GET", "/accounts/login/"),
            ("GET", "/m/many/form/"),
            ("GET", "/own/"),
        ):
            with closing(http.client.HTTPConnection("127.0.0.1", desk.port, timeout=30)) as connection:
                connection.request(method, path, b"" if method == "POST" else None)
                answer = connection.getresponse()
                assert (answer.status, b"D58" in answer.read()) == (500, True), path
        with pytest.raises(AssertionError, match="a desk's process runs on this folder"):
            run(folder, "upgrade", "--no-copy", environment=settings)
    finally:
        desk.stop()


def test_a_second_first_process_is_refused(place: tuple[Path, dict[str, str], dict[str, str], str]) -> None:
    folder, settings, _, _ = place
    first = LiveServer(folder, folder.parent / "log-5", settings)
    first.start()
    try:
        with pytest.raises(AssertionError, match="another server runs on this folder"):
            LiveServer(folder, folder.parent / "log-6", settings).start()
    finally:
        first.stop()


@pytest.mark.parametrize(
    ("started", "said"), [(False, "no server was started on this folder"), (True, "needs PostgreSQL")]
)
def test_a_process_of_the_desk_begins_beside_a_first_one_on_postgresql_or_not_at_all(
    tmp_path: Path, started: bool, said: str
) -> None:
    folder = tmp_path / "server"
    if started:
        made = ("mission", "new", "few", "--name", "F", "--day", "2026-11-29", "--coordinator", "mira")
        run(folder, *made, given=f"{PASSWORD}\n" * 2)
    command = [sys.executable, "-m", "scrutator", "serve", "--folder", str(folder)]
    by_variable = os.environ | {"SCRUTATOR_SERVER_ROLE": "desk"}
    for more, environment in ((["--role", "desk"], None), ([], by_variable)):
        done = subprocess.run([*command, *more], capture_output=True, text=True, check=False, env=environment)
        assert (done.returncode != 0, said in done.stderr) == (True, True), done.stderr
        assert started or not folder.exists()
