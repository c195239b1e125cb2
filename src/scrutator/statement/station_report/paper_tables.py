"""A table of the report on paper: as a table where the page has the room, else as a block for each row."""

from collections.abc import Sequence
from dataclasses import dataclass

from scrutator.statement.pdf_tables import column_sizes
from scrutator.statement.table_room import column_room


@dataclass(frozen=True)
class Cell:
    """One cell: as typst markup, as plain words, and whether it is a number that stays on its line."""

    markup: str
    words: str
    numeric: bool


Rows = Sequence[Sequence[Cell]]


def set_rows(rows: Rows) -> str:
    """The typst source of a table whose first row is its heading. Nothing for a table without rows."""
    head, *body = rows
    if not body:
        return ""
    columns = list(zip(*body, strict=True))
    numeric = [all(cell.numeric for cell in column) for column in columns]
    rooms = [
        column_room(name.words, [cell.words for cell in column], number)
        for name, column, number in zip(head, columns, numeric, strict=True)
    ]
    sizes = column_sizes(rooms)
    if sizes is None:
        return "".join(set_block(head, row) for row in body)
    widths = "".join(f"{size:.1f}pt, " for size in sizes)
    aligned = "".join("right, " if number else "left, " for number in numeric)
    heads = ", ".join(f"[#strong[{cell.markup}]]" for cell in head)
    cells = ",\n".join(f"[{cell.markup}]" for row in body for cell in row)
    return f"\n#table(columns: ({widths}), align: ({aligned}), table.header({heads}),\n{cells})\n\n"


def set_block(head: Sequence[Cell], row: Sequence[Cell]) -> str:
    """A row as a block: its name, then every value under the name of its column."""
    named = zip(head[1:], row[1:], strict=True)
    values = " · ".join(f'#text(fill: rgb("#5d636a"))[{name.markup}: ]{cell.markup}' for name, cell in named)
    style = 'width: 100%, above: 0pt, below: 0pt, inset: (y: 4pt), stroke: (top: 0.3pt + rgb("#8a8f95"))'
    return f"#block({style})[#set text(8.5pt); #strong[{row[0].markup}] #linebreak() {values}]\n"
