"""A server on PostgreSQL: its copy holds the databases, and they are put back as the copy's own words say."""

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from support.live_server import run
from support.needs import lacking
from support.postgres import postgres

WORDS = "four words of mine\n"
PASSWORD = "correct horse battery\n" * 2


@pytest.mark.system
def test_a_copy_of_a_server_on_postgresql_is_the_way_back(tmp_path: Path) -> None:
    if shutil.which("pg_dump") is None:
        lacking("there is no pg_dump")
    folder, copy, again = tmp_path / "server", tmp_path / "copy", tmp_path / "again"
    with postgres("mission", "people", "mission2", "people2") as address:
        on = _on(address, "")
        made = ("mission", "new", "demo", "--name", "D", "--day", "2026-11-29", "--coordinator", "mira")
        run(folder, *made, given=PASSWORD, environment=on)
        run(folder, "backup", "-o", str(copy), given=WORDS * 2, environment=on)
        run(folder, *("mission", "new", "later", *made[3:]), environment=on)
        command = [sys.executable, "-m", "scrutator", "restore", str(copy), "--folder", str(again)]
        done = subprocess.run(command, input=WORDS, capture_output=True, text=True, check=True)
        back = [line.partition(": ")[2] for line in done.stdout.splitlines() if "pg_restore" in line]
        for line, name in zip(back, ("mission2", "people2"), strict=True):
            subprocess.run(shlex.split(line.replace("NEW_DATABASE", f"{address}/{name}")), check=True)
        there = _on(address, "2")
        assert "NOT SOUND" not in run(again, "doctor", environment=there)
        command = [sys.executable, "-m", "scrutator", "mission", "export", "nosuch", "places", "-o", "x.csv"]
        asked = subprocess.run(
            [*command, "--folder", str(again)],
            env={**os.environ, **there},
            capture_output=True,
            text=True,
            check=False,
        )
        assert "Missions of this server: demo." in asked.stderr


def _on(address: str, suffix: str) -> dict[str, str]:
    names = {"DATABASE": f"{address}/mission{suffix}", "IDENTITIES": f"{address}/people{suffix}"}
    return {f"SCRUTATOR_SERVER_{name}": text for name, text in names.items()}
