"""Witnesses and consistency: a log that was rewritten is not cosigned, and two publications say why."""

import pytest
from tests.seal.conftest import members_of, rebuilt, signer, small_bundle, small_records

from scrutator.seal.keys.sign import key_from_seed
from scrutator.seal.log import records
from scrutator.seal.log.checkpoint import parse_checkpoint
from scrutator.seal.log.records import Record
from scrutator.seal.notes.note import COSIGNATURE, verify_note
from scrutator.seal.refusals import Refusal
from scrutator.seal.verifier.consistency import (
    compare_with_bundle,
    compare_with_proof,
    parse_path,
    path_bytes,
)
from scrutator.seal.verifier.verify import verify_bundle
from scrutator.seal.witness.cosigning import attach, cosign

LOG_KEY = signer().key
WITNESS = key_from_seed("university.example/w1", bytes([9]) * 32, COSIGNATURE)
RIVAL = key_from_seed("rival.example", bytes([8]) * 32, COSIGNATURE)
TIME = 1_326_700_000


def later(first: bytes) -> bytes:
    return small_bundle(
        records_now=[*small_records(), Record("c-009", "claim", {"text": "late"})], previous=first
    )


def forked() -> bytes:
    return small_bundle(records_now=[Record(f"x{i}", "claim", i) for i in range(7)])


def refusal_of(*arguments: object) -> str:
    with pytest.raises(Refusal) as caught:
        cosign(*arguments)  # type: ignore[arg-type]
    return caught.value.name


def test_a_witness_cosigns_what_it_verified_and_says_when(bundle: bytes) -> None:
    note = cosign(bundle, str(LOG_KEY), WITNESS, TIME, None)
    checkpoint = parse_checkpoint(note)
    verified = verify_note(checkpoint.note, [LOG_KEY, WITNESS.key])
    assert [(each.key.name, each.time) for each in verified] == [
        ("mission.example", None),
        ("university.example/w1", TIME),
    ]
    assert verify_bundle(bundle, witnesses=[str(WITNESS.key)], cosigned=note).passed


def test_a_witness_that_remembers_follows_the_log_and_refuses_a_fork_and_a_rollback(bundle: bytes) -> None:
    seen = cosign(bundle, str(LOG_KEY), WITNESS, TIME, None)
    second = cosign(later(bundle), str(LOG_KEY), WITNESS, TIME + 1, seen)
    assert parse_checkpoint(second).size > parse_checkpoint(seen).size
    assert refusal_of(forked(), str(LOG_KEY), WITNESS, TIME, seen) == "fork"
    assert refusal_of(bundle, str(LOG_KEY), WITNESS, TIME, second) == "rollback"
    same_size = small_bundle(records_now=small_records()[::-1])
    assert refusal_of(same_size, str(LOG_KEY), WITNESS, TIME, seen) == "fork"


def test_a_witness_signs_nothing_that_fails_a_check(bundle: bytes) -> None:
    changed = rebuilt(members_of(bundle) | {"data/turnout.csv": b"changed"})
    assert refusal_of(changed, str(LOG_KEY), WITNESS, TIME, None) == "manifest_mismatch"
    other = small_bundle(signer=signer(2))
    assert refusal_of(other, str(LOG_KEY), WITNESS, TIME, None) == "unexpected_key"
    assert refusal_of(bundle, str(LOG_KEY), signer(), TIME, None) == "unknown_algorithm"
    assert refusal_of(bundle, str(LOG_KEY), WITNESS, -1, None) == "invalid_signature"


def test_cosignatures_are_attached_without_changing_anything_else(bundle: bytes) -> None:
    notes = [cosign(bundle, str(LOG_KEY), each, TIME, None) for each in (WITNESS, RIVAL)]
    attached = attach(bundle, [*notes, notes[0]])
    keys = [str(WITNESS.key), str(RIVAL.key)]
    assert verify_bundle(attached, key=str(LOG_KEY), witnesses=keys).passed
    before, after = members_of(bundle), members_of(attached)
    changed = {name for name in after if before[name] != after[name]}
    assert all(name.startswith("log/proofs/") or name == records.CHECKPOINT for name in changed)
    assert after[records.CHECKPOINT].count("—".encode()) == 3


def test_a_flipped_byte_in_a_cosignature_nobody_knows_is_still_detected(bundle: bytes) -> None:
    members = members_of(attach(bundle, [cosign(bundle, str(LOG_KEY), WITNESS, TIME, None)]))
    body = members[records.CHECKPOINT]
    start = body.rindex("—".encode())
    for place in range(start, len(body)):
        changed = body[:place] + bytes([body[place] ^ 1]) + body[place + 1 :]
        assert verify_bundle(rebuilt(members | {records.CHECKPOINT: changed})).failed


def test_cosignatures_of_another_checkpoint_are_not_attached(bundle: bytes) -> None:
    note = cosign(later(bundle), str(LOG_KEY), WITNESS, TIME, None)
    with pytest.raises(Refusal, match="fork"):
        attach(bundle, [note])


def test_the_next_publication_keeps_the_cosigned_checkpoint_in_its_history(bundle: bytes) -> None:
    attached = attach(bundle, [cosign(bundle, str(LOG_KEY), WITNESS, TIME, None)])
    second = later(attached)
    assert verify_bundle(second, key=str(LOG_KEY)).passed
    assert b"university.example/w1" in members_of(second)["log/history/4.checkpoint"]


def test_two_publications_are_consistent_by_records_and_by_proof_alone(bundle: bytes) -> None:
    second = later(bundle)
    found = compare_with_bundle(bundle, second, LOG_KEY)
    assert (found.old.size, found.new.size) == (4, 6)
    old, new = (members_of(each)[records.CHECKPOINT] for each in (bundle, second))
    assert compare_with_bundle(old, second, LOG_KEY) == found
    assert compare_with_proof(old, new, path_bytes(found.path), LOG_KEY) == found
    assert compare_with_proof(new, new, b"", LOG_KEY).path == ()


def test_a_fork_a_rollback_and_another_log_are_named(bundle: bytes) -> None:
    second = later(bundle)
    path = path_bytes(compare_with_bundle(bundle, second, LOG_KEY).path)
    cases = [
        (lambda: compare_with_bundle(bundle, forked(), LOG_KEY), "fork"),
        (lambda: compare_with_bundle(second, bundle, LOG_KEY), "rollback"),
        (
            lambda: compare_with_bundle(small_bundle(origin="mission.example"), second, LOG_KEY),
            "foreign_origin",
        ),
        (lambda: compare_with_bundle(small_bundle(signer=signer(2)), second, LOG_KEY), "no_known_signature"),
        (lambda: compare_with_bundle(bundle, second[:-1], LOG_KEY), "not_a_zip"),
        (lambda: compare_with_proof(second, bundle, path, LOG_KEY), "rollback"),
        (lambda: compare_with_proof(bundle, forked(), path, LOG_KEY), "fork"),
        (lambda: compare_with_proof(bundle, second, b"", LOG_KEY), "fork"),
        (lambda: compare_with_proof(bundle, second, b"junk", LOG_KEY), "malformed_proof"),
        (
            lambda: compare_with_proof(bundle, small_bundle(origin="mission.example"), path, LOG_KEY),
            "foreign_origin",
        ),
    ]
    for attempt, name in cases:
        with pytest.raises(Refusal) as caught:
            attempt()
        assert caught.value.name == name


@pytest.mark.parametrize("data", [b"AAAA\n", b"\n", b"\xff\n", b"A" * 44, b"x\n" * 100])
def test_a_malformed_path_is_refused(data: bytes) -> None:
    with pytest.raises(Refusal, match="malformed_proof"):
        parse_path(data)
