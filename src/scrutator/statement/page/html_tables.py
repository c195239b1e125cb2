"""Data tables of the page: numbers to the right, verdicts marked, unknowns hatched, sources linked."""

import html
from collections.abc import Mapping, Sequence

from scrutator.findings.model import Table, Value
from scrutator.record.unknown import Unknown
from scrutator.statement.document import Document, shown_citation
from scrutator.statement.numbers import show, show_named
from scrutator.statement.page.table_room import Room, column_rooms

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


# Widths of a frame, in px, below which a table that needs as much becomes a block per row.
STEPS = (280, 340, 420, 520, 620, 720, 820, 920)
LETTER, GAP = 7.5, 14  # px of a letter in a table's type, and between columns
PRINT_SCALE = 0.82  # the type of tables on paper, 8.5 pt, beside that on a screen, 14 px


def step(rooms: Sequence[Room]) -> str:
    """The class of a table by the width it needs: the narrowest step that holds it; else always blocks."""
    needed = sum(room.least * LETTER + GAP for room in rooms)
    return next((f"needs-{width}" for width in STEPS if needed <= width), "blocks")


def column_class(room: Room) -> str:
    """The class of a column's cells: numbers, or sentences that want room."""
    if room.numeric:
        return ' class="n"'
    return ' class="w"' if room.sentences else ""


def render_table(
    caption: str,
    columns: tuple[str, ...],
    rows: tuple[tuple[Value | None, ...], ...],
    note: str,
    document: Document,
) -> str:
    """A data table with a caption; where its room is too narrow, the style turns each row into a block.

    `data-label` names every value in such a block.
    """
    rooms = column_rooms(columns, rows, document.language)
    # The first column names its row and stands at the left, whatever it holds.
    marks = ["", *(column_class(room) for room in rooms[1:])]
    labels = [f' data-label="{escape(name)}"' for name in columns]
    head = "".join(
        f'<th scope="col"{mark}>{escape(name)}</th>' for name, mark in zip(columns, marks, strict=True)
    )
    body = []
    for row in rows:
        first = f'<th scope="row"{labels[0]}>{value_cell(row[0], document)}</th>' if row else ""
        rest = zip(row[1:], marks[1:], labels[1:], columns[1:], strict=True)
        cells = "".join(
            f"<td{mark}{label}>{value_cell(value, document, name)}</td>" for value, mark, label, name in rest
        )
        body.append(f"<tr>{first}{cells}</tr>")
    return (
        f'<div class="frame"><table class="{step(rooms)}">'
        f"<caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{''.join(body)}</tbody></table></div>"
        + (f'<p class="note">{escape(note)}</p>' if note else "")
    )


def block_style(css: str) -> str:
    """The page's style with its rules for blocks repeated for every width at which a table turns into them.

    The rules stand once in the style, between two marks, written for `.blocks`.
    """
    before, rules, after = css.split("/* blocks */")
    repeated = "".join(
        f"@media {medium} {{ @container frame (max-width: {width * scale:.0f}px) {{"
        f"{rules.replace('.blocks', f'.needs-{width}')}}} }}\n"
        for medium, scale in (("screen", 1.0), ("print", PRINT_SCALE))
        for width in STEPS
    )
    return before + rules + repeated + after


def table_sources(table: Table) -> set[str]:
    """The ids of the sources a table's rows cite."""
    at = [index for index, name in enumerate(table.columns) if name in SOURCE_COLUMNS]
    cells = [row[index] for row in table.rows for index in at]
    parts = [part.strip() for cell in cells if isinstance(cell, str) for part in cell.split(";")]
    return {part.partition("#")[0] for part in parts if part}
