"""The server's own tests once more, with both databases on PostgreSQL."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from support.postgres import postgres

ROOT = Path(__file__).parents[2]
ROOMS = ("intake", "jobs", "desk", "night", "exports", "incidents", "missions", "test_any_bytes.py")
# Of SQLite alone: its plan of a query; and a count of versions for which its limit of values is the reason.
OF_SQLITE = (
    "intake/test_writer.py::test_what_is_asked_for_a_group_is_found_by_an_index",
    "incidents/test_hidden.py::test_however_many_versions_there_are_a_hidden_one_takes_all_along",
)


@pytest.mark.system
@pytest.mark.parametrize("room", ROOMS)
def test_the_server_does_on_postgresql_what_it_does_on_sqlite(room: str) -> None:
    with postgres("mission", "people") as address:
        names = {"DATABASE": f"{address}/mission", "IDENTITIES": f"{address}/people"}
        on = {f"SCRUTATOR_SERVER_{name}": text for name, text in names.items()}
        command = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider"]
        command += ["-m", "not system and not browser", f"tests/web/{room}"]
        # A thread of a test that ended leaves its connection to be collected.
        command += ["-W", "ignore::pytest.PytestUnraisableExceptionWarning"]
        command += [f"--deselect=tests/web/{one}" for one in OF_SQLITE]
        done = subprocess.run(
            command, cwd=ROOT, env={**os.environ, **on}, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout[-6_000:] + done.stderr[-2_000:]
        assert _missions(f"{address}/mission") > 0, "it was PostgreSQL"


def _missions(address: str) -> int:
    import psycopg

    with psycopg.connect(address) as connection:
        (found,) = connection.execute("SELECT count(*) FROM missions_mission").fetchone()
    return int(found)
