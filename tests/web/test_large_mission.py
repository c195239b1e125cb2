"""A mission from its server to a bundle: snapshot, check, publish, verify, by the commands a mission uses.

1,200 reports of 300 stations unless `SCRUTATOR_MISSION_REPORTS` says another number: CI takes the 60,000 reports and
5,000 stations of a country, and holds them to four minutes of processor time and 1 GB.
"""

import csv
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from support import large_mission

REPORTS = int(os.environ.get("SCRUTATOR_MISSION_REPORTS", "1200"))
STATIONS = max(300, REPORTS // 12)
MOST_SECONDS, MOST_MEGABYTES = 240, 1_000
MEASURED = """
import resource, subprocess, sys
status = subprocess.run(sys.argv[2:]).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
open(sys.argv[1], "w").write(f"{used.ru_utime + used.ru_stime} {used.ru_maxrss / 1000}")
sys.exit(status)
"""
"""A small process that starts a command: Linux counts the memory of the one who starts it as the command's too."""


@dataclass
class Commands:
    """Commands run in a folder, with the processor time of all and the memory of the largest."""

    folder: Path
    seconds: float = 0.0
    megabytes: float = 0.0

    def run(self, *arguments: str) -> tuple[int, str]:
        """The exit status of a command of Scrutator, and what it printed."""
        said, used = self.folder / "said.txt", self.folder / "used.txt"
        with said.open("w") as printed:
            command = [
                sys.executable,
                "-c",
                MEASURED,
                str(used),
                sys.executable,
                "-m",
                "scrutator",
                *arguments,
            ]
            status = subprocess.run(
                command, cwd=self.folder, stdout=printed, stderr=subprocess.STDOUT, check=False
            )
        seconds, megabytes = used.read_text().split()
        self.seconds += float(seconds)
        self.megabytes = max(self.megabytes, float(megabytes))
        return status.returncode, said.read_text()


@pytest.mark.system
def test_a_large_mission_ends_as_a_bundle_that_verifies_in_bounded_time_and_memory(tmp_path: Path) -> None:
    made = [
        sys.executable,
        large_mission.__file__,
        str(tmp_path / "server"),
        "demo",
        str(STATIONS),
        str(REPORTS),
    ]
    subprocess.run(made, check=True)
    commands = Commands(tmp_path)
    taken = ("mission", "snapshot", "demo", "-o", "case", "--date", "2026-11-30", "--folder", "server")
    assert commands.run(*taken)[0] == 0
    case = tmp_path / "case"
    reception = csv.DictReader((case / "reception.csv").read_text().splitlines())
    assert sum(int(row["reports"]) for row in reception) == REPORTS
    status, said = commands.run("publish", "case", "-o", "bundle.zip")
    assert (status, "T06" in said) == (1, True), "what a person must write is not written"
    text = (case / "statement.en.md").read_text()
    (case / "statement.en.md").write_text(re.sub(r".*Write here.*", "The mission found what follows.", text))
    assert commands.run("case", "check", "case")[0] == 0
    status, said = commands.run("publish", "case", "-o", "bundle.zip")
    assert status == 0, said
    status, said = commands.run("verify", "bundle.zip", "--rebuild-untrusted")
    assert status == 9, said
    assert "VERDICT  UNSIGNED" in said
    rebuilt = next(line for line in said.splitlines() if line.startswith("C13"))
    assert "PASS" in rebuilt, rebuilt
    print(f"{REPORTS:,} reports: {commands.seconds:.0f} CPU-s, {commands.megabytes:.0f} MB")
    assert commands.seconds < MOST_SECONDS
    assert commands.megabytes < MOST_MEGABYTES
