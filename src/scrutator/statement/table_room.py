"""How much room a table needs, in letters: the one rule by which page, print and PDF choose its form.

A table that has the room stands as a table; one that lacks it becomes a block per row, every value under
the name of its column. Nothing is clipped, and nothing scrolls sideways.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from scrutator.findings.model import Table, Value
from scrutator.record.unknown import Unknown
from scrutator.statement.numbers import show, show_named
from scrutator.words.saying import Speech

LONGEST_NUMBER = 20  # a longer cell of a number column says why the number is missing
LONG_TEXT = 45  # a column with a longer cell holds sentences
LEAST_FOR_TEXT = 22  # letters a column of sentences has at least
LINES_FOR_TEXT = 4  # the usual sentence takes at most this many lines
LEAST_WHEN_TIGHT, LINES_WHEN_TIGHT = 15, 8  # the same, where a table has many such columns
CODED = ("cannot_be_determined", "very_low")  # words that findings print as they are stored
SIGNS = {"<=": "≤", ">=": "≥", "==": "=", "!=": "≠"}  # how relations are typed, and how they are printed
SOURCE_COLUMNS = ("source", "sources")  # columns that cite the record
LONGEST_WORD = 24  # a longer word, such as an address, may break anywhere


@dataclass(frozen=True)
class Room:
    """What one column needs: `least` letters of width; `usual`, the length most of its cells keep within."""

    least: int
    usual: int
    numeric: bool
    sentences: bool


def cell_words(value: Value | None, speech: Speech, column: str) -> str:
    """One table cell as words, without marks; an unknown with its remark, a text of the record as it is."""
    if isinstance(value, Unknown):
        remark = f": {speech.words(value.remark)}" if value.remark else ""
        return show(value, "", speech.language) + remark
    if isinstance(value, str):
        text = value.replace("_", " ") if value in CODED else SIGNS.get(value, value)
        return text if column in SOURCE_COLUMNS else speech.words(text)
    return show_named(column, value, "", speech.language)


def is_numeric(rows: Sequence[Sequence[Value | None]], column: int) -> bool:
    """Whether a column holds numbers: at least one, and no text."""
    cells = [row[column] for row in rows if row[column] is not None and not isinstance(row[column], Unknown)]
    return bool(cells) and not any(isinstance(cell, str) for cell in cells)


def longest_word(texts: Sequence[str]) -> int:
    """Letters of the longest part that no line can break, at most LONGEST_WORD."""
    parts = (part for text in texts for part in re.split(r"(?<=[-–/])|[ \n]", text))
    return min(max(map(len, parts), default=1), LONGEST_WORD)


def column_rooms(
    columns: Sequence[str], rows: Sequence[Sequence[Value | None]], speech: Speech, *, tight: bool = False
) -> tuple[Room, ...]:
    """The room of every column, in letters. An empty table needs the room of its header."""
    texts = [[cell_words(row[at], speech, name) for row in rows] for at, name in enumerate(columns)]
    return tuple(
        column_room(speech.words(name), texts[at], is_numeric(rows, at), tight=tight)
        for at, name in enumerate(columns)
    )


def column_room(name: str, texts: Sequence[str], numeric: bool, *, tight: bool = False) -> Room:
    """The room of one column: its longest number or word, and for sentences enough for few lines, or for more
    where a table is tight."""
    lengths = sorted(map(len, texts)) or [0]
    longest, usual = lengths[-1], lengths[(3 * len(lengths)) // 4]
    word = longest_word([name, *texts])
    if numeric and longest < LONGEST_NUMBER:
        return Room(max(word, longest), longest, True, False)
    least, lines = (LEAST_WHEN_TIGHT, LINES_WHEN_TIGHT) if tight else (LEAST_FOR_TEXT, LINES_FOR_TEXT)
    wanted = max(least, math.ceil(usual / lines))
    return Room(max(word, min(longest, wanted)), usual, numeric, longest > LONG_TEXT)


def table_sources(table: Table) -> set[str]:
    """The ids of the sources a table's rows cite."""
    at = [index for index, name in enumerate(table.columns) if name in SOURCE_COLUMNS]
    cells = [row[index] for row in table.rows for index in at]
    parts = [part.strip() for cell in cells if isinstance(cell, str) for part in cell.split(";")]
    return {part.partition("#")[0] for part in parts if part}
