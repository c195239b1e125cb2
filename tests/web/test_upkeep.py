"""Is a server sound; a copy of it, and the way back: the restored server has the same log."""

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from scrutator.errors import ScrutatorError
from scrutator.web.folder import folder
from scrutator.web.upkeep import backup
from scrutator.web.upkeep.doctor import examine
from support.field_server import Mission, Phone
from support.phone import JPEG, incident_xml, report_xml

WORDS = "four words of mine"


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup, "PIECE", 4_096)


@pytest.fixture
def copied(mission: Mission, phone: Phone, tmp_path: Path) -> Path:
    """A copy of the tests' server, which holds a report and a photo."""
    phone.send(report_xml(1))
    phone.send(incident_xml(2, photo="p.jpg"), (("p.jpg", JPEG),))
    backup.back_up(folder(), tmp_path / "copy", WORDS)
    return tmp_path / "copy"


def doctor(place: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "scrutator", "doctor", "--folder", str(place)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def line_of(text: str, what: str) -> str:
    (found,) = [line for line in text.splitlines() if f" {what}:" in line]
    return found


def test_a_restored_server_has_the_same_log_root_and_secrets(
    mission: Mission, copied: Path, tmp_path: Path
) -> None:
    backup.restore(copied, tmp_path / "again", WORDS)
    done = doctor(tmp_path / "again")
    here = next(one for one in examine() if one.what == f"log of {mission.slug}")
    line = line_of(done.stdout, f"log of {mission.slug}")
    assert line.startswith("sound")
    assert here.seen in line
    secrets = {
        name: [(place / "secrets" / name).read_bytes() for place in (tmp_path / "again", folder())]
        for name in ("django", f"{mission.slug}.log.key")
    }
    assert secrets[f"{mission.slug}.log.key"][0] == secrets[f"{mission.slug}.log.key"][1]
    assert secrets["django"][0] != secrets["django"][1], "a session that was ended since is not open again"
    assert line_of(done.stdout, "secrets").startswith("sound")


def test_nothing_of_a_copy_is_readable_without_the_passphrase(copied: Path, tmp_path: Path) -> None:
    assert b"SQLite format" not in copied.read_bytes()
    assert copied.stat().st_mode & 0o077 == 0
    with pytest.raises(ScrutatorError, match="D67"):
        backup.restore(copied, tmp_path / "again", "four words of yours")
    assert not (tmp_path / "again").exists()


@pytest.mark.parametrize("change", ["cut", "flip", "swap", "append"])
def test_a_copy_that_was_changed_or_cut_off_is_refused(copied: Path, tmp_path: Path, change: str) -> None:
    data, head = copied.read_bytes(), len(backup.MAGIC) + backup.SALT
    size = backup.PIECE + backup.TAG
    first, second = data[head : head + size], data[head + size : head + 2 * size]
    changed = {
        "cut": data[: head + size],
        "flip": data[: head + 9] + bytes([data[head + 9] ^ 1]) + data[head + 10 :],
        "swap": data[:head] + second + first + data[head + 2 * size :],
        "append": data + b"x",
    }[change]
    copied.write_bytes(changed)
    with pytest.raises(ScrutatorError, match="D67"):
        backup.restore(copied, tmp_path / "again", WORDS)


def test_a_short_passphrase_an_output_that_is_there_and_what_is_no_copy_are_refused(
    copied: Path, tmp_path: Path
) -> None:
    with pytest.raises(ScrutatorError, match="D67"):
        backup.back_up(folder(), tmp_path / "other", "eleven char")
    with pytest.raises(ScrutatorError, match="X04"):
        backup.back_up(folder(), copied, WORDS)
    (tmp_path / "text").write_text("no copy")
    with pytest.raises(ScrutatorError, match="D67"):
        backup.restore(tmp_path / "text", tmp_path / "again", WORDS)
    (tmp_path / "there").mkdir()
    with pytest.raises(ScrutatorError, match="X04"):
        backup.restore(copied, tmp_path / "there", WORDS)


@pytest.mark.parametrize(
    ("harm", "what"),
    [
        ("UPDATE intake_leaf SET hash = zeroblob(32) WHERE id = (SELECT max(id) FROM intake_leaf)", "log of"),
        ("DELETE FROM intake_leaf WHERE id = (SELECT max(id) FROM intake_leaf)", "log of"),
        (
            "UPDATE intake_checkpoint SET note = x'00' WHERE id = (SELECT max(id) FROM intake_checkpoint)",
            "log of",
        ),
        ("UPDATE intake_received SET content = content || x'20'", "log of"),
        ("photo", "photos of"),
        ("secret", "secrets"),
        ("open", "files of databases"),
    ],
)
def test_the_doctor_sees_what_is_not_sound(
    mission: Mission, copied: Path, tmp_path: Path, harm: str, what: str
) -> None:
    place = tmp_path / "again"
    backup.restore(copied, place, WORDS)
    if harm == "photo":
        shutil.rmtree(place / "media" / "originals")
    elif harm == "secret":
        (place / "secrets" / "django").chmod(0o644)
    elif harm == "open":
        place.chmod(0o755)
        (place / "identities.sqlite3").chmod(0o640)
    else:
        with closing(sqlite3.connect(place / "mission.sqlite3")) as database:
            database.execute(harm)
            database.commit()
    done = doctor(place)
    assert done.returncode == 1
    line = line_of(done.stdout, f"{what} {mission.slug}" if what.endswith(" of") else what)
    assert line.startswith("NOT SOUND")


def test_an_original_is_opened_only_with_the_evidence_key_and_else_the_doctor_says_that_it_did_not_look(
    mission: Mission, phone: Phone
) -> None:
    from scrutator.web.evidence import new_secret
    from support.field_server import evidence_secret

    def seen(key: bytes | None) -> tuple[bool | None, str]:
        (one,) = [one for one in examine(key) if one.what == f"an original of {mission.slug}"]
        return one.sound, one.seen

    assert seen(evidence_secret()) == (None, "there is none to open")
    phone.send(incident_xml(2, photo="q.jpg"), (("q.jpg", JPEG + b"q"),))
    assert seen(None) == seen(new_secret()) == (None, "not opened: the mission's evidence key is not here")
    assert seen(evidence_secret()) == (True, "the newest opens")
    name = mission.row.submissions.get().attachments.get().sha256
    place = folder() / "media" / "originals" / name[:2] / name
    content = place.read_bytes()
    try:
        place.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
        assert seen(evidence_secret())[0] is False
        from scrutator.web.evidence import parse_public, seal

        place.write_bytes(seal(b"another picture", parse_public(mission.row.evidence_key)))
        assert seen(evidence_secret()) == (False, "the newest opens, and is not what arrived")
    finally:
        place.write_bytes(content)


def test_databases_are_closed_to_others_in_a_folder_that_was_there_before(tmp_path: Path) -> None:
    place = tmp_path / "there"
    place.mkdir(mode=0o755)
    made = "from pathlib import Path; from scrutator.web.serving import migrate, set_up; import sys; "
    made += "set_up(Path(sys.argv[1])); migrate()"
    subprocess.run([sys.executable, "-c", made, str(place)], check=True)
    found = {path.name: path.stat().st_mode & 0o777 for path in place.glob("*.sqlite3")}
    assert found == {"mission.sqlite3": 0o600, "identities.sqlite3": 0o600}


def test_folders_of_photos_are_closed_to_others(mission: Mission, phone: Phone) -> None:
    phone.send(incident_xml(2, photo="m.jpg"), (("m.jpg", JPEG + b"mode"),))
    kinds = [place for place in (folder() / "media").rglob("*") if place.is_dir()]
    assert {place.stat().st_mode & 0o077 for place in (folder() / "media", *kinds)} == {0}
