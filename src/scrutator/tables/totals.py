"""Rows of totals among the rows of stations: found by their words and by their arithmetic.

A row is set aside when both speak: one of its texts says so (words of `words/totals.toml`), and its
counts are, in every column, the sum of the rows of a place, or of all rows, of which at least two are
not zero. Where only one of the two speaks, the row is a fault that asks: a word without its sum, and a
sum without a word where the row names no station, or is the sum of all others of its place. Sums are
those of the places that the table names, so that the order of the rows decides nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from scrutator.tables.columns import Column
from scrutator.tables.model import UNKNOWN, BoolArray, IntArray, TableFault, TotalsRow
from scrutator.tables.sums import Level, Sums, groups_of, levels_of, sums_by_place
from scrutator.tables.totals_words import unnamed_rows, worded_rows

# Arithmetic alone speaks only when chance cannot: in that many columns with a number above zero.
COLUMNS_ALONE = 2
_REMEDY = "Write `drop = [{0}]` in a mapping if it is a total, `keep = [{0}]` if it is not."


@dataclass(frozen=True)
class Totals:
    """Which rows are totals (set aside), and faults for rows that may be."""

    is_total: BoolArray
    set_aside: tuple[TotalsRow, ...] = ()
    faults: tuple[TableFault, ...] = ()


def find_totals(
    places: Mapping[str, Column],
    counts: Mapping[str, IntArray],
    lines: IntArray,
    drop: Sequence[int] = (),
    keep: Sequence[int] = (),
    others: Sequence[Column] = (),
) -> Totals:
    """The rows of totals. `places` are the columns of text that name a place, largest first; `others`
    are further columns in which a row may say that it is a total.

    `drop` and `keep` are rows of the file that a person has declared to be totals, or not to be.
    """
    size = len(lines)
    dropped = np.isin(lines, np.asarray(drop, dtype=np.int64))
    kept = np.isin(lines, np.asarray(keep, dtype=np.int64))
    aside = [TotalsRow(int(line), "", "declared in the mapping") for line in lines[dropped].tolist()]
    if not counts:
        return Totals(dropped, tuple(aside), tuple(_words_alone(places, others, dropped | kept, lines)))
    if size < 2:
        return Totals(dropped, tuple(aside))
    matrix = np.stack([counts[name] for name in counts], axis=1)
    unnamed = unnamed_rows(places)
    labels = worded_rows(places, others, unnamed, dropped | kept | (matrix == UNKNOWN).all(axis=1))
    worded = np.zeros(size, dtype=bool)
    worded[list(labels)] = True
    levels = levels_of(places)
    base = ~(worded | dropped)
    found, faults = _confirm(labels, matrix, levels, places, base, lines)
    aside += found
    is_total = dropped | np.isin(lines, [row.line for row in found])
    if unnamed is not None and unnamed.any():
        silent = _unworded(matrix, levels, base & ~unnamed, base & unnamed & ~kept, lines)
        faults += silent
        base &= ~np.isin(lines, [fault.line for fault in silent])
    faults += _by_arithmetic(matrix, levels, base, kept, lines)
    return Totals(is_total, tuple(sorted(aside, key=lambda row: row.line)), tuple(faults))


def _words_alone(
    places: Mapping[str, Column], others: Sequence[Column], declared: BoolArray, lines: IntArray
) -> list[TableFault]:
    """Rows that say that they are totals, where no column of counts is named that could confirm it."""
    labels = worded_rows(places, others, unnamed_rows(places), declared)
    rows = np.arange(len(lines))
    reason = "says that it is a total, and no column of counts is named that would show it"
    return [
        TableFault(
            int(lines[row]),
            _column_with(label, places, rows == row),
            label,
            reason,
            _REMEDY.format(int(lines[row])),
        )
        for row, label in labels.items()
    ]


def _confirm(
    labels: Mapping[int, str],
    matrix: IntArray,
    levels: list[Level],
    places: Mapping[str, Column],
    base: BoolArray,
    lines: IntArray,
) -> tuple[list[TotalsRow], list[TableFault]]:
    """Of the worded rows, those that are the sum of a place; the others are asked about."""
    if not labels:
        return [], []
    sums = Sums(groups_of(matrix, levels, base))
    rows = np.arange(len(lines))
    found: dict[int, TotalsRow] = {}
    single: dict[int, TotalsRow] = {}
    for row, label in labels.items():
        match = sums.of(matrix[row])
        if match is not None:
            (found if match.parts >= 2 else single)[row] = TotalsRow(int(lines[row]), label, match.label)
    # A district of one station has its row of totals too: believed beside confirmed ones only.
    found |= single if found else {}
    faults = [
        TableFault(
            int(lines[row]),
            next(
                (name for name, cells in places.items() if cells.select(rows == row).texts() == [label]), ""
            ),
            label,
            "says that it is a total, but is not the sum of any place's rows",
            _REMEDY.format(int(lines[row])),
        )
        for row, label in labels.items()
        if row not in found
    ]
    return list(found.values()), faults


def _column_with(label: str, places: Mapping[str, Column], row: BoolArray) -> str:
    """The column of places in which a row has this text; none where another column has it."""
    return next((name for name, cells in places.items() if cells.select(row).texts() == [label]), "")


def _unworded(
    matrix: IntArray, levels: list[Level], named: BoolArray, asked: BoolArray, lines: IntArray
) -> list[TableFault]:
    """Rows without a station's name and without a word of totals that are the sum of a place's named rows.

    A place of one station has its sum too: the row of that place that equals its only station.
    """
    candidates = np.flatnonzero(asked & ((matrix > 0).sum(axis=1) >= COLUMNS_ALONE))
    if not len(candidates) or not named.any():
        return []
    sums = Sums(groups_of(matrix, levels, named))
    faults = []
    for row in candidates.tolist():
        group = sums.of(matrix[row])
        own = {f"{level.name} {level.places[level.code[row]]}" for level in levels}
        if group is not None and (group.parts >= 2 or group.label in own):
            of = (
                "is the sum of all other rows"
                if group.label == "all rows"
                else f"is the sum of {group.label}"
            )
            reason = f"names no station and {of}, but does not say that it is a total"
            faults.append(TableFault(int(lines[row]), "", "", reason, _REMEDY.format(int(lines[row]))))
    return faults


def _by_arithmetic(
    matrix: IntArray, levels: list[Level], base: BoolArray, kept: BoolArray, lines: IntArray
) -> list[TableFault]:
    """Rows without a word of totals that are the sum of all other rows, or of the others of their place."""
    faults: list[TableFault] = []
    left = base.copy()
    known = np.where(matrix == UNKNOWN, 0, matrix)
    filled = (known > 0).any(axis=1)
    whole = Level("", np.zeros(len(lines), dtype=np.int64), ("",))
    candidates = ((matrix > 0).sum(axis=1) >= COLUMNS_ALONE) & ~kept
    for level in [*reversed(levels), whole]:
        size = len(level.places)
        sums = sums_by_place(level.code, known, left, size)
        parts = np.bincount(level.code[left & filled], minlength=size)
        rows = np.flatnonzero(candidates & left & (parts[level.code] >= 3))
        for column in range(matrix.shape[1]):  # few rows are left after the first
            counts, sum_ = matrix[rows, column], sums[level.code[rows], column]
            rows = rows[(2 * counts == sum_) | (counts == UNKNOWN)]
        for row in rows.tolist():
            where = f"the other rows of its {level.name}" if level.name else "all other rows"
            reason = f"is the sum of {where}, but does not say that it is a total"
            faults.append(TableFault(int(lines[row]), "", "", reason, _REMEDY.format(int(lines[row]))))
            left[row] = False
    return faults
