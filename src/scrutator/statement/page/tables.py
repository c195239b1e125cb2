"""Data tables of the page: numbers to the right, verdicts marked, unknowns hatched, sources linked."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from scrutator.findings.model import Value
from scrutator.record.unknown import Unknown
from scrutator.statement.details import Part, citation_parts
from scrutator.statement.document import Document
from scrutator.statement.marks import CERTAINTY_LEVELS, mark_of
from scrutator.statement.table_room import SOURCE_COLUMNS, Room, cell_words, column_rooms
from scrutator.words.saying import Speech


class CellKind(StrEnum):
    """How a cell is drawn."""

    TEXT = "text"
    SOURCES = "sources"
    MISSING = "missing"
    MARK = "mark"
    LEVEL = "level"


@dataclass(frozen=True)
class CellView:
    """One cell as the page draws it: its words, their language where it is not the page's, and what its
    kind needs."""

    text: str
    kind: CellKind = CellKind.TEXT
    tongue: str = ""
    mark: str = ""
    level: int = 0
    citations: tuple[Part, ...] = ()


@dataclass(frozen=True)
class ColumnView:
    """A column's name, the class of its cells, for numbers or for sentences that want room, and the
    language of the name where it is not the page's."""

    name: str
    look: str
    tongue: str = ""


@dataclass(frozen=True)
class TableView:
    """A table as the page draws it. `width` is the class of the room that it needs."""

    caption: str
    width: str
    columns: tuple[ColumnView, ...]
    rows: tuple[tuple[CellView, ...], ...]
    note: str


def cell_view(value: Value | None, document: Document, column: str = "") -> CellView:
    """One table cell: numbers in the language, verdicts with their mark, unknowns hatched, sources linked."""
    if column in SOURCE_COLUMNS and isinstance(value, str) and value:
        cited = tuple(part.strip() for part in value.split(";"))
        return CellView(value, CellKind.SOURCES, citations=citation_parts(cited, document))
    text = cell_words(value, document.speech, column)
    tongue = document.speech.tongue(text)
    if isinstance(value, Unknown):
        return CellView(text, CellKind.MISSING, tongue)
    if mark := mark_of(value, column):
        return CellView(text, CellKind.MARK, tongue, mark=mark)
    if isinstance(value, str) and value in CERTAINTY_LEVELS:
        return CellView(text, CellKind.LEVEL, tongue, level=CERTAINTY_LEVELS[value])
    return CellView(text, CellKind.TEXT, tongue)


# Widths of a frame, in px, below which a table that needs as much becomes a block per row.
STEPS = (280, 340, 420, 520, 620, 720, 820, 920, 970)
LETTER, GAP = 7.5, 14  # px of a letter in a table's type, and between columns
PRINT_SCALE = 0.82  # the type of tables on paper, 8.5 pt, beside that on a screen, 14 px


def step(rooms: Sequence[Room]) -> str | None:
    """The class of a table by the width it needs: the narrowest step that holds it; None when none does."""
    needed = sum(room.least * LETTER + GAP for room in rooms)
    return next((f"needs-{width}" for width in STEPS if needed <= width), None)


def width_class(
    columns: Sequence[str], rows: Sequence[Sequence[Value | None]], rooms: Sequence[Room], speech: Speech
) -> str:
    """The step of a table, with its sentences in more lines where it has many; else always blocks."""
    if usual := step(rooms):
        return usual
    tight = step(column_rooms(columns, rows, speech, tight=True))
    return f"{tight} tight" if tight else "blocks"


def column_look(room: Room) -> str:
    """The class of a column's cells: numbers, or sentences that want room."""
    if room.numeric:
        return "n"
    return "w" if room.sentences else ""


def column_view(name: str, look: str, speech: Speech) -> ColumnView:
    words = speech.words(name)
    return ColumnView(words, look, speech.tongue(words))


def table_view(
    caption: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[Value | None]],
    note: str,
    document: Document,
) -> TableView:
    """A data table; where its room is too narrow, the style turns each row into a block of named values."""
    speech = document.speech
    rooms = column_rooms(columns, rows, speech)
    # The first column names its row and stands at the left, whatever it holds.
    looks = ["", *(column_look(room) for room in rooms[1:])]
    looks = ["" if name in SOURCE_COLUMNS else look for look, name in zip(looks, columns, strict=True)]
    return TableView(
        speech.words(caption),
        width_class(columns, rows, rooms, speech),
        tuple(column_view(name, look, speech) for name, look in zip(columns, looks, strict=True)),
        tuple(
            tuple(cell_view(value, document, name) for value, name in zip(row, columns, strict=True))
            for row in rows
        ),
        speech.words(note),
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
