"""`case check` on the checkpoint of a mission's log."""

import pytest

from scrutator.publishing.checks.check import check
from scrutator.record.folder.reading import read_case
from scrutator.seal.keys.sign import SecretKey, new_key, sign_checkpoint
from support.small_case import SMALL_CASE

KEY = new_key("demo/field")
ANOTHER = new_key("demo/field")


def checkpoint(key: SecretKey, size: int, origin: str = "demo/field") -> bytes:
    return sign_checkpoint(key, origin, size, bytes(32))


def faults(note: bytes | None, key: bytes | None, reports: int = 3) -> list[str]:
    tables = {
        "received.csv": f"form,reports\nvoting,{reports}\n",
        "reception.csv": f"form,outcome,reason,reports\nvoting,withheld,of the mission's own,{reports}\n",
    }
    files = {name: text.encode() for name, text in (SMALL_CASE | tables).items()}
    files |= {name: bytes_ for name, bytes_ in (("checkpoint.txt", note), ("log_key.txt", key)) if bytes_}
    found = check(read_case(files))
    assert {one.code for one in found} <= {"R27"}, found
    return [one.reason for one in found]


@pytest.mark.parametrize("size", [3, 4, 1_000])
def test_a_signed_checkpoint_of_as_many_entries_as_reports_or_more_holds(size: int) -> None:
    assert faults(checkpoint(KEY, size), f"{KEY.key}\n".encode()) == []


def test_a_case_without_both_says_nothing_of_a_log() -> None:
    assert faults(None, None) == []


@pytest.mark.parametrize(
    ("note", "key", "words"),
    [
        (checkpoint(KEY, 2), str(KEY.key), "3 reports came in, and the log has 2 entries"),
        (checkpoint(ANOTHER, 3), str(KEY.key), "no_known_signature"),
        (checkpoint(KEY, 3).replace(b"\n3\n", b"\n9\n"), str(KEY.key), "invalid_signature"),
        (checkpoint(KEY, 3, "other/field"), str(KEY.key), "its origin is other/field"),
        (b"demo/field\n3\n", str(KEY.key), "malformed_note"),
        (checkpoint(KEY, 3), "no key", "malformed_key"),
        (checkpoint(KEY, 3), None, "log_key.txt is missing"),
        (None, str(KEY.key), "checkpoint.txt is missing"),
    ],
    ids=[
        "too few",
        "another key",
        "changed",
        "another origin",
        "no note",
        "no key",
        "key alone",
        "note alone",
    ],
)
def test_a_checkpoint_that_does_not_hold_is_a_fault(note: bytes | None, key: str | None, words: str) -> None:
    (reason,) = faults(note, f"{key}\n".encode() if key else None)
    assert words in reason
