"""The archive: a zip written in exactly one way, and a reader that refuses every other way.

Members are sorted by name, stored without compression, dated 1980-01-01 and plain files of mode
0644. The reader walks the archive itself and compares every header byte with what the writer
would have written, so no byte of the file is outside its view.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

from scrutator.seal.refusals import Refusal

LARGEST_BUNDLE = 2**30
LARGEST_MEMBER = 2**28
MOST_MEMBERS = 65_000
BOMB_RATIO = 100
_END = struct.Struct("<4s4H2LH")
_CENTRAL = struct.Struct("<4s4B4HL2L5H2L")
_LOCAL = struct.Struct("<4s5HL2L2H")
_SAFE_NAME = re.compile(r"[A-Za-z0-9_%@=,~+.-]+(/[A-Za-z0-9_%@=,~+.-]+)*")
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?")


@dataclass(frozen=True)
class _Entry:
    """What the central directory says of one member."""

    name: str
    flags: int
    method: int
    checksum: int
    packed: int
    size: int
    extra: int
    comment: int
    mode: int
    offset: int


def write(members: Mapping[str, bytes]) -> bytes:
    """The archive of these members; the same members always give the same bytes.

    Refuses names and sizes that the reader would refuse.
    """
    names = sorted(members)
    check_names(names)
    if len(names) > MOST_MEMBERS:
        raise Refusal("too_many_members", f"{len(names)}, the most is {MOST_MEMBERS}")
    local, central, offset = [], [], 0
    for name in names:
        body = members[name]
        if len(body) > LARGEST_MEMBER:
            raise Refusal("oversized_member", f"{name}: {len(body)} bytes")
        checksum = crc32(body)
        local += [_local_header(name, checksum, len(body)), body]
        central.append(_central_header(name, checksum, len(body), offset))
        offset += _LOCAL.size + len(name) + len(body)
    directory = b"".join(central)
    if offset + len(directory) > LARGEST_BUNDLE:
        raise Refusal("bundle_too_large", f"{offset} bytes")
    return b"".join([*local, directory, _end_record(len(names), len(directory), offset)])


def _local_header(name: str, checksum: int, size: int) -> bytes:
    return _LOCAL.pack(b"PK\x03\x04", 20, 0, 0, 0, 33, checksum, size, size, len(name), 0) + name.encode()


def _central_header(name: str, checksum: int, size: int, offset: int) -> bytes:
    fields = (20, 3, 20, 0, 0, 0, 0, 33, checksum, size, size, len(name), 0, 0, 0, 0, 0o100644 << 16, offset)
    return _CENTRAL.pack(b"PK\x01\x02", *fields) + name.encode()


def _end_record(count: int, directory_size: int, offset: int) -> bytes:
    return _END.pack(b"PK\x05\x06", 0, 0, count, count, directory_size, offset, 0)


def read(data: bytes) -> dict[str, memoryview]:
    """The members of an archive that `write` could have written, as views into `data`.

    Refuses by name whatever differs; reads nothing beyond the declared sizes and unpacks nothing.
    """
    if len(data) > LARGEST_BUNDLE:
        raise Refusal("bundle_too_large", f"{len(data)} bytes, the most is {LARGEST_BUNDLE}")
    count, directory_start = _find_directory(data)
    entries = list(_directory(data, count, directory_start))
    for entry in entries:
        _check_entry(entry)
    check_names([entry.name for entry in entries])
    if sum(entry.size for entry in entries) > len(data):
        raise Refusal("zip_bomb", "the declared sizes add up to more than the file")
    return _members(data, entries, directory_start)


def _find_directory(data: bytes) -> tuple[int, int]:
    """How many members there are, and where their directory starts."""
    start = len(data) - _END.size
    if start < 0:
        raise Refusal("not_a_zip", "the file is shorter than the end of an archive")
    signature, *disks, here, count, size, offset, comment = _END.unpack_from(data, start)
    if signature != b"PK\x05\x06":
        place = _earlier_end(data, start)
        if place is None:
            raise Refusal("not_a_zip", "no whole end of an archive was found")
        length = int.from_bytes(data[place + 20 : place + 22], "little")
        stated = length == len(data) - place - _END.size
        raise Refusal("archive_comment" if stated else "trailing_data", f"after byte {place}")
    if comment:
        raise Refusal("archive_comment", "the end of the archive announces one")
    if any(disks) or here != count or 0xFFFF in (here, count) or 0xFFFFFFFF in (size, offset):
        raise Refusal("unsupported_zip", "split archive, zip64, or two different counts of members")
    if count > MOST_MEMBERS:
        raise Refusal("too_many_members", f"{count}, the most is {MOST_MEMBERS}")
    if offset + size < start:
        raise Refusal("leading_data", f"{start - offset - size} bytes that no member accounts for")
    if offset + size > start:
        raise Refusal("unsupported_zip", "the directory does not end where the archive ends")
    return count, offset


def _earlier_end(data: bytes, start: int) -> int | None:
    """Where this archive ends when something follows it that may be a comment: an end record whose directory
    ends where it begins. One of an archive that is a member says something else."""
    least = max(0, len(data) - _END.size - 0xFFFF)
    for place in range(start - 1, least - 1, -1):
        if data.startswith(b"PK\x05\x06", place):
            size, offset = _END.unpack_from(data, place)[5:7]
            if offset + size == place:
                return place
    return None


def _directory(data: bytes, count: int, position: int) -> Iterator[_Entry]:
    end = len(data) - _END.size
    for _ in range(count):
        if position + _CENTRAL.size > end:
            raise Refusal("unsupported_zip", "the directory is cut short")
        fields = _CENTRAL.unpack_from(data, position)
        name_length, extra, comment = fields[12:15]
        name_end = position + _CENTRAL.size + name_length
        if fields[0] != b"PK\x01\x02" or name_end + extra + comment > end:
            raise Refusal("unsupported_zip", "a line of the directory is damaged")
        name = data[position + _CENTRAL.size : name_end].decode("latin-1")
        flags, method, checksum, packed, size = fields[5], fields[6], *fields[9:12]
        mode = fields[17] >> 16
        yield _Entry(name, flags, method, checksum, packed, size, extra, comment, mode, fields[18])
        position = name_end + extra + comment
    if position != end:
        raise Refusal("unsupported_zip", "the directory holds more than its members")


def _check_entry(entry: _Entry) -> None:
    name = entry.name
    if entry.flags & 0x41:
        raise Refusal("encrypted_member", name)
    if entry.mode & 0o170000 not in (0, 0o100000, 0o040000):
        raise Refusal("link", name)
    if entry.mode & 0o170000 == 0o040000 or name.endswith("/"):
        raise Refusal("directory_entry", name)
    if entry.comment:
        raise Refusal("member_comment", name)
    if entry.extra:
        raise Refusal("extra_field", name)
    if entry.size > BOMB_RATIO * max(entry.packed, 1) and entry.size > 2**16:
        raise Refusal("zip_bomb", f"{name}: {entry.packed} bytes declare {entry.size}")
    if entry.size > LARGEST_MEMBER:
        raise Refusal("oversized_member", f"{name}: {entry.size} bytes, the most is {LARGEST_MEMBER}")
    if entry.method or entry.packed != entry.size:
        raise Refusal("compressed_member", name)


def check_names(names: list[str]) -> None:
    """Refuse names that are unsafe to extract on any system, or that collide on some."""
    spelling: dict[str, str] = {}
    files: set[str] = set()
    for name in names:
        check_name(name)
        if name in files:
            raise Refusal("duplicate_name", name)
        files.add(name)
    for path in sorted(files | _folders(files)):
        if spelling.setdefault(path.lower(), path) != path:
            raise Refusal("case_collision", f"{path} and {spelling[path.lower()]}")
    if conflicts := files & _folders(files):
        raise Refusal("name_conflict", min(conflicts))


def _folders(files: set[str]) -> set[str]:
    """Every folder that the names pass through."""
    folders: set[str] = set()
    for name in files:
        while "/" in name:
            name = name.rpartition("/")[0]
            if name in folders:
                break
            folders.add(name)
    return folders


def check_name(name: str) -> None:
    """Refuse a member's name that leads elsewhere or that some file system cannot hold."""
    parts = name.split("/")
    if len(name) <= 480 and _SAFE_NAME.fullmatch(name) and all(map(_is_safe_part, parts)):
        return
    shown = ascii(name[:200])
    if name.startswith(("/", "\\")) or re.match(r"[A-Za-z]:", name):
        raise Refusal("absolute_path", shown)
    if ".." in re.split(r"[/\\]", name):
        raise Refusal("parent_path", shown)
    raise Refusal("unsafe_name", shown)


@lru_cache(maxsize=100_000)
def _is_safe_part(part: str) -> bool:
    return len(part) <= 240 and not part.endswith(".") and not _RESERVED.fullmatch(part)


def _members(data: bytes, entries: list[_Entry], directory_start: int) -> dict[str, memoryview]:
    """Slice the members and compare every header with the one way to write it."""
    whole, position, directory = memoryview(data), 0, []
    members: dict[str, memoryview] = {}
    for entry in entries:
        if entry.offset != position:
            raise Refusal("leading_data" if not members else "overlapping_members", entry.name)
        start = position + _LOCAL.size + len(entry.name)
        position = start + entry.size
        body = whole[start:position]
        if crc32(body) != entry.checksum:
            raise Refusal("checksum_mismatch", entry.name)
        if data[entry.offset : start] != _local_header(entry.name, entry.checksum, entry.size):
            raise Refusal("not_canonical_archive", f"the header of {entry.name}")
        directory.append(_central_header(entry.name, entry.checksum, entry.size, entry.offset))
        members[entry.name] = body
    if position != directory_start:
        raise Refusal("overlapping_members", "bytes between the last member and the directory")
    if data[directory_start : -_END.size] != b"".join(directory) or sorted(members) != list(members):
        raise Refusal("not_canonical_archive", "the directory, or the order of the members")
    return members
