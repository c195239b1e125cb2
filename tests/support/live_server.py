"""A true server in a process of its own, on loopback; and a client that goes on until it is answered 201."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

from support.phone import Signing, multipart

RECEIPT = re.compile(rb"Receipt (\d+-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z])")


def free_port() -> int:
    """A port that no one listens at now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def run(folder: Path, *arguments: str, given: str = "", environment: dict[str, str] | None = None) -> str:
    """What a command of Scrutator prints, on the server's folder."""
    command = [sys.executable, "-m", "scrutator", *arguments, "--folder", str(folder)]
    done = subprocess.run(
        command,
        input=given,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **(environment or {})},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


class LiveServer:
    """`scrutator serve` on a folder; `kill` ends it as a power cut would, as far as a process can tell."""

    def __init__(
        self, folder: Path, log: Path, environment: dict[str, str] | None = None, role: str = "first"
    ) -> None:
        self.folder, self.port, self._log, self._role = folder, free_port(), log, role
        self._environment = {**os.environ, **(environment or {})}
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def group(self) -> int:
        """The group of its processes."""
        return self._process.pid if self._process is not None else 0

    def start(self) -> None:
        """Start it, and wait until it answers."""
        command = [
            sys.executable,
            "-m",
            "scrutator",
            "serve",
            "--folder",
            str(self.folder),
            "--port",
            str(self.port),
            "--role",
            self._role,
        ]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                command, stdout=log, stderr=log, env=self._environment, start_new_session=True
            )
        until = time.monotonic() + 60
        while not self.is_up():
            assert self._process.poll() is None, self._log.read_text()
            assert time.monotonic() < until, "the server does not answer"
            time.sleep(0.05)

    def is_up(self) -> bool:
        """Whether it answers."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)) as connection:
            try:
                connection.request("GET", "/health")
                return connection.getresponse().status == 200
            except OSError:
                return False

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Signal every process of the server, and wait for its end."""
        if self._process is not None and self._process.poll() is None:
            os.killpg(self._process.pid, how)
            self._process.wait(30)

    def kill(self) -> None:
        """End it at once."""
        self.stop(signal.SIGKILL)


class RetryingPhone(Signing):
    """A phone on a bad network: it sends a report again until the server says 201. Without a device's id it
    does not say which phone it is."""

    def __init__(self, port: int, slug: str, username: str, password: str, device_id: str = "") -> None:
        super().__init__(username, password)
        self._port = port
        self._target = f"/o/{slug}/submission" + (f"?deviceID={device_id}" if device_id else "")
        self._connection: http.client.HTTPConnection | None = None
        self.tries = 0

    def send(
        self,
        xml: bytes,
        files: tuple[tuple[str, bytes], ...] = (),
        seconds: float = 120,
        *,
        incomplete: bool = False,
    ) -> str:
        """The receipt of the report, once it is acknowledged; `incomplete`: more of its files follow."""
        body, kind = multipart(xml, files, incomplete=incomplete)
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            status, answer = self._try(body, kind)
            if status == 201 and (found := RECEIPT.search(answer)):
                return found[1].decode()
            assert status in (0, 401, 503), (status, answer)
        raise AssertionError("never acknowledged")

    def close(self) -> None:
        """Hang up."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def _try(self, body: bytes, kind: str) -> tuple[int, bytes]:
        self.tries += 1
        headers = {"Content-Type": kind, "X-OpenRosa-Version": "1.0"}
        headers |= {"Authorization": self.header("POST", self._target)} if self.nonce else {}
        try:
            self._connection = self._connection or http.client.HTTPConnection(
                "127.0.0.1", self._port, timeout=60
            )
            self._connection.request("POST", self._target, body, headers)
            answer = self._connection.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException):
            self.close()
            time.sleep(0.02)
            return 0, b""
        if answer.status == 401:
            self.challenged(answer.headers["WWW-Authenticate"])
        return answer.status, content
