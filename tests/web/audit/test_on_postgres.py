"""On PostgreSQL events are written and held as on SQLite: a report, an import, and a change beside the log."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from support.postgres import postgres

PASSWORD = "correct horse battery\n" * 2


@pytest.mark.system
def test_a_row_changed_beside_the_log_is_named_on_postgresql(tmp_path: Path) -> None:
    folder = tmp_path / "server"
    (tmp_path / "places.csv").write_text("code,name,kind,parent,registered\nS1,School,station,,1200\n")
    (tmp_path / "observers.csv").write_text("code,team\nA-01,T1\n")
    with postgres("mission", "identities") as address:
        env = {
            **os.environ,
            "SCRUTATOR_SERVER_DATABASE": f"{address}/mission",
            "SCRUTATOR_SERVER_IDENTITIES": f"{address}/identities",
        }

        def run(*arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
            command = [sys.executable, "-m", "scrutator", *arguments, "--folder", str(folder)]
            return subprocess.run(command, input=given, capture_output=True, text=True, check=False, env=env)

        made = ("--name", "Demo", "--day", "2026-11-29", "--coordinator", "mira")
        assert run("mission", "new", "demo", *made, given=PASSWORD).returncode == 0
        for what in ("places", "observers"):
            file = str(tmp_path / f"{what}.csv")
            assert run("mission", "import", "demo", what, file, "--write").returncode == 0
        assert run("mission", "form", "demo", "voters", "--version", "1").returncode == 0
        card = re.search(r"A-01\W+([0-9]{6})\W+([0-9]{6})", run("mission", "sms", "numbers", "demo").stdout)
        assert card
        text = f"NV {card[1]} {card[2]} ST=S1 HR4 NV88 WH1"
        assert run("mission", "sms", "simulate", "demo", text, "--write").stdout.startswith("stored")
        sound = run("doctor")
        assert (sound.returncode, "every report is what was logged" in sound.stdout) == (0, True), (
            sound.stdout
        )
        change = (
            "import psycopg, sys; c = psycopg.connect(sys.argv[1], autocommit=True); "
            'c.execute("update missions_place set registered = 9"); '
            "c.execute(\"update intake_submission set state = 'withheld'\")"
        )
        subprocess.run([sys.executable, "-c", change, f"{address}/mission"], check=True)
        found = run("doctor")
        assert found.returncode == 1
        assert "“S1”: registered is otherwise than event " in found.stdout
        assert "state is otherwise than it came in" in found.stdout
