"""A log that was cut back whole to an earlier state is seen beside what someone kept of the later one."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection
from django.db.models import Value
from django.test import Client

from scrutator.errors import ScrutatorError
from scrutator.seal.keys.sign import new_key, sign_checkpoint
from scrutator.web.audit.events import Event, What, encoded
from scrutator.web.audit.models import AuditEvent
from scrutator.web.folder import folder
from scrutator.web.intake.held import what_is_changed
from scrutator.web.intake.models import Checkpoint, Leaf, Received
from scrutator.web.receipts import receipt
from scrutator.web.upkeep import backup
from scrutator.web.upkeep.doctor import held_to_memory
from scrutator.web.upkeep.remembered import Kept, has_receipt, held_to, read_kept, refuse_unlike
from support.field_server import SET_UP, Mission, Phone, new_mission
from support.phone import report_xml


@pytest.fixture
def three(mission: Mission, phone: Phone) -> Mission:
    """A mission whose log holds three reports."""
    for number in range(3):
        phone.send(report_xml(number))
    return mission


def note(mission: Mission) -> bytes:
    """The checkpoint as the public page shows it."""
    answer = Client().get(f"/log/{mission.slug}/checkpoint")
    assert answer.status_code == 200
    return answer.content


def cut_back(mission: Mission, to: int) -> None:
    """As someone with the database would: reports, leaves and checkpoints beyond a size are gone, whole."""
    later = Leaf.objects.filter(mission=mission.row, index__gte=to)
    reports = list(later.exclude(received=None).values_list("received_id", flat=True))
    later.delete()
    for one in mission.row.submissions.filter(received__in=reports):
        one.flags.all().delete()
        one.delete()
    Received.objects.filter(pk__in=reports).delete()
    Checkpoint.objects.filter(mission=mission.row, size__gt=to).delete()


def kept(mission: Mission) -> Kept:
    return read_kept(note(mission), "kept")


def test_a_log_that_only_grew_contains_what_was_kept_and_says_how_much_came_after(
    three: Mission, phone: Phone
) -> None:
    before, size = kept(three), SET_UP + 3
    held = held_to(before)
    none = "; none is here after it; a log cut back to just there shows only beside a later checkpoint"
    assert (held.contained, held.seen) == (True, f"begins with the {size} entries of kept{none}")
    phone.send(report_xml(7))
    phone.send(report_xml(8))
    later = "2 came after it, which only a later checkpoint covers"
    assert held_to(before).seen == f"begins with the {size} entries of kept; {later}"
    assert held_to(before).contained


@pytest.mark.parametrize("entries", [1, 2, 3])
def test_a_log_that_was_cut_back_whole_is_sound_by_itself_and_not_beside_what_was_kept(
    three: Mission, entries: int
) -> None:
    before, size = kept(three), SET_UP + 3
    cut_back(three, size - entries)
    assert what_is_changed(three.row) == "", "by itself it is as sound as it was then"
    held = held_to(before)
    assert not held.contained
    assert f"{size - entries} of the {size} entries that kept states are here" in held.seen
    assert "signed with the log's key" in held.seen


def test_a_log_that_was_cut_back_and_grew_again_has_other_entries(three: Mission, phone: Phone) -> None:
    before = kept(three)
    cut_back(three, SET_UP + 2)
    phone.send(report_xml(9))
    phone.send(report_xml(10))
    assert what_is_changed(three.row) == ""
    held = held_to(before)
    assert (held.contained, "are not those of kept, signed with the log's key" in held.seen) == (False, True)


def test_a_leaf_that_is_gone_from_the_middle_is_not_contained(three: Mission) -> None:
    before = kept(three)
    Leaf.objects.filter(mission=three.row, index=1).delete()
    assert f"1 of the {SET_UP + 3} entries" in held_to(before).seen


def test_the_bytes_of_entries_count_and_not_the_hashes_beside_them(three: Mission) -> None:
    before = kept(three)
    Leaf.objects.filter(mission=three.row, index=1).update(entry=b"{}")
    assert not held_to(before).contained
    Leaf.objects.filter(mission=three.row, index=1).update(entry=Value("text"))
    assert not held_to(before).contained


def test_another_mission_s_log_under_the_name_does_not_contain_it(three: Mission) -> None:
    other = new_mission(forms=())
    Leaf.objects.filter(mission=other.row).delete()
    held = held_to(Kept("kept", other.row, kept(three).checkpoint))
    assert (held.contained, "0 of the" in held.seen) == (False, True)


def test_whose_key_signed_a_root_that_differs_is_said(three: Mission) -> None:
    key, before = new_key(f"{three.slug}/field"), kept(three)
    forged = sign_checkpoint(key, key.name, SET_UP + 3, bytes(32))
    held = held_to(read_kept(forged, "kept"))
    assert (held.contained, "signed with no key that this log names" in held.seen) == (False, True)
    type(three.row).objects.filter(pk=three.row.pk).update(log_key=str(key.key))
    before.mission.refresh_from_db()
    assert held_to(before).contained, "an exchanged key changes no entry"
    cut_back(three, SET_UP)
    held = held_to(before)
    assert (held.contained, "signed with no key that this log names" in held.seen) == (False, True)


def test_an_event_without_an_old_key_hides_nothing_that_is_missing(three: Mission) -> None:
    before, size = kept(three), SET_UP + 3
    cut_back(three, size - 1)
    event = encoded(Event(What.RESTORED, "x", "", {}, {}))
    three.row.audit_events.create(index=size + 9, content=event, salt=b"", record="r" * 8)
    assert not held_to(before).contained


@pytest.mark.parametrize("cell", [-1, 1.5, 10**15, "'text'"])
@pytest.mark.parametrize("column", ["entry", "hash"])
def test_what_is_no_bytes_in_the_place_of_bytes_is_a_fault_and_no_failure(
    three: Mission, column: str, cell: float | str
) -> None:
    before = kept(three)
    if connection.vendor != "sqlite":
        return  # the database refuses it
    with connection.cursor() as cursor:
        table, last = Leaf._meta.db_table, three.report_leaves[-1].pk
        cursor.execute(f"UPDATE {table} SET {column} = {cell} WHERE id = {last}")
    assert held_to(before).contained == (column == "hash"), "hashes are computed from entries"
    assert "bytes became text or a number" in what_is_changed(three.row)


@pytest.mark.parametrize("cell", [-1, 10**15, "'text'"])
def test_a_checkpoint_that_is_no_bytes_is_a_fault_and_no_failure(three: Mission, cell: float | str) -> None:
    if connection.vendor != "sqlite":
        return  # the database refuses it
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {Checkpoint._meta.db_table} SET note = {cell} WHERE mission_id = {three.row.pk}"
        )
    assert "the last checkpoint" in what_is_changed(three.row)


@pytest.mark.parametrize("cell", [-1, 10**15, "'text'"])
def test_an_event_that_is_no_bytes_is_a_fault_and_no_failure(three: Mission, cell: float | str) -> None:
    if connection.vendor != "sqlite":
        return  # the database refuses it
    with connection.cursor() as cursor:
        table, first = AuditEvent._meta.db_table, three.row.audit_events.order_by("index").first().pk
        cursor.execute(f"UPDATE {table} SET content = {cell} WHERE id = {first}")
    assert "bytes became text or a number" in what_is_changed(three.row)


def test_a_receipt_s_proof_is_a_checkpoint_too_and_what_is_neither_is_refused(three: Mission) -> None:
    leaf = three.report_leaves[0]
    code = receipt(leaf.index, bytes(leaf.hash))
    proof = Client().get(f"/log/{three.slug}/leaf/{code}/proof").content
    assert held_to(read_kept(proof, "proof")).contained
    for bad in (b"", b"text", proof[:40], note(three)[:-30]):
        with pytest.raises(ScrutatorError, match="Z03"):
            read_kept(bad, "kept")


@pytest.mark.parametrize("origin", ["elsewhere/field", "{slug}/publication", "{slug}", "{slug}/field-x"])
def test_a_checkpoint_of_another_log_is_refused_by_name(three: Mission, origin: str) -> None:
    key = new_key(origin.format(slug=three.slug))
    stated = kept(three).checkpoint
    foreign = sign_checkpoint(key, key.name, stated.size, stated.root)
    with pytest.raises(ScrutatorError, match=r"X03.*no mission of this server has"):
        read_kept(foreign, "kept")


def test_a_receipt_is_looked_for_in_every_log_and_one_that_is_gone_is_missed(three: Mission) -> None:
    leaf = three.report_leaves[-1]
    code = receipt(leaf.index, bytes(leaf.hash))
    assert has_receipt(code.lower()).mission == three.row
    other = has_receipt(receipt(leaf.index, bytes(32)))
    assert (other.mission, other.contained) == (None, False)
    cut_back(three, leaf.index)
    assert not has_receipt(code).contained
    with pytest.raises(ScrutatorError, match="D55"):
        has_receipt("4-AAAA-AAAA-0")


def lines(mission: Mission, before: list[Kept], receipts: list[str]) -> list[tuple[bool | None, str]]:
    found = held_to_memory(before, receipts)
    return [(one.sound, one.seen) for one in found if one.what.startswith(mission.slug)]


def test_where_nothing_was_kept_it_is_said_and_a_receipt_covers_no_more_than_its_entry(
    three: Mission,
) -> None:
    none = "no remembered checkpoint was given, so a log cut back whole{} would not be seen"
    assert lines(three, [], []) == [(None, none.format(""))]
    codes = [receipt(leaf.index, bytes(leaf.hash)) for leaf in three.report_leaves[:2]]
    said = lines(three, [], codes)
    assert [one for one, _ in said] == [True, True, None]
    assert said[-1] == (None, none.format(f", behind entry {SET_UP + 1},"))
    assert lines(three, [], codes[::-1])[-1] == said[-1]
    assert [one for one, _ in lines(three, [kept(three)], codes)] == [True, True, True]
    gone = held_to_memory([], [receipt(SET_UP, bytes(32))])
    assert next(gone).sound is False


def test_each_of_several_checkpoints_is_held_to_in_any_order(three: Mission, phone: Phone) -> None:
    first = kept(three)
    phone.send(report_xml(7))
    second = kept(three)
    cut_back(three, SET_UP + 3)
    assert [one for one, _ in lines(three, [first, second], [])] == [True, False]
    assert [one for one, _ in lines(three, [second, first], [])] == [False, True]
    with pytest.raises(ScrutatorError, match="Z05"):
        list(refuse_unlike([first, second], three.row))
    with pytest.raises(ScrutatorError, match="X03"):
        list(refuse_unlike([first], new_mission(forms=()).row))
    assert list(refuse_unlike([first], three.row)) == [held_to(first).seen]


def scrutator(place: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "scrutator", *arguments]
    return subprocess.run(command, cwd=place, capture_output=True, text=True, check=False)


@pytest.fixture
def older(three: Mission, phone: Phone, tmp_path: Path) -> Path:
    """A server made from a copy, that is cut back by one report beside the one it was copied from, with this
    mission alone; `before` and `after` are checkpoints of both moments."""
    backup.back_up(folder(), tmp_path / "copy", "four words of mine")
    (tmp_path / "before").write_bytes(note(three))
    phone.send(report_xml(7))
    (tmp_path / "after").write_bytes(note(three))
    backup.restore(tmp_path / "copy", tmp_path / "server", "four words of mine")
    with closing(sqlite3.connect(tmp_path / "server" / "mission.sqlite3")) as database, database:
        database.execute("PRAGMA foreign_keys = OFF")
        database.execute("DELETE FROM missions_mission WHERE id != ?", (three.row.pk,))
    return tmp_path


@pytest.mark.system
def test_the_doctor_says_what_was_remembered_and_ends_with_an_error_where_it_is_missing(
    three: Mission, older: Path
) -> None:
    def doctor(*given: str) -> tuple[int, str, str]:
        done = scrutator(older, "doctor", "--folder", "server", *given)
        (line,) = [one for one in done.stdout.splitlines() if f"  {three.slug} as remembered: " in one]
        return done.returncode, line, done.stderr

    status, line, said = doctor()
    assert (status, line.startswith("not seen"), said) == (0, True, "")
    assert line.endswith("no remembered checkpoint was given, so a log cut back whole would not be seen")
    status, line, said = doctor("--checkpoint", "before")
    assert (status, line.startswith("sound"), said) == (0, True, "")
    status, line, said = doctor("--checkpoint", "after")
    assert (status, line.startswith("NOT SOUND"), "error Z05" in said) == (1, True, True)
    assert "Traceback" not in said
    code = receipt(SET_UP + 3, bytes(32))
    missing = scrutator(older, "doctor", "--folder", "server", "--receipt", code)
    assert (missing.returncode, f"NOT SOUND  a receipt {code}" in missing.stdout) == (1, True)


@pytest.mark.system
def test_what_is_missing_is_said_also_where_the_rest_cannot_be_looked_at(older: Path) -> None:
    with closing(sqlite3.connect(older / "server" / "mission.sqlite3")) as database, database:
        table = Checkpoint._meta.db_table
        database.execute(f"UPDATE {table} SET size = 'x' WHERE id = (SELECT max(id) FROM {table})")
    done = scrutator(older, "doctor", "--folder", "server", "--checkpoint", "after")
    assert done.returncode != 0
    assert "NOT SOUND" in done.stdout
    assert "entries that after states are here" in done.stdout


@pytest.mark.system
def test_a_case_is_made_only_of_a_log_that_has_what_was_remembered_of_it(three: Mission, older: Path) -> None:
    def snapshot(output: str, *given: str) -> subprocess.CompletedProcess[str]:
        made = ("mission", "snapshot", three.slug, "-o", output, "--date", "2026-11-30", "--folder", "server")
        return scrutator(older, *made, *given)

    refused = snapshot("case", "--checkpoint", "after")
    assert (refused.returncode, "error Z05" in refused.stderr) == (1, True)
    assert not (older / "case").exists()
    made = snapshot("case", "--checkpoint", "before")
    assert made.returncode == 0, made.stderr
    assert f"log of {three.slug}: begins with the {SET_UP + 3} entries of before" in made.stdout
    assert (older / "case" / "checkpoint.txt").read_bytes() == (older / "before").read_bytes()
    again = snapshot("other", "--checkpoint", "case/checkpoint.txt")
    assert again.returncode == 0, again.stderr
    bare = snapshot("third")
    assert "no remembered checkpoint was given, so a log cut back whole would not be seen" in bare.stdout


@pytest.mark.system
def test_begun_again_from_a_copy_the_old_log_s_checkpoints_are_contained_or_known_to_be_lost(
    three: Mission, older: Path
) -> None:
    done = scrutator(older, "begin-again", "--reason", "the disk failed", "--folder", "server")
    assert done.returncode == 0, done.stderr
    before = scrutator(older, "doctor", "--folder", "server", "--checkpoint", "before")
    assert (before.returncode, "; 1 came after it" in before.stdout) == (0, True)
    after = scrutator(older, "doctor", "--folder", "server", "--checkpoint", "after")
    assert after.returncode == 1
    assert "signed with the log's key" in after.stdout
    assert (
        "begun again from a copy since, and what came after the copy is lost: the disk failed" in after.stdout
    )
