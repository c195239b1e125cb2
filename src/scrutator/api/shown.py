"""How a result shows itself: one line in a list, tables in a terminal, HTML in a notebook."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape

Row = tuple[object, ...]
CELL = "padding:0.15em 0.6em;border-bottom:1px solid #ddd"


@dataclass(frozen=True)
class Grid:
    """One table to show: a title, headings, rows. Numbers are aligned to the right."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class View:
    """Everything a result shows: a headline, tables, remarks under them, a chart as SVG or ""."""

    headline: str
    grids: tuple[Grid, ...] = ()
    remarks: tuple[str, ...] = ()
    chart: str = ""


class Shown:
    """Base of all results. `repr` is the headline, `str` the whole view, HTML for notebooks."""

    def view(self) -> View:
        """What there is to show, without any markup."""
        raise NotImplementedError

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self.view().headline}>"

    def __str__(self) -> str:
        return as_text(self.view())

    def _repr_html_(self) -> str:
        return as_html(self.view())


def spoken(value: object) -> str:
    """A cell for a reader: counts with separators, other numbers as they are, nothing as a dash."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,}" if isinstance(value, int) else str(value)


def as_text(view: View) -> str:
    """The view for a terminal."""
    blocks = [view.headline, *("\n".join(_lines(grid)) for grid in view.grids if grid.rows)]
    blocks += ["\n".join(view.remarks)] if view.remarks else []
    return "\n\n".join(blocks)


def _lines(grid: Grid) -> Iterator[str]:
    body = [[spoken(cell) for cell in row] for row in grid.rows]
    widths = [max(map(len, column)) for column in zip(grid.columns, *body, strict=True)]
    numeric = _numeric(grid)
    if grid.title:
        yield grid.title
    yield _line(grid.columns, widths, numeric)
    yield "  ".join("─" * width for width in widths)
    for row in body:
        yield _line(row, widths, numeric)


def _line(cells: Iterable[str], widths: list[int], numeric: list[bool]) -> str:
    padded = (
        cell.rjust(width) if right else cell.ljust(width)
        for cell, width, right in zip(cells, widths, numeric, strict=True)
    )
    return "  ".join(padded).rstrip()


def _numeric(grid: Grid) -> list[bool]:
    """Which columns hold numbers: one number or more, and otherwise only empty cells."""
    return [
        any(isinstance(cell, int | float) for cell in column)
        and all(isinstance(cell, int | float | None) for cell in column)
        for column in zip(*grid.rows, strict=True)
    ]


def as_html(view: View) -> str:
    """The view for a notebook: escaped text, plain tables, no script."""
    parts = [f"<p><strong>{escape(view.headline)}</strong></p>"]
    parts += [_table(grid) for grid in view.grids if grid.rows]
    parts += [f"<p>{escape(remark)}</p>" for remark in view.remarks]
    return "<div>" + "".join(parts) + view.chart + "</div>"


def _table(grid: Grid) -> str:
    sides = ["right" if right else "left" for right in _numeric(grid)]
    caption = f'<caption style="text-align:left">{escape(grid.title)}</caption>' if grid.title else ""
    head = _row("th", grid.columns, sides)
    body = "".join(_row("td", map(spoken, row), sides) for row in grid.rows)
    return (
        f'<table style="border-collapse:collapse">{caption}<thead>{head}</thead><tbody>{body}</tbody></table>'
    )


def _row(tag: str, cells: Iterable[str], sides: list[str]) -> str:
    made = (
        f'<{tag} style="text-align:{side};{CELL}">{escape(cell)}</{tag}>'
        for cell, side in zip(cells, sides, strict=True)
    )
    return "<tr>" + "".join(made) + "</tr>"
