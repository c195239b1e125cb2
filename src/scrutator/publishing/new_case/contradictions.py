"""Rows of a file whose own numbers cannot all be right. They are counted as published, and named."""

from collections.abc import Iterator

import numpy as np

from scrutator.errors import ScrutatorError
from scrutator.publishing.new_case.columns import PLACES, Election
from scrutator.tables.model import UNKNOWN, IntArray

LARGEST = 10_000_000  # no polling station has more voters
MOST_NAMED = 20
WORDS = {"registered": "registered voters", "ballots_cast": "ballots cast", "valid": "valid votes"}


def contradictions(election: Election) -> tuple[str, ...]:
    """One line for each contradiction, at most MOST_NAMED, and how many more there are.

    Raises B05 for a count that no station can have, and for a station that stands in several rows: its
    votes would be counted as often.
    """
    _refuse_twice(election)
    found = [text for _, text in sorted(_contradictions(election))]
    more = len(found) - MOST_NAMED
    return (*found[:MOST_NAMED], *([f"and {more:,} more rows contradict themselves"] if more > 0 else []))


def _refuse_twice(election: Election) -> None:
    table, places = election.read.table, election.places
    if "station" not in places or not len(table):
        return
    named = [table.columns[places[ours]] for ours in PLACES if ours in places]
    keys = np.stack([column.codes()[0] for column in named], axis=1)
    _, which, times = np.unique(keys, axis=0, return_inverse=True, return_counts=True)
    repeated = np.flatnonzero(times > 1)
    if len(repeated):
        rows = np.flatnonzero(which.ravel() == repeated[0]).tolist()
        called = ", ".join(text for column in named if (text := column.texts()[rows[0]])) or "no name"
        lines = f"rows {table.lines[rows[0]]} and {table.lines[rows[1]]} are one station: {called}"
        more = f"; {len(repeated):,} stations stand in several rows" if len(repeated) > 1 else ""
        remedy = "Remove the rows that repeat a station, or say which column identifies stations."
        raise ScrutatorError("B05", f"{lines}{more}", where=table.name, remedy=remedy)


def _contradictions(election: Election) -> Iterator[tuple[int, str]]:
    counts, lines = election.read.counts, election.read.table.lines
    for name, values in counts.items():
        for row in np.flatnonzero(values > LARGEST)[:1].tolist():
            what = f"row {lines[row]}: {int(values[row]):,} {WORDS.get(name, f'votes for {name}')}"
            raise ScrutatorError("B05", f"{what}, more than any station has", remedy="Correct the number.")
    parts = [
        (counts.get("ballots_cast"), "ballots_cast", "registered"),
        (counts.get("valid"), "valid", "ballots_cast"),
        (_all_votes(election), "votes for the lists", "valid"),
    ]
    for part, name, whole in parts:
        if part is None or whole not in counts:
            continue
        above = (counts[whole] != UNKNOWN) & (part > counts[whole])
        for row in np.flatnonzero(above).tolist():
            larger, smaller = int(part[row]), int(counts[whole][row])
            said = f"{larger:,} {WORDS.get(name, name)}, more than {smaller:,} {WORDS[whole]}"
            yield int(lines[row]), f"row {lines[row]} contradicts itself and is counted as published: {said}"


def _all_votes(election: Election) -> IntArray:
    """The votes of all lists in each row, unknown ones left out: at least so many."""
    votes = [election.read.counts[name] for name in election.lists]
    return np.asarray(sum(np.where(values == UNKNOWN, 0, values) for values in votes))
