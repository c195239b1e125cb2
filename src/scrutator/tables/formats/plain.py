"""A table's cells as places in its bytes, found by whole columns: the fast way for well-formed text.

Gives up (None) wherever the csv module might read the text differently: rows of unequal length, a
quote in the middle of a cell, a line end inside quotes. The caller then reads row by row.
"""

import numpy as np
from numpy.typing import NDArray

from scrutator.tables.columns import ByteColumn

Octets = NDArray[np.uint8]
Places = NDArray[np.int64]
LONGEST_CELL = 131_072  # the csv module's own bound
QUOTE, LINE_FEED = ord('"'), ord("\n")


def scan(content: bytes, delimiter: str, width: int) -> list[ByteColumn] | None:
    """The columns of a text whose every line has `width` cells and that ends in a line feed."""
    if not content or b"\r" in content:
        return None
    octets = np.frombuffer(content, dtype=np.uint8)
    cuts = np.flatnonzero((octets == ord(delimiter)) | (octets == LINE_FEED))
    quotes = np.flatnonzero(octets == QUOTE) if b'"' in content else np.zeros(0, dtype=np.int64)
    if len(quotes):
        outside = _outside_quotes(octets, cuts, quotes)
        if outside is None:
            return None
        cuts = outside
    if len(cuts) % width:
        return None
    ends = cuts.reshape(-1, width)
    is_line_end = octets[cuts].reshape(-1, width) == LINE_FEED
    if is_line_end[:, :-1].any() or not is_line_end[:, -1].all():
        return None
    starts = np.concatenate(([0], cuts[:-1] + 1)).reshape(-1, width)
    if (ends - starts).max() > LONGEST_CELL:
        return None
    escaped = b'""' in content if len(quotes) else False
    return [
        _column(content, octets, starts[:, i], ends[:, i], escaped, len(quotes) > 0) for i in range(width)
    ]


def _outside_quotes(octets: Octets, cuts: Places, quotes: Places) -> Places | None:
    """The cuts that lie outside quotes; None when a quote stands where the csv module is lenient."""
    if len(quotes) % 2:
        return None
    opening, closing = quotes[0::2], quotes[1::2]
    is_cut = np.zeros(len(octets) + 1, dtype=bool)
    is_cut[cuts] = True
    after_cut = is_cut[opening - 1] | (opening == 0)
    doubled = np.zeros(len(opening), dtype=bool)
    doubled[1:] = opening[1:] == closing[:-1] + 1
    before_cut = is_cut[closing + 1]
    followed = np.zeros(len(closing), dtype=bool)
    followed[:-1] = doubled[1:]
    if not (after_cut | doubled).all() or not (before_cut | followed).all():
        return None
    first, last = np.searchsorted(cuts, opening), np.searchsorted(cuts, closing)
    keep = np.ones(len(cuts), dtype=bool)
    for begin, end in zip(first[first < last].tolist(), last[first < last].tolist(), strict=True):
        keep[begin:end] = False
    inside = cuts[~keep]
    return None if (octets[inside] == LINE_FEED).any() else cuts[keep]


def _column(
    content: bytes, octets: Octets, starts: Places, ends: Places, escaped: bool, any_quotes: bool
) -> ByteColumn:
    if any_quotes:
        quoted = octets[starts] == QUOTE
        starts, ends = starts + quoted, ends - quoted
    return ByteColumn(content, np.ascontiguousarray(starts), np.ascontiguousarray(ends), escaped)


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
