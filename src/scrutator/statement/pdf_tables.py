"""Tables on paper: their typst source, as a table where the page has the room, else as a block per row."""

import json
import re
from collections.abc import Sequence

from scrutator.findings.model import Value
from scrutator.statement.marks import SIGNS, mark_of
from scrutator.statement.table_room import LONGEST_WORD, Room, cell_words, column_rooms
from scrutator.words.saying import Speech


def quoted(text: str) -> str:
    """A typst string literal."""
    return json.dumps(text, ensure_ascii=False)


def cell_text(value: Value | None, speech: Speech, column: str) -> str:
    """One table cell as words: verdicts with their mark, unknowns with their remark."""
    words_of_cell = cell_words(value, speech, column)
    if mark := mark_of(value, column):
        return f"{SIGNS[mark]} {words_of_cell}"
    return re.sub(f"(\\S{{{LONGEST_WORD}}})(?=\\S)", f"\\1{BREAK}", words_of_cell)


def tongued(text: str, speech: Speech) -> str:
    """A typst string, in its own language where that is not the document's."""
    tongue = speech.tongue(text)
    return f'text(lang: "{tongue}", {quoted(text)})' if tongue else quoted(text)


TEXT_WIDTH, LETTER, GAP = 453.0, 4.6, 9.0  # points: between the margins, a letter of a table, two insets
BREAK = "\u200b"  # where a word too long for its column may break


def column_sizes(rooms: Sequence[Room]) -> list[float] | None:
    """Widths of the columns in points: what each needs, and the rest of the page to the longest texts.

    None when the page is too narrow for the table.
    """
    rest = TEXT_WIDTH - sum(room.least * LETTER + GAP for room in rooms)
    if rest < 0:
        return None
    wants = [max(room.usual - room.least, 0) * LETTER for room in rooms]
    shared = min(1.0, rest / (sum(wants) or 1.0))
    return [room.least * LETTER + GAP + want * shared for room, want in zip(rooms, wants, strict=True)]


def set_table(
    title: str, columns: tuple[str, ...], rows: tuple[tuple[Value | None, ...], ...], speech: Speech
) -> str:
    """A table with a repeated header and a caption; one too wide for the page as a block per row."""
    rooms = column_rooms(columns, rows, speech)
    above = "above: 1em, below: 0.5em, sticky: true"
    caption = f'\n#block({above}, text(9.5pt, weight: "semibold", {quoted(speech.words(title))}))\n'
    sizes = column_sizes(rooms)
    if sizes is None:
        return caption + "".join(set_row_block(columns, row, speech) for row in rows)
    aligned = ", ".join("right" if room.numeric else "left" for room in rooms)
    widths = ", ".join(f"{size:.1f}pt" for size in sizes)
    head = ", ".join(f'text(weight: "semibold", {quoted(speech.words(name))})' for name in columns)
    cells = (cell_text(value, speech, name) for row in rows for value, name in zip(row, columns, strict=True))
    body = ",\n".join(tongued(cell, speech) for cell in cells)
    return f"{caption}#table(columns: ({widths},), align: ({aligned},), table.header({head}),\n{body})\n"


SHORT = 40  # letters of a value that shares its line with others


def set_row_block(columns: tuple[str, ...], row: tuple[Value | None, ...], speech: Speech) -> str:
    """A row as a block: its name, then every value under the name of its column; short values share lines."""
    texts = [cell_text(value, speech, name) for value, name in zip(row, columns, strict=True)]
    lines: list[list[str]] = [[]]
    for name, text in zip(columns[1:], texts[1:], strict=True):
        if not text:
            continue
        label = quoted(f"{speech.words(name)}: ")
        pair = f'text(fill: rgb("#5d636a"), {label}) + {tongued(text, speech)}'
        if len(text) > SHORT:
            lines += [[pair], []]
        else:
            lines[-1].append(pair)
    first = f'text(weight: "semibold", {quoted(f"{speech.words(columns[0])}: {texts[0]}")})'
    shown = [first, *(' + " · " + '.join(line) for line in lines if line)]
    inner = " + linebreak() + ".join(shown)
    style = 'width: 100%, above: 0pt, below: 0pt, inset: (y: 4pt), stroke: (top: 0.3pt + rgb("#8a8f95"))'
    return f"#block({style}, text(8.5pt, {inner}))\n"
