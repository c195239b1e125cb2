"""One column of a table: text cells in memory, places in the bytes of a file, or whole numbers.

All three answer the same three questions, so that a file of a million rows is not turned into a
million objects of text before anybody asks for one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.integer[Any]]
BoolArray = NDArray[np.bool_]
EMPTY = np.iinfo(np.int64).min  # stands for an empty cell among whole numbers
MOST_DIGITS = 18  # as many as always fit in 64 bits


class Column(Protocol):
    """What every column can be asked."""

    def __len__(self) -> int: ...

    def texts(self) -> list[str]:
        """The cells as text without white space around them."""
        ...

    def whole_numbers(self) -> tuple[IntArray, BoolArray]:
        """Cells of plain digits as numbers, `EMPTY` where empty; and the rows that are neither."""
        ...

    def codes(self) -> tuple[IntArray, list[str]]:
        """The different texts in the order in which they first appear, and for each row the place of its."""
        ...

    def select(self, keep: IntArray | BoolArray) -> "Column":
        """The same column with only some rows."""
        ...


def codes_of(cells: Sequence[str]) -> tuple[IntArray, list[str]]:
    """The different texts in the order in which they first appear, and for each cell the place of its."""
    places: dict[str, int] = {}
    codes = [places.setdefault(cell, len(places)) for cell in cells]
    return np.array(codes, dtype=np.int64), list(places)


@dataclass(frozen=True)
class TextColumn:
    """Cells of text in memory, stripped."""

    cells: Sequence[str]

    def __len__(self) -> int:
        return len(self.cells)

    def texts(self) -> list[str]:
        return list(self.cells)

    def whole_numbers(self) -> tuple[IntArray, BoolArray]:
        values = np.full(len(self.cells), EMPTY, dtype=np.int64)
        other = np.zeros(len(self.cells), dtype=bool)
        for row, cell in enumerate(self.cells):
            if cell.isascii() and cell.isdigit() and len(cell) <= MOST_DIGITS:
                values[row] = int(cell)
            elif cell:
                other[row] = True
        return values, other

    def codes(self) -> tuple[IntArray, list[str]]:
        return codes_of(self.cells)

    def select(self, keep: IntArray | BoolArray) -> "TextColumn":
        rows = np.arange(len(self.cells))[keep]
        return TextColumn([self.cells[row] for row in rows.tolist()])


@dataclass(frozen=True)
class NumberColumn:
    """Whole numbers in memory; `EMPTY` where there is none."""

    values: IntArray

    def __len__(self) -> int:
        return len(self.values)

    def texts(self) -> list[str]:
        return ["" if value == EMPTY else str(value) for value in self.values.tolist()]

    def whole_numbers(self) -> tuple[IntArray, BoolArray]:
        other = (self.values < 0) & (self.values != EMPTY)
        return np.where(other, EMPTY, self.values), other

    def codes(self) -> tuple[IntArray, list[str]]:
        return codes_of(self.texts())

    def select(self, keep: IntArray | BoolArray) -> "NumberColumn":
        return NumberColumn(self.values[keep])


@dataclass(frozen=True)
class ByteColumn:
    """Cells as places in the UTF-8 bytes of a file: cell i is `content[starts[i]:ends[i]]`.

    `escaped` says that quotes inside the cells are doubled.
    """

    content: bytes
    starts: IntArray
    ends: IntArray
    escaped: bool = False

    def __len__(self) -> int:
        return len(self.starts)

    def texts(self) -> list[str]:
        codes, names = self.codes()
        return [names[code] for code in codes.tolist()]

    def codes(self) -> tuple[IntArray, list[str]]:
        return self._codes

    @cached_property
    def _codes(self) -> tuple[IntArray, list[str]]:
        """Each different cell is decoded once; cells that differ in white space alone are one text."""
        raw: dict[bytes, int] = {}
        content, pairs = self.content, zip(self.starts.tolist(), self.ends.tolist(), strict=True)
        codes = [raw.setdefault(content[start:end], len(raw)) for start, end in pairs]
        merged, names = codes_of([self._decoded(cell) for cell in raw])
        found = np.array(codes, dtype=np.int64)
        return (found if len(names) == len(raw) else merged[found]), names

    def _decoded(self, cell: bytes) -> str:
        text = cell.decode()
        return (text.replace('""', '"') if self.escaped else text).strip()

    def whole_numbers(self) -> tuple[IntArray, BoolArray]:
        """Digits are added up from the right, one place of all cells at a time."""
        octets = np.frombuffer(self.content, dtype=np.uint8)
        length = self.ends - self.starts
        other = length > MOST_DIGITS
        values = np.zeros(len(self), dtype=np.int64)
        rows = np.flatnonzero(~other & (length > 0))
        last, left, power = self.ends[rows] - 1, length[rows], 1
        while len(rows):
            digit = octets[last] - np.uint8(48)  # wraps around: what is no digit becomes large
            other[rows[digit > 9]] = True
            values[rows] += digit.astype(np.int64) * power
            more = left > 1
            rows, last, left, power = rows[more], last[more] - 1, left[more] - 1, power * 10
        values[other | (length == 0)] = EMPTY
        return values, other

    def select(self, keep: IntArray | BoolArray) -> "ByteColumn":
        return ByteColumn(self.content, self.starts[keep], self.ends[keep], self.escaped)


def text_column(cells: Sequence[object]) -> TextColumn:
    """A column of text from cells of any kind; None is empty."""
    return TextColumn(["" if cell is None else str(cell).strip() for cell in cells])
