"""The vault over several publications: unchanged fields add nothing, shredded ones stay committed."""

from collections.abc import Callable
from hashlib import sha256

import pytest
from tests.seal.conftest import members_of, small_bundle

from scrutator.seal.canonical import Json
from scrutator.seal.log import records
from scrutator.seal.log.records import Record
from scrutator.seal.refusals import Refusal
from scrutator.seal.verifier.verify import verify_bundle
from scrutator.seal.withheld.disclosure import openings_bytes
from scrutator.seal.withheld.vault import Vault, commit_records, parse_vault, shred, vault_bytes

FIELDS = ["visit.observer", "visit.turnout"]


def drawn(seed: str = "") -> Callable[[int], bytes]:
    """Bytes that differ at each call, the same in each run."""
    count = 0

    def draw(length: int) -> bytes:
        nonlocal count
        count += 1
        return sha256(f"{seed}{count}".encode()).digest()[:length]

    return draw


def visit(**data: Json) -> Record:
    return Record("v-17", "visit", {"station": "1204", "observer": "Aigul", "turnout": 831, **data})


def test_publishing_unchanged_fields_again_adds_nothing_to_the_log() -> None:
    first, openings, vault = commit_records([visit()], FIELDS, Vault(), drawn("a"))
    again, same, kept = commit_records([visit()], FIELDS, vault, drawn("b"))
    assert (again, same, kept) == (first, openings, vault)
    assert [opening.field for opening in openings] == ["observer", "turnout"]
    assert len({opening.salt for opening in openings}) == 2


def test_a_changed_value_gets_a_new_salt() -> None:
    _, before, vault = commit_records([visit()], FIELDS, Vault(), drawn("a"))
    _, after, _ = commit_records([visit(turnout=832)], FIELDS, vault, drawn("b"))
    assert after[0] == before[0]
    assert after[1].salt != before[1].salt


def test_a_shredded_field_stays_committed_though_its_value_is_gone() -> None:
    first, openings, vault = commit_records([visit()], FIELDS, Vault(), drawn())
    before = small_bundle(records_now=first, openings=openings_bytes(openings, FIELDS))
    vault = shred(vault, "v-17", "observer")
    assert openings[0].salt.hex().encode() not in vault_bytes(vault)
    forgotten = Record("v-17", "visit", {"station": "1204", "turnout": 831})
    second, left, _ = commit_records([forgotten], FIELDS, vault, drawn("c"))
    assert second == first
    assert [opening.field for opening in left] == ["turnout"]
    after = small_bundle(records_now=second, openings=openings_bytes(left, FIELDS), previous=before)
    assert verify_bundle(after, remembered=members_of(before)[records.CHECKPOINT]).passed
    assert b"Aigul" not in after


def test_a_shredded_field_is_not_committed_anew_even_if_the_value_is_still_there() -> None:
    first, _, vault = commit_records([visit()], FIELDS, Vault(), drawn())
    second, left, _ = commit_records([visit()], FIELDS, shred(vault, "v-17", "observer"), drawn("c"))
    assert second == first
    assert [opening.field for opening in left] == ["turnout"]


def test_fields_that_are_not_named_and_records_without_fields_are_left_alone() -> None:
    others = [Record("c-1", "claim", {"observer": "x"}), Record("n", "note", "text")]
    assert commit_records(others, FIELDS, Vault(), drawn()) == (others, [], Vault())


def test_a_vault_is_written_and_read_back() -> None:
    _, _, vault = commit_records([visit()], FIELDS, Vault(), drawn())
    vault = shred(vault, "v-17", "turnout")
    assert parse_vault(vault_bytes(vault)) == vault


def test_what_was_never_committed_cannot_be_shredded_and_a_broken_vault_is_refused() -> None:
    with pytest.raises(Refusal, match="no committed field"):
        shred(Vault(), "v-17", "observer")
    for broken in (b"[]", b'{"a":1}', b'{"a":{"b":{}}}', b'{"a":{"b":{"commitment":"x","salt":"zz"}}}'):
        with pytest.raises(Refusal):
            parse_vault(broken)
