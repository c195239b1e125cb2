"""The archive: one way to write it, and every other way refused by name."""

import contextlib
import io
import stat
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrutator.seal.bundle import archive
from scrutator.seal.refusals import Refusal

MEMBERS = {"b.txt": b"two", "a.txt": b"one", "data/c.csv": b"x,y\n", "empty": b""}


def name_of(data: bytes) -> str:
    with pytest.raises(Refusal) as caught:
        archive.read(data)
    return caught.value.name


def zipped(*members: tuple[zipfile.ZipInfo | str, bytes], compress: bool = False) -> bytes:
    buffer = io.BytesIO()
    method = zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED
    with zipfile.ZipFile(buffer, "w", method) as file:
        for info, body in members:
            file.writestr(info, body)
    return buffer.getvalue()


def info(name: str, **attributes: object) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    for key, value in attributes.items():
        setattr(made, key, value)
    return made


def test_members_are_written_sorted_and_read_back() -> None:
    data = archive.write(MEMBERS)
    assert list(archive.read(data)) == sorted(MEMBERS)
    assert {name: bytes(view) for name, view in archive.read(data).items()} == MEMBERS


def test_the_bytes_do_not_depend_on_the_order_of_the_members() -> None:
    assert archive.write(MEMBERS) == archive.write(dict(reversed(MEMBERS.items())))


def test_other_peoples_zip_readers_read_it(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(archive.write(MEMBERS))
    with zipfile.ZipFile(path) as file:
        assert file.testzip() is None
        assert {each.filename: file.read(each) for each in file.infolist()} == MEMBERS
        assert {each.date_time for each in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {stat.filemode(each.external_attr >> 16) for each in file.infolist()} == {"-rw-r--r--"}


def test_every_single_flipped_byte_is_refused() -> None:
    data = archive.write(MEMBERS)
    for place in range(len(data)):
        for flip in (0x01, 0x20, 0x80, 0xFF):
            name_of(data[:place] + bytes([data[place] ^ flip]) + data[place + 1 :])


def test_every_way_to_cut_it_short_is_refused() -> None:
    data = archive.write(MEMBERS)
    for end in range(len(data)):
        name_of(data[:end])


@pytest.mark.parametrize(
    ("name", "refusal"),
    [
        ("/etc/passwd", "absolute_path"),
        ("\\server\\share", "absolute_path"),
        ("C:evil.txt", "absolute_path"),
        ("../evil", "parent_path"),
        ("a/../../evil", "parent_path"),
        ("a\\..\\evil", "parent_path"),
        ("a//b", "unsafe_name"),
        ("./a", "unsafe_name"),
        ("a b", "unsafe_name"),
        ("a\nb", "unsafe_name"),
        ("a\u202eb", "unsafe_name"),
        ("аdmin.txt", "unsafe_name"),
        ("con", "unsafe_name"),
        ("data/NUL.txt", "unsafe_name"),
        ("a.", "unsafe_name"),
        ("a" * 241, "unsafe_name"),
        ("", "unsafe_name"),
    ],
)
def test_unsafe_names_are_refused_when_reading_and_when_writing(name: str, refusal: str) -> None:
    with pytest.raises(Refusal) as caught:
        archive.write({name: b""})
    assert caught.value.name == refusal
    # A hostile writer builds the same archive regardless.
    raw = name.encode("utf-8")
    local = struct.pack("<4s5HL2L2H", b"PK\x03\x04", 20, 0, 0, 0, 33, 0, 0, 0, len(raw), 0) + raw
    fields = (20, 3, 20, 0, 0, 0, 0, 33, 0, 0, 0, len(raw), 0, 0, 0, 0, 0o100644 << 16, 0)
    central = struct.pack("<4s4B4HL2L5H2L", b"PK\x01\x02", *fields) + raw
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, len(central), len(local), 0)
    assert name_of(local + central + end) == refusal


@pytest.mark.parametrize(
    ("names", "refusal"),
    [
        (["a.txt", "A.txt"], "case_collision"),
        (["Data/a", "data/b"], "case_collision"),
        (["a", "a/b"], "name_conflict"),
    ],
)
def test_names_that_collide_on_some_system_are_refused(names: list[str], refusal: str) -> None:
    assert name_of(zipped(*((name, b"") for name in names))) == refusal


def test_two_members_of_one_name_are_refused() -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = zipped(("a", b"1"), ("a", b"2"))
    assert name_of(data) == "duplicate_name"


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (b"", "not_a_zip"),
        (b"PK\x03\x04 and nothing more", "not_a_zip"),
        (b"not a zip at all, only some text that is long enough", "not_a_zip"),
        (zipped(("a", b"x" * 200), compress=True), "compressed_member"),
        (zipped(("a", bytes(50_000_000)), compress=True), "zip_bomb"),
        (zipped((info("a/"), b"")), "directory_entry"),
        (zipped((info("a", external_attr=0o120777 << 16, create_system=3), b"/etc/passwd")), "link"),
        (zipped((info("a", external_attr=0o060644 << 16, create_system=3), b"")), "link"),
        (zipped((info("a", comment=b"hello"), b"")), "member_comment"),
        (zipped((info("a", extra=b"\x99\x99\x01\x00x"), b"")), "extra_field"),
        (zipped((info("a", date_time=(2012, 1, 15, 0, 0, 0)), b"")), "not_canonical_archive"),
        (zipped((info("a", external_attr=0o100755 << 16, create_system=3), b"")), "not_canonical_archive"),
        (b"#!/bin/sh\n" + archive.write(MEMBERS), "leading_data"),
        (archive.write(MEMBERS) + b"more", "trailing_data"),
        (archive.write(MEMBERS) + archive.write({}), "leading_data"),
    ],
)
def test_foreign_archives_are_refused_by_name(data: bytes, refusal: str) -> None:
    assert name_of(data) == refusal


def test_a_comment_of_the_archive_is_refused() -> None:
    buffer = io.BytesIO(archive.write(MEMBERS))
    with zipfile.ZipFile(buffer, "a") as file:
        file.comment = b"hello"
    assert name_of(buffer.getvalue()) == "archive_comment"


def patched(place: int, layout: str, value: int, central: bool = True) -> bytes:
    """The archive with one field of the first directory entry (or of the end record) overwritten."""
    data = bytearray(archive.write(MEMBERS))
    start = data.index(b"PK\x01\x02") if central else data.index(b"PK\x05\x06")
    struct.pack_into(layout, data, start + place, value)
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (patched(8, "<H", 1), "encrypted_member"),
        (patched(24, "<L", 2**31), "zip_bomb"),
        (patched(42, "<L", 1), "leading_data"),
        (patched(4, "<H", 1, central=False), "unsupported_zip"),
        (patched(8, "<H", 3, central=False), "unsupported_zip"),
        (patched(12, "<L", 0xFFFFFFFF, central=False), "unsupported_zip"),
        (patched(20, "<H", 7, central=False), "archive_comment"),
    ],
)
def test_false_headers_are_refused_by_name(data: bytes, refusal: str) -> None:
    assert name_of(data) == refusal


def test_bytes_between_the_last_member_and_the_directory_are_refused() -> None:
    data = archive.write(MEMBERS)
    start = data.index(b"PK\x01\x02")
    end = bytearray(data[-22:])
    struct.pack_into("<L", end, 16, start + 4)
    assert name_of(data[:start] + b"more" + data[start:-22] + end) == "overlapping_members"


def test_a_stored_member_that_declares_more_than_the_file_holds_is_a_bomb() -> None:
    data = bytearray(archive.write(MEMBERS))
    start = data.index(b"PK\x01\x02")
    struct.pack_into("<LL", data, start + 20, 100_000_000, 100_000_000)
    assert name_of(bytes(data)) == "zip_bomb"


@pytest.mark.parametrize(("declared", "refusal"), [(100_000, "compressed_member"), (100_001, "zip_bomb")])
def test_more_than_a_hundredfold_is_a_bomb(declared: int, refusal: str) -> None:
    data = bytearray(archive.write(MEMBERS))
    start = data.index(b"PK\x01\x02")
    struct.pack_into("<LL", data, start + 20, 1000, declared)
    assert name_of(bytes(data)) == refusal


def test_members_in_another_order_are_refused() -> None:
    # The directory and the headers agree with each other; only the order of the names is wrong.
    whole = archive.write({"a": b"1", "b": b"2"})
    assert name_of(whole.replace(b"a", b"c")) == "not_canonical_archive"


def test_a_member_that_declares_more_than_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    data = archive.write({"a": b"x" * 100})
    monkeypatch.setattr(archive, "LARGEST_MEMBER", 99)
    assert name_of(data) == "oversized_member"
    with pytest.raises(Refusal, match="oversized_member"):
        archive.write({"a": b"x" * 100})
    monkeypatch.setattr(archive, "LARGEST_BUNDLE", 99)
    assert name_of(data) == "bundle_too_large"


def test_too_many_members_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    data = archive.write(MEMBERS)
    monkeypatch.setattr(archive, "MOST_MEMBERS", 3)
    assert name_of(data) == "too_many_members"
    with pytest.raises(Refusal, match="too_many_members"):
        archive.write(MEMBERS)


def test_members_that_overlap_are_refused() -> None:
    # Two directory entries that point at the same bytes: the classic bomb without recursion.
    whole = archive.write({"a": b"x", "b": b"x"})
    start = whole.index(b"PK\x01\x02", whole.index(b"PK\x01\x02") + 1)
    data = bytearray(whole)
    struct.pack_into("<L", data, start + 42, 0)
    assert name_of(bytes(data)) == "overlapping_members"


@given(st.binary(max_size=400))
def test_reading_any_bytes_never_raises_anything_but_a_refusal(data: bytes) -> None:
    for candidate in (data, b"PK\x03\x04" + data, data + b"PK\x05\x06" + bytes(18)):
        with contextlib.suppress(Refusal):
            archive.read(candidate)


@given(st.data())
def test_a_mutated_archive_is_refused_or_unchanged(data: st.DataObject) -> None:
    whole = archive.write(MEMBERS)
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, min(len(whole), start + 30)))
    mutated = whole[:start] + data.draw(st.binary(max_size=30)) + whole[end:]
    try:
        archive.read(mutated)
    except Refusal:
        assert mutated != whole
    else:
        assert mutated == whole


@pytest.mark.parametrize(("size", "refused"), [(268_435_456, False), (268_435_457, True)])
def test_a_member_may_be_256_mebibytes_and_no_byte_more(size: int, refused: bool) -> None:
    entry = archive._Entry("a", 0, 0, 0, size, size, 0, 0, 0o100644, 0)
    if refused:
        with pytest.raises(Refusal, match="oversized_member"):
            archive._check_entry(entry)
    else:
        archive._check_entry(entry)


def test_every_field_of_the_central_directory_is_the_one_that_the_page_of_the_bundle_names() -> None:
    data = archive.write({"a.txt": b"one"})
    at = data.index(b"PK\x01\x02")
    fields = struct.unpack("<BBHHHHHIIIHHHHHII", data[at + 4 : at + 46])
    made_by, system, needed, flags, method, time, day = fields[:7]
    assert (made_by, system, needed, flags, method, time, day) == (20, 3, 20, 0, 0, 0, 33)
    assert fields[8:] == (3, 3, 5, 0, 0, 0, 0, 0o100644 << 16, 0)


@pytest.mark.parametrize("cut", [1, 5, 21, 22, 200])
def test_an_archive_cut_behind_one_that_it_holds_is_cut_short_and_has_nothing_behind_it(cut: int) -> None:
    """A bundle holds the verifier, an archive of its own, whose end is not that of the bundle."""
    whole = archive.write({**MEMBERS, "verify.pyz": archive.write(MEMBERS)})
    with pytest.raises(Refusal, match="not_a_zip"):
        archive.read(whole[:-cut])


@pytest.mark.parametrize(("more", "refusal"), [(65_535, "trailing_data"), (65_536, "not_a_zip")])
def test_what_follows_an_archive_is_looked_for_as_far_as_a_comment_may_reach(more: int, refusal: str) -> None:
    with pytest.raises(Refusal, match=refusal):
        archive.read(archive.write(MEMBERS) + bytes(more))
