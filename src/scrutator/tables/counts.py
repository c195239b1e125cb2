"""From a table of text to columns of counts: numbers, rows of totals, contradictions, losses.

Up to one row in twenty may be unusable; the result counts them. Beyond that, where rows may be totals,
or where columns look swapped, reading ends with an error that shows the first five, unless the person
accepts the losses.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from scrutator.errors import ScrutatorError
from scrutator.tables.columns import EMPTY, Column, NumberColumn
from scrutator.tables.mapping import NO_MAPPING, TableMapping
from scrutator.tables.merged import merged_faults
from scrutator.tables.model import (
    UNKNOWN,
    Assumption,
    BoolArray,
    IntArray,
    Table,
    TableFault,
    Topic,
    TotalsRow,
    Why,
)
from scrutator.tables.names import summands
from scrutator.tables.no_stations import find_no_stations
from scrutator.tables.numbers import LARGEST, Counts, parse_counts
from scrutator.tables.totals import Totals, find_totals

TOLERATED = 0.05  # share of rows that may be unusable without asking
SHOWN = 5
MOST_LISTED = 1_000  # rows in a remedy


@dataclass(frozen=True)
class PartOf:
    """Two columns, and the share of rows in which the part may be larger than the whole."""

    part: str
    whole: str
    tolerated: float = TOLERATED


@dataclass(frozen=True)
class Wanted:
    """What is asked of a table: columns of counts and of places (our name to the source's), largest
    place first, and which columns are parts of which."""

    counts: Mapping[str, tuple[str, ...]]
    places: Mapping[str, str] = field(default_factory=dict)
    part_of: Sequence[PartOf] = ()
    largest: int = LARGEST


@dataclass(frozen=True)
class CountTable:
    """Counts by our names (`UNKNOWN` where there is none) beside the table whose rows were kept."""

    table: Table
    counts: Mapping[str, IntArray]
    faults: tuple[TableFault, ...] = ()
    set_aside: tuple[TotalsRow, ...] = ()
    unusable: int = 0

    @property
    def assumptions(self) -> tuple[Assumption, ...]:
        return self.table.assumptions


def count_source(source: str, table: Table) -> tuple[str, ...]:
    """The columns of a table that a count is read from. Raises B06 when one is not there."""
    return summands(source, table.columns, table.name)


def read_counts(table: Table, wanted: Wanted, mapping: TableMapping = NO_MAPPING) -> CountTable:
    """The counts of a table, its rows of totals set aside.

    Raises B07 (too many unusable rows), B08 (rows that may be totals), B09 (columns that contradict each
    other), B10 (a declared row that is not there), B11 (numbers that can be read in two ways).
    """
    sources = {one: table.columns[one] for names in wanted.counts.values() for one in names}
    read = {
        name: parse_counts(
            column, name, table.lines, mapping.thousands, wanted.largest, list(sources.values())
        )
        for name, column in sources.items()
    }
    read = _without_merged(read, table)
    counts = {ours: _added([read[one] for one in names]) for ours, names in wanted.counts.items()}
    places = {ours: table.columns[theirs] for ours, theirs in wanted.places.items()}
    named = {*sources, *wanted.places.values()}
    others = [column for name, column in table.columns.items() if name not in named]
    declared = np.isin(table.lines, np.array([*mapping.drop, *mapping.keep], dtype=np.int64))
    others_aside = find_no_stations(places, sources, read, table.lines, declared)
    totals = _find_totals(table, places, counts, mapping, others, others_aside.faults)
    keep = ~totals.is_total & ~others_aside.aside
    bad = np.any([one.bad for one in read.values()], axis=0) & keep if read else ~keep
    faults = [fault for one in read.values() for fault in one.faults]
    kept_lines = set(table.lines[keep].tolist()) if faults else set()
    faults = [*table.faults, *(fault for fault in faults if fault.line in kept_lines)]
    if not mapping.accept_losses:
        _check_losses(faults, int(bad.sum()) + _lost_rows(table), len(table) + _lost_rows(table), table.name)
        _check_contradictions(counts, keep, wanted.part_of, table)
    assumptions = [note for one in read.values() for note in one.assumptions]
    kept = replace(table.select(keep), assumptions=(*table.assumptions, *assumptions))
    kept = _noted(replace(kept, assumptions=(*kept.assumptions, *others_aside.notes)), totals)
    left = {name: values[keep] for name, values in counts.items()}
    all_faults = (*faults, *totals.faults)
    return CountTable(kept, left, all_faults, totals.set_aside, int(bad.sum()) + _lost_rows(table))


def _without_merged(read: Mapping[str, Counts], table: Table) -> dict[str, Counts]:
    """The counts without those that a merged cell gives to several rows or columns: they are at fault."""
    cleared = dict(read)
    for fault in merged_faults(table, read):
        one = cleared[fault.column]
        here = table.lines == fault.line
        values, bad = np.where(here, UNKNOWN, one.values), one.bad | here
        cleared[fault.column] = replace(one, values=values, bad=bad, faults=(*one.faults, fault))
    return cleared


def check_rows(table: Table, mapping: TableMapping) -> None:
    """Raise B07 when a table has faults and the person has not accepted the losses: every row counts."""
    if table.faults and not mapping.accept_losses:
        what = f"{len(table.faults):,} rows cannot be used: {first_faults(table.faults)}"
        raise ScrutatorError("B07", what, where=table.name, remedy=_remedies(table.faults))


def totals_of(
    table: Table,
    places: Mapping[str, Column],
    counts: Mapping[str, IntArray],
    mapping: TableMapping,
    others: Sequence[Column] = (),
) -> Table:
    """The table without its rows of totals. Raises B08 for rows that may be totals, B10."""
    totals = _find_totals(table, places, counts, mapping, others)
    return _noted(table.select(~totals.is_total), totals) if totals.is_total.any() else table


def _find_totals(
    table: Table,
    places: Mapping[str, Column],
    counts: Mapping[str, IntArray],
    mapping: TableMapping,
    others: Sequence[Column] = (),
    asked: Sequence[TableFault] = (),
) -> Totals:
    """The rows of totals; when losses are accepted, rows that only may be totals are left out with them."""
    declared = np.array([*mapping.drop, *mapping.keep], dtype=np.int64)
    absent = declared[~np.isin(declared, table.lines)]
    if len(absent):
        raise ScrutatorError("B10", f"row {absent[0]}, named in the mapping, is not a row of the table")
    totals = find_totals(places, counts, table.lines, mapping.drop, mapping.keep, others)
    known = {fault.line for fault in totals.faults}
    more = (fault for fault in asked if fault.line not in known)
    totals = replace(totals, faults=(*totals.faults, *more))
    if not totals.faults:
        return totals
    if not mapping.accept_losses:
        _check_questions(totals.faults, table)
    doubtful = np.isin(table.lines, [fault.line for fault in totals.faults])
    return replace(totals, is_total=totals.is_total | doubtful)


def _noted(table: Table, totals: Totals) -> Table:
    """The table with what was set aside, and what was left out, in its assumptions."""
    if totals.set_aside:
        table = table.assuming(Topic.TOTALS, _totals_note(totals.set_aside))
    if totals.faults:
        left_out = (
            f"{len(totals.faults)} rows that may be no stations left out: {first_faults(totals.faults)}"
        )
        table = table.assuming(Topic.TOTALS, left_out)
    return table


def _lost_rows(table: Table) -> int:
    return len({fault.line for fault in table.faults if fault.line})


def _added(columns: Sequence[Counts]) -> IntArray:
    """One column, or the sum of several: unknown wherever one of them is."""
    total = columns[0].values
    for one in columns[1:]:
        total = np.where((total == UNKNOWN) | (one.values == UNKNOWN), UNKNOWN, total + one.values)
    return total


def _totals_note(rows: Sequence[TotalsRow]) -> str:
    shown = ", ".join(f"{row.line} ({row.label or row.sum_of})" for row in rows[:SHOWN])
    more = f" and {len(rows) - SHOWN} more" if len(rows) > SHOWN else ""
    return f"{len(rows)} row{'s' if len(rows) > 1 else ''} of totals set aside: {shown}{more}"


def first_faults(faults: Sequence[TableFault]) -> str:
    """The first faults in the order of the file, and how many more there are."""
    ordered = sorted(faults, key=lambda fault: (fault.line, fault.column))
    more = f"; and {len(ordered) - SHOWN} more" if len(ordered) > SHOWN else ""
    return "; ".join(map(str, ordered[:SHOWN])) + more


def _check_questions(faults: Sequence[TableFault], table: Table) -> None:
    remedy = faults[0].remedy if len(faults) == 1 else _lines_remedy(faults)
    raise ScrutatorError("B08", first_faults(faults), where=table.name, remedy=remedy)


def _lines_remedy(faults: Sequence[TableFault]) -> str:
    """What to write, with every row, so that it can be copied; of very many rows the first, which is said."""
    lines = sorted(fault.line for fault in faults)
    more = f" (the first {MOST_LISTED:,} of {len(lines):,} rows)" if len(lines) > MOST_LISTED else ""
    shown = ", ".join(map(str, lines[:MOST_LISTED]))
    return f"Write `drop = [{shown}]`{more} in a mapping for what is no station, `keep = […]` for what is."


def _check_losses(faults: Sequence[TableFault], lost: int, rows: int, name: str) -> None:
    if lost <= TOLERATED * (rows if rows else 1) and not _all_ask(faults):
        return
    if _all_ask(faults):
        raise ScrutatorError("B11", first_faults(faults), where=name)
    what = f"{lost:,} of {rows:,} rows cannot be used: {first_faults(faults)}"
    raise ScrutatorError("B07", what, where=name, remedy=_remedies(faults))


def _all_ask(faults: Sequence[TableFault]) -> bool:
    return bool(faults) and any(fault.reason is Why.TWO_WAYS for fault in faults)


def _remedies(faults: Sequence[TableFault]) -> str:
    first = next(iter(dict.fromkeys(fault.remedy for fault in faults)), "")
    return f"{first} --accept-losses continues without them.".strip()


def _check_contradictions(
    counts: Mapping[str, IntArray], keep: BoolArray, pairs: Sequence[PartOf], table: Table
) -> None:
    """A part larger than its whole in more rows than are tolerated: swapped or wrongly named columns."""
    for pair in pairs:
        part, whole = pair.part, pair.whole
        if part not in counts or whole not in counts:
            continue
        both = keep & (counts[part] != UNKNOWN) & (counts[whole] != UNKNOWN)
        above = both & (counts[part] > counts[whole])
        if above.sum() <= pair.tolerated * both.sum():
            continue
        rows = np.flatnonzero(above)[:SHOWN]
        shown = "; ".join(
            f"row {table.lines[i]}: {counts[part][i]:,} and {counts[whole][i]:,}" for i in rows.tolist()
        )
        what = f"{part} is larger than {whole} in {int(above.sum()):,} of {int(both.sum()):,} rows ({shown})"
        remedy = f"Are the columns swapped? Name them: --map {part}=COLUMN --map {whole}=COLUMN."
        raise ScrutatorError("B09", what, where=table.name, remedy=f"{remedy} --accept-losses continues.")


def number_column(values: IntArray) -> Column:
    """Counts as a column of a table; unknown is empty."""
    return NumberColumn(np.where(values == UNKNOWN, EMPTY, values))
