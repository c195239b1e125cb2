"""A server of the first version on PostgreSQL goes on under this one, also after an upgrade that was cut off."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from support.first_schema import KILLED, make_on_postgres
from support.needs import lacking
from support.postgres import postgres

WORDS = "four words of mine\n"
FIRST_OF_SEVERAL = (
    "import sys; from pathlib import Path; from scrutator.web.serving import set_up; set_up(Path(sys.argv[1])); "
    "from django.core.management import call_command; call_command('migrate', 'intake', '0002', verbosity=0)"
)
TABLES = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"


@pytest.mark.system
@pytest.mark.parametrize("cut_off", ["not", "between migrations", "within one"])
def test_a_server_of_the_first_version_on_postgresql_is_upgraded_and_goes_on(
    tmp_path: Path, cut_off: str
) -> None:
    if shutil.which("pg_dump") is None:
        lacking("there is no pg_dump")
    folder, copy = tmp_path / "server", tmp_path / "before.backup"
    with postgres("mission", "people") as address:
        names = {"DATABASE": f"{address}/mission", "IDENTITIES": f"{address}/people"}
        on = {**os.environ, **{f"SCRUTATOR_SERVER_{name}": text for name, text in names.items()}}
        make_on_postgres(folder, on)

        def run(*arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
            command = [sys.executable, "-m", "scrutator", *arguments, "--folder", str(folder)]
            return subprocess.run(command, input=given, capture_output=True, text=True, check=False, env=on)

        if cut_off == "between migrations":
            subprocess.run([sys.executable, "-c", FIRST_OF_SEVERAL, str(folder)], check=True, env=on)
        elif cut_off != "not":
            killed = subprocess.run([sys.executable, "-c", KILLED, str(folder), "120"], check=False, env=on)
            assert killed.returncode == -signal.SIGKILL
        refused = run("serve", "--port", "1")
        assert (refused.returncode, "scrutator upgrade" in refused.stderr) == (2, True), refused.stderr
        if cut_off in ("not", "between migrations"):
            assert "desk_move" not in _tables(f"{address}/mission"), "nothing is changed without being asked"
        done = run("upgrade", "-o", str(copy), given=WORDS * 2)
        assert done.returncode == 0, done.stdout + done.stderr
        assert copy.stat().st_size > 0
        assert "desk_move" in _tables(f"{address}/mission")
        (line,) = [line for line in run("doctor").stdout.splitlines() if " log of " in line]
        assert (line.startswith("sound"), "6 leaves" in line) == (True, True), line
        case = tmp_path / "case"
        made = run("mission", "snapshot", "m-1", "-o", str(case), "--date", "2026-11-30")
        assert made.returncode == 0, made.stderr
        assert "voting,withheld,replaced by a later version,1" in (case / "reception.csv").read_text()
        held = run("doctor", "--checkpoint", str(case / "checkpoint.txt")).stdout
        assert "sound      m-1 as remembered: begins with the 6 entries" in held
        replayed = run("mission", "replay", "m-1")
        assert (replayed.returncode, "replayed: equal" in replayed.stdout) == (0, True), replayed.stderr
        assert "nothing was done" in run("upgrade", "--no-copy").stdout


def _tables(address: str) -> set[str]:
    import psycopg

    with psycopg.connect(address) as connection:
        return {name for (name,) in connection.execute(TABLES)}
