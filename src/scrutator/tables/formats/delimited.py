"""Delimited text by the csv module: records with their lines, and the delimiter by consistency."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from scrutator.errors import ScrutatorError

DELIMITERS = (",", ";", "\t", "|")
NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar"}
LOOKED_AT = 60  # records from which the delimiter and the heading are identified

Record = tuple[int, list[str]]


class BrokenRecord(csv.Error):
    """A record that cannot be read, and the line it begins on."""

    def __init__(self, error: csv.Error, line: int) -> None:
        super().__init__(str(error))
        self.line = line


def records(text: Iterable[str], delimiter: str = ",", *, strict: bool = False) -> Iterator[Record]:
    """The records of a text by its lines, each with the line it begins on (from 1); cells as they are.

    Raises BrokenRecord: in strict mode for a misplaced quote, always for a cell beyond the module's size.
    """
    reader = csv.reader(text, delimiter=delimiter, strict=strict)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise BrokenRecord(error, line) from error


def all_records(text: str, delimiter: str) -> list[Record]:
    """All records with at least one cell that is not blank. Raises B01 for what is no delimited text."""
    try:
        found = records(io.StringIO(text, newline=""), delimiter)
        return [(line, cells) for line, cells in found if any(map(str.strip, cells))]
    except BrokenRecord as error:
        raise ScrutatorError("B01", f"the text is not a table: {error}") from error


def first_records(text: str, delimiter: str, most: int = LOOKED_AT) -> list[Record]:
    """The first records, as many as are needed to find the heading."""
    try:
        return list(islice(records(io.StringIO(text, newline=""), delimiter), most))
    except BrokenRecord:
        return []


def find_delimiter(text: str) -> str:
    """The delimiter that cuts most of the first rows into the same number of cells, at least two.

    A table of one column has none; a comma is then as good as any. Raises B01 when two delimiters
    cut equally well and differently.
    """
    scores = {delimiter: _consistency(first_records(text, delimiter)) for delimiter in DELIMITERS}
    best = max(scores.values())
    if best == (0.0, 0):
        return ","
    found = [delimiter for delimiter, score in scores.items() if score == best]
    if len(found) > 1:
        names = " and ".join(NAMES[delimiter] for delimiter in found)
        remedy = 'Write `delimiter = ";"` (or another) in a mapping.'
        raise ScrutatorError("B01", f"the delimiter may be {names}", remedy=remedy)
    return found[0]


def _consistency(rows: Sequence[Record]) -> tuple[float, int]:
    """The share of rows with the commonest number of cells (in tenths), and that number; 0 for one cell."""
    widths = Counter(len(cells) for _, cells in rows if any(cells))
    several = {width: count for width, count in widths.items() if width > 1}
    if not several:
        return 0.0, 0
    width, count = max(several.items(), key=lambda pair: (pair[1], pair[0]))
    return round(count / sum(widths.values()), 1), width
