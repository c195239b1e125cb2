"""Votes cannot exceed ballots, nor ballots the register, unless the row is marked as suspect.

Sources may differ: what is smaller is taken from the source that gives least and what is larger from the one
that gives most, so that a fault is one whichever source is right, and the order of rows decides nothing.
"""

from collections.abc import Iterator

import numpy as np

from scrutator.record.faults import Fault
from scrutator.record.folder.reading import Reading
from scrutator.record.typed_table import NOT_A_COUNT, IntArray, TypedTable

At = tuple[object, object, object]
ORDER_OF_TOTALS = (
    ("valid", "ballots_cast"),
    ("invalid", "ballots_cast"),
    ("ballots_cast", "registered"),
    ("voters", "registered"),
)
AT = ("contest", "place", "stage")


def check_votes(reading: Reading) -> Iterator[Fault]:
    """Totals in order, and the lists' votes within the valid ballots."""
    totals = totals_by_place(reading.tables["totals"])
    path = reading.tables["totals"].path
    for quantities in totals.values():
        for smaller, larger in ORDER_OF_TOTALS:
            yield from _in_order(path, quantities, smaller, larger)
    results = reading.tables["results"]
    for at, line, votes in sums_of_votes(results):
        here = totals.get(at, {})
        quantity, words = ("valid", "valid ballots") if "valid" in here else ("ballots_cast", "ballots cast")
        limit = max((value for value, _, _ in here.get(quantity, ())), default=None)
        if limit is not None and votes > limit:
            reason = f"the lists' votes sum to {votes}, more than the {limit} {words}"
            yield Fault(results.path, line, "votes", "R22", reason, "Correct the votes or the total.")


Given = tuple[int, int, bool]
"""A value, the line it stands on, and whether it is marked as suspect."""


def totals_by_place(table: TypedTable) -> dict[At, dict[object, list[Given]]]:
    """Known totals by contest, place and stage, and by quantity: what every source gives."""
    totals: dict[At, dict[object, list[Given]]] = {}
    counts, rows = table["value"].counts(), np.flatnonzero(table.good)
    columns = [table[name] for name in (*AT, "quantity", "mark")]
    for row in rows[counts[rows] != NOT_A_COUNT].tolist():
        *at, quantity, mark = (one.values[int(one.codes[row])] for one in columns)
        found = totals.setdefault((at[0], at[1], at[2]), {})
        found.setdefault(quantity, []).append((int(counts[row]), int(table.lines[row]), bool(mark)))
    return totals


def _in_order(path: str, quantities: dict[object, list[Given]], smaller: str, larger: str) -> Iterator[Fault]:
    least = min((given for given in quantities.get(smaller, ()) if not given[2]), default=None)
    limit = max((value for value, _, _ in quantities.get(larger, ())), default=None)
    if least is not None and limit is not None and least[0] > limit:
        reason = f"{smaller} {least[0]} is more than {larger} {limit}"
        yield Fault(path, least[1], "value", "R22", reason, "Correct it, or mark the suspect value.")


def sums_of_votes(table: TypedTable) -> Iterator[tuple[At, int, int]]:
    """Per contest, place and stage: the first line, and the sum of the least votes given for each list."""
    votes = table["votes"].counts()
    rows = np.flatnonzero(table.good)
    rows = rows[votes[rows] != NOT_A_COUNT]
    rows = rows[np.argsort(votes[rows], kind="stable")]
    if not len(rows):
        return
    places = _numbers(table, AT, rows)
    once = np.unique(_numbers(table, (*AT, "list"), rows), return_index=True)[1]
    once = once[np.argsort(rows[once])]
    _, first, inverse = np.unique(places[once], return_index=True, return_inverse=True)
    sums = np.zeros(len(first), dtype=np.int64)
    np.add.at(sums, inverse.reshape(-1), votes[rows[once]])
    for place, total in zip(first.tolist(), sums.tolist(), strict=True):
        row = int(rows[once[place]])
        contest, where, stage = (table[name].values[int(table[name].codes[row])] for name in AT)
        yield (contest, where, stage), int(table.lines[row]), total


def _numbers(table: TypedTable, names: tuple[str, ...], rows: IntArray) -> IntArray:
    """One number for each row, equal where all these columns are equal."""
    combined = np.zeros(len(rows), dtype=np.int64)
    for name in names:
        pairs = combined * (len(table[name].values) or 1) + table[name].codes[rows]
        combined = np.unique(pairs, return_inverse=True)[1].reshape(-1)
    return combined
