"""A table as typed columns: every different text is read once, and each row points to its values.

A million rows are then a few arrays of numbers; a row becomes an object when it is asked for.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import repeat
from typing import Any, TypeVar, overload

import numpy as np
from numpy.typing import NDArray

from scrutator.record.catalogue import Size, TableSpec
from scrutator.record.columns import columns_of
from scrutator.record.unknown import Unknown

IntArray = NDArray[np.integer[Any]]
BoolArray = NDArray[np.bool_]
RowType = TypeVar("RowType")
NOT_A_COUNT = -1


class Faulty:
    """What stands for the value of a cell that cannot be read."""


FAULTY = Faulty()


@dataclass(frozen=True)
class TypedColumn:
    """The different texts of a column, what each means, and for every row which of them it holds."""

    codes: IntArray
    texts: tuple[str, ...]
    values: tuple[Any, ...]

    def row_texts(self) -> list[str]:
        """The text of every row."""
        return list(map(self.texts.__getitem__, self.codes.tolist()))

    def where(self, holds: Callable[[Any], bool]) -> BoolArray:
        """The rows whose value satisfies a condition; it is asked once for each different text."""
        found = np.array([holds(value) for value in self.values], dtype=bool)
        return found[self.codes] if len(self.values) else np.zeros(len(self.codes), dtype=bool)

    def counts(self) -> IntArray:
        """The values of a column of counts; `NOT_A_COUNT` where there is none."""
        known = [value if type(value) is int else NOT_A_COUNT for value in self.values]
        return np.array(known or [NOT_A_COUNT], dtype=np.int64)[self.codes]


@dataclass(frozen=True, eq=False)
class TypedTable:
    """One table of a case, read: `path` is its file, `names` the columns of the file, `lines` the rows' lines
    in it, `good` the rows without a fault. Declared columns that the file lacks are there, and empty."""

    spec: TableSpec
    path: str
    names: tuple[str, ...]
    lines: IntArray
    columns: Mapping[str, TypedColumn]
    good: BoolArray

    def __len__(self) -> int:
        return len(self.lines)

    def __getitem__(self, name: str) -> TypedColumn:
        return self.columns[name]

    @cached_property
    def ids(self) -> frozenset[str]:
        """The ids of the table; its first key column, when no column is called id."""
        name = "id" if "id" in self.columns else self.spec.name.removesuffix("s")
        values = self.columns[name].values if name in self.columns else ()
        return frozenset(str(value) for value in values if value is not None and value is not FAULTY)

    def line_of(self, name: str, value: str) -> int:
        """The line of the first row with this value; 0 when there is none."""
        rows = np.flatnonzero(self.columns[name].where(lambda one: str(one) == value))
        return int(self.lines[rows[0]]) if len(rows) else 0

    def objects(self) -> Sequence[Any]:
        """The good rows as objects of the row type; made on demand when the table is bulk."""
        rows: Rows[Any] = Rows(self.spec, self.columns, np.flatnonzero(self.good))
        return tuple(rows) if self.spec.size(len(rows)) is Size.SMALL else rows

    def records(self) -> list[dict[str, str]]:
        """The good rows as texts, by the columns of the file."""
        rows = np.flatnonzero(self.good)
        found = [(name, self.columns[name]) for name in self.names]
        texts = {name: list(map(one.texts.__getitem__, one.codes[rows].tolist())) for name, one in found}
        return [dict(zip(texts, cells, strict=True)) for cells in zip(*texts.values(), strict=True)]


class Rows(Sequence[RowType]):
    """Rows that are made when they are asked for, so that a million of them need little memory."""

    def __init__(self, spec: TableSpec, columns: Mapping[str, TypedColumn], rows: IntArray) -> None:
        self._spec, self._all, self._rows = spec, columns, rows
        declared = {column.name for column in columns_of(spec.row_type)}
        self._columns = {name: one for name, one in columns.items() if name in declared}
        self._languages = {
            language: columns[name] for name in columns if (language := spec.language_of(name))
        }

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, index: int) -> RowType: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[RowType]: ...
    def __getitem__(self, index: int | slice) -> RowType | Sequence[RowType]:
        if isinstance(index, slice):
            return Rows(self._spec, self._all, self._rows[index])
        return next(iter(Rows(self._spec, self._all, self._rows[[index]])))

    def __iter__(self) -> Iterator[RowType]:
        names = tuple(self._columns)
        further = self._translations() if self._languages else repeat({})
        for row, more in zip(self._cells(self._columns), further, strict=False):
            yield self._spec.row_type(**dict(zip(names, row, strict=True)), **more)

    def _cells(self, columns: Mapping[str, TypedColumn]) -> Iterator[tuple[Any, ...]]:
        """The values of these columns, row by row."""
        pairs = [(one.values, one.codes[self._rows].tolist()) for one in columns.values()]
        return zip(*(map(values.__getitem__, codes) for values, codes in pairs), strict=True)

    def _translations(self) -> Iterator[dict[str, dict[str, str]]]:
        """The names by language of every row, where there are any."""
        for texts in self._cells(self._languages):
            found = zip(self._languages, texts, strict=True)
            yield {"names": {language: text for language, text in found if text}}


def is_known(value: object) -> bool:
    """Does a cell hold a value: neither empty, nor a reason why there is none, nor a fault?"""
    return value is not None and value is not FAULTY and not isinstance(value, Unknown)
