"""A PostgreSQL of the tests' own, in a temporary folder, on loopback."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from support.live_server import free_port
from support.needs import lacking

USER = "scrutator"


@contextmanager
def postgres(*databases: str) -> Iterator[str]:
    """The address of a running PostgreSQL with these databases, to which a name is added."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        lacking("PostgreSQL is not installed")
    programs, folder, port = found[-1].parent, Path(tempfile.mkdtemp(prefix="scrutator-pg-")), free_port()
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if as_user:
        shutil.chown(folder, "postgres")

    def run(program: str, *arguments: str) -> None:
        command = [*as_user, str(programs / program), *arguments]
        with (Path(tempfile.gettempdir()) / f"{folder.name}.log").open("ab") as log:
            subprocess.run(command, check=True, stdout=log, stderr=log, cwd=folder)

    data = str(folder / "data")
    run("initdb", "-D", data, "-A", "trust", "-U", USER, "-E", "UTF8", "--locale", "C")
    run("pg_ctl", "-D", data, "-w", "-o", f"-p {port} -k {folder} -c listen_addresses=127.0.0.1", "start")
    try:
        for name in databases:
            run("createdb", "-h", "127.0.0.1", "-p", str(port), "-U", USER, name)
        yield f"postgresql://{USER}@127.0.0.1:{port}"
    finally:
        run("pg_ctl", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)
