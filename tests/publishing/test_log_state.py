"""The state of a mission's logs beside its key: no log is forked by mistake."""

from pathlib import Path

import pytest
from tests.seal.conftest import small_bundle, small_records

from scrutator.errors import ScrutatorError
from scrutator.publishing.log_state import continuing, state_path
from scrutator.seal.log.records import Record

FIRST = small_bundle()


def child(number: int, previous: bytes = FIRST) -> bytes:
    return small_bundle(previous=previous, records_now=[*small_records(), Record("new", "claim", number)])


def published(key: Path, bundle: bytes, previous: bytes | None = None, new_log: bool = False) -> None:
    with continuing(key, bundle, previous, new_log):
        pass


def test_a_log_is_continued_from_its_last_bundle_and_from_no_other(tmp_path: Path) -> None:
    key = tmp_path / "key"
    published(key, FIRST)
    published(key, child(1), FIRST)
    with pytest.raises(ScrutatorError, match=r"Z06.*another publication has followed"):
        published(key, child(2), FIRST)
    published(key, small_bundle(previous=child(1), records_now=small_records()), child(1))


def test_a_second_tree_of_one_origin_is_refused_unless_asked_for(tmp_path: Path) -> None:
    key, other = tmp_path / "key", small_bundle(records_now=[Record("other", "claim", 1)])
    published(key, FIRST)
    with pytest.raises(ScrutatorError, match=r"Z06.*--new-log"):
        published(key, other)
    published(key, other, new_log=True)
    with pytest.raises(ScrutatorError, match="Z06"):
        published(key, child(1), FIRST)  # the log that was left


def test_a_new_log_continues_nothing(tmp_path: Path) -> None:
    with pytest.raises(ScrutatorError, match="X03"):
        published(tmp_path / "key", child(1), FIRST, new_log=True)


def test_the_same_tree_may_be_written_again(tmp_path: Path) -> None:
    published(tmp_path / "key", FIRST)
    published(tmp_path / "key", FIRST)


def test_each_origin_has_a_log_of_its_own(tmp_path: Path) -> None:
    key = tmp_path / "key"
    published(key, FIRST)
    published(key, small_bundle(origin="mission.example/2016"))
    with pytest.raises(ScrutatorError, match="Z06"):
        published(key, small_bundle(records_now=[]))


def test_a_bundle_that_could_not_be_written_leaves_the_state_as_it_was(tmp_path: Path) -> None:
    key = tmp_path / "key"
    with pytest.raises(OSError, match="full"), continuing(key, FIRST, None, False):
        raise OSError("the disk is full")
    assert not state_path(key).exists()


def test_two_publications_at_once_do_not_both_go_through(tmp_path: Path) -> None:
    key = tmp_path / "key"
    with continuing(key, FIRST, None, False), pytest.raises(ScrutatorError, match=r"X04.*in use"):
        published(key, FIRST)


def test_a_state_that_cannot_be_read_is_no_empty_state(tmp_path: Path) -> None:
    key = tmp_path / "key"
    for damage in ("", "[]", "{"):
        state_path(key).write_text(damage)
        with pytest.raises(ScrutatorError, match="Z03"):
            published(key, FIRST)
