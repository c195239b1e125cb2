"""Which columns of a file are what: places, counts and lists, as named, mapped or found by their sums."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

import numpy as np

from scrutator.errors import ScrutatorError
from scrutator.tables.counts import CountTable, PartOf, Wanted, count_source, read_counts
from scrutator.tables.mapping import TableMapping
from scrutator.tables.model import UNKNOWN, Table
from scrutator.tables.names import find, listed
from scrutator.tables.numbers import looks_like_counts, parse_counts

PLACES = ("region", "district", "station")
COUNTS = ("registered", "ballots_cast", "valid")
# Lists are found by their sum where it is the valid votes in at least this share of the rows.
SUMS_AGREE = 0.95


@dataclass(frozen=True)
class Election:
    """The results of one file: counts by our names and by list, places, and how they were read.

    `published` are the votes of the file's own rows of totals, by region; "" is the whole.
    """

    read: CountTable
    places: Mapping[str, str]
    lists: tuple[str, ...]
    remarks: tuple[str, ...]
    published: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


def read_election(table: Table, mapping: TableMapping, patterns: Sequence[str]) -> Election:
    """The places, counts and lists of a table. `patterns` name the lists' columns (* matches any text).

    Without patterns the lists are the columns of counts that no other name has, if they add up to the
    valid votes. Raises B06 for a name that is not there, B10 when the lists are not clear, and whatever
    `read_counts` raises.
    """
    _refuse_unread(mapping)
    places = {ours: theirs for ours in PLACES if (theirs := _source(ours, table, mapping))}
    counts = {
        ours: count_source(mapping.columns.get(ours, ours), table)
        for ours in COUNTS
        if ours in mapping.columns or find(ours, table.columns)
    }
    used = {*places.values(), *(name for names in counts.values() for name in names)}
    remarks: tuple[str, ...] = ()
    if patterns:
        lists = _matching(patterns, table)
    else:
        lists, remarks = _by_their_sum(table, counts, used)
    wanted = Wanted({**counts, **{name: (name,) for name in lists}}, places, _parts(counts, lists))
    read = read_counts(table, wanted, mapping)
    if not any((read.counts[name] > 0).any() for name in lists):
        what = f"no row has a vote in the columns {listed(list(lists))}"
        remedy = "Give a table with figures; save a workbook with formulas in a spreadsheet first."
        raise ScrutatorError("B05", what, where=table.name, remedy=remedy)
    aside = [name for name in table.columns if name not in used and name not in lists]
    if aside:
        remarks = (*remarks, f"columns not used: {listed(aside)}")
    return Election(read, places, tuple(lists), remarks, _published(table, read, lists))


def _refuse_unread(mapping: TableMapping) -> None:
    """Raises B06 for a name that is mapped to a column and that a case has no use for."""
    for name in mapping.columns:
        if name not in (*PLACES, *COUNTS):
            what = f"--map {name}=… has no effect: a new case reads {listed([*PLACES, *COUNTS])}"
            raise ScrutatorError("B06", what, remedy="Leave it out; name the columns of lists with --list.")


def _published(table: Table, read: CountTable, lists: Sequence[str]) -> dict[str, dict[str, int]]:
    """The votes in the rows of totals that were recognised, by the region they sum."""
    region_of = {row.line: row.sum_of for row in read.set_aside}
    part = table.select(np.isin(table.lines, list(region_of)))
    votes = {name: parse_counts(part.columns[name], name, part.lines).values.tolist() for name in lists}
    found = {}
    for place, line in enumerate(part.lines.tolist()):
        kind, _, region = region_of[line].partition(" ")
        here = {name: votes[name][place] for name in lists}
        if (kind == "region" or region_of[line] == "all rows") and UNKNOWN not in here.values():
            found["" if kind == "all" else region] = here
    return found


def _source(ours: str, table: Table, mapping: TableMapping) -> str | None:
    if ours in mapping.columns:
        return count_source(mapping.columns[ours], table)[0]
    return find(ours, table.columns)


def _parts(counts: Mapping[str, tuple[str, ...]], lists: Sequence[str]) -> list[PartOf]:
    whole = "valid" if "valid" in counts else "ballots_cast"
    parts = [PartOf("ballots_cast", "registered"), PartOf("valid", "ballots_cast", tolerated=0.5)]
    return parts + [PartOf(name, whole) for name in lists]


def _matching(patterns: Sequence[str], table: Table) -> list[str]:
    found: list[str] = []
    for pattern in patterns:
        names = [name for name in table.columns if fnmatchcase(name.casefold(), pattern.casefold())]
        whole = find(pattern, table.columns)
        names = [whole] if whole else names
        if not names:
            where = f"{table.name} has: {listed(list(table.columns))}"
            raise ScrutatorError("B06", f"no column matches “{pattern}”", where=where)
        found += [name for name in names if name not in found]
    return found


def _by_their_sum(
    table: Table, counts: Mapping[str, tuple[str, ...]], used: set[str]
) -> tuple[list[str], tuple[str, ...]]:
    """Columns of counts without another name, if their sum is the valid votes."""
    free = [name for name, column in table.columns.items() if name not in used and looks_like_counts(column)]
    if "valid" not in counts or not free:
        raise _unclear(free, table)
    valid = sum(parse_counts(table.columns[name], name, table.lines).values for name in counts["valid"])
    votes = np.stack([parse_counts(table.columns[name], name, table.lines).values for name in free])
    known = (votes != UNKNOWN).all(axis=0) & (np.asarray(valid) >= 0)
    agree = (votes.sum(axis=0) == valid) & known
    if not known.any() or agree.sum() < SUMS_AGREE * known.sum():
        raise _unclear(free, table)
    share = f"{int(agree.sum()):,} of {int(known.sum()):,} rows"
    return free, (f"the lists are {listed(free)}: they add up to the valid votes in {share}",)


def _unclear(free: Sequence[str], table: Table) -> ScrutatorError:
    return ScrutatorError(
        "B10",
        "it is not clear which columns hold the votes of the lists",
        where=f"{table.name}; columns of numbers that were not recognised: {listed(list(free)) or 'none'}",
        remedy='Name them: --list "Party A" --list "Party B", or --list "Party *".',
    )
