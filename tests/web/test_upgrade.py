"""A server of the first version goes on under this one: upgraded after a copy, and back again from it."""

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from support.first_schema import KILLED, make_on_sqlite

APPS = (
    "missions",
    "intake",
    "desk",
    "identities",
    "accounts",
    "sms",
    "incidents",
    "outbox",
    "audit",
    "night",
)
WORDS = "four words of mine"


@pytest.fixture
def first(tmp_path: Path) -> Path:
    return of_the_first_version(tmp_path)


def of_the_first_version(place: Path) -> Path:
    """The folder of a server of the first version: five reports, one of them edited, one sent twice."""
    make_on_sqlite(place / "server")
    return place / "server"


def scrutator(*arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "scrutator", *arguments]
    return subprocess.run(command, input=given, capture_output=True, text=True, check=False, timeout=300)


def tables(folder: Path) -> set[str]:
    with closing(sqlite3.connect(folder / "mission.sqlite3")) as database:
        return {row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def dump(folder: Path) -> list[str]:
    with closing(sqlite3.connect(folder / "mission.sqlite3")) as database:
        return list(database.iterdump())


def log_line(folder: Path) -> str:
    (line,) = [
        line
        for line in scrutator("doctor", "--folder", str(folder)).stdout.splitlines()
        if " log of " in line
    ]
    return line


def upgrade(folder: Path) -> subprocess.CompletedProcess[str]:
    copy = folder.parent / "before.backup"
    return scrutator("upgrade", "--folder", str(folder), "-o", str(copy), given=f"{WORDS}\n" * 2)


@dataclass(frozen=True)
class Upgraded:
    """A folder of the first version, upgraded once for those that read it; the dump of it before."""

    folder: Path
    before: list[str]
    tables: set[str]


@pytest.fixture(scope="module")
def upgraded(tmp_path_factory: pytest.TempPathFactory) -> Upgraded:
    first = of_the_first_version(tmp_path_factory.mktemp("upgraded"))
    before, of_the_first = dump(first), tables(first)
    done = upgrade(first)
    assert done.returncode == 0, done.stdout + done.stderr
    return Upgraded(first, before, of_the_first)


def test_a_server_of_the_first_version_is_not_changed_without_being_asked(first: Path) -> None:
    before = dump(first)
    for command in (
        ("serve", "--port", "1"),
        ("mission", "snapshot", "m-1", "-o", "x", "--date", "2026-11-30"),
    ):
        done = scrutator(*command, "--folder", str(first))
        assert (done.returncode, "scrutator upgrade" in done.stderr) == (2, True), done.stderr
    assert dump(first) == before


def test_upgraded_it_has_the_same_log_and_reports_and_goes_on(upgraded: Upgraded, tmp_path: Path) -> None:
    first = upgraded.folder
    assert "desk_move" not in upgraded.tables
    assert "desk_move" in tables(first)
    assert log_line(first).startswith("sound")
    assert "6 leaves" in log_line(first), "five reports, and that the mission was taken over"
    case = tmp_path / "case"
    made = scrutator(
        "mission", "snapshot", "m-1", "-o", str(case), "--date", "2026-11-30", "--folder", str(first)
    )
    assert made.returncode == 0, made.stderr
    assert "voting,withheld,replaced by a later version,1" in (case / "reception.csv").read_text()
    replayed = scrutator("mission", "replay", "m-1", "--folder", str(first))
    assert (replayed.returncode, "replayed: equal" in replayed.stdout) == (0, True), replayed.stderr
    assert "nothing was done" in scrutator("upgrade", "--folder", str(first), "--no-copy").stdout


def test_the_way_back_is_the_folder_as_it_was(upgraded: Upgraded, tmp_path: Path) -> None:
    again, copy = tmp_path / "again", upgraded.folder.parent / "before.backup"
    back = scrutator("restore", str(copy), "--folder", str(again), given=f"{WORDS}\n")
    assert back.returncode == 0, back.stderr
    assert dump(again) == upgraded.before


def test_without_a_copy_or_a_word_that_there_is_one_nothing_is_upgraded(first: Path, tmp_path: Path) -> None:
    assert scrutator("upgrade", "--folder", str(first)).returncode == 2
    (tmp_path / "before.backup").write_bytes(b"there already")
    assert upgrade(first).returncode == 2
    assert "desk_move" not in tables(first)
    assert scrutator("upgrade", "--folder", str(first), "--no-copy").returncode == 0
    assert "desk_move" in tables(first)


def test_a_running_server_s_folder_is_not_upgraded(first: Path) -> None:
    import fcntl

    with open(first / "lock", "w") as held:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        done = upgrade(first)
    assert (done.returncode, "another server runs" in done.stderr) == (2, True)
    assert "desk_move" not in tables(first)


def test_an_upgrade_that_was_cut_off_is_gone_on_with(first: Path, tmp_path: Path) -> None:
    """After the first of several migrations: SQLite keeps each whole or not at all."""
    program = (
        "from pathlib import Path; from scrutator.web.serving import set_up; "
        f"set_up(Path({str(first)!r})); "
        "from django.core.management import call_command; call_command('migrate', 'intake', '0002', verbosity=0)"
    )
    subprocess.run([sys.executable, "-c", program], check=True, env={**os.environ})
    refused = scrutator("serve", "--port", "1", "--folder", str(first))
    assert "scrutator upgrade" in refused.stderr
    assert upgrade(first).returncode == 0
    assert log_line(first).startswith("sound")


@pytest.mark.system
@pytest.mark.parametrize("statement", [40, 280, 615])
def test_an_upgrade_that_is_killed_within_a_migration_is_gone_on_with(
    first: Path, upgraded: Upgraded, statement: int
) -> None:
    killed = subprocess.run([sys.executable, "-c", KILLED, str(first), str(statement)], check=False)
    assert killed.returncode == -signal.SIGKILL, "it was within the upgrade"
    assert "scrutator upgrade" in scrutator("serve", "--port", "1", "--folder", str(first)).stderr
    assert upgrade(first).returncode == 0
    assert log_line(first).startswith("sound")
    assert tables(first) == tables(upgraded.folder)


def test_a_folder_of_a_later_version_is_refused_by_name(first: Path) -> None:
    with closing(sqlite3.connect(first / "mission.sqlite3")) as database:
        database.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('intake', '0999_later', '2030-01-01')"
        )
        database.commit()
    for command in (("serve", "--port", "1"), ("upgrade", "--no-copy")):
        done = scrutator(*command, "--folder", str(first))
        assert (done.returncode, "a later version" in done.stderr) == (2, True)


def test_the_models_are_what_the_migrations_make() -> None:
    from support.field_server import ready

    ready()
    from django.core.management import call_command

    # ends the process where something is missing
    call_command("makemigrations", *APPS, check=True, verbosity=0)
