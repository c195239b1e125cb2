"""Rows below the heading that are no rows of figures: its second row, and a row that numbers the columns."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from scrutator.errors import ScrutatorError
from scrutator.tables.formats.delimited import Record
from scrutator.words.tables import missing_words, plain

_NUMBER = re.compile(r"[-−(]?[\d٠-٩۰-۹][\d٠-٩۰-۹\s.,'’/:%\u00a0\u2009\u202f-]*\)?")
_YEAR = re.compile(r"(18|19|20)\d\d")
NAMED = 2  # columns of numbers that the second row of a heading names at least
_ALPHABETS = ("ABCDEFGHIJ", "АБВГДЕЖЗИК", "ΑΒΓΔΕΖΗΘΙΚ")


def is_number(cell: str) -> bool:
    """Whether a cell is written like a number (a year may be the name of a column)."""
    return bool(_NUMBER.fullmatch(cell.strip()))


def is_year(cell: str) -> bool:
    """Whether a cell is a year of an election."""
    return bool(_YEAR.fullmatch(cell.strip()))


def has_numbers(cells: Sequence[str]) -> bool:
    """Whether a row has a number that is no year."""
    return any(is_number(cell) and not is_year(cell) for cell in cells)


def is_double(rows: Sequence[Record], place: int) -> bool:
    """Whether a heading has two rows: gaps or repetitions (merged cells) in the first, texts below them.

    The second must name columns of numbers, a group's first and another: a station whose cells are "–"
    names none. Raises B05 where it names fewer: it may be a station without figures.
    """
    if place + 2 >= len(rows):
        return False
    first, second, third = ([cell.strip() for cell in rows[place + i][1]] for i in range(3))
    if has_numbers(second) or not (has_numbers(third) or _counting(third)):
        return False
    upper = first + [""] * (len(second) - len(first))
    repeated = {cell for cell, times in Counter(upper).items() if times > 1}
    below = [i for i, cell in enumerate(second) if cell and cell != upper[i]]
    if not any(upper[i] in repeated or not upper[i] for i in below):
        return False
    named = [second[i] for i in _columns_of_numbers(rows[place + 2 :]) if i < len(second) and second[i]]
    if any(plain(cell) in missing_words() for cell in named):
        return False
    if len(named) >= NAMED:
        return True
    raise ScrutatorError(
        "B05",
        f"row {rows[place + 1][0]} may be the second row of the heading, or a station without figures",
        remedy="Write `heading_rows = 2` or `heading_rows = 1` in a mapping.",
    )


def _columns_of_numbers(rows: Sequence[Record]) -> list[int]:
    """The columns whose filled cells are mostly numbers."""
    found = []
    for place in range(max((len(cells) for _, cells in rows), default=0)):
        column = [cells[place] for _, cells in rows if place < len(cells) and cells[place].strip()]
        if 2 * sum(map(is_number, column)) > len(column):
            found.append(place)
    return found


def numbers_columns(line: int, cells: Sequence[str], dropped: Sequence[int] = ()) -> bool:
    """Whether the row only numbers the columns: 1, 2, 3; (1), (2), (3); А, Б, 1, 2, 3.

    Raises B08 for a row that begins like one and does not go on so, unless it is declared.
    """
    filled = [_bare(cell) for cell in cells if cell.strip()]
    if _counting(filled):
        return True
    letters = _letters(filled)
    if letters >= 2 and filled[letters : letters + 3] == ["1", "2", "3"] and line not in dropped:
        what = f"row {line} may number the columns: “{', '.join(filled)[:60]}”"
        remedy = f"Write `drop = [{line}]` in a mapping if it does, `keep = [{line}]` if it is a station."
        raise ScrutatorError("B08", what, remedy=remedy)
    return False


def _counting(cells: Sequence[str]) -> bool:
    """Whether the filled cells are 1, 2, 3, … or letters of an alphabet in order and then 1, 2, 3, …"""
    filled = [_bare(cell) for cell in cells if cell.strip()]
    numbers = filled[_letters(filled) :]
    return len(filled) > 2 and len(numbers) > 1 and numbers == [str(i + 1) for i in range(len(numbers))]


def _letters(cells: Sequence[str]) -> int:
    """With how many letters in the order of an alphabet a row begins."""
    capitals = [cell.upper() for cell in cells]
    return max(
        sum(1 for i in range(1, len(alphabet) + 1) if capitals[:i] == list(alphabet[:i]))
        for alphabet in _ALPHABETS
    )


def _bare(cell: str) -> str:
    """A cell without brackets and marks around it, in plain digits."""
    return unicodedata.normalize("NFKC", cell).strip().strip("()[].№# ")
