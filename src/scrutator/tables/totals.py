"""Rows of totals among the rows of stations: found by their words and by their arithmetic.

A row is set aside when both speak: one of its texts says so (words of `words/totals.toml`), and its
counts are, in every column, the sum of the rows of a place, or of all rows, of which at least two are
not zero. Where only one of the two speaks, the row is a fault that asks. Sums are those of the places
that the table names, so that the order of the rows decides nothing.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from scrutator.tables.columns import Column
from scrutator.tables.model import UNKNOWN, BoolArray, IntArray, TableFault, TotalsRow
from scrutator.words.tables import plain, totals_words

# Arithmetic alone speaks only when chance cannot: in that many columns with a number above zero.
COLUMNS_ALONE = 2
_REMEDY = "Write `drop = [{0}]` in a mapping if it is a total, `keep = [{0}]` if it is not."


@dataclass(frozen=True)
class Totals:
    """Which rows are totals (set aside), and faults for rows that may be."""

    is_total: BoolArray
    set_aside: tuple[TotalsRow, ...] = ()
    faults: tuple[TableFault, ...] = ()


@dataclass(frozen=True)
class _Group:
    """Rows of one place (or all), with their sums; `parts` counts the rows that are not all zero."""

    label: str
    sums: IntArray
    parts: int


def find_totals(
    places: Mapping[str, Column],
    counts: Mapping[str, IntArray],
    lines: IntArray,
    drop: Sequence[int] = (),
    keep: Sequence[int] = (),
) -> Totals:
    """The rows of totals. `places` are the columns of text that name a place, largest first.

    `drop` and `keep` are rows of the file that a person has declared to be totals, or not to be.
    """
    size = len(lines)
    dropped = np.isin(lines, np.asarray(drop, dtype=np.int64))
    kept = np.isin(lines, np.asarray(keep, dtype=np.int64))
    aside = [TotalsRow(int(line), "", "declared in the mapping") for line in lines[dropped].tolist()]
    if not counts or size < 2:
        return Totals(dropped, tuple(aside))
    matrix = np.stack([counts[name] for name in counts], axis=1)
    labels = _worded_rows(places, dropped | kept)
    worded = np.zeros(size, dtype=bool)
    worded[list(labels)] = True
    levels = _levels(places)
    found, faults = _confirm(labels, matrix, levels, places, ~(worded | dropped), lines)
    aside += found
    is_total = dropped | np.isin(lines, [row.line for row in found])
    faults += _by_arithmetic(matrix, levels, ~(worded | dropped), kept, lines)
    return Totals(is_total, tuple(sorted(aside, key=lambda row: row.line)), tuple(faults))


@dataclass(frozen=True)
class _Level:
    """The rows' places at one level: region, then district within region."""

    name: str
    code: IntArray
    places: tuple[str, ...]


def _levels(places: Mapping[str, Column]) -> list[_Level]:
    """Every level but the last, which names single rows; a table of one level has that one."""
    levels: list[_Level] = []
    for name, column in list(places.items())[: max(1, len(places) - 1)]:
        code, names = column.codes()
        if levels:
            pairs, code = np.unique(levels[-1].code * len(names) + code, return_inverse=True)
            names = [names[pair % len(names)] for pair in pairs.tolist()]
        levels.append(_Level(name, code, tuple(names)))
    return levels


def _worded_rows(places: Mapping[str, Column], declared: BoolArray) -> dict[int, str]:
    """Rows one of whose texts is, begins or ends with a word of totals, with that text.

    A row that names a station is none, whatever its district is called (Soma is a town and "sum").
    """
    columns = list(places.values())
    if not columns:
        return {}
    last, names = columns[-1].codes()
    unnamed = [place for place, name in enumerate(names) if not name] + _worded(names)
    rows = np.flatnonzero(np.isin(last, unnamed) & ~declared) if unnamed else np.zeros(0, dtype=np.int64)
    found: dict[int, str] = {}
    for column in columns if len(rows) else ():
        texts = column.select(rows).texts()
        worded = {texts[place] for place in _worded(texts)}
        found |= {
            row: text
            for row, text in zip(rows.tolist(), texts, strict=True)
            if text in worded and row not in found
        }
    return dict(sorted(found.items()))


def _worded(names: Sequence[str]) -> list[int]:
    """The places of names with a word of totals; names are looked at one by one only if any word occurs."""
    together = plain("\n".join(names)) if names else ""
    words = [word for word in totals_words() if word in together]
    if not words:
        return []
    return [
        place
        for place, name in enumerate(names)
        if any(word in name.casefold() for word in words) and is_totals_text(name)
    ]


def is_totals_text(text: str) -> bool:
    """Whether a text is a word of totals, begins with one, or ends with one ("Total for Astana")."""
    words = re.sub(r"[:.,()–—-]+", " ", plain(text)).split() if text else []
    if not words or len(words) > 8:
        return False
    known = totals_words()
    ends = {" ".join(words[:count]) for count in (1, 2)} | {" ".join(words[-count:]) for count in (1, 2)}
    return bool(ends & known)


def _groups(matrix: IntArray, levels: list[_Level], base: BoolArray) -> list[_Group]:
    """Sums over the base rows: all of them, and every place at every level."""
    known = np.where(matrix == UNKNOWN, 0, matrix)
    filled = (known > 0).any(axis=1) & base
    groups = [_Group("all rows", known[base].sum(axis=0), int(filled.sum()))]
    for level in levels:
        size = len(level.places)
        sums = _sums(level.code, known, base, size)
        parts = np.bincount(level.code[filled], minlength=size).tolist()
        groups += [_Group(f"{level.name} {level.places[i]}", sums[i], parts[i]) for i in range(size)]
    return groups


def _sums(code: IntArray, known: IntArray, base: BoolArray, size: int) -> IntArray:
    """The sums of each column by place, over the base rows; exact for counts of elections (below 2^53)."""
    columns = [np.bincount(code[base], weights=known[base, i], minlength=size) for i in range(known.shape[1])]
    return np.stack(columns, axis=1).astype(np.int64)


def _confirm(
    labels: Mapping[int, str],
    matrix: IntArray,
    levels: list[_Level],
    places: Mapping[str, Column],
    base: BoolArray,
    lines: IntArray,
) -> tuple[list[TotalsRow], list[TableFault]]:
    """Of the worded rows, those that are the sum of a place; the others are asked about."""
    if not labels:
        return [], []
    groups = _groups(matrix, levels, base)
    found: dict[int, TotalsRow] = {}
    single: dict[int, TotalsRow] = {}
    for row, label in labels.items():
        match = _sum_of(matrix[row], groups)
        if match is not None:
            (found if match.parts >= 2 else single)[row] = TotalsRow(int(lines[row]), label, match.label)
    # A district of one station has its row of totals too: believed beside confirmed ones only.
    found |= single if found else {}
    faults = [
        TableFault(
            int(lines[row]),
            next(iter(places), ""),
            label,
            "says that it is a total, but is not the sum of any place's rows",
            _REMEDY.format(int(lines[row])),
        )
        for row, label in labels.items()
        if row not in found
    ]
    return list(found.values()), faults


def _sum_of(row: IntArray, groups: list[_Group]) -> _Group | None:
    """The group with the most parts whose sums are the row's counts, where these are known."""
    known = row != UNKNOWN
    if not known.any():
        return None
    same = [group for group in groups if bool((group.sums[known] == row[known]).all())]
    return max(same, key=lambda group: group.parts, default=None)


def _by_arithmetic(
    matrix: IntArray, levels: list[_Level], base: BoolArray, kept: BoolArray, lines: IntArray
) -> list[TableFault]:
    """Rows without a word of totals that are the sum of all other rows, or of the others of their place."""
    faults: list[TableFault] = []
    left = base.copy()
    known = np.where(matrix == UNKNOWN, 0, matrix)
    filled = (known > 0).any(axis=1)
    whole = _Level("", np.zeros(len(lines), dtype=np.int64), ("",))
    candidates = ((matrix > 0).sum(axis=1) >= COLUMNS_ALONE) & ~kept
    for level in [*reversed(levels), whole]:
        size = len(level.places)
        sums = _sums(level.code, known, left, size)
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
