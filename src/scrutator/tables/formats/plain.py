"""A table's cells as places in its bytes, found by whole columns: the fast way for well-formed text.

Gives up (None) wherever the csv module might read the text differently: rows of unequal length, a
quote in the middle of a cell, a line end inside quotes. The caller then reads row by row.
"""

import numpy as np
from numpy.typing import NDArray

from scrutator.tables.columns import ByteColumn

Octets = NDArray[np.uint8]
Places = NDArray[np.int32]  # a file has at most 256 MiB
LONGEST_CELL = 131_072  # the csv module's own bound
BLOCK = 1 << 16  # bytes
QUOTE, LINE_FEED = ord('"'), ord("\n")


def scan(content: bytes, delimiter: str, width: int) -> list[ByteColumn] | None:
    """The columns of a text whose every line has `width` cells and that ends in a line feed."""
    if not content or b"\r" in content:
        return None
    octets = np.frombuffer(content, dtype=np.uint8)
    cuts = _places(octets, ord(delimiter), LINE_FEED)
    opening = np.zeros(0, dtype=np.int32)
    if b'"' in content:
        outside = _outside_quotes(octets, cuts)
        if outside is None:
            return None
        cuts, opening = outside
    if len(cuts) % width or not _same_cells(octets, cuts, width):
        return None
    starts, ends = np.empty_like(cuts), cuts
    starts[0], starts[1:] = 0, cuts[:-1] + 1
    if (ends - starts).max() > LONGEST_CELL:
        return None
    if len(opening):
        ends = cuts.copy()
        starts[opening] += 1
        ends[opening] -= 1
    escaped = len(opening) > 0 and b'""' in content
    # Views, not copies: a column that nobody asks for costs nothing.
    by_row = starts.reshape(-1, width), ends.reshape(-1, width)
    return [ByteColumn(content, by_row[0][:, i], by_row[1][:, i], escaped) for i in range(width)]


def _places(octets: Octets, *wanted: int) -> Places:
    """Where the wanted bytes stand; block by block, so that the comparisons stay in the processor's cache."""
    found = []
    for start in range(0, len(octets), BLOCK):
        block = octets[start : start + BLOCK]
        hits = block == wanted[0]
        for other in wanted[1:]:
            hits |= block == other
        found.append(np.flatnonzero(hits).astype(np.int32) + np.int32(start))
    return np.concatenate(found)


def _same_cells(octets: Octets, cuts: Places, width: int) -> bool:
    """Whether every `width`-th cut, and no other, is the end of a line."""
    lines = np.count_nonzero(octets[cuts] == LINE_FEED)
    return lines == len(cuts) // width and bool((octets[cuts[width - 1 :: width]] == LINE_FEED).all())


def _outside_quotes(octets: Octets, cuts: Places) -> tuple[Places, Places] | None:
    """The cuts outside quotes, and which of these cells are quoted; None where the csv module is lenient.

    Quotes come in pairs. Each opens a cell or follows a closing one at once (a quote in a cell, doubled);
    each closes a cell or is followed by an opening one at once.
    """
    quotes = _places(octets, QUOTE)
    if len(quotes) % 2:
        return None
    opening, closing = quotes[0::2], quotes[1::2]
    first, last = np.searchsorted(cuts, opening), np.searchsorted(cuts, closing)
    begins = (opening == 0) | ((first > 0) & (cuts[np.maximum(first - 1, 0)] == opening - 1))
    closes = (last < len(cuts)) & (cuts[np.minimum(last, len(cuts) - 1)] == closing + 1)
    doubled = np.append(False, opening[1:] == closing[:-1] + 1)
    if not (begins | doubled).all() or not (closes | np.append(doubled[1:], False)).all():
        return None
    inside = _ranges(first, last)
    if (octets[cuts[inside]] == LINE_FEED).any():
        return None
    keep = np.ones(len(cuts), dtype=bool)
    keep[inside] = False
    opens = first[~doubled]
    return cuts[keep], (opens - np.searchsorted(inside, opens)).astype(np.int32)


def _ranges(first: NDArray[np.intp], last: NDArray[np.intp]) -> NDArray[np.intp]:
    """All numbers from each `first` up to, not including, its `last`, in order."""
    sizes = last - first
    before = np.cumsum(sizes) - sizes
    found: NDArray[np.intp] = np.arange(int(sizes.sum())) + np.repeat(first - before, sizes)
    return found


def blank_rows(columns: list[ByteColumn]) -> NDArray[np.bool_]:
    """The rows all of whose cells are empty or white space."""
    maybe = np.ones(len(columns[0]), dtype=bool)
    for column in columns:
        octets = np.frombuffer(column.content, dtype=np.uint8)
        first = octets[np.minimum(column.starts, len(octets) - 1)]
        maybe &= (column.starts == column.ends) | (first <= 32) | (first >= 0x80)
        if not maybe.any():
            return maybe
    rows = np.flatnonzero(maybe)
    filled = np.zeros(len(rows), dtype=bool)
    for column in columns:
        filled |= np.array([bool(text) for text in column.select(rows).texts()], dtype=bool)
    maybe[rows[filled]] = False
    return maybe
