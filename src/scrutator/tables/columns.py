"""One column of a table: text cells in memory, places in the bytes of a file, or whole numbers.

All three answer the same three questions, so that a file of a million rows is not turned into a
million objects of text before one is needed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.integer[Any]]
BoolArray = NDArray[np.bool_]
Cell = TypeVar("Cell", str, bytes)
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


def codes_of(cells: Sequence[Cell]) -> tuple[IntArray, list[Cell]]:
    """The different cells in the order in which they first appear, and for each cell the place of its."""
    names = list(dict.fromkeys(cells))
    place = dict(zip(names, range(len(names)), strict=True))
    return np.fromiter(map(place.__getitem__, cells), dtype=np.int64, count=len(cells)), names


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


def eight_digits(content: bytes, ends: IntArray, length: IntArray) -> tuple[IntArray, BoolArray]:
    """The numbers in the last `length` (1 to 8) bytes before each end, and where these are all digits.

    The bytes are one 64-bit word in which neighbouring digits are joined, to pairs, fours and eight
    (D. Lemire, "Quickly parsing eight digits", 2018); what is before the cell counts as the digit 0.
    """
    words = np.ndarray((max(len(content) - 7, 0),), dtype="<u8", buffer=content, strides=(1,))
    word = words[ends - 8]
    shift = (64 - 8 * length).astype(np.uint64)
    inside = np.uint64(0xFFFFFFFFFFFFFFFF) << shift
    zeros = np.uint64(0x3030303030303030)
    word = (word & inside) | (zeros & ~inside)
    high = np.uint64(0xF0F0F0F0F0F0F0F0)
    good: BoolArray = ((word & high) == zeros) & (((word + np.uint64(0x0606060606060606)) & high) == zeros)
    word = ((word & np.uint64(0x0F0F0F0F0F0F0F0F)) * np.uint64(2561)) >> np.uint64(8)
    word = ((word & np.uint64(0x00FF00FF00FF00FF)) * np.uint64(6553601)) >> np.uint64(16)
    word = ((word & np.uint64(0x0000FFFF0000FFFF)) * np.uint64(42949672960001)) >> np.uint64(32)
    return word.astype(np.int64), good


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
        content, pairs = self.content, zip(self.starts.tolist(), self.ends.tolist(), strict=True)
        codes, raw = codes_of([content[start:end] for start, end in pairs])
        merged, names = codes_of([self._decoded(cell) for cell in raw])
        return (codes if len(names) == len(raw) else merged[codes]), names

    def _decoded(self, cell: bytes) -> str:
        text = cell.decode()
        return (text.replace('""', '"') if self.escaped else text).strip()

    def whole_numbers(self) -> tuple[IntArray, BoolArray]:
        """Cells of up to eight digits are read eight bytes at once, longer ones one by one."""
        ends = np.ascontiguousarray(self.ends)
        length = ends - self.starts
        short = (length > 0) & (length <= 8) & (ends >= 8)
        if short.all():
            numbers, good = eight_digits(self.content, ends, length)
            return (numbers, ~good) if good.all() else (np.where(good, numbers, EMPTY), ~good)
        values = np.full(len(self), EMPTY, dtype=np.int64)
        other = length > 0
        rows = np.flatnonzero(short)
        numbers, good = eight_digits(self.content, ends[rows], length[rows])
        values[rows[good]], other[rows[good]] = numbers[good], False
        for row in np.flatnonzero(other & ~short).tolist():
            cell = self.content[self.starts[row] : self.ends[row]]
            if cell.isdigit() and len(cell) <= MOST_DIGITS:
                values[row], other[row] = int(cell), False
        return values, other

    def select(self, keep: IntArray | BoolArray) -> "ByteColumn":
        return ByteColumn(self.content, self.starts[keep], self.ends[keep], self.escaped)


def text_column(cells: Sequence[object]) -> TextColumn:
    """A column of text from cells of any kind; None is empty."""
    return TextColumn(["" if cell is None else str(cell).strip() for cell in cells])
