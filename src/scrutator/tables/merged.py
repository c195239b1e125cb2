"""Merged cells that hold a number: as the name of a place it is every row's, as a count it is no row's."""

from collections.abc import Collection, Mapping
from dataclasses import replace

import numpy as np

from scrutator.tables.model import Table, TableFault

_REMEDY = "Undo the merge in the file, and write each row's own figure or leave it empty."


def merged_faults(table: Table, counts: Collection[str]) -> list[TableFault]:
    """A fault for every row whose cell in these columns of counts is part of a merged number."""
    faults = []
    for merge in table.merged:
        rows = np.flatnonzero((table.lines >= merge.top) & (table.lines <= merge.bottom))
        if merge.top < merge.bottom:
            reason = f"is one cell merged over rows {merge.top} to {merge.bottom}: whose figure is it?"
        else:
            reason = f"is one cell merged over the columns {', '.join(merge.columns)}: whose figure is it?"
        for name in merge.columns:
            if name in counts and len(rows):
                texts = table.columns[name].select(rows).texts()
                lines = table.lines[rows].tolist()
                faults += [
                    TableFault(line, name, text, reason, _REMEDY)
                    for line, text in zip(lines, texts, strict=True)
                ]
    return faults


def renamed(table: Table, names: Mapping[str, str]) -> Table:
    """The table whose merged cells are in the columns by their new names (old to new)."""
    if not table.merged:
        return table
    merged = tuple(
        replace(merge, columns=tuple(names.get(name, name) for name in merge.columns))
        for merge in table.merged
    )
    return replace(table, merged=merged)
