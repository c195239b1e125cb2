"""Is a workbook safe to open? Its parts are unpacked and counted before any library sees them.

Three ways in which a small file fills the memory are refused: parts that unpack to too much, one long
text that very many cells repeat (xlsx), and cells or rows said to be repeated millions of times (ods).
The old format xls is not packed; its bound is the size of the file.
"""

import io
import re
import zipfile
import zlib
from xml.parsers import expat

from scrutator.errors import ScrutatorError
from scrutator.tables.formats.containers import LARGEST, LARGEST_RATIO, RATIO_FROM

MOST_TEXT = 2 * 1024**3  # cells times the longest shared text
MOST_REPEATED = 20_000_000  # cells after repetition
LARGEST_XLS = 64 * 1024 * 1024
_CHUNK = 1 << 20
_CELL = re.compile(rb"<(?:\w+:)?c[ >/]")
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
            cells += len(_CELL.findall(content))
        elif entry.filename == "xl/sharedStrings.xml":
            longest = max((len(text.group()) for text in _SHARED_TEXT.finditer(content)), default=0)
    if cells * longest > MOST_TEXT:
        raise ScrutatorError("B02", f"{cells:,} cells may each repeat a text of {longest:,} bytes")


class _Repeated:
    """Counts the cells of an ods sheet as they will be once repetitions are written out."""

    def __init__(self) -> None:
        self.cells, self.in_row, self.pending, self.rows = 0, 0, 0, 1

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "table:table-row":
            self.rows = int(attributes.get("table:number-rows-repeated", "1"))
            self.in_row = self.pending = 0
        elif name in ("table:table-cell", "table:covered-table-cell"):
            times = int(attributes.get("table:number-columns-repeated", "1"))
            self.pending += times  # empty cells count only when something follows them
            if "office:value-type" in attributes or "calcext:value-type" in attributes:
                self.in_row, self.pending = self.in_row + self.pending, 0

    def end(self, name: str) -> None:
        if name == "table:table-row":
            self.cells += self.rows * self.in_row
            if self.cells > MOST_REPEATED:
                raise ScrutatorError("B02", f"the sheet has more than {MOST_REPEATED:,} cells")


def _check_repeated(content: bytes) -> None:
    counter, parser = _Repeated(), expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = counter.start, counter.end
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise ScrutatorError("B01", f"the workbook cannot be read: {error}") from error
