"""Everything a publication holds, as names and bytes, before it is sealed.

A deterministic function of the case folder: pages, PDFs, charts, tables, findings, and the records
of the log. Canonical JSON is the seal's business; JSON members are handed over as values.
"""

import dataclasses
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from scrutator.errors import ScrutatorError
from scrutator.findings.model import Finding, Value
from scrutator.findings.plain import csv_cell, plain_finding, plain_value
from scrutator.publishing.withholding.public import Public
from scrutator.record.case import Case
from scrutator.record.catalogue import TABLES, Size, TableSpec
from scrutator.record.cells import Citation
from scrutator.record.dates import PartialDate
from scrutator.record.unknown import Unknown
from scrutator.seal.refusals import Refusal
from scrutator.seal.verifier.pages import printed_figures
from scrutator.statement.charts.chart import Chart
from scrutator.statement.charts.in_language import drawing_name
from scrutator.statement.document import Document, figure_texts
from scrutator.statement.drawing import draw_svg
from scrutator.statement.page.html import render_page
from scrutator.statement.pdf import render_pdf
from scrutator.tables.writing import csv_text


@dataclass(frozen=True)
class Publication:
    """The members of a bundle: files as bytes, JSON members as values, and the records of the log."""

    files: Mapping[str, bytes]
    json: Mapping[str, Any]
    records: Sequence[tuple[str, str, Any]]
    tables: Mapping[str, tuple[str, ...]]


def build_publication(
    case: Case, findings: Sequence[Finding], documents: Mapping[str, Document]
) -> Publication:
    """Draw, set and collect everything. `documents` are the resolved statements by language."""
    files: dict[str, bytes] = {f"case/{path}": content for path, content in case.files.items()}
    json: dict[str, Any] = {
        "findings.json": [plain_finding(finding) for finding in findings],
        "figures.json": figure_texts(documents),
    }
    for language, document in documents.items():
        drawings = {chart.name: draw_svg(chart.spec, chart.name) for chart in document.charts}
        for chart in document.charts:
            drawing = drawing_name(chart, language)
            files[f"charts/{drawing}.svg"] = drawings[chart.name].encode()
            json[f"charts/{drawing}.vl.json"] = chart.spec
            files[f"charts/{chart.name}.csv"] = chart_csv(chart)
        name = f"statement.{language}.html"
        files[name] = readable_page(name, render_page(case, document, drawings))
        files[f"statement.{language}.pdf"] = render_pdf(case, document, drawings)
    tables: dict[str, tuple[str, ...]] = {}
    for finding in findings:
        for table in finding.outcome.tables:
            name = f"data/{finding.id}.{table.name}.csv"
            columns, rows = with_mark(table.columns, table.rows, finding.attested)
            files[name] = table_csv(columns, rows)
            tables[name] = column_names(columns)
    return Publication(files, json, tuple(case_records(case)), tables)


def readable_page(name: str, page: str) -> bytes:
    """The page's bytes, as a verifier reads them too; raises T08 for what it would refuse."""
    try:
        printed_figures(page.encode())
    except Refusal as refusal:
        raise ScrutatorError("T08", refusal.what, where=name) from None
    return page.encode()


def column_names(names: Sequence[str]) -> tuple[str, ...]:
    """Column names for a file: an empty or doubled one is numbered."""
    seen: list[str] = []
    for index, name in enumerate((name.strip() for name in names), 1):
        seen.append(name if name and name not in seen else f"{name or 'column'} {index}")
    return tuple(seen)


def chart_csv(chart: Chart) -> bytes:
    return table_csv(*with_mark(chart.columns, chart.rows, chart.attested))


def with_mark(
    columns: Sequence[str], rows: Sequence[Sequence[Value | None]], attested: bool
) -> tuple[tuple[str, ...], list[tuple[Value | None, ...]]]:
    """A table of an attested finding has a column that says so in every row: a file is read alone."""
    if not attested:
        return tuple(columns), [tuple(row) for row in rows]
    return (*columns, "attested"), [(*row, "attested, not rebuilt") for row in rows]


def table_csv(columns: Sequence[str], rows: Sequence[Sequence[Value | None]]) -> bytes:
    """A table as CSV: exact values as text; cells that a spreadsheet would run are disarmed."""
    return csv_text(column_names(columns), [[csv_cell(value) for value in row] for row in rows]).encode()


def published_files(case: Case) -> list[tuple[str, int, str]]:
    """Every file of the case, all of which are published: its name, its bytes, and how it enters the log."""
    by_row = {path for spec in _small_tables(case) for path in spec.paths}
    return [
        (path, len(content), "each row" if path in by_row else "the file's hash")
        for path, content in sorted(case.files.items())
    ]


def hidden_files(public: Public) -> list[tuple[str, int, str]]:
    """Every file of the case that is not published: its name, its bytes where they are said, and how it
    enters the log."""
    outside = [(one.file, one.bytes, "the file's hash; it stays outside") for one in public.outside]
    return outside + [(one.file, 0, "a commitment to the file's hash") for one in public.files]


def _small_tables(case: Case) -> list[TableSpec]:
    return [spec for spec in TABLES if spec.size(len(getattr(case, spec.name))) is Size.SMALL]


def case_records(case: Case) -> list[tuple[str, str, Any]]:
    """The records of the log: every row of every small table by its key, and every other file, bulk tables
    among them, by its hash."""
    records: list[tuple[str, str, Any]] = []
    small = _small_tables(case)
    for spec in small:
        for row in getattr(case, spec.name):
            key = ",".join(plain_cell_text(getattr(row, name)) for name in spec.key)
            data = {f.name: plain_cell(getattr(row, f.name)) for f in dataclasses.fields(row)}
            records.append((f"{spec.name}/{key}", spec.name, data))
    paths = {path for spec in small for path in spec.paths}
    for path, content in sorted(case.files.items()):
        if path not in paths:
            records.append((f"file/{path}", "file", {"sha256": hashlib.sha256(content).hexdigest()}))
    return records


def plain_cell(value: object) -> Any:
    """A value of the record as JSON."""
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, Unknown | Decimal):
        return plain_value(value)
    if isinstance(value, PartialDate | Citation):
        return str(value)
    if isinstance(value, tuple):
        return [plain_cell(item) for item in value]
    if isinstance(value, Mapping):
        return {name: plain_cell(item) for name, item in sorted(value.items())}
    raise TypeError(type(value).__name__)


def plain_cell_text(value: object) -> str:
    if isinstance(value, tuple):
        return ";".join(str(item) for item in value)
    return "" if value is None else str(value)
