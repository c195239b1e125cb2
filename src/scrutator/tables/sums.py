"""The sums that a row of totals may be: of all rows, and of every place at every level."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from scrutator.tables.columns import Column
from scrutator.tables.model import UNKNOWN, BoolArray, IntArray


@dataclass(frozen=True)
class Level:
    """The rows' places at one level: region, then district within region."""

    name: str
    code: IntArray
    places: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """Rows of one place (or all), with their sums; `parts` counts the rows that are not all zero."""

    label: str
    sums: IntArray
    parts: int


def levels_of(places: Mapping[str, Column]) -> list[Level]:
    """Every level but the last, which names single rows; a table of one level has that one."""
    levels: list[Level] = []
    for name, column in list(places.items())[: max(1, len(places) - 1)]:
        code, names = column.codes()
        if levels:
            pairs, code = np.unique(levels[-1].code * len(names) + code, return_inverse=True)
            names = [names[pair % len(names)] for pair in pairs.tolist()]
        levels.append(Level(name, code, tuple(names)))
    return levels


def groups_of(matrix: IntArray, levels: list[Level], base: BoolArray) -> list[Group]:
    """Sums over the base rows: all of them, and every place at every level."""
    known = np.where(matrix == UNKNOWN, 0, matrix)
    filled = (known > 0).any(axis=1) & base
    groups = [Group("all rows", known[base].sum(axis=0), int(filled.sum()))]
    for level in levels:
        size = len(level.places)
        sums = sums_by_place(level.code, known, base, size)
        parts = np.bincount(level.code[filled], minlength=size).tolist()
        groups += [Group(f"{level.name} {level.places[i]}", sums[i], parts[i]) for i in range(size)]
    return groups


def sums_by_place(code: IntArray, known: IntArray, base: BoolArray, size: int) -> IntArray:
    """The sums of each column by place, over the base rows; exact for counts of elections (below 2^53)."""
    columns = [np.bincount(code[base], weights=known[base, i], minlength=size) for i in range(known.shape[1])]
    return np.stack(columns, axis=1).astype(np.int64)


@dataclass(frozen=True)
class Sums:
    """Groups to be found by a row's counts: looked up, not compared one by one."""

    groups: list[Group]
    _by_columns: dict[bytes, dict[bytes, Group]] = field(default_factory=dict)

    def of(self, row: IntArray) -> Group | None:
        """The group with the most parts whose sums are the row's counts, where these are known."""
        known = row != UNKNOWN
        if not known.any():
            return None
        found = self._by_columns.get(known.tobytes())
        if found is None:
            found = self._by_columns[known.tobytes()] = {}
            for group in sorted(self.groups, key=lambda group: group.parts):
                found[group.sums[known].astype(np.int64).tobytes()] = group
        return found.get(row[known].astype(np.int64).tobytes())
