"""A server's folder made by a process of its own, beside that of the tests, which others fill and damage."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

WORDS = "four words of mine"
PIECE = 4_096
"""Bytes in a piece of the copy: small, so that a small server has several."""


@dataclass(frozen=True)
class Apart:
    """The folder of a server, its missions' names, and a copy of it under WORDS in pieces of PIECE bytes."""

    folder: Path
    slugs: tuple[str, ...]
    copy: Path


def server_apart(place: Path, missions: int) -> Apart:
    """A new server with so many missions, each with a report and an incident with a photo of its own."""
    tests = Path(__file__).parents[1]
    paths = os.pathsep.join([str(tests), str(tests.parent / "src")])
    made = subprocess.run(
        [sys.executable, "-m", "support.server_apart", str(place / "copy"), str(missions)],
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    folder, *slugs = made.stdout.split()
    return Apart(Path(folder), tuple(slugs), place / "copy")


def _make(copy: Path, missions: int) -> None:
    from support.field_server import Phone, new_mission, ready
    from support.phone import JPEG, incident_xml, report_xml

    folder = ready()
    from scrutator.web.upkeep import backup

    made = [new_mission() for _ in range(missions)]
    for mission in made:
        phone, photo = Phone(mission), ("p.jpg", JPEG + mission.slug.encode())
        assert phone.send(report_xml(1)).status_code == 201
        assert phone.send(incident_xml(2, photo="p.jpg"), (photo,)).status_code == 201
    backup.PIECE = PIECE
    backup.back_up(folder, copy, WORDS)
    print(folder, *(mission.slug for mission in made))


if __name__ == "__main__":
    _make(Path(sys.argv[1]), int(sys.argv[2]))
