"""A PostgreSQL of the tests' own, in a temporary folder, on loopback."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from support.live_server import free_port
from support.needs import lacking

USER = "scrutator"


@dataclass(frozen=True)
class Postgres:
    """A PostgreSQL that can be stopped and started again."""

    programs: Path
    folder: Path
    port: int

    @property
    def address(self) -> str:
        """The address to which a database's name is added."""
        return f"postgresql://{USER}@127.0.0.1:{self.port}"

    def run(self, program: str, *arguments: str) -> None:
        """Run one of PostgreSQL's programs, as its user."""
        as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        command = [*as_user, str(self.programs / program), *arguments]
        with (Path(tempfile.gettempdir()) / f"{self.folder.name}.log").open("ab") as log:
            subprocess.run(command, check=True, stdout=log, stderr=log, cwd=self.folder)

    def start(self) -> None:
        """Start it, and wait until it answers."""
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1"
        self.run("pg_ctl", "-D", str(self.folder / "data"), "-w", "-o", options, "start")

    def stop(self, how: str = "immediate") -> None:
        """End it as an administrator does (fast), or at once as a crash would (immediate)."""
        self.run("pg_ctl", "-D", str(self.folder / "data"), "-m", how, "stop")


@contextmanager
def postgres_to_stop(*databases: str) -> Iterator[Postgres]:
    """A running PostgreSQL with these databases, for as long as it is not stopped."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        lacking("PostgreSQL is not installed")
    one = Postgres(found[-1].parent, Path(tempfile.mkdtemp(prefix="scrutator-pg-")), free_port())
    if os.geteuid() == 0:
        shutil.chown(one.folder, "postgres")
    data = str(one.folder / "data")
    one.run("initdb", "-D", data, "-A", "trust", "-U", USER, "-E", "UTF8", "--locale", "C")
    one.start()
    try:
        for name in databases:
            one.run("createdb", "-h", "127.0.0.1", "-p", str(one.port), "-U", USER, name)
        yield one
    finally:
        with suppress(subprocess.CalledProcessError):  # a test may have stopped it
            one.stop()
        shutil.rmtree(one.folder, ignore_errors=True)


@contextmanager
def postgres(*databases: str) -> Iterator[str]:
    """The address of a running PostgreSQL with these databases, to which a name is added."""
    with postgres_to_stop(*databases) as one:
        yield one.address
