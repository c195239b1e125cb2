"""Which cells of a workbook of the old format xls hold something? Measured before a library opens it.

The file is a small file system of sectors [MS-CFB]; its stream "Workbook" holds records [MS-XLS] 2.4, among
them a beginning for each sheet (BOF) and the cells, each with its row and column.
"""

import struct
from itertools import islice

from scrutator.errors import ScrutatorError
from scrutator.tables.formats.used_range import UsedRange

_END = 0xFFFFFFFA  # sectors from here on are marks, no sectors
_BOF = 0x0809
# Records of cells that hold something, by type: formula, text, number, boolean or error, rich text.
_CELLS = {
    0x0006,
    0x0204,
    0x0203,
    0x0205,
    0x00D6,
    0x00FD,
    0x027E,
    0x0004,
    0x0003,
    0x0002,
    0x0005,
    0x0206,
    0x0406,
}
_MANY = 0x00BD  # numbers of several columns, the last of which ends the record


def check_old_workbook(data: bytes) -> None:
    """Raise B02 for a sheet that spans too much, B01 for a file that cannot be measured."""
    try:
        stream = _workbook(data)
    except (struct.error, IndexError, ValueError) as error:
        raise ScrutatorError("B01", "the workbook is damaged") from error
    check_records(stream)


def check_records(stream: bytes) -> None:
    """Raise B02 for records of a sheet whose cells span too much."""
    used, place, size = UsedRange(), 0, len(stream)
    while place + 4 <= size:
        kind, length = struct.unpack_from("<HH", stream, place)
        body = place + 4
        if kind == _BOF:
            used.check()
            used = UsedRange()
        elif (kind in _CELLS or kind == _MANY) and length >= 6 and body + length <= size:
            row, column = struct.unpack_from("<HH", stream, body)
            used.add(row, column)
            if kind == _MANY:
                used.add(row, column + (length - 6) // 6 - 1)
        place = body + length
    used.check()


def _workbook(data: bytes) -> bytes:
    """The streams with the sheets, one after the other."""
    (version, _, shift, small_shift) = struct.unpack_from("<HHHH", data, 26)
    if shift not in (9, 12) or small_shift != 6 or version not in (3, 4):
        raise ValueError(shift)
    size = 1 << shift
    directory_at, cutoff, small_at = (struct.unpack_from("<I", data, at)[0] for at in (48, 56, 60))
    table = _allocation(data, size)
    directory = _chain(data, directory_at, table, size, size)
    root, streams = directory[:128], list[bytes]()
    for at in range(0, len(directory), 128):
        entry = directory[at : at + 128]
        length = struct.unpack_from("<H", entry, 64)[0]
        name = entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
        if name.casefold() not in ("workbook", "book"):
            continue
        start, count = struct.unpack_from("<I", entry, 116)[0], struct.unpack_from("<I", entry, 120)[0]
        if count >= cutoff:
            streams.append(_chain(data, start, table, size, size)[:count])
            continue
        small = _chain(data, struct.unpack_from("<I", root, 116)[0], table, size, size)
        numbers = _numbers(_chain(data, small_at, table, size, size))
        streams.append(_chain(small, start, numbers, 64, 0)[:count])
    if not streams:
        raise ValueError("no workbook")
    return b"".join(streams)


def _allocation(data: bytes, size: int) -> tuple[int, ...]:
    """For each sector the one that follows it."""
    sectors = [*struct.unpack_from("<109I", data, 76)]
    more, count = struct.unpack_from("<II", data, 68)
    for _ in range(min(count, len(data) // size)):
        if more >= _END:
            break
        block = struct.unpack_from(f"<{size // 4}I", data, size * (more + 1))
        sectors, more = [*sectors, *block[:-1]], block[-1]
    used = islice((sector for sector in sectors if sector < _END), len(data) // size + 1)
    return _numbers(b"".join(data[size * (one + 1) : size * (one + 2)] for one in used))


def _numbers(content: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4])


def _chain(data: bytes, first: int, follows: tuple[int, ...], size: int, offset: int) -> bytes:
    """The sectors that follow one another from the first; a ring ends where the file would be full."""
    parts, sector = list[bytes](), first
    while sector < _END and len(parts) <= len(data) // size:
        parts.append(data[offset + sector * size : offset + (sector + 1) * size])
        sector = follows[sector]
    return b"".join(parts)
