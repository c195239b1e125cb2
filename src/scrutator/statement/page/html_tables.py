"""Data tables of the page: numbers to the right, verdicts marked, unknowns hatched, sources linked."""

import html
from collections.abc import Mapping

from scrutator.findings.model import Table, Value
from scrutator.record.unknown import Unknown
from scrutator.statement.document import Document, shown_citation
from scrutator.statement.numbers import show, show_named

# Words that carry a mark, with the class of the mark: a shape and a colour beside the word.
MARKED_WORDS = {
    "supported": "supported", "partly supported": "partly", "contradicted": "contradicted",
    "cannot be determined": "undetermined", "cannot_be_determined": "undetermined", "opinion": "opinion",
    "none on record": "ring-open", "declared": "ring-half", "ended before": "ring-half",
    "on record, disclosure unknown": "ring-link", "on record, not disclosed": "ring-link",
    "undeclared against a duty to declare": "ring-link", "speaks for it": "ring-full",
    "speaks of itself": "ring-full", "met": "supported", "not met": "contradicted",
}  # fmt: skip
SOURCE_COLUMNS = ("source", "sources")
CERTAINTY_LEVELS = {"very_low": 25, "low": 50, "moderate": 75, "high": 100}


def escape(text: object) -> str:
    return html.escape(str(text), quote=True)


def source_link(citation: str, locators: Mapping[str, str]) -> str:
    """A citation as a link to the list of sources."""
    shown = escape(shown_citation(citation, locators))
    return f'<a href="#source-{escape(citation.partition("#")[0])}">{shown}</a>'


def value_cell(value: Value | None, document: Document, column: str = "") -> str:
    """One table cell: numbers in the language, verdicts with their mark, unknowns hatched, sources linked."""
    if column in SOURCE_COLUMNS and isinstance(value, str) and value:
        return ", ".join(source_link(part.strip(), document.locators) for part in value.split(";"))
    language = document.language
    if isinstance(value, Unknown):
        remark = f": {escape(value.remark)}" if value.remark else ""
        return f'<span class="missing">{escape(show(value, "", language))}{remark}</span>'
    if isinstance(value, str) and value in MARKED_WORDS:
        return f'<span class="mark {MARKED_WORDS[value]}">{escape(value.replace("_", " "))}</span>'
    if isinstance(value, str) and value in CERTAINTY_LEVELS:
        level = CERTAINTY_LEVELS[value]
        word = value.replace("_", " ")
        return f'<span class="bars back" style="--level:{level}%"></span>{word}'
    if isinstance(value, str):
        return escape(value)
    return escape(show_named(column, value, "", language))


def is_numeric(rows: tuple[tuple[Value | None, ...], ...], column: int) -> bool:
    cells = [row[column] for row in rows if row[column] is not None and not isinstance(row[column], Unknown)]
    return bool(cells) and not any(isinstance(cell, str) for cell in cells)


LONG_TEXT = 45


def column_class(rows: tuple[tuple[Value | None, ...], ...], column: int) -> str:
    """The class of a column's cells: numbers, or long text that wants room."""
    if is_numeric(rows, column):
        return ' class="n"'
    longest = max((len(cell) for cell in (row[column] for row in rows) if isinstance(cell, str)), default=0)
    return ' class="w"' if longest > LONG_TEXT else ""


def render_table(
    caption: str,
    columns: tuple[str, ...],
    rows: tuple[tuple[Value | None, ...], ...],
    note: str,
    document: Document,
) -> str:
    """A data table with a caption, in a frame that scrolls by itself on a phone."""
    # The first column names its row and stands at the left, whatever it holds.
    marks = ["", *(column_class(rows, index) for index in range(1, len(columns)))]
    head = "".join(
        f'<th scope="col"{mark}>{escape(name)}</th>' for name, mark in zip(columns, marks, strict=True)
    )
    body = []
    for row in rows:
        first = f'<th scope="row">{value_cell(row[0], document)}</th>' if row else ""
        rest = zip(row[1:], marks[1:], columns[1:], strict=True)
        cells = "".join(f"<td{mark}>{value_cell(value, document, name)}</td>" for value, mark, name in rest)
        body.append(f"<tr>{first}{cells}</tr>")
    return (
        f'<div class="frame" tabindex="0" role="region" aria-label="{escape(caption)}"><table>'
        f"<caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{''.join(body)}</tbody></table></div>"
        + (f'<p class="note">{escape(note)}</p>' if note else "")
    )


def table_sources(table: Table) -> set[str]:
    """The ids of the sources a table's rows cite."""
    at = [index for index, name in enumerate(table.columns) if name in SOURCE_COLUMNS]
    cells = [row[index] for row in table.rows for index in at]
    parts = [part.strip() for cell in cells if isinstance(cell, str) for part in cell.split(";")]
    return {part.partition("#")[0] for part in parts if part}
