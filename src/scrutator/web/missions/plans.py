"""An import in two steps, the first of them pure: what a table would add and change, and what it may not.

A table of places may name a parent, a deployment names an observer and a place: each must be there already
(or in the same table of places). Nothing is made silently, and a row with a fault stops the whole import.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from zoneinfo import available_timezones

from scrutator.errors import ScrutatorError
from scrutator.field.mission import Selection
from scrutator.tables.model import Table
from scrutator.web.missions.codes import alike, not_a_place, said_of_kinds, wrong_parents

Row = Mapping[str, str]
PLACE_COLUMNS = ("code", "name", "kind", "parent", "registered", "time_zone")
OBSERVER_COLUMNS = ("code", "team", "partner", "name", "phone")
DUTY_COLUMNS = ("round", "observer", "place", "form", "due")
DEPLOYMENT_COLUMNS = ("round", "observer", "place", "selection", "weight", "stratum")
MOST_FAULTS = 50
DUE = "%Y-%m-%dT%H:%M"


class Change(StrEnum):
    """What a row of a table would do."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True)
class PlannedRow:
    """A row as it would be written: its line in the file, its key, its cells, what is changed by it."""

    line: int
    key: tuple[str, ...]
    cells: Row
    change: Change


@dataclass(frozen=True)
class Plan:
    """What an import would do. Columns that are not used are faults, as are the rows' own."""

    rows: tuple[PlannedRow, ...]
    faults: tuple[str, ...]
    assumptions: tuple[str, ...] = ()

    def count(self, change: Change) -> int:
        """How many rows do this."""
        return sum(row.change is change for row in self.rows)


def refuse_faults(plan: Plan) -> Plan:
    """The plan, if it may be written. Raises D61 with its first faults."""
    if plan.faults:
        shown = "; ".join(plan.faults[:3])
        raise ScrutatorError("D61", f"{len(plan.faults)} faults: {shown}")
    return plan


@dataclass(frozen=True)
class Existing:
    """What the mission has already, by key: the cells that an import of this kind would compare."""

    rows: Mapping[tuple[str, ...], Row]
    places: frozenset[str] = frozenset()
    observers: frozenset[str] = frozenset()
    rounds: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()


Check = Callable[[Row, Existing], str]


def plan_places(table: Table, existing: Existing) -> Plan:
    """What a table of places would do. A parent is a place of the mission or of the table, and no station;
    parents make a tree."""
    codes = frozenset(row["code"] for row in _records(table, PLACE_COLUMNS)) | existing.places
    known = Existing(existing.rows, codes)
    plan = _plan(table, PLACE_COLUMNS, ("code",), known, _check_place, {"kind": "station"})
    rows = {row.key[0]: row.cells for row in plan.rows}
    before = {key[0]: cells for key, cells in existing.rows.items()}
    after = {**before, **rows}
    lines = {row.key[0]: row.line for row in plan.rows}
    parents, kinds = ({code: cells[name] for code, cells in after.items()} for name in ("parent", "kind"))
    faults = [*_alike(plan, existing), *wrong_parents(lines, parents, kinds)]
    said = said_of_kinds({code: cells["kind"] for code, cells in rows.items()}, _kinds(before))
    return replace(
        plan,
        faults=(*plan.faults, *faults[: MOST_FAULTS - len(plan.faults)]),
        assumptions=(*plan.assumptions, *said),
    )


def _kinds(before: Mapping[str, Row]) -> dict[str, str]:
    return {code: cells["kind"] for code, cells in before.items()}


def _alike(plan: Plan, existing: Existing) -> list[str]:
    new = [(row.line, row.key[0]) for row in plan.rows if row.change is Change.NEW]
    return list(alike(new, (key[0] for key in existing.rows)))


def plan_observers(table: Table, existing: Existing) -> Plan:
    """What a table of observers would do; names and telephone numbers are not compared, only written."""
    plan = _plan(table, OBSERVER_COLUMNS, ("code",), existing, _check_observer, {}, private=("name", "phone"))
    return replace(plan, faults=(*plan.faults, *_alike(plan, existing)[: MOST_FAULTS - len(plan.faults)]))


def plan_deployment(table: Table, existing: Existing) -> Plan:
    """What a table of deployment would do; it makes neither places nor observers."""
    keys = ("round", "observer", "place")
    return _plan(table, DEPLOYMENT_COLUMNS, keys, existing, _check_deployed, {"selection": "unknown"})


def plan_duties(table: Table, existing: Existing) -> Plan:
    """What a table of duties would do: which form is due from whom, where, and when by the place's clock."""
    return _plan(table, DUTY_COLUMNS, DUTY_COLUMNS, existing, _check_duty, {})


def _records(table: Table, columns: Sequence[str]) -> Iterator[dict[str, str]]:
    for row in table.records():
        yield {name: row.get(name, "").strip() for name in columns}


def _plan(
    table: Table,
    columns: Sequence[str],
    keys: Sequence[str],
    existing: Existing,
    check: Check,
    defaults: Row,
    private: Sequence[str] = (),
) -> Plan:
    faults = [f"there is no column “{name}”" for name in keys if name not in table.columns]
    faults += [f"the column “{name}” is not used here" for name in table.columns if name not in columns]
    faults += [str(fault) for fault in table.faults]
    if faults:
        return Plan((), tuple(faults))
    rows, seen = [], set()
    for line, given in zip(table.lines.tolist(), _records(table, columns), strict=True):
        key = tuple(given[name] for name in keys)
        cells = _completed(table, given, existing.rows.get(key, {}), defaults)
        fault = "has no " + " or ".join(keys) if not all(key) else check(cells, existing)
        fault = f"repeats {', '.join(key)}" if key in seen else fault
        seen.add(key)
        if fault and len(faults) < MOST_FAULTS:
            faults.append(f"row {line} {fault}")
        rows.append(PlannedRow(line, key, cells, _change(key, cells, existing, table, private)))
    assumptions = tuple(one.text for one in table.assumptions)
    return Plan(tuple(rows), tuple(faults), assumptions)


def _completed(table: Table, given: Row, before: Row, defaults: Row) -> dict[str, str]:
    """A row with every cell: where the table lacks the column, what the mission has stays."""
    return {
        name: text or defaults.get(name, "")
        if name in table.columns
        else before.get(name, defaults.get(name, ""))
        for name, text in given.items()
    }


def _change(
    key: tuple[str, ...], cells: Row, existing: Existing, table: Table, private: Sequence[str]
) -> Change:
    before = existing.rows.get(key)
    if before is None:
        return Change.NEW
    compared = [name for name in cells if name in table.columns and name not in private]
    given = any(cells[name] for name in private)
    return Change.CHANGED if given or any(cells[n] != before.get(n, "") for n in compared) else Change.SAME


def _check_place(row: Row, existing: Existing) -> str:
    if row["registered"] and not _is_count(row["registered"]):
        return f"has no whole number of registered voters: “{row['registered']}”"
    if row["parent"] and (row["parent"] not in existing.places or row["parent"] == row["code"]):
        return f"names a parent that is not a place: “{row['parent']}”"
    none = not_a_place(row["code"], row["kind"])
    if none:
        return none
    if row["time_zone"] and row["time_zone"] not in available_timezones():
        return f"names no time zone: “{row['time_zone']}”"
    if any(len(row[name]) > longest for name, longest in (("code", 60), ("name", 200), ("kind", 40))):
        return "has a code, name or kind that is too long"
    return "" if row["code"].isprintable() and " " not in row["code"] else "has a code with spaces"


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 9


def _check_observer(row: Row, existing: Existing) -> str:
    code = row["code"]
    if not (code.isascii() and code.replace("-", "").isalnum() and len(code) <= 20):
        return "has a code that is not of at most 20 letters, digits and hyphens"
    return "has a cell that is too long" if max(map(len, row.values())) > 200 else ""


def _check_deployed(row: Row, existing: Existing) -> str:
    words = [one.value for one in Selection]
    wrong = "" if row["selection"] in words else f"has a selection that is none of: {', '.join(words)}"
    return _unknown(row, existing) or wrong or _check_drawn(row)


_WEIGHT = re.compile(r"(?!0*\.?0*$)[0-9]{1,9}(\.[0-9]{1,6})?")


def _check_drawn(row: Row) -> str:
    """A weight and a stratum belong to a station that was drawn."""
    if row["selection"] != Selection.PROBABILITY and (row["weight"] or row["stratum"]):
        return f"has a weight or a stratum and is no {Selection.PROBABILITY}"
    if row["weight"] and not _WEIGHT.fullmatch(row["weight"]):
        return f"has no weight above 0 with at most six decimals: “{row['weight'][:40]}”"
    return "has a stratum that is too long" if len(row["stratum"]) > 200 else ""


def _unknown(row: Row, existing: Existing) -> str:
    known = {
        "round": existing.rounds,
        "observer": existing.observers,
        "place": existing.places,
        "form": existing.forms,
    }
    for name, there in known.items():
        if name == "place" and name in row and row[name] not in there:
            return f"names a place that is no station of the mission: “{row[name]}”"
        if name in row and row[name] not in there:
            return f"names a {name} that the mission does not have: “{row[name]}”"
    return ""


def _check_duty(row: Row, existing: Existing) -> str:
    try:
        datetime.strptime(row["due"], DUE)  # noqa: DTZ007 (the place's clock)
    except ValueError:
        return f"has no time such as 2026-11-29T08:30: “{row['due']}”"
    return _unknown(row, existing)
