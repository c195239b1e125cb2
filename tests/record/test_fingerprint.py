"""The fingerprint of a case: of all its files and their names, in no order but that of the names."""

import hashlib
from dataclasses import replace

from scrutator.record.case import Case
from scrutator.record.folder.reading import read_case
from support.small_case import SMALL_CASE


def case(**changes: str) -> Case:
    found = read_case({name: text.encode() for name, text in {**SMALL_CASE, **changes}.items()}).case
    assert found is not None
    return found


def test_the_order_in_which_files_were_read_decides_nothing() -> None:
    one = case()
    other = replace(one, files=dict(reversed(list(one.files.items()))))
    assert other.fingerprint == one.fingerprint


def test_it_is_the_hash_of_what_sha256sum_prints() -> None:
    made = replace(case(), files={"b.csv": b"2", "a.csv": b"1"})
    one, two = (hashlib.sha256(data).hexdigest() for data in (b"1", b"2"))
    assert made.fingerprint == hashlib.sha256(f"{one}  a.csv\n{two}  b.csv\n".encode()).hexdigest()


def test_a_changed_byte_and_a_changed_name_change_it() -> None:
    one = replace(case(), files={"a.csv": b"1"})
    assert replace(one, files={"a.csv": b"2"}).fingerprint != one.fingerprint
    assert replace(one, files={"c.csv": b"1"}).fingerprint != one.fingerprint
