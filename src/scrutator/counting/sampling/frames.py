"""The sampling frame: every station once, with what was known of it before the vote."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scrutator.counting.counts import COUNTS, is_count
from scrutator.errors import ScrutatorError

Row = Mapping[str, str]


@dataclass(frozen=True)
class Frame:
    """A station list: `key` names the identifying column; rows are sorted by it.

    `size` names the column with registered voters, "" when the list has none.
    """

    key: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    size: str = ""

    @property
    def stations(self) -> tuple[str, ...]:
        """The identifiers, sorted."""
        return tuple(row[self.key] for row in self.rows)

    def registered(self, row: Row) -> int | None:
        """Registered voters of a station; None when the frame does not say (an empty cell)."""
        text = row[self.size].strip() if self.size else ""
        return int(float(text)) if text else None


@dataclass(frozen=True)
class FrameRemark:
    """Something about the frame that a person should look at before drawing from it."""

    what: str
    stations: tuple[str, ...]


def make_frame(rows: Sequence[Row], key: str, size: str = "") -> Frame:
    """Build a frame from rows of text, as read from a CSV file.

    Raises C05 when the key or size column is missing, a key is empty or a duplicate, or a
    register size is not a whole number.
    """
    if not rows:
        raise ScrutatorError("C05", "the station list is empty", remedy="Give one row for each station.")
    columns = tuple(rows[0])
    for column in filter(None, (key, size)):
        if column not in columns:
            raise no_column(column, columns)
    # "3" and "3 " are one station, not two: white space around a code never distinguishes.
    rows = [{**row, key: row[key].strip()} for row in rows]
    seen = Counter(row[key] for row in rows)
    if seen.get(""):
        raise ScrutatorError("C05", f"{seen['']} stations have no {key}", remedy=f"Fill the column {key!r}.")
    double = sorted(name for name, times in seen.items() if times > 1)
    if double:
        what, remedy = f"{len(double)} stations appear more than once", "Keep one row for each station."
        raise ScrutatorError("C05", what, where=double[0], remedy=remedy)
    frame = Frame(key, columns, tuple(sorted(rows, key=lambda row: row[key])), size)
    for row in frame.rows:
        if size and row[size].strip() and not is_count(row[size]):
            what = f"{row[size]!r} is not a register size"
            raise ScrutatorError("C05", what, where=row[key], remedy=COUNTS)
    return frame


def no_column(column: str, columns: Sequence[str]) -> ScrutatorError:
    """C05: a column that was named is not in the station list."""
    remedy = "Name a column of the station list, or correct its heading."
    where = f"the list has: {', '.join(columns)}"
    return ScrutatorError("C05", f"the station list has no column {column!r}", where=where, remedy=remedy)


def frame_hash(frame: Frame) -> str:
    """The frame's fingerprint: SHA-256 over one JSON array per station, sorted by key.

    First line the column names, then the rows' cells in that order, UTF-8, no spaces, one line
    each. The order of the rows in the file does not matter; any changed cell does.
    """
    digest = hashlib.sha256()
    lines = [list(frame.columns)] + [[row[column] for column in frame.columns] for row in frame.rows]
    for line in lines:
        digest.update(json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
    return digest.hexdigest()


def check_frame(frame: Frame, strata: Sequence[str] = ()) -> tuple[FrameRemark, ...]:
    """Answer: what in this station list could spoil a sample? (unknown or zero registers,
    outsized stations, empty stratum cells, strata too small for two stations)"""
    keyed = [(row[frame.key], row) for row in frame.rows]
    remarks = []
    if frame.size:
        sizes = {name: frame.registered(row) for name, row in keyed}
        known = sorted(size for size in sizes.values() if size)
        limit = 10 * known[len(known) // 2] if known else 0
        remarks += [
            FrameRemark("register size unknown", tuple(n for n, size in sizes.items() if size is None)),
            FrameRemark("register size zero", tuple(n for n, size in sizes.items() if size == 0)),
            FrameRemark(
                "register more than ten times the median",
                tuple(n for n, s in sizes.items() if s and s > limit),
            ),
        ]
    for column in strata:
        if column not in frame.columns:
            raise no_column(column, frame.columns)
        empty = tuple(name for name, row in keyed if not row[column].strip())
        remarks.append(FrameRemark(f"{column} empty", empty))
    if strata:
        counts = Counter(stratum_of(row, strata) for _, row in keyed)
        lone = tuple(n for n, row in keyed if counts[stratum_of(row, strata)] < 2)
        remarks.append(FrameRemark("alone in its stratum", lone))
    return tuple(remark for remark in remarks if remark.stations)


def stratum_of(row: Row, strata: Sequence[str]) -> str:
    """The stratum label of a station: the values of the stratum columns joined by " / "."""
    return " / ".join(row[column] for column in strata) if strata else "all"
