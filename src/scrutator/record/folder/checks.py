"""What the tables of a case must satisfy together: links that lead somewhere, keys that are unique,
shares and votes that are possible, dates in order."""

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from scrutator.record.case import TABLES, Case, TableSpec
from scrutator.record.cells import Citation
from scrutator.record.columns import columns_of
from scrutator.record.faults import Fault
from scrutator.record.folder.reading import Reading, Row


def check_case(reading: Reading) -> tuple[Fault, ...]:
    """Every fault of a case: those met while reading and those between its tables, in file order."""
    faults = list(reading.faults)
    for spec in TABLES:
        faults += check_keys(spec, reading.rows[spec.name])
        faults += check_references(spec, reading)
    faults += check_header(reading)
    faults += check_votes(reading)
    faults += check_dates(reading)
    faults += check_runs(reading)
    faults += check_boundaries(reading)
    return tuple(sorted(set(faults)))


def check_keys(spec: TableSpec, rows: tuple[Row, ...]) -> Iterator[Fault]:
    """A key names one row only."""
    first: dict[tuple[str, ...], int] = {}
    for row in rows:
        key = tuple(_shown(row.values.get(name)) for name in spec.key)
        if None in [row.values.get(name) for name in spec.key if name == "id"]:
            continue
        if key in first:
            reason = f"'{' / '.join(key)[:80]}' already stands on line {first[key]}"
            yield Fault(
                spec.path, row.line, spec.key[0], "R20", reason, "Give it another id, or merge the rows."
            )
        first.setdefault(key, row.line)


def _shown(value: object) -> str:
    """A part of a key as a message prints it; an empty cell is called empty."""
    return "(empty)" if value is None else str(value)


def named_ids(value: object) -> list[str]:
    """The ids a cell refers to, whatever its kind."""
    if value is None:
        return []
    if isinstance(value, tuple):
        return [item.source if isinstance(item, Citation) else str(item) for item in value]
    return [str(value)]


def ids_of(reading: Reading, table: str) -> set[str]:
    return {str(row.values["id"]) for row in reading.rows[table] if row.values.get("id")}


def check_references(spec: TableSpec, reading: Reading) -> Iterator[Fault]:
    """A link leads to a row that is there."""
    for column in columns_of(spec.row_type):
        if not column.target:
            continue
        known = ids_of(reading, column.target)
        for row in reading.rows[spec.name]:
            for name in named_ids(row.values.get(column.name)):
                if name not in known:
                    reason = f"'{name[:60]}' is not an id of {column.target}.csv"
                    remedy = f"Add it to {column.target}.csv or correct the id."
                    yield Fault(spec.path, row.line, column.name, "R21", reason, remedy)


def check_header(reading: Reading) -> Iterator[Fault]:
    case = reading.case
    if case and case.header.contest and case.header.contest not in ids_of(reading, "contests"):
        reason = f"'{case.header.contest}' is not an id of contests.csv"
        yield Fault("case.toml", 0, "contest", "R21", reason, "Add it to contests.csv or correct the id.")


def totals_by_place(reading: Reading) -> dict[tuple[str, str, str], dict[str, tuple[int, int]]]:
    """Known totals: (contest, place, stage) -> quantity -> (value, line)."""
    totals: dict[tuple[str, str, str], dict[str, tuple[int, int]]] = defaultdict(dict)
    for row in reading.rows["totals"]:
        if row.good and isinstance(row.values["value"], int):
            at = (row.values["contest"], row.values["place"], row.values["stage"])
            totals[at].setdefault(row.values["quantity"], (row.values["value"], row.line))
    return totals


ORDER_OF_TOTALS = (("valid", "ballots_cast"), ("invalid", "ballots_cast"), ("ballots_cast", "registered"),
                   ("voters", "registered"))  # fmt: skip


def check_votes(reading: Reading) -> Iterator[Fault]:
    """Votes cannot exceed ballots, nor ballots the register, unless the row is marked."""
    totals = totals_by_place(reading)
    marked = {row.line for row in reading.rows["totals"] if row.values.get("mark")}
    for quantities in totals.values():
        for smaller, larger in ORDER_OF_TOTALS:
            if (
                smaller in quantities
                and larger in quantities
                and quantities[smaller][0] > quantities[larger][0]
            ):
                value, line = quantities[smaller]
                if line not in marked:
                    reason = f"{smaller} {value} is more than {larger} {quantities[larger][0]}"
                    yield Fault(
                        "totals.csv", line, "value", "R22", reason, "Correct it, or mark the suspect value."
                    )
    for at, line, votes in sums_of_votes(reading):
        limit = totals.get(at, {}).get("valid") or totals.get(at, {}).get("ballots_cast")
        if limit and votes > limit[0]:
            reason = f"the lists' votes sum to {votes}, more than the {limit[0]} valid ballots"
            yield Fault("results.csv", line, "votes", "R22", reason, "Correct the votes or the total.")


def sums_of_votes(reading: Reading) -> Iterator[tuple[tuple[str, str, str], int, int]]:
    sums: dict[tuple[str, str, str], int] = defaultdict(int)
    lines: dict[tuple[str, str, str], int] = {}
    seen: set[tuple[Any, ...]] = set()
    for row in reading.rows["results"]:
        if row.good and isinstance(row.values["votes"], int):
            at = (row.values["contest"], row.values["place"], row.values["stage"])
            if (*at, row.values["list"]) not in seen:
                seen.add((*at, row.values["list"]))
                sums[at] += row.values["votes"]
                lines.setdefault(at, row.line)
    for at, votes in sums.items():
        yield at, lines[at], votes


def check_dates(reading: Reading) -> Iterator[Fault]:
    """An interval does not end before it starts; a deadline is not before the promise."""
    intervals = (("links", "start", "end"), ("places", "start", "end"), ("commitments", "date", "due_date"))
    for table, start, end in intervals:
        for row in reading.rows[table]:
            first, last = row.values.get(start), row.values.get(end)
            if first and last and first.surely_after(last):
                reason = f"{end} {last} is before {start} {first}"
                yield Fault(f"{table}.csv", row.line, end, "R23", reason, "Exchange or correct the dates.")
    case = reading.case
    if case is None:
        return
    for row in reading.rows["sources"]:
        date = row.values.get("date")
        if date and date.surely_after(case.header.date):
            reason = f"{date} is after the date of the statement, {case.header.date}"
            yield Fault("sources.csv", row.line, "date", "R23", reason, "Correct one of the dates.")


def check_runs(reading: Reading) -> Iterator[Fault]:
    case: Case | None = reading.case
    seen: set[str] = set()
    for run in case.runs if case else ():
        if run.id in seen:
            yield Fault(
                "findings.toml", run.line, "id", "R20", f"'{run.id}' is a duplicate", "Give it another id."
            )
        seen.add(run.id)


BOUNDARIES = "boundaries.geojson"


def check_boundaries(reading: Reading) -> Iterator[Fault]:
    """The boundaries are GeoJSON polygons, each with the code of a place."""
    case = reading.case
    if case is None or BOUNDARIES not in case.files:
        return
    try:
        features = json.loads(case.files[BOUNDARIES])["features"]
        found = [(str(f["properties"]["code"]), str(f["geometry"]["type"])) for f in features]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        reason = f"this is no GeoJSON of features with a property 'code': {type(error).__name__} {error}"
        yield Fault(BOUNDARIES, 0, "", "R04", reason[:200], "See `scrutator docs case-folder`.")
        return
    known = {str(row.values["code"]) for row in reading.rows["places"] if row.values.get("code")}
    for code, kind in found:
        if kind not in ("Polygon", "MultiPolygon"):
            yield Fault(
                BOUNDARIES, 0, code[:40], "R04", f"'{kind[:40]}' is no polygon", "Keep polygons only."
            )
        if code not in known:
            reason = f"'{code[:40]}' is not a code of places.csv"
            yield Fault(BOUNDARIES, 0, "code", "R21", reason, "Add the place, or remove the feature.")
