"""Which cells of a sheet hold something? The rectangle around them, before a library makes room for it.

A library that reads workbooks makes room for every cell between the first and the last one that is
filled; one stray cell in the last corner of a sheet is then worth 17 thousand million. A cell that does
not say where it stands follows the one before it.
"""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from scrutator.errors import ScrutatorError

MOST_CELLS = 20_000_000  # of the rectangle; the largest of the twenty reference elections needs 2 million

# A tag of a row or a cell with its attributes and their quotes (`>` may stand in a value); for a cell
# whether it is empty.
_ATTRIBUTES = rb"""((?:\s+[^\s=<>/"']+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*"""
_TAG = re.compile(rb"<(?:[^\s<>/:!?]+:)?(c|row)" + _ATTRIBUTES + rb"(/?)>(\s*</)?")
_ANY_TAG = re.compile(rb"<(?:[^\s<>/:!?]+:)?(?:c|row)(?=[\s/>])")
_PLAIN = re.compile(rb'<c r="([A-Z]{1,3})([1-9][0-9]{0,6})"')
_UNPREFIXED, _PREFIXED = re.compile(rb"<c[\s/>]"), re.compile(rb":c[\s/>]")
_REFERENCE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]*)(\d+)["']""")
_BEYOND = 1 << 40


@dataclass
class UsedRange:
    """The first and last row and column that hold something."""

    top: int = _BEYOND
    bottom: int = -1
    left: int = _BEYOND
    right: int = -1

    def add(self, row: int, column: int) -> None:
        """One more cell that is filled."""
        self.top, self.bottom = min(self.top, row), max(self.bottom, row)
        self.left, self.right = min(self.left, column), max(self.right, column)

    def check(self) -> None:
        """Raise B02 when the rectangle has more cells than are read."""
        height, width = self.bottom - self.top + 1, self.right - self.left + 1
        if height > 0 and height * width > MOST_CELLS:
            what = f"the sheet spans {height:,} rows and {width:,} columns, more than {MOST_CELLS:,} cells"
            remedy = "Delete what stands far below or to the right of the table, or save the table as CSV."
            raise ScrutatorError("B02", what, remedy=remedy)


def check_sheet_xml(content: bytes) -> int:
    """How many cells a sheet of an xlsx file writes. Raises B02 where they span too much, B01 where they
    cannot be measured."""
    if b"\0" in content:
        raise ScrutatorError("B01", "a sheet of the workbook is not in UTF-8")
    quickly = _plain_cells(content)
    if quickly is not None:
        return quickly
    used, tags, cells, row, column = UsedRange(), 0, 0, 0, 0
    for tag in _TAG.finditer(content):
        tags += 1
        name, attributes, empty, closed = tag.groups()
        place = _REFERENCE.search(attributes)
        if name == b"row":
            row, column = int(place.group(2)[:9]) if place else row + 1, 0
            continue
        cells += 1
        at = row
        if place and place.group(1):
            at, column = int(place.group(2)[:9]), _column_number(place.group(1))
        else:
            column += 1
        if not empty and not closed:
            used.add(at, column)
    if tags != sum(1 for _ in _ANY_TAG.finditer(content)):
        raise ScrutatorError("B01", "a sheet of the workbook is damaged")
    used.check()
    return cells


def _plain_cells(content: bytes) -> int | None:
    """The number of cells, where each says its place plainly and all fit from the first row and column on."""
    places = _PLAIN.findall(content)
    if len(places) != sum(1 for _ in _UNPREFIXED.finditer(content)) or _PREFIXED.search(content):
        return None
    columns, rows = ({place[i] for place in places} for i in (0, 1))
    width = max(map(_column_number, columns), default=0)
    return len(places) if width * max(map(int, rows), default=0) <= MOST_CELLS else None


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters[:8].upper():
        number = number * 26 + letter - 64
    return number


def check_sheet_records(content: bytes) -> None:
    """Raise B02 for a sheet of an xlsb file that spans too much ([MS-XLSB] 2.1.4, 2.5: rows and cells)."""
    used, row = UsedRange(), 0
    for kind, body in _records(content):
        if kind == 0 and len(body) >= 4:
            row = struct.unpack_from("<I", body)[0]
        elif 2 <= kind <= 11 and len(body) >= 4:  # 1 is an empty cell
            used.add(row, struct.unpack_from("<I", body)[0])
    used.check()


def _records(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Records of a kind and a length, both in groups of seven bits; ends where the bytes end."""
    place = 0
    try:
        while place < len(content):
            kind = content[place]
            place += 1
            if kind & 0x80:
                kind, place = kind & 0x7F | (content[place] & 0x7F) << 7, place + 1
            size, shift = 0, 0
            while True:
                byte, place = content[place], place + 1
                size |= (byte & 0x7F) << shift
                shift += 7
                if not byte & 0x80 or shift > 21:
                    break
            yield kind, content[place : place + size]
            place += size
    except IndexError:
        return
