"""A table for commands that take it row by row: columns mapped, every fault an error, totals set aside."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from scrutator.errors import ScrutatorError
from scrutator.tables.counts import check_rows, number_column, totals_of
from scrutator.tables.mapping import TableMapping
from scrutator.tables.model import UNKNOWN, Table
from scrutator.tables.names import find, summands
from scrutator.tables.numbers import parse_counts


def with_mapped(table: Table, mapping: TableMapping) -> Table:
    """The table with the columns of the mapping under our names; a column that is renamed keeps its place.

    Raises B06 for a source that is not there, B07 when a row has too few or too many cells and that is
    not accepted, or when a cell to be added up is no count.
    """
    check_rows(table, mapping)
    columns = dict(table.columns)
    for ours, source in mapping.columns.items():
        theirs = summands(source, table.columns, table.name)
        if len(theirs) == 1:
            columns = {
                ours if name == theirs[0] else name: column
                for name, column in columns.items()
                if name == theirs[0] or name != ours
            }
            columns.setdefault(ours, table.columns[theirs[0]])
            continue
        read = [parse_counts(table.columns[one], one, table.lines, mapping.thousands) for one in theirs]
        faults = tuple(fault for one in read for fault in one.faults)
        check_rows(replace(table, faults=faults), mapping)
        known = np.all([one.values != UNKNOWN for one in read], axis=0)
        total = np.sum([one.values for one in read], axis=0)
        columns[ours] = number_column(np.where(known, total, UNKNOWN))
    return replace(table, columns=columns)


def without_totals(
    table: Table, places: Sequence[str], counts: Sequence[str], mapping: TableMapping
) -> Table:
    """The table without its rows of totals, by the columns of places and counts that it has.

    Raises B08 for rows that may be totals and B10 for a declared row that is not there.
    """
    there = {name: found for name in places if (found := find(name, table.columns))}
    counted = {name: found for name in counts if (found := find(name, table.columns))}
    if not there and (mapping.drop or mapping.keep):
        raise ScrutatorError("B10", "this command finds no totals: `drop` and `keep` have no effect")
    if not there or not len(table):
        return table
    values = {
        name: parse_counts(table.columns[found], name, table.lines, mapping.thousands).values
        for name, found in counted.items()
    }
    return totals_of(table, {name: table.columns[one] for name, one in there.items()}, values, mapping)
