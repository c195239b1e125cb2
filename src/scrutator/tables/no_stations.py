"""Rows that are no stations and no totals: repeated headings, headings of sections, notes, stray cells.

A row that holds no figure and names no station is set aside and counted. One that names a place which
no other row has, or that has figures but no name at all, is asked about. Stations without a figure stay.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from scrutator.tables.columns import Column
from scrutator.tables.model import UNKNOWN, Assumption, BoolArray, IntArray, TableFault, Topic
from scrutator.tables.names import level
from scrutator.tables.numbers import Counts
from scrutator.tables.totals_words import unnamed_rows

_SHOWN = 5
_REMEDY = "Write `drop = [{0}]` in a mapping if it is no station, `keep = [{0}]` if it is one."


@dataclass(frozen=True)
class NoStations:
    """Which rows are no stations (set aside), faults for rows that may be none, and what is to be said."""

    aside: BoolArray
    faults: tuple[TableFault, ...] = ()
    notes: tuple[Assumption, ...] = ()


def find_no_stations(
    places: Mapping[str, Column],
    columns: Mapping[str, Column],
    read: Mapping[str, Counts],
    lines: IntArray,
    declared: BoolArray,
) -> NoStations:
    """The rows that are no stations. `columns` are those of counts by their names in the file, `read` what
    was read of them; `declared` rows are left alone."""
    if not read or not len(lines):
        return NoStations(np.zeros(len(lines), dtype=bool))
    unknown = np.all([one.values == UNKNOWN for one in read.values()], axis=0) & ~declared
    bad = np.any([one.bad for one in read.values()], axis=0)
    again = _repeated_headings(columns, unknown & bad)
    empty = unknown & ~bad
    aside, faults = np.zeros(len(lines), dtype=bool), list[TableFault]()
    if len(places) > 1:
        aside = _sections(places, empty)
        faults = [*_strangers(places, empty & ~aside, lines), *_nameless(places, ~unknown & ~declared, lines)]
    notes = [
        *_said(again, lines, "like the heading left out"),
        *_said(aside, lines, "without a station and without a figure (headings of sections, notes) left out"),
        *_said(empty & ~aside, lines, "without any figure, kept as stations whose counts are not known"),
    ]
    return NoStations(again | aside, tuple(faults), tuple(notes))


def _said(rows: BoolArray, lines: IntArray, what: str) -> list[Assumption]:
    found = lines[rows].tolist()
    if not found:
        return []
    shown = ", ".join(map(str, found[:_SHOWN]))
    more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    return [Assumption(Topic.ROWS, f"{len(found)} row{'s' if len(found) > 1 else ''} {what}: {shown}{more}")]


def _repeated_headings(columns: Mapping[str, Column], candidates: BoolArray) -> BoolArray:
    """Rows whose cells are the names of their columns; of a heading in two rows, either of the two."""
    rows = np.flatnonzero(candidates)
    for name, column in columns.items():
        if not len(rows):
            break
        parts = {level(part) for part in (name, *name.rpartition(" (")[:1], *name.split(" / "), "")}
        same = [level(cell) in parts for cell in column.select(rows).texts()]
        rows = rows[np.array(same, dtype=bool)]
    found = np.zeros(len(candidates), dtype=bool)
    found[rows] = True
    return found


def _sections(places: Mapping[str, Column], empty: BoolArray) -> BoolArray:
    unnamed = unnamed_rows(places) if empty.any() else None
    return empty & unnamed if unnamed is not None else np.zeros(len(empty), dtype=bool)


def _strangers(places: Mapping[str, Column], empty: BoolArray, lines: IntArray) -> list[TableFault]:
    """Rows without a figure that are the only row of their largest place: “Source”, “Note”."""
    if not empty.any():
        return []
    name, column = next(iter(places.items()))
    codes, names = column.codes()
    rows = np.flatnonzero(empty & (np.bincount(codes, minlength=len(names))[codes] == 1))
    reason = "has no figure and is the only row of its place: it may be a note"
    return [_fault(int(lines[row]), name, names[codes[row]], reason) for row in rows.tolist()]


def _nameless(places: Mapping[str, Column], filled: BoolArray, lines: IntArray) -> list[TableFault]:
    """Rows with a figure in which no place is named at all."""
    nameless = filled
    for column in reversed(list(places.values())):
        if nameless.any():
            codes, names = column.codes()
            nameless = nameless & np.isin(codes, [place for place, name in enumerate(names) if not name])
    reason = "has figures but names no place at all"
    return [_fault(int(line), "", "", reason) for line in lines[nameless].tolist()]


def _fault(line: int, column: str, value: str, reason: str) -> TableFault:
    return TableFault(line, column, value, reason, _REMEDY.format(line))


def rows_of(faults: Sequence[TableFault], lines: IntArray) -> BoolArray:
    """Which rows the faults are about."""
    return np.isin(lines, [fault.line for fault in faults])
