"""The tables of a case: which file holds each, which columns it has, what its cells mean."""

from collections.abc import Mapping, Sequence

import numpy as np

from scrutator.record.catalogue import OPEN_TABLES, TABLES, TableSpec
from scrutator.record.cells import TEXT, CellError, Kind, read_missing
from scrutator.record.columns import Column, columns_of
from scrutator.record.faults import Fault
from scrutator.record.folder.csv_text import CodedText, read_csv
from scrutator.record.typed_table import FAULTY, BoolArray, IntArray, TypedColumn, TypedTable

MOST_NAMED = 20  # rows with faulty cells that are named one by one, for each column


def read_tables(files: Mapping[str, bytes], faults: list[Fault]) -> dict[str, TypedTable]:
    """Every table of the case by name; a table without a file is empty."""
    return {spec.name: read_table(spec, files, faults) for spec in (*TABLES, *OPEN_TABLES)}


def read_table(spec: TableSpec, files: Mapping[str, bytes], faults: list[Fault]) -> TypedTable:
    """One table, from its file or its compressed file."""
    present = [path for path in spec.paths if path in files]
    if len(present) == 2:
        reason = f"the folder also holds {spec.path}"
        faults.append(Fault(present[1], 0, "", "R05", reason, "Keep one of the two."))
    coded = read_csv(present[0], files[present[0]], faults) if present else None
    if coded is None:
        return _typed(spec, spec.path, CodedText((), np.zeros(0, dtype=np.int32), (), ()), [])
    check_names(spec, present[0], coded.names, faults)
    return _typed(spec, present[0], coded, faults)


def check_names(spec: TableSpec, path: str, names: Sequence[str], faults: list[Fault]) -> None:
    """Are the columns of the file those of the table, each once?"""
    columns = columns_of(spec.row_type)
    known = [column.name for column in columns]
    for name in dict.fromkeys(names):
        if names.count(name) > 1:
            faults.append(Fault(path, 1, name[:40], "R05", "the column is a duplicate", "Remove one."))
        if name not in known and _further(spec, name) is None:
            more = ", and name_<language>" if spec.named else ""
            remedy = f"Known columns are {', '.join(known)}{more}."
            faults.append(Fault(path, 1, name[:40], "R05", f"'{name[:40]}' is not a column", remedy))
    for column in columns:
        if column.needed and column.name not in names:
            faults.append(Fault(path, 1, column.name, "R05", "the column is missing", column.description))
    if spec.others is not None and spec.others.name == "count" and set(names) <= set(known):
        faults.append(Fault(path, 1, "", "R05", "there is no column of counts", "Add one for each list."))


def _typed(spec: TableSpec, path: str, coded: CodedText, faults: list[Fault]) -> TypedTable:
    declared = {column.name: column for column in columns_of(spec.row_type)}
    good = np.ones(len(coded.lines), dtype=bool)
    columns: dict[str, TypedColumn] = {}
    for place, name in enumerate(coded.names):
        column = declared.get(name) or _further(spec, name)
        if column is not None and name not in columns:
            codes, texts = coded.codes[place], coded.texts[place]
            columns[name] = typed_column(column, codes, texts)
            good &= _report(path, columns[name], column, coded.lines, faults)
    names = tuple(columns)
    for name, column in declared.items():
        if name not in columns:
            absent = np.zeros(len(coded.lines), dtype=np.int32)
            columns[name] = TypedColumn(absent, ("",), (FAULTY if column.required else None,))
            good &= not column.required or not len(coded.lines)
    return TypedTable(spec, path, names, coded.lines, columns, good)


def _further(spec: TableSpec, name: str) -> Column | None:
    """The declaration of a further column: of an open table, or of a name in another language."""
    if spec.language_of(name):
        return Column(name, TEXT, "the name in another language", False, False, "", False)
    if spec.others is None or not name:
        return None
    return Column(name, spec.others, "", spec.others_required, False, "", False)


def typed_column(column: Column, codes: IntArray, texts: Sequence[str]) -> TypedColumn:
    """What the different texts of a column mean; `FAULTY` where one means nothing."""
    return TypedColumn(codes, tuple(texts), tuple(_value(column, text) for text in texts))


def _value(column: Column, text: str) -> object:
    try:
        return read_cell(column, text)
    except CellError:
        return FAULTY


def _report(path: str, typed: TypedColumn, column: Column, lines: IntArray, faults: list[Fault]) -> BoolArray:
    """Name the rows with faulty cells; answer which rows have none."""
    if FAULTY not in typed.values:
        return np.ones(len(lines), dtype=bool)
    faulty = typed.where(lambda value: value is FAULTY)
    rows = np.flatnonzero(faulty)
    for row in rows[:MOST_NAMED].tolist():
        try:
            read_cell(column, typed.texts[int(typed.codes[row])])
        except CellError as error:
            line = int(lines[row])
            faults.append(Fault(path, line, column.name, error.code, error.reason, error.remedy))
    if len(rows) > MOST_NAMED:
        reason = f"{len(rows) - MOST_NAMED} more cells of this column cannot be read"
        faults.append(Fault(path, 0, column.name, "R10", reason, "Correct the column in its source."))
    return ~faulty


def read_cell(column: Column, text: str) -> object:
    """The value of one cell. Raises CellError."""
    if not text:
        if not column.required:
            return None
        unknown = ', or write "not obtained", "not published" or "not applicable".'
        remedy = "Fill it" + (unknown if column.may_be_missing else ".")
        raise CellError("R07", "the cell is empty", remedy)
    missing = read_missing(text)
    if missing is not None and column.may_be_missing:
        return missing
    if missing is not None and not _is_free_text(column.kind):
        raise CellError("R08", f"'{missing.kind}' is not allowed here", "This column always has a value.")
    return column.kind.read(text)


def _is_free_text(kind: Kind) -> bool:
    return kind.name in ("text", "choice")
