"""What a reader remembers: given once, replaced in one step, never silently lost."""

from datetime import date
from pathlib import Path

import pytest
from tests.seal.conftest import members_of, small_bundle, small_records
from tests.support.roots import ANNA, BORIS, DINA, LOG, NEXT_LOG, first_root, second_root, signed

from scrutator.errors import ScrutatorError
from scrutator.publishing.memory import Memory, memory_folder, memory_path, recall
from scrutator.publishing.verifying import Asked, verify_and_remember
from scrutator.seal.keys.sign import cosignature_line
from scrutator.seal.log import records
from scrutator.seal.log.checkpoint import parse_checkpoint
from scrutator.seal.log.records import Record
from scrutator.seal.refusals import Refusal
from scrutator.seal.verifier.opened import Rebuilt
from scrutator.seal.verifier.report import Report
from scrutator.seal.witness.cosigning import attach

FIRST = signed(first_root(), ANNA, BORIS)
PIN = first_root().fingerprint
TODAY = date(2027, 1, 1)


def published(**more: object) -> bytes:
    bundle = small_bundle(signer=LOG, roots=[FIRST], **more)
    note = members_of(bundle)[records.CHECKPOINT]
    line = cosignature_line(DINA, parse_checkpoint(note).note.text, 1_790_000_000).encode()
    return attach(bundle, [note + line])


def verify(folder: Path, bundle: bytes, **asked: object) -> Report:
    path = folder / "bundle.zip"
    path.write_bytes(bundle)
    return verify_and_remember(path, Asked(**asked), folder / "memory", TODAY)  # type: ignore[arg-type]


def test_a_root_given_once_is_remembered_and_another_is_refused_from_then_on(tmp_path: Path) -> None:
    bundle = published()
    assert verify(tmp_path, bundle).word == "SIGNER UNKNOWN"
    assert verify(tmp_path, bundle, root=PIN).word == "SIGNED, NOT REBUILT"
    assert verify(tmp_path, bundle).word == "SIGNED, NOT REBUILT"
    forged = small_bundle(signer=LOG, roots=[signed(first_root(expires=date(2029, 1, 1)), ANNA, BORIS)])
    assert verify(tmp_path, forged).word == "NOT VERIFIED"
    assert (
        verify(tmp_path, forged, root=first_root(expires=date(2029, 1, 1)).fingerprint).word == "NOT VERIFIED"
    )
    assert recall(tmp_path / "memory", "mission.example").root == PIN


def test_nothing_is_remembered_of_what_did_not_pass(tmp_path: Path) -> None:
    bundle = small_bundle(signer=LOG, roots=[FIRST])  # no one has approved it
    assert verify(tmp_path, bundle, root=PIN).word == "NOT VERIFIED"
    assert not (tmp_path / "memory").exists()


def test_a_fork_of_a_log_that_was_seen_is_not_verified_and_not_remembered(tmp_path: Path) -> None:
    first = published()
    second = published(previous=first, records_now=[*small_records(), Record("new", "claim", 1)])
    fork = published(previous=first, records_now=[*small_records(), Record("new", "claim", 2)])
    assert verify(tmp_path, second, root=PIN).word == "SIGNED, NOT REBUILT"
    kept = memory_path(tmp_path / "memory", "mission.example").read_bytes()
    report = verify(tmp_path, fork)
    assert (report.word.value, report["C7"].refusal) == ("NOT VERIFIED", "fork")
    assert memory_path(tmp_path / "memory", "mission.example").read_bytes() == kept
    assert verify(tmp_path, first).word == "SUPERSEDED"


def test_a_key_alone_is_remembered_too_and_its_log_is_not_taken_back(tmp_path: Path) -> None:
    """Under --key a fork, a shorter log and an older publication are noticed as under --root."""
    first, key = published(), str(LOG.key)
    second = published(previous=first, records_now=[*small_records(), Record("new", "claim", 1)])
    fork = published(previous=first, records_now=[*small_records(), Record("new", "claim", 2)])
    assert verify(tmp_path, second, key=key).word == "SIGNED, NOT REBUILT"
    assert verify(tmp_path, fork, key=key)["C7"].refusal == "fork"
    assert verify(tmp_path, first, key=key).word == "SUPERSEDED"
    assert verify(tmp_path, second).word == "SIGNER UNKNOWN"


def test_what_one_key_signed_is_not_held_against_another_of_the_same_name(tmp_path: Path) -> None:
    verify(tmp_path, published(), key=str(LOG.key))
    other = small_bundle(signer=NEXT_LOG, records_now=[Record("x", "claim", 1)])
    assert verify(tmp_path, other, key=str(NEXT_LOG.key)).word == "SIGNED, NOT REBUILT"


def test_a_root_that_was_named_once_speaks_beside_a_key(tmp_path: Path) -> None:
    first = published()
    assert verify(tmp_path, first, root=PIN).word == "SIGNED, NOT REBUILT"
    assert verify(tmp_path, first, key=str(LOG.key)).word == "SIGNED, NOT REBUILT"
    bare = small_bundle(signer=LOG)  # the root documents are left out
    assert verify(tmp_path, bare, key=str(LOG.key))["C15"].refusal == "unexpected_root"
    assert recall(tmp_path / "memory", f"key {LOG.key}") == Memory()


def test_a_log_goes_on_under_a_new_key_that_the_root_documents_name(tmp_path: Path) -> None:
    first = published()
    roots = [FIRST, signed(second_root(revoked=()), ANNA, BORIS)]
    grown = [*small_records(), Record("new", "claim", 1)]
    bundle = small_bundle(signer=NEXT_LOG, roots=roots, previous=first, records_now=grown)
    note = members_of(bundle)[records.CHECKPOINT]
    line = cosignature_line(DINA, parse_checkpoint(note).note.text, 1_790_000_000).encode()
    second = attach(bundle, [note + line])
    assert verify(tmp_path, first, root=PIN).word == "SIGNED, NOT REBUILT"
    report = verify(tmp_path, second)
    assert report.word == "SIGNED, NOT REBUILT", report.verdict
    assert verify(tmp_path, first).word == "SUPERSEDED"
    with pytest.raises(Refusal, match="does not verify"):
        small_bundle(signer=NEXT_LOG, previous=first, records_now=grown)


def test_of_two_verifications_at_once_neither_forgets_what_the_other_saw(tmp_path: Path) -> None:
    """The second ends while the first runs: the first looks again, and sees that it was overtaken."""
    first = published()
    second = published(previous=first, records_now=[*small_records(), Record("new", "claim", 1)])
    calls = []

    def slow(members: object) -> Rebuilt:
        if not calls:
            calls.append(1)
            verify(tmp_path / "other", second, root=PIN)
        return Rebuilt()

    (tmp_path / "other").mkdir()
    (tmp_path / "memory").mkdir()
    (tmp_path / "other" / "memory").symlink_to(tmp_path / "memory")
    assert verify(tmp_path, first, root=PIN, rebuild=slow).word == "SUPERSEDED"
    kept = recall(tmp_path / "memory", "mission.example").logs["mission.example/2012"]
    assert parse_checkpoint(kept.checkpoint.encode()).size == 6


def test_a_memory_that_cannot_be_written_is_said_in_the_verdict(tmp_path: Path) -> None:
    (tmp_path / "memory").write_text("a file where the folder should be")
    report = verify(tmp_path, published(), key=str(LOG.key))
    assert "It is not remembered" in report.verdict


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"root": 1}'])
def test_a_memory_that_cannot_be_read_is_no_empty_memory(tmp_path: Path, damage: str) -> None:
    verify(tmp_path, published(), root=PIN)
    memory_path(tmp_path / "memory", "mission.example").write_text(damage)
    with pytest.raises(ScrutatorError, match="Z03"):
        verify(tmp_path, published())


def test_the_memory_stands_where_the_reader_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SCRUTATOR_MEMORY", str(tmp_path))
    assert memory_folder() == tmp_path
    monkeypatch.delenv("SCRUTATOR_MEMORY")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    assert memory_folder() == tmp_path / "state" / "scrutator"


def test_a_file_that_is_no_bundle_is_a_verdict(tmp_path: Path) -> None:
    assert verify(tmp_path, b"no bundle", root=PIN).word == "UNREADABLE"
