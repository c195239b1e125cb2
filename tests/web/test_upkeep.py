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
from support.field_server import Mission, Phone, examined
from support.phone import JPEG, incident_xml
from support.server_apart import PIECE, WORDS, Apart, server_apart

IN_ROWS = {
    "another leaf": "UPDATE intake_leaf SET hash = zeroblob(32) WHERE id = (SELECT max(id) FROM intake_leaf {})",
    "no leaf": "DELETE FROM intake_leaf WHERE id = (SELECT max(id) FROM intake_leaf {})",
    "a note": "UPDATE intake_checkpoint SET note = x'00' WHERE id = (SELECT max(id) FROM intake_checkpoint {})",
    "a report": "UPDATE intake_received SET content = content || x'20' {}",
}
OF_ONE = "WHERE mission_id = (SELECT id FROM missions_mission WHERE slug = ?)"


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup, "PIECE", PIECE)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Apart:
    """A server with a mission for each harm to its rows, one for that to its photo, and one that is sound."""
    return server_apart(tmp_path_factory.mktemp("apart"), len(IN_ROWS) + 2)


@pytest.fixture
def copied(server: Apart, tmp_path: Path) -> Path:
    """The copy of the server, to be spoilt."""
    return Path(shutil.copy2(server.copy, tmp_path / "copy"))


def doctor(place: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "scrutator", "doctor", "--folder", str(place)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def line_of(text: str, what: str) -> str:
    (found,) = [line for line in text.splitlines() if f" {what}:" in line]
    return found


def test_a_restored_server_has_the_same_log_root_and_secrets(
    server: Apart, copied: Path, tmp_path: Path
) -> None:
    backup.restore(copied, tmp_path / "again", WORDS)
    here, again = doctor(server.folder), doctor(tmp_path / "again")
    assert (here.returncode, again.returncode) == (0, 0)
    for slug in server.slugs:
        line = line_of(again.stdout, f"log of {slug}")
        assert line.startswith("sound")
        assert ", root " in line
        assert line == line_of(here.stdout, f"log of {slug}")
    names = ("django", *(f"{slug}.log.key" for slug in server.slugs))
    here_and_there = {
        name: [(place / "secrets" / name).read_bytes() for place in (tmp_path / "again", server.folder)]
        for name in names
    }
    session, *keys = here_and_there.values()
    assert all(there == here for there, here in keys)
    assert session[0] != session[1], "a session that was ended since is not open again"
    assert line_of(again.stdout, "secrets").startswith("sound")


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
    server: Apart, copied: Path, tmp_path: Path
) -> None:
    with pytest.raises(ScrutatorError, match="D67"):
        backup.back_up(server.folder, tmp_path / "other", "eleven char")
    with pytest.raises(ScrutatorError, match="X04"):
        backup.back_up(server.folder, copied, WORDS)
    (tmp_path / "text").write_text("no copy")
    with pytest.raises(ScrutatorError, match="D67"):
        backup.restore(tmp_path / "text", tmp_path / "again", WORDS)
    (tmp_path / "there").mkdir()
    with pytest.raises(ScrutatorError, match="X04"):
        backup.restore(copied, tmp_path / "there", WORDS)


@pytest.fixture(scope="module")
def harmed(server: Apart, tmp_path_factory: pytest.TempPathFactory) -> "subprocess.CompletedProcess[str]":
    """What the doctor says of a server in which each mission but the last was harmed in another way."""
    place = tmp_path_factory.mktemp("harmed") / "again"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(backup, "PIECE", PIECE)
        backup.restore(server.copy, place, WORDS)
    photo_of = "SELECT a.sha256 FROM intake_attachment a JOIN intake_submission s ON s.id = a.submission_id "
    with closing(sqlite3.connect(place / "mission.sqlite3")) as database:
        for slug, harm in zip(server.slugs, IN_ROWS.values(), strict=False):
            assert database.execute(harm.format(OF_ONE), [slug]).rowcount > 0
        ((photo,),) = database.execute(photo_of + OF_ONE, [server.slugs[len(IN_ROWS)]])
        database.commit()
    (place / "media" / "originals" / photo[:2] / photo).unlink()
    return doctor(place)


@pytest.mark.parametrize("harm", [*IN_ROWS, "photo"])
def test_the_doctor_sees_which_mission_is_not_sound_and_in_what(
    server: Apart, harmed: "subprocess.CompletedProcess[str]", harm: str
) -> None:
    slug = dict(zip([*IN_ROWS, "photo"], server.slugs, strict=False))[harm]
    said = {what: line_of(harmed.stdout, f"{what} of {slug}") for what in ("log", "photos")}
    not_sound = {what for what, line in said.items() if line.startswith("NOT SOUND")}
    assert not_sound == {"photos" if harm == "photo" else "log"}
    assert {line.split()[0] for line in said.values()} == {"NOT", "sound"}
    assert harmed.returncode == 1


def test_the_doctor_calls_the_mission_sound_that_lies_among_the_harmed(
    server: Apart, harmed: "subprocess.CompletedProcess[str]"
) -> None:
    lines = [line_of(harmed.stdout, f"{what} of {server.slugs[-1]}") for what in ("log", "photos")]
    assert [line.split()[0] for line in lines] == ["sound", "sound"]


@pytest.mark.parametrize(("harm", "what"), [("secret", "secrets"), ("open", "files of databases")])
def test_the_doctor_sees_what_others_can_read(copied: Path, tmp_path: Path, harm: str, what: str) -> None:
    place = tmp_path / "again"
    backup.restore(copied, place, WORDS)
    if harm == "secret":
        (place / "secrets" / "django").chmod(0o644)
    else:
        place.chmod(0o755)
        (place / "identities.sqlite3").chmod(0o640)
    done = doctor(place)
    assert done.returncode == 1
    assert line_of(done.stdout, what).startswith("NOT SOUND")


def test_an_original_is_opened_only_with_the_evidence_key_and_else_the_doctor_says_that_it_did_not_look(
    mission: Mission, phone: Phone
) -> None:
    from scrutator.web.evidence import new_secret
    from support.field_server import evidence_secret

    def seen(key: bytes | None) -> tuple[bool | None, str]:
        one = examined(mission, key)[f"an original of {mission.slug}"]
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
