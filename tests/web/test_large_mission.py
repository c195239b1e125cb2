"""A mission from its server to a bundle: snapshot, check, publish, verify, by the commands a mission uses.

300 stations here; `make bench` (mission) takes the 5,000 stations and 60,000 reports of a country.
"""

import csv
import re
import subprocess
import sys
from pathlib import Path

import pytest

from support import large_mission

REPORTS = 1_200


def command(folder: Path, *arguments: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "scrutator", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.system
def test_a_mission_of_300_stations_ends_as_a_bundle_that_verifies(tmp_path: Path) -> None:
    made = [sys.executable, large_mission.__file__, str(tmp_path / "server"), "demo", "300", str(REPORTS)]
    subprocess.run(made, check=True)
    taken = ("mission", "snapshot", "demo", "-o", "case", "--date", "2026-11-30", "--folder", "server")
    assert command(tmp_path, *taken)[0] == 0
    case = tmp_path / "case"
    reception = csv.DictReader((case / "reception.csv").read_text().splitlines())
    assert sum(int(row["reports"]) for row in reception) == REPORTS
    status, said = command(tmp_path, "publish", "case", "-o", "bundle.zip")
    assert (status, "T06" in said) == (1, True), "what a person must write is not written"
    text = (case / "statement.en.md").read_text()
    (case / "statement.en.md").write_text(re.sub(r".*Write here.*", "The mission found what follows.", text))
    assert command(tmp_path, "case", "check", "case")[0] == 0
    status, said = command(tmp_path, "publish", "case", "-o", "bundle.zip")
    assert status == 0, said
    status, said = command(tmp_path, "verify", "bundle.zip", "--rebuild-untrusted")
    assert status == 9, said
    assert "VERDICT  UNSIGNED" in said
    rebuilt = next(line for line in said.splitlines() if line.startswith("C13"))
    assert "PASS" in rebuilt, rebuilt
