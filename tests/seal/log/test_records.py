import pytest

from scrutator.seal.canonical import encode
from scrutator.seal.log import records
from scrutator.seal.log.records import Record, grow, latest_versions, make_entry, parse_entries
from scrutator.seal.refusals import Refusal


def test_a_record_that_is_gone_is_withdrawn_once_and_not_again() -> None:
    first = grow([], [Record("a", "claim", 1), Record("b", "claim", 2)])
    second = grow(first, [Record("a", "claim", 1)])
    assert [(e.id, e.version, e.data) for e in second[2:]] == [("b", 2, None)]
    assert grow(second, [Record("a", "claim", 1)]) == second


def test_a_withdrawn_record_may_come_back_as_a_later_version() -> None:
    gone = grow(grow([], [Record("a", "claim", 1)]), [])
    assert [(e.version, e.data) for e in grow(gone, [Record("a", "claim", 1)])] == [(1, 1), (2, None), (3, 1)]


def test_a_record_does_not_change_its_kind_between_versions() -> None:
    entries = [make_entry(Record("a", "claim", 1), 1), make_entry(Record("a", "actor", 2), 2)]
    with pytest.raises(Refusal, match="versions_not_consecutive"):
        latest_versions(entries)


@pytest.mark.parametrize("version", [True, 1.5, "1", None])
def test_a_version_is_a_whole_number(version: object) -> None:
    line = encode({"data": 1, "id": "a", "type": "claim", "version": version})  # type: ignore[dict-item]
    with pytest.raises(Refusal, match="malformed_entry"):
        parse_entries(line + b"\n")


def test_the_same_records_add_nothing() -> None:
    once = grow([], [Record("a", "claim", {"x": 1})])
    assert grow(once, [Record("a", "claim", {"x": 1})]) == once
    assert records.entries_bytes(once) == once[0].leaf + b"\n"
