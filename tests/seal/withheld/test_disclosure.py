"""Committed fields: opened ones match, withheld ones stay hidden, shredded ones leave the log valid."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.seal.conftest import members_of, small_bundle

from scrutator.seal.canonical import encode
from scrutator.seal.log import records
from scrutator.seal.log.records import Record
from scrutator.seal.refusals import Refusal
from scrutator.seal.verifier.report import Outcome
from scrutator.seal.verifier.verify import verify_bundle
from scrutator.seal.withheld.disclosure import (
    COMMITMENT,
    Opening,
    commitment,
    is_commitment,
    openings_bytes,
    read_openings,
)

VISIT = Record("v-17", "visit", {"station": "1204", "observer": "Aigul", "turnout": 831})
SALTS = {"observer": bytes([1]) * 32, "turnout": bytes([2]) * 32}


def commit_fields(record: Record, salts: dict[str, bytes]) -> tuple[Record, tuple[Opening, ...]]:
    """The record with these fields replaced by commitments, and what opens them."""
    assert isinstance(record.data, dict)
    openings = tuple(
        Opening(record.id, name, salt, record.data[name]) for name, salt in sorted(salts.items())
    )
    hidden = {one.field: {COMMITMENT: commitment(one)} for one in openings}
    return Record(record.id, record.kind, {**record.data, **hidden}), openings


def published(opened: list[Opening], allowed: list[str]) -> bytes:
    record, _ = commit_fields(VISIT, SALTS)
    return small_bundle(records_now=[record], openings=openings_bytes(opened, allowed))


def test_the_log_holds_the_commitment_as_specified_and_never_the_value() -> None:
    record, openings = commit_fields(VISIT, SALTS)
    expected = sha256(bytes([2]) * 32 + b'["v-17","turnout",831]').hexdigest()
    assert record.data == {
        "station": "1204",
        "observer": {"sha256-salted": commitment(openings[0])},
        "turnout": {"sha256-salted": expected},
    }
    data = small_bundle(records_now=[record])
    assert b"Aigul" not in data
    assert verify_bundle(data)["C10"].outcome is Outcome.NOT_CHECKED


def test_an_opened_field_matches_its_commitment() -> None:
    _, openings = commit_fields(VISIT, SALTS)
    report = verify_bundle(published([openings[1]], ["visit.turnout"]))
    assert report["C10"].outcome is Outcome.PASS
    assert report.passed


@pytest.mark.parametrize(
    ("opening", "refusal"),
    [
        (Opening("v-17", "turnout", SALTS["turnout"], 832), "wrong_opening"),
        (Opening("v-17", "turnout", SALTS["observer"], 831), "wrong_opening"),
        (Opening("v-17", "station", SALTS["turnout"], "1204"), "wrong_opening"),
        (Opening("v-18", "turnout", SALTS["turnout"], 831), "wrong_opening"),
        (Opening("v-17", "observer", SALTS["observer"], "Aigul"), "opened_beyond_list"),
    ],
)
def test_a_false_opening_or_one_beyond_the_list_is_refused(opening: Opening, refusal: str) -> None:
    report = verify_bundle(published([opening], ["visit.turnout", "visit.station"]))
    assert report["C10"].refusal == refusal


OPENED = {"field": "turnout", "id": "v-17", "salt": "a1" * 32, "value": 831}


@pytest.mark.parametrize(
    "member",
    [
        [],
        {"allowed": [], "opened": {}},
        {"allowed": [1], "opened": []},
        {"allowed": [], "more": 1, "opened": []},
        *(
            {"allowed": ["visit.turnout"], "opened": [{**OPENED, name: value}]}
            for name, value in [("salt", "A1" * 32), ("salt", " " + "a1" * 32), ("id", 17), ("field", 1)]
        ),
        {"allowed": ["visit.turnout"], "opened": [{"id": "v-17"}]},
        {
            "allowed": ["visit.turnout"],
            "opened": [{"field": "turnout", "id": "v-17", "salt": "zz", "value": 1}],
        },
        {
            "allowed": ["visit.turnout"],
            "opened": [{"field": "turnout", "id": "v-17", "salt": "00", "value": 1}],
        },
    ],
)
def test_a_malformed_member_of_openings_is_refused(member: object) -> None:
    record, _ = commit_fields(VISIT, SALTS)
    data = small_bundle(records_now=[record], openings=encode(member))  # type: ignore[arg-type]
    assert verify_bundle(data)["C10"].refusal == "wrong_opening"


def test_a_salt_is_whole() -> None:
    with pytest.raises(Refusal, match="32 bytes"):
        commitment(Opening("v-17", "turnout", bytes(16), 831))


def test_openings_are_read_back_as_they_were_written() -> None:
    _, openings = commit_fields(VISIT, SALTS)
    assert read_openings(openings_bytes(openings, ["visit.turnout"])) == (
        frozenset({"visit.turnout"}),
        openings,
    )


@pytest.mark.parametrize(
    ("value", "is_one"),
    [
        ({"sha256-salted": "0" * 64}, True),
        ({"sha256-salted": "A" * 64}, False),
        ({"sha256-salted": "0" * 63}, False),
        ({"sha256-salted": "0" * 64, "x": 1}, False),
        ({"sha256-salted": 1}, False),
        ("0" * 64, False),
        (None, False),
    ],
)
def test_a_commitment_is_a_hash_and_nothing_else(value: object, is_one: bool) -> None:
    assert is_commitment(value) is is_one  # type: ignore[arg-type]


def test_what_is_opened_to_one_reader_is_checked_like_what_is_opened_to_all() -> None:
    record, openings = commit_fields(VISIT, SALTS)
    bundle = small_bundle(records_now=[record])
    given = openings_bytes(openings[1:], ["visit.turnout"])
    report = verify_bundle(bundle, openings=given)
    assert report["C10"].outcome is Outcome.PASS
    assert "1 opened to you alone" in report["C10"].detail
    assert b"831" not in bundle
    false = openings_bytes([Opening("v-17", "turnout", SALTS["turnout"], 832)], ["visit.turnout"])
    assert verify_bundle(bundle, openings=false)["C10"].refusal == "wrong_opening"
    with pytest.raises(Refusal, match="opens nothing"):
        verify_bundle(bundle, openings=openings_bytes([], []))
    with pytest.raises(Refusal):
        verify_bundle(bundle, openings=b"{}")


def test_a_shredded_field_leaves_the_log_valid_and_unchanged() -> None:
    record, openings = commit_fields(VISIT, SALTS)
    before = small_bundle(
        records_now=[record], openings=openings_bytes(openings, ["visit.observer", "visit.turnout"])
    )
    after = small_bundle(
        records_now=[record], openings=openings_bytes(openings[1:], ["visit.turnout"]), previous=before
    )
    assert verify_bundle(after, remembered=members_of(before)[records.CHECKPOINT]).passed
    assert b"Aigul" in before
    assert b"Aigul" not in after


@given(st.integers(0, 2000), st.integers(0, 2000), st.binary(min_size=32, max_size=32))
def test_two_values_never_share_a_commitment_and_two_salts_neither(a: int, b: int, salt: bytes) -> None:
    one = commitment(Opening("r", "f", salt, a))
    assert (one == commitment(Opening("r", "f", salt, b))) is (a == b)
    other_salt = bytes([salt[0] ^ 1]) + salt[1:]
    assert one != commitment(Opening("r", "f", other_salt, a))
    assert one != commitment(Opening("r", "g", salt, a))
    assert one != commitment(Opening("s", "f", salt, a))
