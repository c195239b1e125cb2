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
QUOTE, LINE_FEED = ord('"'), ord("\n")


def scan(content: bytes, delimiter: str, width: int) -> list[ByteColumn] | None:
    """The columns of a text whose every line has `width` cells and that ends in a line feed."""
    if not content or b"\r" in content:
        return None
    octets = np.frombuffer(content, dtype=np.uint8)
    cuts = _places((octets == ord(delimiter)) | (octets == LINE_FEED))
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
        quoted = np.searchsorted(cuts, opening)
        ends = cuts.copy()
        starts[quoted] += 1
        ends[quoted] -= 1
    by_column = [np.ascontiguousarray(places.reshape(-1, width).T) for places in (starts, ends)]
    escaped = len(opening) > 0 and b'""' in content
    return [ByteColumn(content, start, end, escaped) for start, end in zip(*by_column, strict=True)]


def _places(where: NDArray[np.bool_]) -> Places:
    return np.flatnonzero(where).astype(np.int32)


def _same_cells(octets: Octets, cuts: Places, width: int) -> bool:
    """Whether every `width`-th cut, and no other, is the end of a line."""
    lines = np.count_nonzero(octets[cuts] == LINE_FEED)
    return lines == len(cuts) // width and bool((octets[cuts[width - 1 :: width]] == LINE_FEED).all())


def _outside_quotes(octets: Octets, cuts: Places) -> tuple[Places, Places] | None:
    """The cuts outside quotes, and the quotes that open a cell; None where the csv module is lenient."""
    quotes = _places(octets == QUOTE)
    if len(quotes) % 2:
        return None
    opening, closing = quotes[0::2], quotes[1::2]
    after_cut = _is_cut(cuts, opening - 1) | (opening == 0)
    doubled = np.zeros(len(opening), dtype=bool)
    doubled[1:] = opening[1:] == closing[:-1] + 1
    followed = np.append(doubled[1:], False)
    if not (after_cut | doubled).all() or not (_is_cut(cuts, closing + 1) | followed).all():
        return None
    first, last = np.searchsorted(cuts, opening), np.searchsorted(cuts, closing)
    keep = np.ones(len(cuts), dtype=bool)
    for begin, end in zip(first[first < last].tolist(), last[first < last].tolist(), strict=True):
        keep[begin:end] = False
    if (octets[cuts[~keep]] == LINE_FEED).any():
        return None
    return cuts[keep], opening[~doubled]


def _is_cut(cuts: Places, places: Places) -> NDArray[np.bool_]:
    """Whether each of these places is one of the cuts; the text ends in one."""
    near = np.minimum(np.searchsorted(cuts, places), len(cuts) - 1)
    found: NDArray[np.bool_] = cuts[near] == places
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
