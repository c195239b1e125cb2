"""Read a case from the bytes of its files and report every fault at once.

Pure: the files come in as a mapping from path to bytes, so that a folder, a zip and a test all
read alike. Nothing here raises on bad input; what is wrong becomes a `Fault`.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from scrutator.record.case import TABLES, Case, Header, MethodRun, TableSpec
from scrutator.record.cells import CellError, read_missing
from scrutator.record.columns import Column, columns_of
from scrutator.record.faults import Fault
from scrutator.record.unknown import Unknown
from scrutator.tables.formats.delimited import BrokenRecord, records

LARGEST_FILE = 64 * 1024 * 1024


@dataclass(frozen=True)
class Row:
    """A row as read: its line, its values by column, and whether every cell was good."""

    line: int
    values: Mapping[str, Any]
    good: bool


@dataclass(frozen=True)
class Reading:
    """A case as far as it could be read, its rows with their lines, and every fault."""

    case: Case | None
    rows: Mapping[str, tuple[Row, ...]]
    faults: tuple[Fault, ...]


def read_case(files: Mapping[str, bytes]) -> Reading:
    """What does this folder say, and what is wrong with it? Cross-checks are in `checks`."""
    faults: list[Fault] = []
    header = read_header(files, faults)
    rows = {spec.name: read_table(spec, files, faults) for spec in TABLES}
    runs = read_runs(files, faults)
    statements = read_statements(files, faults)
    if header is None:
        return Reading(None, rows, tuple(faults))
    tables = {
        spec.name: tuple(spec.row_type(**row.values) for row in rows[spec.name] if row.good)
        for spec in TABLES
    }
    case = Case(header=header, runs=runs, statements=statements, files=dict(files), **tables)
    return Reading(case, rows, tuple(faults))


def decode(path: str, content: bytes, faults: list[Fault]) -> str | None:
    """The text of a file, or None and a fault that names the byte that is not UTF-8."""
    if len(content) > LARGEST_FILE:
        remedy = "Split it, or keep bulk data outside the folder."
        faults.append(Fault(path, 0, "", "R02", "the file is larger than 64 MiB", remedy))
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        reason = f"byte {error.start} is not UTF-8"
        faults.append(Fault(path, line, "", "R03", reason, "Save the file as UTF-8."))
        return None


def read_toml(path: str, files: Mapping[str, bytes], faults: list[Fault]) -> dict[str, Any] | None:
    """The table of a TOML file, or None and a fault with the line the parser stopped at."""
    text = decode(path, files[path], faults)
    if text is None:
        return None
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found = re.search(r"at line (\d+)", str(error))
        line = int(found.group(1)) if found else 0
        faults.append(Fault(path, line, "", "R04", f"this is not TOML: {error}", "Correct the line."))
        return None


def read_header(files: Mapping[str, bytes], faults: list[Fault]) -> Header | None:
    if "case.toml" not in files:
        remedy = "Start a folder with `scrutator case new DIR`."
        faults.append(Fault("case.toml", 0, "", "R01", "the file is missing", remedy))
        return None
    table = read_toml("case.toml", files, faults)
    if table is None:
        return None
    line_of = key_lines(files["case.toml"])
    cells = {name: text if isinstance(text, str) else str(text) for name, text in table.items()}
    values, good = read_cells(
        "case.toml", lambda name: line_of.get(name, 1), columns_of(Header), cells, faults
    )
    for name in sorted(set(table) - {c.name for c in columns_of(Header)}):
        reason = f"'{name[:40]}' is not a key of case.toml"
        faults.append(Fault("case.toml", line_of.get(name, 0), name, "R05", reason, "Remove or correct it."))
    return Header(**values) if good else None


def key_lines(content: bytes) -> dict[str, int]:
    """The line on which each top-level key of a TOML file stands, for messages."""
    lines = content.decode("utf-8", errors="replace").split("\n")
    return {line.partition("=")[0].strip(): number for number, line in enumerate(lines, 1) if "=" in line}


def read_table(spec: TableSpec, files: Mapping[str, bytes], faults: list[Fault]) -> tuple[Row, ...]:
    """The rows of one CSV file; a file that is not there is an empty table."""
    if spec.path not in files:
        return ()
    text = decode(spec.path, files[spec.path], faults)
    if text is None:
        return ()
    records = list(csv_records(spec.path, text, faults))
    if not records:
        faults.append(Fault(spec.path, 1, "", "R05", "the header line is missing", "Write the column names."))
        return ()
    columns = columns_of(spec.row_type)
    names = [name.strip() for name in records[0][1]]
    check_names(spec.path, names, columns, faults)
    return tuple(
        read_row(spec, names, columns, line, cells, faults) for line, cells in records[1:] if any(cells)
    )


def csv_records(path: str, text: str, faults: list[Fault]) -> Iterator[tuple[int, list[str]]]:
    """Records of a CSV text with the line each starts on; a fault where the text is no CSV."""
    try:
        yield from records(text, strict=True)
    except BrokenRecord as error:
        reason = f"this is not CSV: {error}"
        faults.append(Fault(path, error.line, "", "R04", reason, "Correct the quotes."))


def check_names(path: str, names: list[str], columns: tuple[Column, ...], faults: list[Fault]) -> None:
    known = [column.name for column in columns]
    for name in names:
        if name not in known:
            remedy = f"Known columns are {', '.join(known)}."
            faults.append(Fault(path, 1, name[:40], "R05", f"'{name[:40]}' is not a column", remedy))
        elif names.count(name) > 1:
            faults.append(Fault(path, 1, name, "R05", "the column is a duplicate", "Remove one."))
    for column in columns:
        if column.required and column.name not in names:
            faults.append(Fault(path, 1, column.name, "R05", "the column is missing", column.description))


def read_row(
    spec: TableSpec,
    names: list[str],
    columns: tuple[Column, ...],
    line: int,
    cells: list[str],
    faults: list[Fault],
) -> Row:
    if len(cells) != len(names):
        reason = f"the row has {len(cells)} cells, the header {len(names)}"
        faults.append(
            Fault(spec.path, line, "", "R06", reason, "Look for a missing or extra comma or quote.")
        )
        return Row(line, {}, False)
    texts = {name: cell.strip() for name, cell in zip(names, cells, strict=True)}
    values, good = read_cells(spec.path, lambda _: line, columns, texts, faults)
    return Row(line, values, good)


def read_cells(
    path: str, line_of: Any, columns: tuple[Column, ...], texts: Mapping[str, str], faults: list[Fault]
) -> tuple[dict[str, Any], bool]:
    """The values of one row's cells; False when any of them is at fault."""
    values: dict[str, Any] = {}
    good = True
    for column in columns:
        try:
            values[column.name] = read_cell(column, texts.get(column.name, ""))
        except CellError as error:
            line = line_of(column.name)
            faults.append(Fault(path, line, column.name, error.code, error.reason, error.remedy))
            good = False
    return values, good


def read_cell(column: Column, text: str) -> object:
    """The value of one cell. Raises CellError."""
    if not text:
        if column.required:
            remedy = "Fill it"
            remedy += (
                ', or write "not obtained", "not published" or "not applicable".'
                if column.may_be_missing
                else "."
            )
            raise CellError("R07", "the cell is empty", remedy)
        return None
    missing: Unknown | None = read_missing(text)
    if missing is not None and column.may_be_missing:
        return missing
    if missing is not None and column.kind.name not in ("text", "choice"):
        raise CellError("R08", f"'{missing.kind}' cannot stand here", "This column always has a value.")
    return column.kind.read(text)


def read_runs(files: Mapping[str, bytes], faults: list[Fault]) -> tuple[MethodRun, ...]:
    """The methods that `findings.toml` asks for."""
    path = "findings.toml"
    if path not in files:
        return ()
    table = read_toml(path, files, faults)
    entries = (table or {}).get("finding", [])
    if not isinstance(entries, list):
        faults.append(
            Fault(path, 0, "finding", "R04", "'finding' is not a list", "Write [[finding]] tables.")
        )
        return ()
    text = files[path].decode("utf-8", errors="replace")
    starts = [text[: found.start()].count("\n") + 1 for found in re.finditer(r"^\[\[finding\]\]", text, re.M)]
    starts += [0] * len(entries)
    runs = [read_run(path, starts[i], entry, faults) for i, entry in enumerate(entries)]
    return tuple(run for run in runs if run is not None)


def read_run(path: str, line: int, entry: object, faults: list[Fault]) -> MethodRun | None:
    keys: dict[str, Any] = entry if isinstance(entry, dict) else {}
    seed, parameters = keys.get("seed"), keys.get("parameters", {})
    good = isinstance(keys.get("id"), str) and isinstance(keys.get("method"), str)
    good = good and isinstance(parameters, dict) and (seed is None or type(seed) is int)
    if not good or set(keys) - {"id", "method", "seed", "parameters"}:
        reason = "a finding needs an id and a method, and may have a seed (a whole number) and parameters"
        faults.append(Fault(path, line, "finding", "R05", reason, "See `scrutator docs case-folder`."))
        return None
    return MethodRun(keys["id"], keys["method"], parameters, seed, line)


def read_statements(files: Mapping[str, bytes], faults: list[Fault]) -> dict[str, str]:
    """The text of each `statement.<language>.md`."""
    statements = {}
    for path in sorted(files):
        found = re.fullmatch(r"statement\.([a-z]{2,3})\.md", path)
        if found:
            text = decode(path, files[path], faults)
            if text is not None:
                statements[found.group(1)] = text.replace("\r\n", "\n")
    return statements
