"""`case.toml` and `findings.toml`: what the case is, and which methods run."""

from collections.abc import Mapping
from typing import Annotated, Any

import msgspec

from scrutator.record.case import Header, MethodRun
from scrutator.record.catalogue import FORMAT
from scrutator.record.cells import CellError
from scrutator.record.columns import columns_of
from scrutator.record.faults import Fault
from scrutator.record.folder.tables import read_cell
from scrutator.typed_toml import Declared, Toml, TomlError, parse_toml, typed

MOST_FINDINGS = 1_000


class FindingEntry(Declared, frozen=True):
    """One `[[finding]]` of findings.toml."""

    id: str
    method: str
    seed: Annotated[int, msgspec.Meta(ge=0)] | None = None
    parameters: dict[str, Any] = msgspec.field(default_factory=dict)


def toml_fault(path: str, error: TomlError, code: str) -> Fault:
    """A fault of a TOML file as a fault of the case."""
    return Fault(path, error.line, error.key, code, error.reason, error.remedy)


def parsed(path: str, files: Mapping[str, bytes], faults: list[Fault]) -> Toml | None:
    """A TOML file of the case, or None and a fault."""
    try:
        return parse_toml(files[path])
    except TomlError as error:
        faults.append(toml_fault(path, error, "R04"))
        return None


def read_header(files: Mapping[str, bytes], faults: list[Fault]) -> Header | None:
    """The header, or None and faults."""
    path = "case.toml"
    if path not in files:
        remedy = "Start a folder with `scrutator case new DIR`."
        faults.append(Fault(path, 0, "", "R01", "the file is missing", remedy))
        return None
    toml = parsed(path, files, faults)
    if toml is None or not check_format(toml, faults):
        return None
    columns = {column.name: column for column in columns_of(Header)}
    for name in sorted(set(toml.table) - set(columns) - {"format"}):
        reason = f"'{name[:40]}' is not a key of case.toml"
        faults.append(Fault(path, toml.line_of((name,)), name, "R05", reason, "Remove or correct it."))
    values: dict[str, Any] = {}
    for name, column in columns.items():
        try:
            values[name] = read_cell(column, str(toml.table.get(name, "")).strip())
        except CellError as error:
            line = toml.line_of((name,)) or 1
            faults.append(Fault(path, line, name, error.code, error.reason, error.remedy))
    return Header(**values) if len(values) == len(columns) else None


def check_format(toml: Toml, faults: list[Fault]) -> bool:
    """Is the case of the format that this release reads?"""
    given = toml.table.get("format", 0)
    line = toml.line_of(("format",))
    if type(given) is int and given == FORMAT:
        return True
    reason = f"the case has format {str(given)[:20]}, this release reads format {FORMAT}"
    remedy = "Run `scrutator case upgrade DIR`."
    if type(given) is not int or given > FORMAT:
        remedy = "Use the release of Scrutator that wrote it, or a later one."
    faults.append(Fault("case.toml", line, "format", "R09", reason, remedy))
    return False


def read_runs(files: Mapping[str, bytes], faults: list[Fault]) -> tuple[MethodRun, ...]:
    """The methods that `findings.toml` asks for."""
    path = "findings.toml"
    toml = parsed(path, files, faults) if path in files else None
    if toml is None:
        return ()
    for name in sorted(set(toml.table) - {"finding"}):
        reason = f"'{name[:40]}' is not a key of findings.toml"
        faults.append(Fault(path, toml.line_of((name,)), name[:40], "R05", reason, "Write [[finding]]."))
    entries = toml.table.get("finding", [])
    if not isinstance(entries, list):
        faults.append(
            Fault(path, 0, "finding", "R04", "'finding' is not a list", "Write [[finding]] tables.")
        )
        return ()
    if len(entries) > MOST_FINDINGS:
        reason = f"there are {len(entries)} findings, more than {MOST_FINDINGS}"
        faults.append(Fault(path, 0, "finding", "R02", reason, "Split the case."))
        return ()
    runs = [read_run(toml, place, faults) for place in range(len(entries))]
    return tuple(run for run in runs if run is not None)


def read_run(toml: Toml, place: int, faults: list[Fault]) -> MethodRun | None:
    """One entry, or None and a fault with its line."""
    line = toml.line_of(("finding", place))
    try:
        entry = typed(toml, FindingEntry, ("finding", place))
    except TomlError as error:
        faults.append(toml_fault("findings.toml", error, "R05"))
        return None
    return MethodRun(entry.id, entry.method, entry.parameters, entry.seed, line)
