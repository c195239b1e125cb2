"""Cells and tables as the pages draw them: numbers to the right, verdicts with a mark, unknowns hatched."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from scrutator.findings.model import Table, Value
from scrutator.record.unknown import Unknown
from scrutator.site.links import Link, source_address
from scrutator.statement.document import shown_citation
from scrutator.statement.marks import CERTAINTY_LEVELS, mark_of
from scrutator.statement.numbers import show_named
from scrutator.statement.page.tables import column_look, width_class
from scrutator.statement.table_room import SOURCE_COLUMNS, cell_words, column_rooms
from scrutator.words.saying import Speech

NOWHERE: Mapping[str, str] = MappingProxyType({})
# Tables and their columns that name propositions, or commitments, by their ids.
OF_PROPOSITIONS = {
    ("claims", "proposition"),
    ("undetermined", "proposition"),
    ("not_carried", "proposition"),
    ("lines", "proposition or condition"),
    ("pairs", "first"),
    ("pairs", "second"),
    ("together", "first"),
    ("together", "second"),
}
OF_COMMITMENTS = {("standings", "id"), ("timeline", "commitment"), ("cycles", "id")}


class CellKind(StrEnum):
    """How a cell is drawn."""

    TEXT = "text"
    LINKS = "links"
    MISSING = "missing"
    MARK = "mark"
    LEVEL = "level"


@dataclass(frozen=True)
class Cell:
    """One cell: its words, and what its kind needs. `level` is the number of bars of four."""

    text: str
    kind: CellKind = CellKind.TEXT
    mark: str = ""
    level: int = 0
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Column:
    """A column's name and the class of its cells."""

    name: str
    look: str


@dataclass(frozen=True)
class TableView:
    """A table as a page draws it. `cut` rows are left to the file of `data`."""

    id: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str
    width: str
    total: int
    cut: int
    data: str


@dataclass(frozen=True)
class Drawer:
    """Draws cells in a language: how sources count their lines, and where propositions and commitments
    stand."""

    speech: Speech
    locators: Mapping[str, str]
    propositions: Mapping[str, str] = field(default_factory=dict)
    commitments: Mapping[str, str] = field(default_factory=dict)

    @property
    def language(self) -> str:
        """The code of the language."""
        return self.speech.language

    def sources(self, citations: Sequence[object]) -> Cell:
        """Citations as links to the page of sources."""
        links = tuple(
            Link(shown_citation(text, self.locators, self.speech), source_address(text))
            for text in (str(one).strip() for one in citations)
        )
        return Cell("; ".join(link.text for link in links), CellKind.LINKS, links=links)

    def cell(self, value: Value | None, column: str = "", places: Mapping[str, str] = NOWHERE) -> Cell:
        """One cell; an entry of the record that has a place of its own is a link to it."""
        if isinstance(value, Unknown):
            return Cell(cell_words(value, self.speech, column), CellKind.MISSING)
        if not isinstance(value, str):
            return Cell("" if value is None else show_named(column, value, "", self.language))
        if column in SOURCE_COLUMNS and value:
            return self.sources(value.split(";"))
        if mark_of(value, column) or value in CERTAINTY_LEVELS:
            return self.word(value, column)
        if value in places:
            return Cell(value, CellKind.LINKS, links=(Link(value, places[value]),))
        return Cell(self.speech.words(value))

    def word(self, value: str, column: str = "") -> Cell:
        """A verdict with its mark, or a certainty with its bars, in the language."""
        shown = self.speech.words(value.replace("_", " "))
        if value in CERTAINTY_LEVELS:
            return Cell(shown, CellKind.LEVEL, level=CERTAINTY_LEVELS[value] // 25)
        return Cell(shown, CellKind.MARK, mark=mark_of(value, column))

    def table(self, finding: str, table: Table, most: int) -> TableView:
        """A finding's table with at most so many rows; the file has them all."""
        rows = table.rows[:most]
        looks = self.looks(table.columns, rows)
        columns = tuple(
            Column(self.speech.words(name), look) for name, look in zip(table.columns, looks, strict=True)
        )
        drawn = tuple(
            tuple(
                self.cell(value, name, self.places(table.name, name))
                for value, name in zip(row, table.columns, strict=True)
            )
            for row in rows
        )
        return TableView(
            f"table-{finding}-{table.name}",
            self.speech.words(table.title),
            columns,
            drawn,
            self.speech.words(table.note),
            width_class(table.columns, rows, column_rooms(table.columns, rows, self.speech), self.speech),
            len(table.rows),
            len(table.rows) - len(rows),
            f"data/{finding}.{table.name}.csv",
        )

    def places(self, table: str, column: str) -> Mapping[str, str]:
        """Where the entries that a column names stand, for the columns that name entries."""
        if (table, column) in OF_PROPOSITIONS:
            return self.propositions
        return self.commitments if (table, column) in OF_COMMITMENTS else NOWHERE

    def looks(self, columns: tuple[str, ...], rows: Sequence[tuple[Value | None, ...]]) -> list[str]:
        """The class of each column: the first names its row and stands at the left, whatever it holds."""
        rooms = column_rooms(columns, tuple(rows), self.speech)
        return ["", *(column_look(room) for room in rooms[1:])]
