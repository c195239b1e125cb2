"""Tables of an export as rows of text by heading: the first row is the heading, every further one a row."""

import io
import lzma
import zipfile
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from scrutator.errors import ScrutatorError
from scrutator.tables.formats.delimited import Record, all_records
from scrutator.tables.formats.encodings import as_utf8
from scrutator.tables.formats.workbook_xml import ERROR, NO_RESULT
from scrutator.tables.formats.workbooks import sheet_names, sheet_rows

LARGEST = 50_000_000  # bytes of a file, and of all that a zip holds
MOST_ROWS = 200_000
MOST_COLUMNS = 4_000
MOST_FILES = 20_000
MOST_CELLS = 10_000_000
OF_A_MAC = "__MACOSX/"  # what a Mac puts beside each file of a zip

UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError),
    *(RuntimeError, OSError, EOFError, ValueError, KeyError),
)
"""What reading a member of a zip raises, by how it is compressed and what is wrong with it."""


@dataclass(frozen=True)
class Row:
    """One row: its number in the file and its filled cells by heading."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, heading: str) -> str:
        return self.cells.get(heading, "")


@dataclass(frozen=True)
class Sheet:
    """One table of an export: its name, its headings and its rows; `faults` are rows that do not fit them."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    faults: tuple[str, ...] = ()


def csv_sheet(data: bytes, name: str) -> Sheet:
    """A table of comma-separated values. Raises D61 for one that is too large or has no heading."""
    refuse_large(len(data), name)
    content, _ = as_utf8(data, "")
    refuse_many_cells(content, name)
    return _sheet(all_records(content.decode(), ","), name)


def workbook_sheets(data: bytes, name: str) -> tuple[Sheet, ...]:
    """The sheets of a workbook in their order, empty ones left out. Raises D61, B01, B02."""
    refuse_large(len(data), name)
    found = ((one, sheet_rows(data, one).rows) for one in sheet_names(data))
    return tuple(_without_failed(_sheet(rows, one)) for one, rows in found if rows)


def _without_failed(sheet: Sheet) -> Sheet:
    """The sheet with a fault for each cell whose formula failed or was never computed."""
    failed = (
        f"{sheet.name}, row {row.line}: “{heading[:60]}” is a formula without a result"
        for row in sheet.rows
        for heading, text in row.cells.items()
        if text.startswith(f"{ERROR}#") or text == ERROR + NO_RESULT
    )
    return replace(sheet, faults=(*sheet.faults, *failed))


def zip_files(data: bytes, name: str) -> dict[str, bytes | int]:
    """The files of a zip: the bytes of those that end in `.csv`, of the others their size.

    Raises D61 for what is no zip, is encrypted, or is larger than an export may be, whatever it says it is.
    """
    refuse_large(len(data), name)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [one for one in archive.infolist() if not one.is_dir()]
            if len(members) > MOST_FILES or len({one.filename for one in members}) < len(members):
                raise ScrutatorError("D61", f"'{name}' holds too many files, or two of one name")
            return _read_members(archive, members, name)
    except UNREADABLE as error:
        raise ScrutatorError("D61", f"'{name}' is no zip that can be read") from error


def _read_members(
    archive: zipfile.ZipFile, members: Sequence[zipfile.ZipInfo], name: str
) -> dict[str, bytes | int]:
    found: dict[str, bytes | int] = {}
    left = LARGEST
    for one in members:
        if not one.filename.lower().endswith(".csv") or one.filename.startswith(OF_A_MAC):
            found[one.filename] = one.file_size
            continue
        with archive.open(one) as opened:
            content = opened.read(left + 1)
        left -= len(content)
        if left < 0:
            raise ScrutatorError("D61", f"'{name}' holds more than {LARGEST:,} bytes of tables")
        found[one.filename] = content
    return found


def refuse_large(size: int, name: str) -> None:
    """Raises D61 for a file that is larger than an export may be."""
    if size > LARGEST:
        raise ScrutatorError("D61", f"'{name}' has {size:,} bytes, the most is {LARGEST:,}")


def refuse_many_cells(content: bytes, name: str) -> None:
    """Raises D61 for a table of more cells than are held in memory."""
    if content.count(b",") + content.count(b"\n") > MOST_CELLS:
        raise ScrutatorError("D61", f"'{name}' has more than {MOST_CELLS:,} cells")


def _sheet(records: Sequence[Record], name: str) -> Sheet:
    if not records:
        raise ScrutatorError("D61", f"'{name}' is empty")
    headings = [cell.strip() for cell in records[0][1]]
    while headings and not headings[-1]:
        headings.pop()
    if len(records) > MOST_ROWS or len(headings) > MOST_COLUMNS:
        raise ScrutatorError("D61", f"'{name}' has more than {MOST_ROWS:,} rows or {MOST_COLUMNS:,} columns")
    twice = [heading for heading, count in Counter(headings).items() if heading and count > 1]
    if twice or not any(headings):
        what = f"two columns are called “{twice[0][:60]}”" if twice else "the first row names no column"
        raise ScrutatorError("D61", f"'{name}': {what}", remedy="Export it with names, not with labels.")
    rows, faults = [], []
    for line, cells in records[1:]:
        if any(cell.strip() for cell in cells[len(headings) :]):
            faults.append(f"{name}, row {line} has more cells than the heading")
        named = {
            heading: cell.strip() for heading, cell in zip(headings, cells, strict=False) if cell.strip()
        }
        if "" in named:
            faults.append(f"{name}, row {line} has a cell under no heading")
        elif named:
            rows.append(Row(line, named))
    return Sheet(name, tuple(one for one in headings if one), tuple(rows), tuple(faults))
