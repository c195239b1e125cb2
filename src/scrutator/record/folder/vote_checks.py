"""Votes cannot exceed ballots, nor ballots the register, unless the row is marked as suspect."""

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
        limit = totals.get(at, {}).get("valid") or totals.get(at, {}).get("ballots_cast")
        if limit and votes > limit[0]:
            reason = f"the lists' votes sum to {votes}, more than the {limit[0]} valid ballots"
            yield Fault(results.path, line, "votes", "R22", reason, "Correct the votes or the total.")


def totals_by_place(table: TypedTable) -> dict[At, dict[object, tuple[int, int, bool]]]:
    """Known totals: (contest, place, stage) -> quantity -> value, line, whether it is marked."""
    totals: dict[At, dict[object, tuple[int, int, bool]]] = {}
    counts, rows = table["value"].counts(), np.flatnonzero(table.good)
    columns = [table[name] for name in (*AT, "quantity", "mark")]
    for row in rows[counts[rows] != NOT_A_COUNT].tolist():
        *at, quantity, mark = (one.values[int(one.codes[row])] for one in columns)
        found = totals.setdefault((at[0], at[1], at[2]), {})
        found.setdefault(quantity, (int(counts[row]), int(table.lines[row]), bool(mark)))
    return totals


def _in_order(
    path: str, quantities: dict[object, tuple[int, int, bool]], smaller: str, larger: str
) -> Iterator[Fault]:
    if smaller in quantities and larger in quantities:
        (value, line, marked), (limit, _, _) = quantities[smaller], quantities[larger]
        if value > limit and not marked:
            reason = f"{smaller} {value} is more than {larger} {limit}"
            remedy = "Correct it, or mark the suspect value."
            yield Fault(path, line, "value", "R22", reason, remedy)


def sums_of_votes(table: TypedTable) -> Iterator[tuple[At, int, int]]:
    """Per contest, place and stage: the first line, and the sum of the votes of all lists, each once."""
    votes = table["votes"].counts()
    rows = np.flatnonzero(table.good)
    rows = rows[votes[rows] != NOT_A_COUNT]
    if not len(rows):
        return
    places = _numbers(table, AT, rows)
    once = np.unique(_numbers(table, (*AT, "list"), rows), return_index=True)[1]
    once.sort()
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
