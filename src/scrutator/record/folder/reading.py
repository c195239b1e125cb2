"""Read a case from the bytes of its files and report every fault at once.

Pure: the files come in as a mapping from path to bytes, so that a folder, a zip and a test all
read alike. Nothing here raises on bad input; what is wrong becomes a `Fault`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scrutator.plain_text import invisible_character, other_spelling
from scrutator.record.case import Case
from scrutator.record.catalogue import OPEN_TABLES, TABLES
from scrutator.record.cells import COMPOSE
from scrutator.record.faults import Fault
from scrutator.record.folder.csv_text import not_utf8
from scrutator.record.folder.tables import read_tables
from scrutator.record.folder.toml_files import parsed, read_header, read_runs
from scrutator.record.typed_table import TypedTable

LARGEST_STATEMENT = 1024 * 1024
MOST_LINES = 20_000
MOST_CELLS = 5_000


@dataclass(frozen=True)
class Reading:
    """A case as far as it could be read, its tables with their lines, and every fault."""

    case: Case | None
    tables: Mapping[str, TypedTable]
    faults: tuple[Fault, ...]


def read_case(files: Mapping[str, bytes]) -> Reading:
    """What does this folder say, and what is wrong with it? Cross-checks are in `checks`."""
    faults: list[Fault] = []
    header = read_header(files, faults)
    tables = read_tables(files, faults)
    runs = read_runs(files, faults)
    statements = read_statements(files, faults)
    for path in sorted(files):
        if path.endswith(".toml") and path not in ("case.toml", "findings.toml"):
            parsed(path, files, faults)
    if header is None:
        return Reading(None, tables, tuple(faults))
    rows: dict[str, Any] = {spec.name: tables[spec.name].objects() for spec in TABLES}
    columns = {
        spec.name: tables[spec.name] for spec in OPEN_TABLES if any(path in files for path in spec.paths)
    }
    case = Case(header=header, runs=runs, statements=statements, columns=columns, files=dict(files), **rows)
    return Reading(case, tables, tuple(faults))


def read_statements(files: Mapping[str, bytes], faults: list[Fault]) -> dict[str, str]:
    """The text of each `statement.<language>.md`."""
    statements = {}
    for path in sorted(files):
        found = re.fullmatch(r"statement\.([a-z]{2,3})\.md", path)
        if found:
            text = read_statement(path, files[path], faults)
            if text is not None:
                statements[found.group(1)] = text
    return statements


def read_statement(path: str, content: bytes, faults: list[Fault]) -> str | None:
    """The text of a statement, or None and a fault: bounded, UTF-8, without hidden characters."""
    bounds = (
        (len(content), LARGEST_STATEMENT, "bytes"),
        (content.count(b"\n"), MOST_LINES, "lines"),
        (content.count(b"{{"), MOST_CELLS, "cells"),
    )
    for measured, most, what in bounds:
        if measured > most:
            reason = f"the statement has {measured:,} {what}, more than {most:,}"
            faults.append(Fault(path, 0, "", "R02", reason, "Split it, or move tables to a finding."))
            return None
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        faults.append(not_utf8(path, content))
        return None
    for line, words in enumerate(text.split("\n"), 1):
        hidden = invisible_character(words)
        if hidden:
            reason = f"the text contains an invisible character {hidden}"
            faults.append(Fault(path, line, "", "R12", reason, "Remove it."))
        if word := other_spelling(words):
            faults.append(Fault(path, line, "", "R12", f"{word} is written with separate accents", COMPOSE))
    return text
