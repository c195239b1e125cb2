"""CSV of a case as coded columns: UTF-8, commas, one header line; nothing about it is guessed.

The text is read in pieces, whole columns at a time, so that a million rows cost little memory. Where a
piece is not plain (a line end inside quotes, a row with too many cells) the file is read row by row.
"""

import csv
import io
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from scrutator.record.faults import Fault
from scrutator.tables.formats.delimited import BrokenRecord, records
from scrutator.tables.formats.plain import scan

LARGEST_FILE = 256 * 1024 * 1024
MOST_LINES = 4_000_000
MOST_COLUMNS = 2_000
PIECE = 4 * 1024 * 1024
MOST_NAMED = 20  # ragged or empty rows that are named one by one

Codes = NDArray[np.integer]


@dataclass(frozen=True)
class CodedText:
    """The cells of a CSV file: per column the different texts, and for each row which of them it holds."""

    names: tuple[str, ...]
    lines: Codes
    codes: tuple[Codes, ...]
    texts: tuple[tuple[str, ...], ...]


def read_csv(path: str, content: bytes, faults: list[Fault]) -> CodedText | None:
    """The cells of a file, or None and a fault that names where it cannot be read."""
    plain = unpacked(path, content, faults)
    if plain is None:
        return None
    if len(plain) > LARGEST_FILE:
        faults.append(Fault(path, 0, "", "R02", "the table is larger than 256 MiB", "Split it."))
        return None
    if plain.count(b"\n") > MOST_LINES:
        what = f"the table has more than {MOST_LINES:,} lines"
        faults.append(Fault(path, 0, "", "R02", what, "Split it."))
        return None
    plain = plain.removeprefix(b"\xef\xbb\xbf")
    try:
        names, body, line = _header(plain)
        if len(names) > MOST_COLUMNS:
            what = f"the header names {len(names):,} columns, more than {MOST_COLUMNS:,}"
            faults.append(Fault(path, 1, "", "R02", what, "Split the table."))
            return None
        if not any(names):
            faults.append(Fault(path, 1, "", "R05", "the header line is missing", "Write the column names."))
            return None
        found = _by_columns(path, names, plain[body:] if body else plain, line, faults)
        return found or _by_rows(path, names, plain, faults)
    except UnicodeDecodeError:
        faults.append(not_utf8(path, plain))
    except csv.Error as error:
        faults.append(Fault(path, 1, "", "R04", f"this is not CSV: {error}", "Correct the quotes."))
    return None


def column_names(content: bytes) -> tuple[str, ...]:
    """The column names of a CSV file that has been checked."""
    return _header(content.removeprefix(b"\xef\xbb\xbf"))[0]


def not_utf8(path: str, content: bytes) -> Fault:
    """The fault that names the first byte of a file that is not UTF-8."""
    try:
        content.decode()
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        return Fault(path, line, "", "R03", f"byte {error.start} is not UTF-8", "Save the file as UTF-8.")
    raise ValueError("the content is UTF-8")


def unpacked(path: str, content: bytes, faults: list[Fault]) -> bytes | None:
    """The text of a file, unpacked when its name ends in .gz; never more than the largest file and a bit."""
    if not path.endswith(".gz"):
        return content
    try:
        unpacker = zlib.decompressobj(wbits=31)
        plain = unpacker.decompress(content, LARGEST_FILE + 1)
        if len(plain) <= LARGEST_FILE and (not unpacker.eof or unpacker.unused_data):
            raise zlib.error("it is cut short, or something follows it")
    except zlib.error as error:
        faults.append(Fault(path, 0, "", "R04", f"this is not one gzip file: {error}", "Compress it again."))
        return None
    return plain


def _header(plain: bytes) -> tuple[tuple[str, ...], int, int]:
    """The column names, where the body begins, and its first line. A header may not break over lines."""
    end = plain.find(b"\n")
    first = (plain if end < 0 else plain[:end]).decode()
    cells = next(csv.reader([first.rstrip("\r")], strict=True), [])
    return tuple(cell.strip() for cell in cells), (len(plain) if end < 0 else end + 1), 2


class _Coder:
    """Gives every different cell of a column a number, in the order in which they first appear."""

    def __init__(self) -> None:
        self.places: dict[bytes, int] = {}
        self.parts: list[Codes] = []

    def add(self, cells: Sequence[bytes]) -> None:
        places = self.places
        codes = [places.setdefault(cell, len(places)) for cell in cells]
        self.parts.append(np.array(codes, dtype=np.int32))

    def codes(self) -> Codes:
        return np.concatenate(self.parts) if self.parts else np.zeros(0, dtype=np.int32)

    def texts(self, escaped: bool) -> tuple[str, ...]:
        decoded = (cell.decode() for cell in self.places)
        return tuple((one.replace('""', '"') if escaped else one).strip() for one in decoded)


def _by_columns(
    path: str, names: tuple[str, ...], body: bytes, line: int, faults: list[Fault]
) -> CodedText | None:
    """The cells of a plain body, piece by piece; None when a piece is not plain."""
    if b"\r" in body:
        body = body.replace(b"\r\n", b"\n")
    coders = [_Coder() for _ in names]
    for piece in _pieces(body):
        columns = scan(piece, ",", len(names))
        if columns is None:
            return None
        for coder, column in zip(coders, columns, strict=True):
            pairs = zip(column.starts.tolist(), column.ends.tolist(), strict=True)
            coder.add([piece[start:end] for start, end in pairs])
    rows = len(coders[0].codes())
    coded = CodedText(
        names,
        np.arange(line, line + rows, dtype=np.int32),
        tuple(coder.codes() for coder in coders),
        tuple(coder.texts(b'"' in body) for coder in coders),
    )
    return _without_empty_rows(path, coded, faults)


def _pieces(body: bytes) -> Iterator[bytes]:
    """The body in pieces that end at a line end."""
    start = 0
    while start < len(body):
        end = body.find(b"\n", start + PIECE)
        end = len(body) if end < 0 else end + 1
        piece = body[start:end]
        yield piece if piece.endswith(b"\n") else piece + b"\n"
        start = end


def _empty_rows(path: str, lines: Sequence[int]) -> list[Fault]:
    """A fault for each row that holds nothing; of very many, the first are named and the rest counted."""
    reason, remedy = "the row has commas and nothing else", "Fill it or delete it."
    named = [Fault(path, line, "", "R06", reason, remedy) for line in lines[:MOST_NAMED]]
    rest = len(lines) - len(named)
    return [*named, Fault(path, 0, "", "R06", f"{rest} more rows hold nothing", remedy)] if rest else named


def _without_empty_rows(path: str, coded: CodedText, faults: list[Fault]) -> CodedText:
    """The rows with a cell; a row of commas is a fault, a blank line of a table of one column is none."""
    blank = np.ones(len(coded.lines), dtype=bool)
    for codes, texts in zip(coded.codes, coded.texts, strict=True):
        empty = np.array([not text for text in texts], dtype=bool)
        if len(codes):
            blank &= empty[codes]
    if not blank.any():
        return coded
    faults.extend(_empty_rows(path, coded.lines[blank].tolist()) if len(coded.names) > 1 else [])
    kept = tuple(codes[~blank] for codes in coded.codes)
    return CodedText(coded.names, coded.lines[~blank], kept, coded.texts)


def _by_rows(path: str, names: tuple[str, ...], plain: bytes, faults: list[Fault]) -> CodedText:
    """The cells row by row."""
    places: list[dict[str, int]] = [{} for _ in names]
    codes: list[list[int]] = [[] for _ in names]
    lines: list[int] = []
    for line, cells in _whole_rows(path, len(names), plain, faults):
        lines.append(line)
        for place, column, cell in zip(places, codes, cells, strict=True):
            column.append(place.setdefault(cell.strip(), len(place)))
    return CodedText(
        names,
        np.array(lines, dtype=np.int32),
        tuple(np.array(column, dtype=np.int32) for column in codes),
        tuple(tuple(place) for place in places),
    )


def _whole_rows(path: str, width: int, plain: bytes, faults: list[Fault]) -> Iterator[tuple[int, list[str]]]:
    """The rows as long as the header; one of another length is a fault and left out, as is an empty one."""
    empty: list[int] = []
    ragged: list[tuple[int, int]] = []
    for line, cells in _records(path, plain, faults):
        if not any(cell.strip() for cell in cells):
            empty += [line] if len(cells) > 1 else []
        elif len(cells) != width:
            ragged.append((line, len(cells)))
        else:
            yield line, cells
    faults += [*_ragged_rows(path, ragged, width), *_empty_rows(path, empty)]


def _ragged_rows(path: str, rows: Sequence[tuple[int, int]], width: int) -> list[Fault]:
    """A fault for each row of another length than the header, by line and length; the first are named."""
    remedy = "Look for a missing or extra comma or quote."
    named = [
        Fault(path, line, "", "R06", f"the row has {size} cells, the header {width}", remedy)
        for line, size in rows[:MOST_NAMED]
    ]
    rest = len(rows) - len(named)
    reason = f"{rest} more rows have too many or too few cells"
    return [*named, Fault(path, 0, "", "R06", reason, remedy)] if rest else named


def _records(path: str, plain: bytes, faults: list[Fault]) -> Iterator[tuple[int, list[str]]]:
    """The records after the header, with the line each begins on; a bad quote ends them with a fault."""
    lines = io.TextIOWrapper(io.BytesIO(plain), "utf-8", newline="")
    try:
        yield from islice(records(lines, strict=True), 1, None)
    except BrokenRecord as error:
        reason = f"this is not CSV: {error}"
        faults.append(Fault(path, error.line, "", "R04", reason, "Correct the quotes."))
