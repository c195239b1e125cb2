"""Tables laid out otherwise: a row for each list (long), and cells that repeat the one above."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from scrutator.errors import ScrutatorError
from scrutator.tables.columns import TextColumn
from scrutator.tables.mapping import TableMapping
from scrutator.tables.model import Merged, Table, TableFault, Topic
from scrutator.tables.names import listed, need

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
    all other columns together name the station, unless the mapping says which do. A list without a row
    is an empty cell. Raises B06, B10.
    """
    if not mapping.long:
        return table
    of_list, of_votes = (need(name, table.columns, table.name) for name in mapping.long)
    others = [name for name in table.columns if name not in (of_list, of_votes)]
    others, aside = _of_stations(table, others, mapping)
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
    if not mapping.stations:
        _check_stations(table, others, list(zip(keys, lists, strict=True)))
    if aside:
        table = table.assuming(Topic.ROWS, f"columns that differ within a station left out: {listed(aside)}")
    return _pivoted(table, others, keys, names, list(zip(lists, votes, strict=True)))


def _of_stations(table: Table, others: list[str], mapping: TableMapping) -> tuple[list[str], list[str]]:
    """The columns that say something of the station, where those that name it are declared; and the rest."""
    if not mapping.stations:
        return others, []
    naming = [need(name, table.columns, table.name) for name in mapping.stations]
    keys = list(zip(*(table.columns[name].texts() for name in naming), strict=True))
    size = len(set(keys))
    same = [
        name
        for name in others
        if name in naming or len(set(zip(keys, table.columns[name].texts(), strict=True))) == size
    ]
    return same, [name for name in others if name not in same]


def _check_stations(
    table: Table, others: Sequence[str], cells: Sequence[tuple[tuple[str, ...], str]]
) -> None:
    """Raise B10 where a column belongs to the list and not to the station: each row would be a station.

    That is so where no station has two lists, or where without the column fewer stations are left and
    none of them has a list twice.
    """
    lists, stations = {name for _, name in cells}, {key for key, _ in cells}
    if len(lists) < 2 or len(others) < 2:
        return
    differing = []
    for place, name in enumerate(others):
        short = {(key[:place] + key[place + 1 :], one) for key, one in cells}
        fewer = len({key for key, _ in short}) < len(stations)
        if fewer and len(short) == len(set(cells)):
            differing.append(name)
    if differing or len(stations) == len(cells):
        what = (
            "no station has two lists" if len(stations) == len(cells) else "columns differ within a station"
        )
        naming = ", ".join(f'"{name}"' for name in others if name not in differing)
        where = f"{table.name}; by list may be: {listed(differing) or 'more than one column'}"
        remedy = f"Write which columns name a station, e.g. `stations = [{naming}]`."
        raise ScrutatorError("B10", what, where=where, remedy=remedy)


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
    row_of = {line: place[key] for line, key in zip(table.lines.tolist(), keys, strict=True)}
    merged = [merge for merge in table.merged if not _within_a_station(merge, row_of, others)]
    whole = {name: TextColumn([key[i] for key in place]) for i, name in enumerate(others)}
    whole |= {name: TextColumn(column) for name, column in columns.items()}
    made = replace(table, columns=whole, lines=lines, faults=tuple(faults), merged=tuple(merged))
    return made.assuming(Topic.ROWS, f"{len(keys):,} rows of lists are {len(place):,} rows of stations")


def _within_a_station(merge: Merged, row_of: Mapping[int, int], others: Sequence[str]) -> bool:
    """Whether a merged number stands beside all lists of one station: it is that station's."""
    rows = {row_of[line] for line in range(merge.top, merge.bottom + 1) if line in row_of}
    return len(rows) == 1 and len(merge.columns) == 1 and merge.columns[0] in others
