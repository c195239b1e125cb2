"""Which columns of a file are what: places, counts and lists, as named, mapped or found by their sums."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

import numpy as np

from scrutator.errors import ScrutatorError
from scrutator.publishing.new_case.lists import PARTS, lists_by_their_sum
from scrutator.tables.contradictions import PartOf
from scrutator.tables.counts import CountTable, Wanted, count_source, read_counts
from scrutator.tables.mapping import TableMapping
from scrutator.tables.model import UNKNOWN, Table
from scrutator.tables.names import find, listed
from scrutator.tables.numbers import parse_counts
from scrutator.words.tables import bare

PLACES = ("region", "district", "station")
COUNTS = ("registered", "ballots_cast", "valid")


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
        lists, remarks = lists_by_their_sum(table, mapping, counts, places)
    taken = [name for name in lists if name in used]
    if taken:
        what = f"the column “{taken[0]}” is named as a list and is read as something else"
        raise ScrutatorError("B10", what, where=table.name, remedy="Name the columns of the lists alone.")
    wanted = Wanted({**counts, **{name: (name,) for name in lists}}, places, _parts(counts, lists))
    read = read_counts(table, wanted, mapping)
    if not any((read.counts[name] > 0).any() for name in lists):
        what = f"no row has a vote in the columns {listed(list(lists))}"
        remedy = "Give a table with figures; save a workbook with formulas in a spreadsheet first."
        raise ScrutatorError("B05", what, where=table.name, remedy=remedy)
    remarks = (*remarks, *read.contradictions, *_alike(read.table, places))
    aside = [name for name in table.columns if name not in used and name not in lists]
    if aside:
        remarks = (*remarks, f"columns not used: {listed(aside)}")
    return Election(read, places, tuple(lists), remarks, _published(table, read, lists, mapping.thousands))


def _refuse_unread(mapping: TableMapping) -> None:
    """Raises B06 for a name that is mapped to a column and that a case has no use for."""
    for name in mapping.columns:
        if name not in (*PLACES, *COUNTS):
            what = f"--map {name}=… has no effect: a new case reads {listed([*PLACES, *COUNTS])}"
            raise ScrutatorError("B06", what, remedy="Leave it out; name the columns of lists with --list.")


def _published(
    table: Table, read: CountTable, lists: Sequence[str], thousands: str
) -> dict[str, dict[str, int]]:
    """The votes in the rows of totals that were recognised, by the region they sum."""
    region_of = {row.line: row.sum_of for row in read.set_aside}
    part = table.select(np.isin(table.lines, list(region_of)))
    columns = [table.columns[name] for name in lists]
    votes = {
        name: parse_counts(part.columns[name], name, part.lines, thousands, elsewhere=columns).values.tolist()
        for name in lists
    }
    found = {}
    for place, line in enumerate(part.lines.tolist()):
        kind, _, region = region_of[line].partition(" ")
        here = {name: votes[name][place] for name in lists}
        if (kind == "region" or region_of[line] == "all rows") and UNKNOWN not in here.values():
            found["" if kind == "all" else region] = here
    return found


def _alike(table: Table, places: Mapping[str, str]) -> list[str]:
    """Places whose names differ in case, accents or white space alone, and are counted apart."""
    found = []
    for ours, theirs in list(places.items())[:-1] or list(places.items()):
        written: dict[str, list[str]] = {}
        for name in table.columns[theirs].codes()[1]:
            written.setdefault(" ".join(bare(name).split()), []).append(name)
        pairs = [names for names in written.values() if len(names) > 1]
        if pairs and ours != "station":
            shown = "; ".join(" and ".join(f"“{name}”" for name in names) for names in pairs[:3])
            more = f" and {len(pairs) - 3} more" if len(pairs) > 3 else ""
            found.append(f"{ours}: the same name in several ways, counted apart: {shown}{more}")
    return found


def _source(ours: str, table: Table, mapping: TableMapping) -> str | None:
    if ours in mapping.columns:
        return count_source(mapping.columns[ours], table)[0]
    return find(ours, table.columns)


def _parts(counts: Mapping[str, tuple[str, ...]], lists: Sequence[str]) -> list[PartOf]:
    whole = "valid" if "valid" in counts else "ballots_cast"
    return [*PARTS, *(PartOf(name, whole) for name in lists)]


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
