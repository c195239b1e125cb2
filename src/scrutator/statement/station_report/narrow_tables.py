"""Tables of the report on screens too narrow for them: every row a block of named values, nothing clipped."""

import re
from html import unescape

from scrutator.statement.page.tables import step
from scrutator.statement.table_room import Room, column_room

TABLE = re.compile(r"<table>(.*?)</table>", re.S)
ROW = re.compile(r"<tr>(.*?)</tr>", re.S)
CELL = re.compile(r"<(t[hd])((?: [^>]*)?)>(.*?)</\1>", re.S)


def with_blocks(html: str) -> str:
    """The HTML with every table marked for the width it needs, and every cell with its column's name."""
    return TABLE.sub(lambda found: _table(found[1]), html)


def words(cell: str) -> str:
    """The text of a cell without its markup."""
    return unescape(re.sub(r"<[^>]*>", " ", cell)).strip()


def _table(inside: str) -> str:
    rows = [CELL.findall(row) for row in ROW.findall(inside)]
    names = [words(cell) for _, _, cell in rows[0]] if rows else []
    rooms = [_room(name, at, rows[1:]) for at, name in enumerate(names)]
    head, mark, body = inside.partition("<tbody>")
    named = ROW.sub(lambda row: f"<tr>{_labelled(row[1], names)}</tr>", body)
    return f'<table class="{step(rooms)}">{head}{mark}{named}</table>'


def _room(name: str, at: int, rows: list[list[tuple[str, str, str]]]) -> Room:
    """The room of one column; numbers stay on their line."""
    cells = [row[at] for row in rows if at < len(row)]
    numeric = bool(cells) and all('class="n"' in attributes for _, attributes, _ in cells)
    return column_room(name, [words(cell) for _, _, cell in cells], numeric)


def _labelled(row: str, names: list[str]) -> str:
    labels = iter(names)

    def label(found: re.Match[str]) -> str:
        name = next(labels, "").replace('"', "&quot;").replace("<", "&lt;")
        return f'<{found[1]}{found[2]} data-label="{name}">{found[3]}</{found[1]}>'

    return CELL.sub(label, row)
