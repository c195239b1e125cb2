"""Every answer of a mission as CSV: 150,000 reports of a form of 500 questions.

The peer's figure is one that its users wrote down (132,229 reports × 510 questions, more than 30 minutes);
it was not run here. Rows are put into the database without the intake, for only the export is measured.
"""

import random
import subprocess
import sys
import tempfile
import uuid
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from bench import measure
from bench.measure import Row

REPORTS, QUESTIONS, GROUP = 150_000, 500, 500
ANSWERS = ("yes", "no", "not_observed", "12", "=1+1", "seen by the observer", "")


def rows() -> list[Row]:
    """The export as its command does it."""
    reports = 2_000 if measure.QUICK else REPORTS
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        build = (sys.executable, "-m", "bench.exports", str(place / "server"), str(reports))
        subprocess.run(build, check=True, cwd=Path(__file__).parents[1])
        command = ["-m", "scrutator", "mission", "export", "wide", "answers", "-o", "answers.csv"]
        before = measure.used()
        timed = subprocess.run(
            [sys.executable, "-c", _MEASURED, sys.executable, *command, "--folder", "server"],
            check=True, cwd=place, capture_output=True, text=True,
        )  # fmt: skip
        used, memory = measure.used() - before, int(timed.stdout.split()[-1]) // 1_000
        size = (place / "answers.csv").stat().st_size // 1_000_000
        last = _last_line(place / "answers.csv")
    said = f"{memory:,} MB of memory, {size:,} MB written, last line “{last}”"
    return [
        Row(f"{reports:,} reports × {QUESTIONS} questions as CSV", used, target="60 s, 500 MB", remark=said)
    ]


_MEASURED = (
    "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True); "
    "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
)


def _last_line(path: Path) -> str:
    with path.open("rb") as file:
        file.seek(-100, 2)
        return file.read().decode().splitlines()[-1]


def build(folder: Path, reports: int) -> None:
    """A mission with one form of many questions, and its reports."""
    from scrutator.web.serving import migrate, set_up

    set_up(folder)
    migrate()
    from django.db import transaction

    from scrutator.web.missions.forms import publish_form
    from scrutator.web.missions.making import new_mission

    mission = new_mission("wide", "Wide", date(2026, 11, 29), "UTC", "")
    form = publish_form(mission, workbook(), "1")
    device = _device(mission)
    numbers = iter(range(reports))
    while group := [number for _, number in zip(range(GROUP), numbers, strict=False)]:
        with transaction.atomic():
            _write(mission, form, device, group)


def workbook() -> bytes:
    """The form: its first questions and its last differ in nothing but their names."""
    from openpyxl import Workbook

    book = Workbook()
    survey = book.active
    survey.title = "survey"
    survey.append(["type", "name", "label::English (en)"])
    for number in range(QUESTIONS):
        survey.append(["text", f"q{number:03d}", f"Question {number}"])
    settings = book.create_sheet("settings")
    settings.append(["form_id", "form_title", "version", "default_language"])
    settings.append(["wide", "Wide", "1", "English (en)"])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _device(mission: Any) -> Any:
    expires = datetime(2027, 1, 1, tzinfo=UTC)
    observer = mission.observers.create(code="A-01", opaque="0" * 32, team="T1")
    return mission.devices.create(observer=observer, username="w1", ha1="", expires=expires)


def _write(mission: Any, form: Any, device: Any, numbers: list[int]) -> None:
    from scrutator.web.intake import rows as tables
    from scrutator.web.intake.models import Leaf, Received, Submission

    at = datetime(2026, 11, 29, 12, tzinfo=UTC)
    received = [
        Received(
            mission=mission, record=f"{number:032x}", salt=b"", sha256="0" * 64, instance_id=str(number),
            content=_report(number), channel="openrosa", device=device, at=at,
        )
        for number in numbers
    ]  # fmt: skip
    tables.insert(Received, received, "record")
    before = Leaf.objects.filter(mission=mission).count()  # setting the mission up has leaves, too
    leaves = [
        Leaf(mission=mission, index=before + number - numbers[0], received=one, hash=b"", entry=b"")
        for number, one in zip(numbers, received, strict=True)
    ]
    tables.insert_many(Leaf, leaves)
    reports = [
        Submission(
            received=one, mission=mission, published=form, form_id="wide", version="1",
            instance_id=one.instance_id, state="new",
        )
        for one in received
    ]  # fmt: skip
    tables.insert_many(Submission, reports)


def _report(number: int) -> bytes:
    drawn = random.Random(number).choices(ANSWERS, k=QUESTIONS)
    asked = "".join(_answer(f"q{place:03d}", value) for place, value in enumerate(drawn))
    meta = f"<meta><instanceID>uuid:{uuid.UUID(int=number)}</instanceID></meta>"
    return f'<data id="wide" version="1">{asked}{meta}</data>'.encode()


def _answer(name: str, value: str) -> str:
    return f"<{name}>{value}</{name}>" if value else f"<{name}/>"


if __name__ == "__main__":
    build(Path(sys.argv[1]), int(sys.argv[2]))
