"""What reading a table gives: columns, and everything that was assumed, set aside or at fault."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scrutator.tables.columns import Column

IntArray = NDArray[np.integer[Any]]
BoolArray = NDArray[np.bool_]
UNKNOWN = -1  # a count that is not known; never zero


class Topic(StrEnum):
    """What an assumption is about."""

    FILE = "file"
    ENCODING = "encoding"
    DELIMITER = "delimiter"
    HEADING = "heading"
    ROWS = "rows"
    NUMBERS = "numbers"
    TOTALS = "totals"


class Why(StrEnum):
    """Why a cell is no count; said after the cell."""

    NOT_WHOLE = "is not a whole number"
    BELOW_ZERO = "is below zero"
    TOO_LARGE = "is larger than any count here can be"
    PERCENTAGE = "is a percentage, not a count"
    TWO_WAYS = "can be read in two ways, as thousands or with decimals"


@dataclass(frozen=True)
class Assumption:
    """One thing the reader decided that the file does not say outright, as a sentence.

    `doubtful` when what was left out looks like the rows that were read.
    """

    topic: Topic
    text: str
    doubtful: bool = False


@dataclass(frozen=True)
class TableFault:
    """One fault: the row's number in the file (0: the file as a whole), column, value, why, what to do."""

    line: int
    column: str
    value: str
    reason: str
    remedy: str

    def __str__(self) -> str:
        place = f"row {self.line}" if self.line else "the table"
        named = f", {self.column}" if self.column else ""
        shown = f": “{self.value[:40]}”" if self.value else ""
        return f"{place}{named}{shown} {self.reason}"


@dataclass(frozen=True)
class TotalsRow:
    """A row that was set aside: its number in the file, what it calls itself, what it is the sum of."""

    line: int
    label: str
    sum_of: str


@dataclass(frozen=True)
class Merged:
    """A cell with a number that is merged over several: its columns, its first and last row in the file."""

    columns: tuple[str, ...]
    top: int
    bottom: int


@dataclass(frozen=True)
class Table:
    """Columns of text cells by name, in the order of the file.

    `lines` holds the number in the file of each row that was kept (a line of text, a row of a sheet).
    Cells that were merged in a workbook hold the same text; those with a number are listed in `merged`.
    """

    name: str
    columns: Mapping[str, Column]
    lines: IntArray
    assumptions: tuple[Assumption, ...] = ()
    faults: tuple[TableFault, ...] = ()
    merged: tuple[Merged, ...] = ()

    def __len__(self) -> int:
        return len(self.lines)

    def select(self, keep: IntArray | BoolArray) -> "Table":
        """The same table with only some rows."""
        if keep.dtype == bool and keep.all():
            return self
        columns = {name: column.select(keep) for name, column in self.columns.items()}
        return replace(self, columns=columns, lines=self.lines[keep])

    def records(self) -> list[dict[str, str]]:
        """The rows as dictionaries of text."""
        return list(self._records())

    def _records(self) -> Iterator[dict[str, str]]:
        names: Sequence[str] = tuple(self.columns)
        for cells in zip(*(column.texts() for column in self.columns.values()), strict=True):
            yield dict(zip(names, cells, strict=True))

    def assuming(self, topic: Topic, text: str) -> "Table":
        """The same table with one more assumption."""
        return replace(self, assumptions=(*self.assumptions, Assumption(topic, text)))
