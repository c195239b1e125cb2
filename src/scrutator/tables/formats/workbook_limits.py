"""Is a workbook safe to open? Its parts are unpacked and counted before any library sees them.

Four ways in which a small file fills the memory are refused: parts that unpack to too much, one long
text that very many cells repeat (xlsx), cells or rows said to be repeated millions of times (ods), and
cells that stand very far from one another.
The old format xls is not packed; its bound is the size of the file.
"""

import io
import re
import zipfile
import zlib
from xml.parsers import expat

from scrutator.errors import ScrutatorError
from scrutator.tables.formats.containers import LARGEST, LARGEST_RATIO, RATIO_FROM
from scrutator.tables.formats.used_range import (
    MOST_CELLS,
    UsedRange,
    check_sheet_records,
    check_sheet_xml,
)

MOST_TEXT = 2 * 1024**3  # cells times the longest shared text
LARGEST_XLS = 64 * 1024 * 1024
_CHUNK = 1 << 20
_SHARED_TEXT = re.compile(rb"<(?:\w+:)?si[ >].*?</(?:\w+:)?si>", re.S)


def check_workbook(data: bytes) -> None:
    """Raise B01 for a damaged workbook, B02 for one that would need too much memory."""
    if data[:2] != b"PK":
        if len(data) > LARGEST_XLS:
            raise ScrutatorError("B02", f"the workbook has more than {LARGEST_XLS:,} bytes")
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_parts(archive, len(data))
    except ScrutatorError:
        raise
    except (OSError, EOFError, RuntimeError, ValueError, KeyError, zlib.error, zipfile.BadZipFile) as error:
        raise ScrutatorError("B01", f"the workbook cannot be read: {error}") from error


def _check_parts(archive: zipfile.ZipFile, packed: int) -> None:
    left = min(LARGEST, max(RATIO_FROM, packed * LARGEST_RATIO))
    most, cells, longest = left, 0, 0
    for entry in archive.infolist():
        keep = entry.filename == "content.xml" or entry.filename.startswith("xl/")
        parts = []
        with archive.open(entry) as stream:
            while chunk := stream.read(_CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise ScrutatorError("B02", f"the workbook unpacks to more than {most:,} bytes")
                if keep:
                    parts.append(chunk)
        content = b"".join(parts)
        if entry.filename == "content.xml":
            _check_repeated(content)
        elif entry.filename.startswith("xl/worksheets/"):
            cells += check_sheet_xml(content) if entry.filename.endswith(".xml") else 0
            if entry.filename.endswith(".bin"):
                check_sheet_records(content)
        elif entry.filename == "xl/sharedStrings.xml":
            longest = max((len(text.group()) for text in _SHARED_TEXT.finditer(content)), default=0)
    if cells * longest > MOST_TEXT:
        raise ScrutatorError("B02", f"{cells:,} cells may each repeat a text of {longest:,} bytes")


class _Repeated:
    """Counts the cells of an ods sheet as they will be once repetitions are written out, and their range."""

    def __init__(self) -> None:
        self.cells, self.in_row, self.pending, self.rows, self.row = 0, 0, 0, 1, 0
        self.used = UsedRange()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "table:table":
            self.used, self.row = UsedRange(), 0
        elif name == "table:table-row":
            self.rows = int(attributes.get("table:number-rows-repeated", "1"))
            self.in_row = self.pending = 0
        elif name in ("table:table-cell", "table:covered-table-cell"):
            times = int(attributes.get("table:number-columns-repeated", "1"))
            self.pending += times  # empty cells count only when something follows them
            if "office:value-type" in attributes or "calcext:value-type" in attributes:
                self.fill()
        elif name == "text:p":
            self.fill()

    def fill(self) -> None:
        """What stands in the row up to here is held in memory."""
        self.in_row, self.pending = self.in_row + self.pending, 0

    def end(self, name: str) -> None:
        if name != "table:table-row":
            return
        self.cells += self.rows * self.in_row
        if self.cells > MOST_CELLS:
            raise ScrutatorError("B02", f"the sheet has more than {MOST_CELLS:,} cells")
        if self.in_row:
            self.used.add(self.row, 0)
            self.used.add(self.row + self.rows - 1, self.in_row - 1)
        self.row += self.rows
        self.used.check()


def _check_repeated(content: bytes) -> None:
    counter, parser = _Repeated(), expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = counter.start, counter.end
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise ScrutatorError("B01", f"the workbook cannot be read: {error}") from error
