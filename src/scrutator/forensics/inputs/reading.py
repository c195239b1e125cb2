"""Polling-station results from any table: a file of any kind, or columns in memory.

Nothing is dropped: a cell that cannot be read becomes `UNKNOWN` and a fault with its row number. What the
reader assumed and set aside goes with the results.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from scrutator.errors import ScrutatorError
from scrutator.forensics.inputs.results import (
    ADDRESS,
    COUNT_COLUMNS,
    UNKNOWN,
    Fault,
    FaultKind,
    StationResults,
    results_from_columns,
)
from scrutator.record.unknown import Missing
from scrutator.tables.columns import Column, NumberColumn, TextColumn, text_column
from scrutator.tables.contradictions import PartOf
from scrutator.tables.counts import CountTable, Wanted, read_counts
from scrutator.tables.mapping import NO_MAPPING, TableMapping
from scrutator.tables.model import Table, TableFault, Why
from scrutator.tables.names import find, summands
from scrutator.tables.numbers import parse_counts
from scrutator.tables.reading import located, read_table

Source = Path | str | Table | Mapping[str, Sequence[object]]
PLACE_COLUMNS = ("region", "district", "station")
# More than any city's register: a larger number in a row is a slip (and would not fit in memory).
LARGEST_COUNT = 10_000_000
# Unusable rows are those of which no turnout or share can be made. Fewer ballots than valid ones are known
# in honest files; only when they are the rule have the columns been swapped.
PARTS = (
    PartOf("ballots_cast", "registered"),
    PartOf("leader", "valid"),
    # Of the twenty reference elections one has more valid votes than ballots in 5.5 % of its rows, and in
    # sum (Buenos Aires 2015); the others in 0.2 % at most.
    PartOf("valid", "ballots_cast", tolerated=0.1, in_sum=False),
)
_KINDS = {Why.BELOW_ZERO: FaultKind.NEGATIVE, Why.TOO_LARGE: FaultKind.TOO_LARGE}


def read_results(
    source: Source,
    *,
    columns: Mapping[str, str] | None = None,
    lists: Sequence[str] = (),
    labels: Sequence[str] = (),
    name: str = "",
    mapping: TableMapping = NO_MAPPING,
) -> StationResults:
    """Read one election's station results.

    `source` is a file of any kind that `scrutator.tables` reads, a table that was read, or a mapping of
    columns. `columns` maps Scrutator's column names to the source's ("leader": "votes_A"); counts may be
    sums ("ballots_cast": "early + at the station"). `lists` names further columns of votes, `labels`
    columns of text or flags, by their names in the source. `mapping` says how the file is to be read.
    An empty cell is "not published". Needed: registered or ballots_cast, valid, leader.
    Raises F01 and F02 when columns are absent, B01 to B11 when the table cannot be used, X01 for the file.
    """
    if isinstance(source, str | Path):
        try:
            table = as_table(source, mapping, name)
            return read_results(
                table, columns=columns, lists=lists, labels=labels, name=name, mapping=mapping
            )
        except ScrutatorError as error:
            raise located(error, str(source)) from error
    table = as_table(source, mapping, name)
    title = name or table.name
    chosen = {**mapping.columns, **(columns or {})}
    wanted = _wanted(table, chosen, lists)
    texts = {label: _column(table, label) for label in labels}
    address = chosen.get(ADDRESS) or find(ADDRESS, table.columns)
    if address:
        texts[ADDRESS] = _column(table, address)
    # Labels follow the rows that are kept: they travel through the counting as further columns.
    carried = {f"\x1f{label}": table.columns[theirs] for label, theirs in texts.items()}
    read = read_counts(replace(table, columns={**table.columns, **carried}), wanted, mapping)
    return _assemble(title, read, wanted, tuple(texts))


def as_table(source: Source, mapping: TableMapping = NO_MAPPING, name: str = "") -> Table:
    """A file, or columns in memory, as a table. Raises what `read_table` raises, and F01 without rows."""
    if isinstance(source, Table):
        table = source
    elif isinstance(source, Mapping):
        columns = {str(heading): _in_memory(cells) for heading, cells in source.items()}
        lengths = {len(column) for column in columns.values()}
        if len(lengths) > 1:
            raise ScrutatorError("F01", "the columns differ in length", where=name or "table")
        table = Table(name or "table", columns, np.arange(1, max(lengths, default=0) + 1))
    else:
        path = Path(source)
        table = replace(read_table(path, mapping), name=name or path.name.split(".")[0])
    if not len(table):
        raise ScrutatorError("F01", "the table has no rows", where=table.name)
    return table


def _in_memory(cells: Sequence[object]) -> Column:
    # An unsigned number of 64 bits may be larger than a signed one, and would turn negative.
    if isinstance(cells, np.ndarray) and cells.dtype.kind in "iu" and np.can_cast(cells.dtype, np.int64):
        return NumberColumn(np.asarray(cells, dtype=np.int64))
    return text_column([None if cell is None or cell != cell else cell for cell in cells])


def _column(table: Table, name: str) -> str:
    """The column of this name. Raises F02."""
    found = find(name, table.columns)
    if found is None:
        raise ScrutatorError("F02", f"there is no column “{name}”", where=_heading(table))
    return found


def _heading(table: Table) -> str:
    return f"{table.name} has: {', '.join(name for name in table.columns if name[:1] != chr(31))}"


def _sources(table: Table, source: str) -> tuple[str, ...]:
    try:
        return summands(source, table.columns, table.name)
    except ScrutatorError as error:
        raise ScrutatorError("F02", error.what, where=error.where, remedy=error.remedy) from error


def _wanted(table: Table, chosen: Mapping[str, str], lists: Sequence[str]) -> Wanted:
    """The columns of counts and of places. Raises F01 when `valid` or `leader` is not there, F02."""
    counts: dict[str, tuple[str, ...]] = {}
    for ours in COUNT_COLUMNS:
        if ours in chosen:
            counts[ours] = _sources(table, chosen[ours])
        elif found := find(ours, table.columns):
            counts[ours] = (found,)
    counts |= {extra: (_column(table, extra),) for extra in lists if extra not in counts}
    for needed in ("valid", "leader"):
        if needed not in counts:
            remedy = f"Name it: --map {needed}=COLUMN. See `scrutator docs station-results`."
            raise ScrutatorError("F01", f"no column for “{needed}”", where=_heading(table), remedy=remedy)
    places = {}
    for ours in PLACE_COLUMNS:
        theirs = _column(table, chosen[ours]) if ours in chosen else find(ours, table.columns)
        if theirs:
            places[ours] = theirs
    return Wanted(counts, places, PARTS, LARGEST_COUNT)


def lists_by_votes(source: Table | Mapping[str, Sequence[object]], names: Sequence[str]) -> list[str]:
    """The named columns of votes, largest total first. Raises F02 when one is not in the table."""
    table = as_table(source)
    totals = {}
    for name in names:
        column = table.columns[_column(table, name)]
        totals[name] = int(np.maximum(parse_counts(column, name, table.lines).values, 0).sum())
    return sorted(names, key=lambda name: -totals[name])


def _assemble(title: str, read: CountTable, wanted: Wanted, labels: Sequence[str]) -> StationResults:
    table, size = read.table, len(read.table)
    if size == 0:
        raise ScrutatorError("F01", "the table has no rows", where=title)
    counts = dict(read.counts)
    for absent in ("registered", "ballots_cast"):
        counts.setdefault(absent, np.full(size, UNKNOWN, dtype=np.int64))
    nowhere = TextColumn([""] * size)
    place = {
        ours: table.columns[wanted.places[ours]] if ours in wanted.places else nowhere
        for ours in PLACE_COLUMNS
    }
    if "station" not in wanted.places:
        place["station"] = NumberColumn(np.arange(1, size + 1))
    results = results_from_columns(
        title,
        place,
        counts,
        {label: np.array(table.columns[f"\x1f{label}"].texts()) for label in labels},
        {ours: Missing.NOT_PUBLISHED for ours in counts if np.any(counts[ours] == UNKNOWN)},
    )
    faults = _faults(read, wanted)
    sources = {ours: " + ".join(theirs) for ours, theirs in wanted.counts.items()}
    return replace(results, faults=(*faults, *results.faults), notes=_notes(read), sources=sources)


def _faults(read: CountTable, wanted: Wanted) -> list[Fault]:
    """The faults of cells by kind and column, with the rows counted from 1 after the heading."""
    if not read.faults:
        return []
    row_of = {line: row for row, line in enumerate(read.table.lines.tolist(), 1)}
    ours_of = {theirs: ours for ours, names in wanted.counts.items() for theirs in names}
    rows: dict[tuple[FaultKind, str], list[int]] = {}
    for fault in read.faults:
        if fault.line in row_of and fault.column in ours_of:
            key = (_kind(fault), ours_of[fault.column])
            rows.setdefault(key, []).append(row_of[fault.line])
    return [Fault(kind, column, tuple(sorted(set(found)))) for (kind, column), found in rows.items()]


def _kind(fault: TableFault) -> FaultKind:
    return next((kind for why, kind in _KINDS.items() if fault.reason == why), FaultKind.NOT_A_NUMBER)


def _notes(read: CountTable) -> tuple[str, ...]:
    """What was assumed, set aside and left out, in sentences for the reader of the result."""
    notes = [one.text for one in read.assumptions]
    lost = {fault.line for fault in read.faults}
    lost -= set(read.table.lines.tolist()) if lost else set()
    if lost:
        notes.append(f"{len(lost)} row{'s' if len(lost) > 1 else ''} could not be read and are left out")
    return tuple(notes)
