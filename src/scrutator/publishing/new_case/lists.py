"""Which columns hold the votes of the lists? Those that add up to the valid votes, where none are named."""

from collections.abc import Mapping, Sequence

import numpy as np

from scrutator.errors import ScrutatorError
from scrutator.tables.contradictions import PartOf
from scrutator.tables.counts import Wanted, read_counts
from scrutator.tables.mapping import TableMapping
from scrutator.tables.model import UNKNOWN, IntArray, Table
from scrutator.tables.names import listed
from scrutator.tables.numbers import looks_like_counts, parse_counts

PARTS = (PartOf("ballots_cast", "registered"), PartOf("valid", "ballots_cast"))
# Lists are found by their sum where it is the valid votes in at least this share of the rows.
SUMS_AGREE = 0.95
_SHOWN = 3
_NAME_THEM = 'Name them: --list "Party A" --list "Party B", or --list "Party *".'


def lists_by_their_sum(
    table: Table, mapping: TableMapping, counts: Mapping[str, tuple[str, ...]], places: Mapping[str, str]
) -> tuple[list[str], tuple[str, ...]]:
    """Columns of counts without another name, if their sum is the valid votes; with how often it is.

    Rows of totals are left out first, and what is wrong with the rows is said first. Raises B05 for a
    table without rows, B10 with what stands in the way, and whatever `read_counts` raises.
    """
    if not len(table):
        what, remedy = "the table has a heading and no rows", "Give a table with a row for each station."
        raise ScrutatorError("B05", what, where=table.name, remedy=remedy)
    if len(table.columns) == 1:
        what = f"the table has one column, “{next(iter(table.columns))[:60]}”"
        remedy = 'If cells are separated otherwise, write `delimiter = " "` (or another) in a mapping.'
        raise ScrutatorError("B10", what, where=table.name, remedy=remedy)
    kept = read_counts(table, Wanted(counts, places, PARTS), mapping) if counts else None
    used = {*places.values(), *(name for names in counts.values() for name in names)}
    rows = kept.table if kept else table
    free = [name for name, column in rows.columns.items() if name not in used and looks_like_counts(column)]
    if kept is None or "valid" not in kept.counts:
        what = "no column is called “valid”: nothing says which columns are the votes of the lists"
        raise _unclear(what, free, table, f"--map valid=COLUMN, or: {_NAME_THEM}")
    if not free:
        raise _unclear("besides the places and the counts no column holds mostly numbers", free, table)
    columns = [rows.columns[name] for name in free]
    votes = np.stack(
        [
            parse_counts(rows.columns[name], name, rows.lines, mapping.thousands, elsewhere=columns).values
            for name in free
        ]
    )
    return free, (_agreement(votes, kept.counts["valid"], free, rows, table),)


def _agreement(votes: IntArray, valid: IntArray, free: Sequence[str], rows: Table, table: Table) -> str:
    """How often the lists add up to the valid votes. Raises B10 where that is too seldom."""
    known = (votes != UNKNOWN).all(axis=0) & (valid != UNKNOWN)
    sums = votes.sum(axis=0)
    agree = (sums == valid) & known
    share = f"{int(agree.sum()):,} of {int(known.sum()):,} rows"
    if known.any() and agree.sum() >= SUMS_AGREE * known.sum():
        return f"the lists are {listed(list(free))}: they add up to the valid votes in {share}"
    apart = np.flatnonzero(known & ~agree)[:_SHOWN].tolist()
    shown = "; ".join(f"row {rows.lines[i]}: {sums[i]:,} and {valid[i]:,}" for i in apart)
    what = f"the columns {listed(list(free))} add up to the valid votes only in {share}"
    raise _unclear(f"{what} ({shown})" if shown else what, free, table)


def _unclear(why: str, free: Sequence[str], table: Table, remedy: str = _NAME_THEM) -> ScrutatorError:
    return ScrutatorError(
        "B10",
        f"it is not clear which columns hold the votes of the lists: {why}",
        where=f"{table.name}; columns of numbers without another name: {listed(list(free)) or 'none'}",
        remedy=remedy,
    )
