"""The children of a visitor's job: commands that anyone can run, in the order a reader wants them."""

import shutil
from collections.abc import Sequence
from pathlib import Path

import msgspec

from scrutator.web.jobs.queue import Step
from scrutator.web.own.asked import Asked
from scrutator.web.own.understanding import MAPPING, Understood
from scrutator.web.own.workspace import OUT, UPLOAD

READ, COMPUTE = "read", "compute"
ASKED, UNDERSTOOD = "asked.json", "understood.json"
CASE = "own-election"
FOLDER = f"{OUT}/{CASE}"
FILES = {
    "case.zip": f"{OUT}/case.zip",
    "bundle.zip": f"{OUT}/bundle.zip",
    "statement.pdf": f"{OUT}/pages/{CASE}/statement.en.pdf",
    "findings.json": f"{OUT}/findings.json",
    "forensics.html": f"{OUT}/forensics.html",
    "forensics.pdf": f"{OUT}/forensics.pdf",
    "forensics.json": f"{OUT}/forensics.json",
}
"""What a visitor can take away: its name, and where it lies in the workspace."""
_CLI = "scrutator"


def steps_of(place: Path, kind: str) -> list[Step]:
    """The steps of a job in a workspace; what an earlier computation left is removed."""
    if kind == READ:
        return [Step("read the file", "scrutator.web.own.understanding", (), UNDERSTOOD)]
    shutil.rmtree(place / OUT, ignore_errors=True)
    (place / OUT).mkdir()
    asked = msgspec.json.decode((place / ASKED).read_bytes(), type=Asked)
    lists = msgspec.json.decode((place / UNDERSTOOD).read_bytes(), type=Understood).lists
    return [
        Step("make the case", _CLI, _new(asked, lists)),
        Step("compute results and seats", _CLI, ("findings", FOLDER, "--json"), f"{OUT}/findings.json"),
        Step("write the pages", _CLI, ("site", FOLDER, "-o", f"{OUT}/pages")),
        Step("test the numbers of the stations", _CLI, _forensics(asked, lists), needed=False),
        Step("put the bundle together", _CLI, ("publish", FOLDER, "-o", f"{OUT}/bundle.zip"), needed=False),
        Step("pack the case", "zipfile", ("-c", f"{OUT}/case.zip", FOLDER)),
    ]


def _new(asked: Asked, lists: Sequence[str]) -> tuple[str, ...]:
    """Every text of a visitor stands after its option's =, so that none is read as an option."""
    given = {
        "title": asked.title,
        "publisher": asked.publisher,
        "source": asked.source,
        "date": asked.date,
        "election-day": asked.day,
        "law": asked.law,
        "seats": str(asked.seats or ""),
        "threshold": asked.threshold,
    }
    options = [f"--{name}={text}" for name, text in given.items() if text]
    return ("case", "new", FOLDER, f"--from={UPLOAD}", f"--map={MAPPING}", *options, *_named(lists))


def _forensics(asked: Asked, lists: Sequence[str]) -> tuple[str, ...]:
    outputs = [f"--{kind}={OUT}/forensics.{kind}" for kind in ("html", "pdf", "json")]
    regions = [f"--only-region={name}" for name in asked.regions]
    title = f"--title={asked.title}"
    return ("forensics", "examine", UPLOAD, f"--map={MAPPING}", title, *outputs, *regions, *_named(lists))


def _named(lists: Sequence[str]) -> list[str]:
    return [f"--list={name}" for name in lists]
