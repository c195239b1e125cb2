"""An exported table as CSV or as a workbook. Nothing is cut: the last line states how many rows there are.

A workbook goes on in further sheets, which say so; a text longer than a cell goes on in the cells to its
right. Texts that a spreadsheet would run as a formula begin with an apostrophe.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

from scrutator.tables.writing import FORMULA, defuse
from scrutator.web.exports.tables import ExportedTable

MOST_ROWS = 1_048_576  # of a sheet of a workbook
MOST_CHARACTERS = 32_767  # of a cell
GROUP = 200
_RUNS = re.compile(f"^[{re.escape(''.join(FORMULA))}]", re.MULTILINE)
"""Where a cell begins as a formula, in cells joined by lines; a further line of a cell may, and is looked
at."""


def count_line(rows: int) -> str:
    """The last line of a table."""
    return f"{rows} row{'' if rows == 1 else 's'} in all"


def csv_lines(table: ExportedTable) -> Iterator[bytes]:
    """The table as CSV in UTF-8, some rows at a time."""
    out, count = io.StringIO(), 0
    writer = csv.writer(out, lineterminator="\n")
    for row in chain([table.heading], table.rows):
        writer.writerow(map(defuse, row) if _RUNS.search("\n".join(row)) else row)
        count += 1
        if count % GROUP == 0:
            yield _taken(out)
    writer.writerow([count_line(count - 1)])
    yield _taken(out)


def _taken(out: io.StringIO) -> bytes:
    text = out.getvalue()
    out.seek(0)
    out.truncate()
    return text.encode()


def write_workbook(table: ExportedTable, path: Path, most_rows: int = MOST_ROWS) -> None:
    """The table as xlsx, on as many sheets as it needs, each with the heading. `most_rows`: of one sheet."""
    from openpyxl import Workbook

    book, count, number = Workbook(write_only=True), 0, 1
    sheet = book.create_sheet(table.name)
    sheet.append(_cells(table.heading))
    filled = 1
    for row in table.rows:
        if filled == most_rows - 1:
            number += 1
            sheet.append([f"goes on in the sheet “{table.name} {number}”"])
            sheet = book.create_sheet(f"{table.name} {number}")
            sheet.append(_cells(table.heading))
            filled = 1
        sheet.append(_cells(row))
        filled, count = filled + 1, count + 1
    sheet.append([count_line(count)])
    book.save(path)


def _cells(row: Sequence[str]) -> list[str]:
    """The row as a workbook holds it: no formula, no character that XML cannot hold, long texts in parts."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    cells: list[str] = []
    for text in row:
        plain = ILLEGAL_CHARACTERS_RE.sub("\N{REPLACEMENT CHARACTER}", text)
        parts = [plain[at : at + MOST_CHARACTERS - 1] for at in range(0, len(plain), MOST_CHARACTERS - 1)]
        cells += [defuse(part) for part in parts] or [""]
    return cells
