"""Sheets of xlsx, xls, xlsb and ods files as rows of text, by calamine (MIT, no macros are run).

A workbook is looked at by `workbook_limits` before calamine may open it.
"""

import datetime
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from scrutator.errors import ScrutatorError
from scrutator.tables.formats.delimited import Record
from scrutator.tables.formats.used_range import MOST_CELLS
from scrutator.tables.formats.workbook_limits import check_workbook
from scrutator.tables.model import Assumption, Topic
from scrutator.tables.second_headings import is_number

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

Value = TypeVar("Value")

_SHOWN = 8


Range = tuple[int, int, int, int]  # first and last row (from 1), first and last column (from 0)


@dataclass(frozen=True)
class SheetRows:
    """The rows of a sheet with their numbers, from 1; where numbers were merged; what was assumed."""

    rows: list[Record]
    merged: list[Range]
    assumptions: tuple[Assumption, ...] = ()


def sheet_rows(data: bytes, sheet: str = "") -> SheetRows:
    """The rows of a sheet. Merged cells are filled down and to the right.

    Without a name the workbook must have one sheet that is not empty and not hidden. Raises B01, B02, B04.
    """

    def read(book: "CalamineWorkbook") -> SheetRows:
        chosen, assumptions = _choose(book, sheet)
        return replace(_rows(chosen), assumptions=assumptions)

    return _opened(data, read)


def sheet_names(data: bytes) -> tuple[str, ...]:
    """The names of a workbook's sheets in their order, hidden ones too. Raises B01, B02."""
    return _opened(data, lambda book: tuple(book.sheet_names))


def _opened(data: bytes, read: "Callable[[CalamineWorkbook], Value]") -> Value:
    """What `read` finds in the workbook; every way in which it cannot be read is B01 or B02."""
    from python_calamine import CalamineError, CalamineWorkbook

    check_workbook(data)
    try:
        return read(CalamineWorkbook.from_filelike(io.BytesIO(data)))
    except ScrutatorError:
        raise
    except (CalamineError, OSError, ValueError, OverflowError, MemoryError) as error:
        raise ScrutatorError("B01", f"the workbook cannot be read: {error}") from error
    # A fault inside calamine arrives as a panic, which is no Exception but is no wish to stop either.
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise ScrutatorError("B01", "the workbook is damaged") from error


def _choose(book: "CalamineWorkbook", sheet: str) -> "tuple[CalamineSheet, tuple[Assumption, ...]]":
    names = book.sheet_names
    listed = ", ".join(f"“{name}”" for name in names[:_SHOWN]) + (", …" if names[_SHOWN:] else "")
    if sheet:
        found = [name for name in names if name == sheet] or [
            name for name in names if name.strip().casefold() == sheet.strip().casefold()
        ]
        if len(found) != 1:
            raise ScrutatorError("B04", f"there is no sheet “{sheet}”", where=f"the sheets are {listed}")
        return book.get_sheet_by_name(found[0]), ()
    shown = [one.name for one in book.sheets_metadata if str(one.visible).endswith("Visible")]
    filled = [one for one in (book.get_sheet_by_name(name) for name in shown or names) if one.height > 1]
    if len(filled) != 1:
        what = f"the workbook has {len(filled)} sheets with rows, one is needed"
        raise ScrutatorError("B04", what, where=f"the sheets are {listed}")
    text = f"the sheet “{filled[0].name}”, the only one with rows"
    return filled[0], (Assumption(Topic.FILE, text),) if len(names) > 1 else ()


def _rows(sheet: "CalamineSheet") -> SheetRows:
    start, end = sheet.start, sheet.end
    if start is None or end is None:
        return SheetRows([], [])
    if (end[0] - start[0] + 1) * (end[1] - start[1] + 1) > MOST_CELLS:
        raise ScrutatorError("B02", f"the sheet spans more than {MOST_CELLS:,} cells")
    cells = [[as_text(value) for value in row] for row in sheet.to_python(skip_empty_area=True)]
    merged = _fill_merged(cells, sheet.merged_cell_ranges or (), start)
    rows = [(start[0] + place + 1, row) for place, row in enumerate(cells) if any(row)]
    return SheetRows(rows, merged)


def _fill_merged(cells: list[list[str]], ranges: Sequence[Any], start: tuple[int, int]) -> list[Range]:
    """Write the text of a merged cell into every cell it covers; the ranges in which it is a number.

    A cell merged over the whole width is a title, a note or the heading of a section: it stays one cell.
    """
    numbers, covered = list[Range](), 0
    for (top, left), (bottom, right) in ranges:
        top, left, bottom, right = top - start[0], left - start[1], bottom - start[0], right - start[1]
        if top < 0 or left < 0 or top >= len(cells) or left >= len(cells[top]) or not cells[top][left]:
            continue
        bottom, right = min(bottom, len(cells) - 1), min(right, len(cells[top]) - 1)
        if left == 0 and right == len(cells[top]) - 1:
            continue
        covered += (bottom + 1 - top) * (right + 1 - left)
        if covered > MOST_CELLS:
            raise ScrutatorError("B02", f"merged cells cover more than {MOST_CELLS:,} cells")
        text = cells[top][left]
        for row in cells[top : bottom + 1]:
            row[left : right + 1] = [text] * (right + 1 - left)
        if is_number(text):
            numbers.append((start[0] + top + 1, start[0] + bottom + 1, left, right))
    return numbers


def as_text(value: object) -> str:
    """The text of a workbook's cell; a whole number has no decimals, a date is written 2012-01-15."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return str(value).strip()


def _number(value: float) -> str:
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    text = repr(value)
    # "1.234" typed as text may mean 1,234; the number 1.234 may not: a fourth decimal says so.
    return f"{text}0" if len(text.partition(".")[2]) == 3 and "e" not in text else text
