"""PostgreSQL stops under a running server: phones hear D57, send again, and are stored once when it is back."""

import http.client
import time
from contextlib import closing
from pathlib import Path

import pytest

from support.live_server import LiveServer, RetryingPhone, run
from support.needs import package
from support.phone import report_xml
from support.postgres import Postgres, postgres_to_stop

PASSWORD = "correct horse battery"
pytestmark = [pytest.mark.system, pytest.mark.xdist_group("postgres stops")]


class Phone(RetryingPhone):
    """A phone that remembers what it was answered."""

    def __init__(self, *given: str | int) -> None:
        super().__init__(*given)  # type: ignore[arg-type]
        self.heard: list[tuple[int, bytes]] = []

    def _try(self, body: bytes, kind: str) -> tuple[int, bytes]:
        self.heard.append(super()._try(body, kind))
        return self.heard[-1]

    def refused(self, xml: bytes) -> tuple[int, bytes]:
        """The answer to a report that is not taken; where the server closed an idle connection, the next."""
        for _ in range(3):
            with pytest.raises(AssertionError, match="never acknowledged"):
                self.send(xml, seconds=0.001)
            if self.heard[-1][0]:
                break
        return self.heard[-1]


def mission(folder: Path, settings: dict[str, str]) -> dict[str, str]:
    """A mission with one station, and the token of its phone."""
    made = ("mission", "new", "one", "--name", "M", "--day", "2026-11-29", "--coordinator", "mira")
    run(folder, *made, given=f"{PASSWORD}\n" * 2, environment=settings)
    for table, text in (("places", "code\nS1\n"), ("observers", "code\nA-01\n")):
        (folder.parent / table).write_text(text)
        arguments = ("mission", "import", "one", table, str(folder.parent / table), "--write")
        run(folder, *arguments, environment=settings)
    run(folder, "mission", "form", "one", "voting", "--version", "1", environment=settings)
    said = run(folder, "mission", "phone", "one", "A-01", "--url", "http://h", environment=settings)
    return dict(line.split(" ", 1) for line in said.splitlines())


def asked(port: int, path: str) -> tuple[int, bytes]:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read()


def back(server: LiveServer) -> None:
    """Threads drop the connections that PostgreSQL ended, one request each."""
    until = time.monotonic() + 60
    while not server.is_up():
        assert time.monotonic() < until, "the server does not come back by itself"


@pytest.mark.parametrize("how", ["fast", "immediate"])
def test_a_phone_hears_that_the_server_cannot_write_now_and_the_report_is_stored_once_when_it_is_back(
    tmp_path: Path, how: str
) -> None:
    package("psycopg")
    with postgres_to_stop("mission", "people") as database:
        names = {
            "DATABASE": f"{database.address}/mission",
            "IDENTITIES": f"{database.address}/people",
            "SECOND_FACTOR": "no",
        }
        settings = {f"SCRUTATOR_SERVER_{name}": text for name, text in names.items()}
        token = mission(tmp_path / "server", settings)
        server = LiveServer(tmp_path / "server", tmp_path / "log", settings)
        server.start()
        try:
            _stopped_and_back(server, database, token, how)
        finally:
            server.stop()


def _stopped_and_back(server: LiveServer, database: Postgres, token: dict[str, str], how: str) -> None:
    import psycopg

    with closing(Phone(server.port, "one", token["name"], token["password"])) as phone:
        _asked_again(server, database, phone, how)
    with psycopg.connect(f"{database.address}/mission") as found:
        assert found.execute("SELECT count(*) FROM intake_submission").fetchone() == (2,)


def _asked_again(server: LiveServer, database: Postgres, phone: Phone, how: str) -> None:
    first = phone.send(report_xml(1))
    database.stop(how)
    for _ in range(3):  # the connection breaks, then none is to be had
        status, said = phone.refused(report_xml(2))
        assert (status, b"(D57)" in said) == (503, True), said
    for path in ("/health", "/", "/accounts/login/"):
        status, said = asked(server.port, path)
        assert (status, b"D57" in said) == (503, True), (path, said)
    database.start()
    second = phone.send(report_xml(2))
    assert phone.send(report_xml(2)) == second != first
    back(server)
