"""What the tables of a case must satisfy together: links that lead somewhere, keys that are unique,
dates in order, files that belong to it."""

import json
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase

import numpy as np

from scrutator.record.catalogue import OPEN_TABLES, OTHER_FILES, TABLES, Size
from scrutator.record.cells import Citation
from scrutator.record.columns import columns_of
from scrutator.record.dates import PartialDate
from scrutator.record.faults import Fault
from scrutator.record.folder.reading import Reading
from scrutator.record.folder.reception_checks import check_reception
from scrutator.record.folder.translation_checks import check_translations
from scrutator.record.folder.vote_checks import check_votes
from scrutator.record.typed_table import FAULTY, BoolArray, IntArray, TypedColumn, TypedTable, is_known
from scrutator.words.norms import norm_catalogue

LANGUAGE = "[a-z]{2,3}"
MOST_NAMED = 20  # rows of one table that are named one by one for the same reason


def check_case(reading: Reading) -> tuple[Fault, ...]:
    """Every fault of a case: those met while reading and those between its tables, in file order."""
    faults = list(reading.faults)
    for table in reading.tables.values():
        faults += check_keys(table)
        faults += check_references(table, reading)
    faults += check_header(reading)
    faults += check_votes(reading)
    faults += check_dates(reading)
    faults += check_reception(reading)
    faults += check_runs(reading)
    faults += check_translations(reading)
    faults += check_boundaries(reading)
    faults += check_files(reading)
    return tuple(sorted(set(faults)))


def named(path: str, faults: Iterator[Fault], rows: int, code: str) -> Iterator[Fault]:
    """The first faults of many rows one by one, and the rest as a number."""
    for _, fault in zip(range(MOST_NAMED), faults, strict=False):
        yield fault
    if rows > MOST_NAMED:
        reason = f"{rows - MOST_NAMED} more rows have this fault"
        yield Fault(path, 0, "", code, reason, "Correct the table in its source.")


def check_keys(table: TypedTable) -> Iterator[Fault]:
    """A key names one row only; a row without an id has a fault already."""
    key = [table[name] for name in table.spec.key]
    if not key or not len(table):
        return
    every = np.ones(len(table), dtype=bool)
    keyed = ~table["id"].where(lambda value: not is_known(value)) if "id" in table.spec.key else every
    if table.spec.size(1) is Size.BULK:  # an open table may lack the code of a station; nothing repeats it
        keyed = keyed & key[-1].where(is_known)
    rows = np.flatnonzero(keyed)
    combined = combined_codes(key, rows)
    _, first, inverse = np.unique(combined, return_index=True, return_inverse=True)
    first_of = rows[first[inverse]]
    repeated = np.flatnonzero(first_of != rows)

    def faults() -> Iterator[Fault]:
        for place in repeated.tolist():
            row, earlier = int(rows[place]), int(first_of[place])
            name = " / ".join(one.texts[int(one.codes[row])] or "(empty)" for one in key)[:80]
            reason = f"duplicate key '{name}': it is already on line {int(table.lines[earlier])}"
            remedy = "Give it another id, or merge the rows."
            yield Fault(table.path, int(table.lines[row]), table.spec.key[0], "R20", reason, remedy)

    yield from named(table.path, faults(), len(repeated), "R20")


def combined_codes(key: list[TypedColumn], rows: IntArray) -> IntArray:
    """One number for each row, equal where all columns of the key have equal values."""
    combined = np.zeros(len(rows), dtype=np.int64)
    for column in key:
        places: dict[str, int] = {}
        parts = zip(column.values, column.texts, strict=True)
        names = [text if value is FAULTY else str(value) for value, text in parts]
        same = np.array([places.setdefault(name, len(places)) for name in names], dtype=np.int64)
        pairs = combined * len(places) + same[column.codes[rows]]
        combined = np.unique(pairs, return_inverse=True)[1].reshape(-1)
    return combined


def named_ids(value: object) -> list[str]:
    """The ids a cell refers to, whatever its kind."""
    if value is None or value is FAULTY:
        return []
    if isinstance(value, tuple):
        return [item.source if isinstance(item, Citation) else str(item) for item in value]
    return [str(value)]


def check_references(table: TypedTable, reading: Reading) -> Iterator[Fault]:
    """A link leads to a row that is there."""
    for column in columns_of(table.spec.row_type):
        if column.target and column.name in table.columns:
            known = known_ids(reading, column.target)
            typed = table[column.name]
            lost = [[name for name in named_ids(value) if name not in known] for value in typed.values]
            if any(lost):
                yield from _lost_links(table, column.name, column.target, lost)


def known_ids(reading: Reading, target: str) -> frozenset[str]:
    """The ids a link to this table may use; for norms those of the bundled catalogue too."""
    ids = reading.tables[target].ids
    return ids | norm_catalogue().keys() if target == "norms" else ids


def _lost_links(table: TypedTable, name: str, target: str, lost: list[list[str]]) -> Iterator[Fault]:
    codes = table[name].codes
    rows = np.flatnonzero(np.array([bool(names) for names in lost], dtype=bool)[codes])

    def faults() -> Iterator[Fault]:
        for row in rows.tolist():
            for one in lost[int(codes[row])]:
                reason = f"'{one[:60]}' is not an id of {target}.csv"
                remedy = f"Add it to {target}.csv or correct the id."
                if target == "norms":
                    reason += " nor of the bundled catalogue"
                    remedy += " `scrutator ledger norms` lists the catalogue."
                yield Fault(table.path, int(table.lines[row]), name, "R21", reason, remedy)

    yield from named(table.path, faults(), len(rows), "R21")


def check_header(reading: Reading) -> Iterator[Fault]:
    """The main contest is one of contests.csv, and the language is a code that a file's name can hold."""
    case = reading.case
    if case and not re.fullmatch(LANGUAGE, case.header.language):
        reason = f"'{case.header.language[:20]}' is not the code of a language"
        yield Fault(
            "case.toml", 0, "language", "R04", reason, "Write two or three small letters, such as en."
        )
    if case and case.header.contest and case.header.contest not in reading.tables["contests"].ids:
        reason = f"'{case.header.contest}' is not an id of contests.csv"
        yield Fault("case.toml", 0, "contest", "R21", reason, "Add it to contests.csv or correct the id.")


INTERVALS = (("links", "start", "end"), ("places", "start", "end"), ("commitments", "date", "due_date"),
             ("complaints", "date", "decided"))  # fmt: skip


def check_dates(reading: Reading) -> Iterator[Fault]:
    """An interval does not end before it starts; no source is younger than the statement."""
    for name, start, end in INTERVALS:
        table = reading.tables[name]
        for row in np.flatnonzero(_dated(table, start) & _dated(table, end)).tolist():
            first, last = (table[one].values[int(table[one].codes[row])] for one in (start, end))
            if first.surely_after(last):
                reason = f"{end} {last} is before {start} {first}"
                remedy = "Swap or correct the dates."
                yield Fault(table.path, int(table.lines[row]), end, "R23", reason, remedy)
    if reading.case is not None:
        statement, sources = reading.case.header.date, reading.tables["sources"]
        late = sources["date"].where(lambda date: is_known(date) and date.surely_after(statement))
        for row in np.flatnonzero(late).tolist():
            date = sources["date"].values[int(sources["date"].codes[row])]
            reason = f"{date} is after the date of the statement, {statement}"
            line = int(sources.lines[row])
            yield Fault("sources.csv", line, "date", "R23", reason, "Correct one of the dates.")
        yield from _results_before_the_day(reading, statement)


def _results_before_the_day(reading: Reading, statement: PartialDate) -> Iterator[Fault]:
    """A statement has no results of a contest that is still to come."""
    contests, counted = reading.tables["contests"], set(reading.tables["results"]["contest"].values)
    later = contests["date"].where(lambda date: is_known(date) and date.surely_after(statement))
    held = contests["id"].where(lambda name: name in counted)
    for row in np.flatnonzero(later & held).tolist():
        date = contests["date"].values[int(contests["date"].codes[row])]
        reason = f"there are results, and {date} is after the date of the statement, {statement}"
        line = int(contests.lines[row])
        yield Fault("contests.csv", line, "date", "R23", reason, "Correct one of the dates.")


def _dated(table: TypedTable, name: str) -> BoolArray:
    return table[name].where(is_known)


def check_runs(reading: Reading) -> Iterator[Fault]:
    """Every finding has an id of its own."""
    seen: set[str] = set()
    for run in reading.case.runs if reading.case else ():
        if run.id in seen:
            reason = f"duplicate finding '{run.id}'"
            yield Fault("findings.toml", run.line, "id", "R20", reason, "Give it another id.")
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
        reason = f"this is not GeoJSON whose features have a property 'code': {type(error).__name__} {error}"
        yield Fault(BOUNDARIES, 0, "", "R04", reason[:200], "See `scrutator docs case-folder`.")
        return
    known = {str(value) for value in reading.tables["places"]["code"].values if is_known(value)}
    for code, kind in found:
        if kind not in ("Polygon", "MultiPolygon"):
            reason = f"'{kind[:40]}' is not a polygon"
            yield Fault(BOUNDARIES, 0, code[:40], "R04", reason, "Keep polygons only.")
        if code not in known:
            reason = f"'{code[:40]}' is not a code of places.csv"
            yield Fault(BOUNDARIES, 0, "code", "R21", reason, "Add the place, or remove the feature.")


def check_files(reading: Reading) -> Iterator[Fault]:
    """Every file of the folder is one that a case may hold: what is here is published."""
    tables = {path for spec in (*TABLES, *OPEN_TABLES) for path in spec.paths}
    for path in reading.case.files if reading.case else ():
        wrong = path.startswith("statement.") and not re.fullmatch(rf"statement\.{LANGUAGE}\.md", path)
        if wrong or (path not in tables and not any(fnmatchcase(path, one) for one in OTHER_FILES)):
            reason = "this file is not part of a case, and everything in the folder is published"
            remedy = "Move it out of the folder; `scrutator docs case-folder` lists what a case can have."
            yield Fault(path, 0, "", "R24", reason, remedy)
