"""The server of the demonstration: a process of its own on loopback, and a mission rehearsed on it."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

MISSION, SECONDS = "rehearsal", 60
DEMO = "SCRUTATOR_SERVER_DEMO"


def free_port() -> int:
    """A port of this machine that no one listens at now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class RehearsedServer:
    """Starts at once; `wait` returns when its mission is there. `stop` ends both processes."""

    def __init__(self, folder: Path) -> None:
        port = free_port()
        self._base, self._folder = f"http://127.0.0.1:{port}", folder
        environment = {
            name: text for name, text in os.environ.items() if not name.startswith("SCRUTATOR_SERVER")
        }
        self._environment = environment | {DEMO: MISSION}
        self._log = folder.with_suffix(".log").open("ab")
        self._server = self._run("serve", "--port", str(port))
        self._rehearsal: subprocess.Popen[bytes] | None = None
        self._until_up()
        self._rehearsal = self._run("rehearse", MISSION, "--url", self._base, "--seconds", "0", "--json")

    @property
    def address(self) -> str:
        """Where the rehearsed mission is entered."""
        return f"{self._base}/demo/"

    def wait(self) -> None:
        """Return when the day is rehearsed; say so when it went wrong."""
        if self._rehearsal is None:
            return
        try:
            went_wrong = self._rehearsal.wait(SECONDS) != 0
        except subprocess.TimeoutExpired:
            went_wrong = True
        if went_wrong:
            print(f"The rehearsal went wrong: see {self._log.name}.", file=sys.stderr)

    def stop(self) -> None:
        """End the server and what is left of the rehearsal."""
        for process in (self._rehearsal, self._server):
            if process is not None and process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
                process.wait(30)
        self._log.close()

    def _run(self, *arguments: str) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "scrutator", *arguments, "--folder", str(self._folder)]
        return subprocess.Popen(
            command, stdout=self._log, stderr=self._log, env=self._environment, start_new_session=True
        )

    def _until_up(self) -> None:
        until = time.monotonic() + SECONDS
        while self._server.poll() is None and time.monotonic() < until:
            try:
                urllib.request.urlopen(f"{self._base}/health", timeout=5).close()
                return
            except (OSError, urllib.error.URLError):
                time.sleep(0.1)
