"""A restored older copy does not fork the log: it writes under a new key, or not at all."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from scrutator.seal.log.checkpoint import parse_checkpoint
from scrutator.seal.notes.note import parse_key, verify_note
from scrutator.seal.refusals import Refusal
from scrutator.web.folder import folder
from scrutator.web.upkeep import backup
from scrutator.web.upkeep.beginning_again import next_origin
from support.field_server import SET_UP, Mission, Phone
from support.phone import report_xml

WORDS = "four words of mine"
SEND = """
import sys
from pathlib import Path
from scrutator.web.serving import set_up
set_up(Path(sys.argv[1]))
from scrutator.web.intake.running import writer
from scrutator.web.audit.writing import note
from scrutator.web.audit.events import What
from scrutator.web.missions.models import Mission
row = Mission.objects.get(slug=sys.argv[2])
writer().run(lambda log: note(log, row.pk, What.MESSAGE, "x"))
print(bytes(row.checkpoints.latest("size").note).decode(), end="")
"""


def scrutator(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "scrutator", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def write_in(place: Path, mission: Mission) -> subprocess.CompletedProcess[str]:
    """Append an event in another process, and say the checkpoint after it."""
    command = [sys.executable, "-c", SEND, str(place), mission.slug]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ})


@pytest.fixture
def again(mission: Mission, phone: Phone, tmp_path: Path) -> Path:
    """A restored copy of the tests' server, which took one more report after the copy. It has this mission
    alone: other tests leave missions behind whose logs they damaged."""
    phone.send(report_xml(1))
    backup.back_up(folder(), tmp_path / "copy", WORDS)
    phone.send(report_xml(2))
    backup.restore(tmp_path / "copy", tmp_path / "again", WORDS)
    with closing(sqlite3.connect(tmp_path / "again" / "mission.sqlite3")) as database, database:
        database.execute("PRAGMA foreign_keys = OFF")
        database.execute("DELETE FROM missions_mission WHERE id != ?", (mission.row.pk,))
    return tmp_path / "again"


def test_a_restored_folder_neither_serves_nor_writes_before_it_is_begun_again(
    mission: Mission, again: Path
) -> None:
    for done in (scrutator("serve", "--port", "1", "--folder", str(again)), write_in(again, mission)):
        assert done.returncode != 0
        assert "was made from a copy" in done.stderr
    assert "sound" in scrutator("doctor", "--folder", str(again)).stdout


def test_begun_again_no_two_checkpoints_of_one_key_and_size_differ(mission: Mission, again: Path) -> None:
    """The old server and the restored one both go on: their checkpoints are of two keys and two origins."""
    here = parse_checkpoint(bytes(mission.row.checkpoints.latest("size").note))
    done = scrutator("begin-again", "--reason", "the disk failed", "--folder", str(again))
    assert done.returncode == 0, done.stderr
    (key,) = [
        line.rsplit(" ", 1)[1] for line in done.stdout.splitlines() if line.startswith(f"{mission.slug}:")
    ]
    assert key.startswith(f"{mission.slug}/field-2+")
    told = write_in(again, mission)
    assert told.returncode == 0, told.stderr
    there = parse_checkpoint(told.stdout.encode())
    assert (here.origin, there.origin) == (f"{mission.slug}/field", f"{mission.slug}/field-2")
    assert (here.size, there.size) == (SET_UP + 2, SET_UP + 3)
    assert verify_note(there.note, [parse_key(key)])
    with pytest.raises(Refusal, match="no_known_signature"):
        verify_note(there.note, [parse_key(mission.row.log_key)])
    found = scrutator("doctor", "--folder", str(again)).stdout
    (line,) = [line for line in found.splitlines() if f" log of {mission.slug}:" in line]
    assert line.startswith("sound")
    twice = scrutator("begin-again", "--reason", "x", "--folder", str(again))
    assert (twice.returncode, "was not made from a copy" in twice.stderr) == (2, True)


def test_origins_are_counted_on() -> None:
    assert next_origin("demo/field", "demo") == "demo/field-2"
    assert next_origin("demo/field-2", "demo") == "demo/field-3"
    assert next_origin("demo/field-9", "demo") == "demo/field-10"
