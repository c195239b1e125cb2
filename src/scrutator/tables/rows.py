"""A table for commands that take it row by row: columns mapped, every fault an error, totals set aside."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from scrutator.errors import ScrutatorError
from scrutator.tables.columns import TextColumn
from scrutator.tables.counts import check_rows, first_faults, number_column, totals_of
from scrutator.tables.mapping import TableMapping
from scrutator.tables.merged import merged_faults, renamed
from scrutator.tables.model import UNKNOWN, Table, Why
from scrutator.tables.names import find, summands
from scrutator.tables.numbers import parse_counts


def with_mapped(table: Table, mapping: TableMapping) -> Table:
    """The table with the columns of the mapping under our names; a column that is renamed keeps its place.

    Raises B06 for a source that is not there, B07 when a row has too few or too many cells and that is
    not accepted, or when a cell to be added up is no count.
    """
    check_rows(table, mapping)
    columns, names = dict(table.columns), dict[str, str]()
    for ours, source in mapping.columns.items():
        theirs = summands(source, table.columns, table.name)
        if len(theirs) == 1:
            columns = {
                ours if name == theirs[0] else name: column
                for name, column in columns.items()
                if name == theirs[0] or name != ours
            }
            columns.setdefault(ours, table.columns[theirs[0]])
            names[theirs[0]] = ours
            continue
        read = [parse_counts(table.columns[one], one, table.lines, mapping.thousands) for one in theirs]
        faults = (*(fault for one in read for fault in one.faults), *merged_faults(table, theirs))
        check_rows(replace(table, faults=faults), mapping)
        known = np.all([one.values != UNKNOWN for one in read], axis=0)
        total = np.sum([one.values for one in read], axis=0)
        columns[ours] = number_column(np.where(known, total, UNKNOWN))
    return renamed(replace(table, columns=columns), names)


def mapped_columns(table: Table, mapping: TableMapping) -> dict[str, str]:
    """The pairs of the mapping whose source this table has; of several tables one may have each."""
    there = {}
    for ours, source in mapping.columns.items():
        parts = [source] if find(source, table.columns) else [part.strip() for part in source.split(" + ")]
        if all(find(part, table.columns) for part in parts):
            there[ours] = source
    return there


def with_plain_counts(table: Table, counts: Sequence[str], mapping: TableMapping) -> Table:
    """The table with these columns in plain digits where a cell is a count; other cells stay as they are.

    What a mark means is decided by these columns together. Raises B11 where a number can be read in two
    ways.
    """
    columns = dict(table.columns)
    asked = {found: columns[found] for name in counts if (found := find(name, columns))}
    check_rows(replace(table, faults=tuple(merged_faults(table, asked))), mapping)
    for found, column in asked.items():
        if not column.whole_numbers()[1].any():
            continue
        read = parse_counts(column, found, table.lines, mapping.thousands, elsewhere=list(asked.values()))
        table = replace(table, assumptions=(*table.assumptions, *read.assumptions))
        doubtful = [fault for fault in read.faults if fault.reason is Why.TWO_WAYS]
        if doubtful:
            raise ScrutatorError("B11", first_faults(doubtful), where=table.name)
        texts = [
            str(value) if value != UNKNOWN else ("" if not bad else text)
            for value, bad, text in zip(read.values.tolist(), read.bad.tolist(), column.texts(), strict=True)
        ]
        columns[found] = TextColumn(texts)
    return replace(table, columns=columns)


def without_totals(
    table: Table,
    places: Sequence[str],
    counts: Sequence[str],
    mapping: TableMapping,
    among: Sequence[str] = (),
) -> Table:
    """The table without its rows of totals, by the columns of places and counts that it has.

    `among`: columns that say what kind a row is; only rows that say nothing, or "list", are looked at.
    Raises B08 for rows that may be totals and B10 for a declared row that is not there.
    """
    there = [found for name in places if (found := find(name, table.columns))]
    counted = [found for name in counts if (found := find(name, table.columns))]
    if not there and (mapping.drop or mapping.keep):
        raise ScrutatorError("B10", "this command finds no totals: `drop` and `keep` have no effect")
    if not there or not len(table):
        return table
    looked_at = np.ones(len(table), dtype=bool)
    for name in among:
        if found := find(name, table.columns):
            looked_at &= np.array([kind in ("", "list") for kind in table.columns[found].texts()])
    part = table.select(looked_at)
    values = {
        name: parse_counts(part.columns[name], name, part.lines, mapping.thousands).values for name in counted
    }
    others = [column for name, column in part.columns.items() if name not in (*there, *counted)]
    left = totals_of(part, {name: part.columns[name] for name in there}, values, mapping, others)
    keep = ~looked_at | np.isin(table.lines, left.lines)
    return replace(table.select(keep), assumptions=left.assumptions)
