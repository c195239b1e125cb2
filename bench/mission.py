"""A country's mission from the server's database to a verified bundle: 5,000 stations, 10,000 observers,
60,000 reports; each step by its command, rebuilt at the end. And every answer of it as CSV.

The target is under 4 minutes and 1 GB for all steps together; memory is the largest that any step took.
"""

import re
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from bench import measure
from bench.measure import Row

SEED = Path(__file__).parents[1] / "tests" / "support" / "large_mission.py"
STATIONS, REPORTS = 5_000, 60_000


def rows() -> list[Row]:
    """The steps, and their sum."""
    stations, reports = (300, 3_600) if measure.QUICK else (STATIONS, REPORTS)
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        subprocess.run(
            [sys.executable, SEED, place / "server", "national", str(stations), str(reports)], check=True
        )
        on = ("--folder", "server")
        taken = _step(place, "mission", "snapshot", "national", "-o", "case", "--date", "2026-11-30", *on)
        statement = place / "case" / "statement.en.md"
        statement.write_text(re.sub(r".*Write here.*", "Written.", statement.read_text()))
        steps = {
            "snapshot": taken,
            "case check": _step(place, "case", "check", "case"),
            "publish": _step(place, "publish", "case", "-o", "b.zip"),
            "verify, rebuilt": _step(place, "verify", "b.zip", "--rebuild-untrusted", status=9),
        }
        said = f"{reports:,} reports; largest step {_largest():,} MB"
        whole = Row("snapshot to verified, all steps", sum(steps.values()), target="240 s, 1 GB", remark=said)
        answers = _step(place, "mission", "export", "national", "answers", "-o", "answers.csv", *on)
        export = Row(f"every answer of {reports:,} reports as CSV", answers)
        return [*(Row(what, used) for what, used in steps.items()), whole, export]


def _step(place: Path, *arguments: str, status: int = 0) -> float:
    """The processor seconds of a command."""
    before = measure.used()
    command = (sys.executable, "-m", "scrutator", *arguments)
    measure.process(*command, folder=str(place), status=status)()
    return measure.used() - before


def _largest() -> int:
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1_000
