"""What a publication shows of a place, a time and a team: enough for a figure, too little for a person."""

import base64
import hashlib
import hmac
import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime

from scrutator.errors import ScrutatorError

LEAST_KEY = 16
EVERYWHERE = "all places"
_LENGTH = 12
_MOMENT = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})T(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})(?=[:.+Z-]|$)"
)

Cell = tuple[str, ...]


def pseudonym(key: bytes, kind: str, name: str) -> str:
    """A name for one publication: 60 bits of HMAC-SHA-256 over the kind and the name, as 12 small letters
    and digits. Without the key it says nothing; another key gives names that cannot be joined to these.
    Raises D07 for a key of fewer than 16 bytes.
    """
    if len(key) < LEAST_KEY:
        raise ScrutatorError("D07", f"the publication's key has fewer than {LEAST_KEY} bytes")
    digest = hmac.digest(key, f"{kind}\0{name}".encode(), hashlib.sha256)
    return base64.b32encode(digest).decode()[:_LENGTH].lower()


def pseudonyms(key: bytes, kind: str, names: Collection[str]) -> dict[str, str]:
    """A pseudonym for each name. Raises D07 when two names would share one."""
    found = {name: pseudonym(key, kind, name) for name in sorted(set(names))}
    if len(set(found.values())) != len(found):
        raise ScrutatorError("D07", f"two names of a {kind} have one pseudonym", remedy="Make another key.")
    return found


def coarse_cells(cells: Mapping[str, Cell], least: int) -> dict[str, Cell]:
    """The cell that is shown for each station, so that none shows fewer than `least` of these stations.

    `cells` are the stations that a publication shows, each with its place from the largest part down. A cell
    with too few gives up its last part and joins the other small ones of the part above; where those are
    still too few, the smallest of the others joins them. What is left at the top is shown as one cell; with
    fewer than `least` stations in all there is nothing smaller than everything.
    """
    groups: dict[Cell, set[str]] = defaultdict(set)
    for station, cell in cells.items():
        groups[cell].add(station)
    for depth in range(max((len(cell) for cell in groups), default=0), 0, -1):
        for parent in sorted({cell[: depth - 1] for cell in groups if len(cell) >= depth}):
            _join_small(groups, parent, least)
    return {station: cell for cell, stations in groups.items() for station in stations}


def _join_small(groups: dict[Cell, set[str]], parent: Cell, least: int) -> None:
    """Move the stations of small cells, and of as many others below as are needed, to the cell above."""
    below = [cell for cell in groups if len(cell) > len(parent) and cell[: len(parent)] == parent]
    moved = set(groups.get(parent, ()))
    for cell in sorted(below, key=lambda cell: (len(groups[cell]), cell)):
        if len(groups[cell]) >= least and (not moved or len(moved) >= least):
            break
        moved |= groups.pop(cell)
    if moved:
        groups[parent] = moved


def cell_text(cell: Cell) -> str:
    """A cell as it is printed; the empty one is everything."""
    return " / ".join(cell) if cell else EVERYWHERE


def rounded(moment: str, minutes: int) -> str:
    """A local moment rounded down, without zone, seconds or more: `2026-06-14T07:00`. "" for what is none.

    `minutes` divides a day; from 1,440 only the day is left, at midnight.
    """
    found = _MOMENT.match(moment)
    if found is None or not _is_moment(found[0]):
        return ""
    at = int(found["hour"]) * 60 + int(found["minute"])
    at -= at % minutes
    return f"{found['day']}T{at // 60:02d}:{at % 60:02d}"


def _is_moment(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
