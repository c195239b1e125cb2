import pytest

from scrutator.seal.canonical import encode
from scrutator.seal.log import records
from scrutator.seal.log.records import Record, grow, latest_versions, make_entry, parse_entries
from scrutator.seal.refusals import Refusal


def ended(entries: list[records.Entry]) -> list[records.Entry]:
    """These records as one publication: its manifest ends it."""
    return [*entries, records.manifest_entry(entries, "0" * 64)]


def test_a_record_that_is_gone_is_withdrawn_once_and_not_again() -> None:
    first = ended(grow([], [Record("a", "claim", 1), Record("b", "claim", 2)]))
    second = ended(grow(first, [Record("a", "claim", 1)]))
    assert [(e.id, e.version, e.data) for e in second[3:4]] == [("b", 2, None)]
    assert grow(second, [Record("a", "claim", 1)]) == second


def test_a_withdrawn_record_may_come_back_as_a_later_version() -> None:
    gone = ended(grow(ended(grow([], [Record("a", "claim", 1)])), []))
    back = [e for e in grow(gone, [Record("a", "claim", 1)]) if e.id == "a"]
    assert [(e.version, e.data) for e in back] == [(1, 1), (2, None), (3, 1)]


def test_one_publication_has_one_version_of_a_record_and_withdraws_none_that_never_was() -> None:
    """Else a log could hold, as superseded or withdrawn, what no one has ever published."""
    one, two = (make_entry(Record("a", "claim", data), n) for n, data in ((1, "a lie"), (2, None)))
    other = make_entry(Record("b", "claim", 1), 1)
    assert latest_versions([*ended([one, other]), two])["a"][1] == two
    for entries in ([one, two], [one, other, two], [*ended([other]), one, two]):
        with pytest.raises(Refusal, match="two versions in one publication"):
            latest_versions(entries)
    with pytest.raises(Refusal, match="withdrawn, and never there"):
        latest_versions([make_entry(Record("a", "claim", None), 1)])


def test_the_sizes_of_earlier_publications_are_where_their_manifests_stand() -> None:
    first = ended(grow([], [Record("a", "claim", 1)]))
    assert records.earlier_sizes(first) == []
    second = ended(grow(first, [Record("a", "claim", 2)]))
    assert records.earlier_sizes(second) == [2]
    assert records.earlier_sizes(ended(second)) == [2, 4]


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
