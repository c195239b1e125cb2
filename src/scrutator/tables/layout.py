"""Tables laid out otherwise: a row for each list (long), and cells that repeat the one above."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from scrutator.errors import ScrutatorError
from scrutator.tables.columns import TextColumn
from scrutator.tables.mapping import TableMapping
from scrutator.tables.model import Table, TableFault, Topic
from scrutator.tables.names import need

MOST_LISTS = 2_000


def fill_down(table: Table, mapping: TableMapping) -> Table:
    """Empty cells of the declared columns get the text of the nearest cell above. Raises B06."""
    columns = dict(table.columns)
    for wanted in mapping.fill_down:
        name = need(wanted, columns, table.name)
        filled, last = [], ""
        for cell in columns[name].texts():
            last = cell or last
            filled.append(last)
        columns[name] = TextColumn(filled)
    return replace(table, columns=columns)


def from_long(table: Table, mapping: TableMapping) -> Table:
    """A table with a row for each station and list as one with a row for each station.

    The declared column of lists gives the names of the new columns, the column of votes their cells;
    all other columns together name the station. A list without a row is an empty cell. Raises B06, B10.
    """
    if not mapping.long:
        return table
    of_list, of_votes = (need(name, table.columns, table.name) for name in mapping.long)
    others = [name for name in table.columns if name not in (of_list, of_votes)]
    keys = list(zip(*(table.columns[name].texts() for name in others), strict=True))
    lists, votes = table.columns[of_list].texts(), table.columns[of_votes].texts()
    names = list(dict.fromkeys(lists))
    if len(names) > MOST_LISTS or len(names) == len(lists) > 1:
        what = f"the column “{of_list}” has {len(names):,} different lists in {len(lists):,} rows"
        raise ScrutatorError("B10", what, remedy='Write `long = ["column of lists", "column of votes"]`.')
    taken = [name for name in names if name in others]
    if taken:
        raise ScrutatorError(
            "B10", f"“{taken[0]}” names both a list and a column", remedy="Rename one of them."
        )
    return _pivoted(table, others, keys, names, list(zip(lists, votes, strict=True)))


def _pivoted(
    table: Table,
    others: Sequence[str],
    keys: Sequence[tuple[str, ...]],
    names: Sequence[str],
    cells: Sequence[tuple[str, str]],
) -> Table:
    place = {key: row for row, key in enumerate(dict.fromkeys(keys))}
    lines = np.zeros(len(place), dtype=np.int64)
    columns = {name: [""] * len(place) for name in names}
    faults, seen = list(table.faults), set[tuple[int, str]]()
    for line, key, (name, votes) in zip(table.lines.tolist(), keys, cells, strict=True):
        row = place[key]
        lines[row] = lines[row] or line
        if (row, name) in seen:
            reason = "is the second row of this list in its station"
            faults.append(TableFault(line, "", name, reason, "Remove one of the rows, or add them up."))
        seen.add((row, name))
        columns[name][row] = votes
    whole = {name: TextColumn([key[i] for key in place]) for i, name in enumerate(others)}
    whole |= {name: TextColumn(column) for name, column in columns.items()}
    made = replace(table, columns=whole, lines=lines, faults=tuple(faults))
    return made.assuming(Topic.ROWS, f"{len(keys):,} rows of lists are {len(place):,} rows of stations")
