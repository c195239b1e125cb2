"""The vault: each publication has its own openings; what is destroyed cannot be opened, and the log stays valid."""

import pytest
from tests.seal.conftest import small_bundle

from scrutator.seal.log.records import Record
from scrutator.seal.refusals import Refusal
from scrutator.seal.verifier.verify import verify_bundle
from scrutator.seal.withheld.disclosure import COMMITMENT, Opening, commitment, openings_bytes
from scrutator.seal.withheld.vault import (
    Vault,
    chosen,
    destroyed,
    parse_vault,
    vault_bytes,
    with_publication,
)

NAME = Opening("withheld/visits/17", "observer", bytes([1]) * 32, "Aigul")
COUNT = Opening("withheld/visits/17", "turnout", bytes([2]) * 32, 831)
ROW = Opening("withheld-rows/incidents/1", "row", bytes([3]) * 32, {"id": "i-1"})
VAULT = with_publication(with_publication(Vault(), "aa", [NAME, COUNT, ROW]), "bb", [ROW])


def test_a_vault_is_written_and_read_back() -> None:
    assert parse_vault(vault_bytes(VAULT)).of("bb") == (ROW,)
    assert parse_vault(vault_bytes(VAULT)).of("aa") == (ROW, NAME, COUNT)


def test_places_are_chosen_one_by_one_or_a_whole_record() -> None:
    assert chosen(VAULT.of("aa"), ["withheld/visits/17/turnout"]) == (COUNT,)
    assert chosen(VAULT.of("aa"), ["withheld/visits/17"]) == (NAME, COUNT)
    with pytest.raises(Refusal, match="withheld/visits/1"):
        chosen(VAULT.of("aa"), ["withheld/visits/17", "withheld/visits/1"])


def test_what_is_destroyed_is_gone_from_that_publication_and_the_log_stays_valid() -> None:
    hidden = {one.field: {COMMITMENT: commitment(one)} for one in (NAME, COUNT)}
    bundle = small_bundle(records_now=[Record(NAME.record_id, "withheld", hidden)])
    left = destroyed(VAULT, "aa", ["withheld/visits/17/observer"])
    assert left.of("aa") == (COUNT, ROW)
    assert left.of("bb") == (ROW,)
    assert NAME.salt.hex().encode() not in vault_bytes(left)
    assert b"Aigul" not in vault_bytes(left)
    with pytest.raises(Refusal):
        chosen(left.of("aa"), ["withheld/visits/17/observer"])
    assert verify_bundle(bundle).failed == ()
    still = openings_bytes(chosen(left.of("aa"), ["withheld/visits/17"]), ["withheld.turnout"])
    assert verify_bundle(bundle, openings=still).failed == ()


def test_a_publication_the_vault_does_not_know_and_a_broken_vault_are_refused() -> None:
    with pytest.raises(Refusal, match="nothing of this publication"):
        VAULT.of("cc")
    with pytest.raises(Refusal):
        destroyed(VAULT, "aa", ["nowhere"])
    for broken in (b"[]", b'{"a":1}', b'{"a":{"b":{}}}', b"{"):
        with pytest.raises(Refusal):
            parse_vault(broken)
