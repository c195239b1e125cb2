"""What the events of a mission state of its rows, and where the rows that are there now say otherwise."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from scrutator.web.audit.covered import SUBMISSION, cells_of, plain, rows_of, tables
from scrutator.web.audit.events import Cells, Event, What, decoded
from scrutator.web.audit.models import AuditEvent
from scrutator.web.intake.models import Received

Key = tuple[str, str]
ENDS = (What.RETIRED, What.TAKEN_OVER)
"""Events before which rows of the log may be empty: what opened their leaves was deleted then."""


@dataclass
class Stated:
    """The events of a mission by their index, and what the last of them to tell of each row says: the index
    and the cells, None where the row is gone. Before `emptied_before` things of the log may be empty; where a
    mission was taken over, `emptied` of them. Of the rows that are there now: `unasked`, the reports that are
    marked as answering what is not asked, and `files`, by what was received a file’s report and name.
    """

    events: dict[int, AuditEvent] = field(default_factory=dict)
    rows: dict[Key, tuple[int, Cells | None]] = field(default_factory=dict)
    emptied_before: int = 0
    emptied: int | None = None
    unasked: frozenset[int] = frozenset()
    files: Mapping[int, tuple[str, str]] = field(default_factory=dict)


def stated_by(events: Iterable[AuditEvent]) -> Stated:
    """What these events state, in the order of the log. What cannot be read states nothing: its leaf shows
    that it was changed."""
    found = Stated()
    for row in sorted(events, key=lambda one: one.index):
        found.events[row.index] = row
        event = read(row)
        if event is None:
            continue
        if event.what in ENDS:
            found.emptied_before = row.index
            deleted = event.about.get("deleted") if event.what is What.TAKEN_OVER else None
            found.emptied = int(deleted) if deleted is not None else None
        for table, rows in event.rows.items():
            for key, cells in rows.items():
                found.rows[table, key] = (row.index, cells)
    return found


def read(row: AuditEvent) -> Event | None:
    """The event of a row; None where it was deleted or is none."""
    if not isinstance(row.content, bytes | memoryview):  # SQLite keeps any type in any column
        return None
    try:
        return decoded(bytes(row.content))
    except ValueError:
        return None


def report_fault(received: Received, stated: Stated) -> str:
    """What is otherwise of a report than its leaf, or the last event about it, states; "" for none."""
    one = getattr(received, "submission", None)
    last = stated.rows.get((SUBMISSION, received.record))
    came = msgspec.json.decode(received.facts) if received.facts else {}
    if came and _how_it_came(received) != {name: came.get(name) for name in _HOW}:
        return "when it came, by which token or channel is not what was logged"
    if came and (other := _otherwise(received, came, stated)):
        return other
    cells = last[1] if last is not None else came.get("report")
    if one is None:
        return "the report is gone" if cells is not None else ""
    if cells is None:
        return "a report that nothing in the log states"
    said = f"event {last[0]} states" if last is not None else "it came in"
    return "; ".join(different(cells, cells_of(SUBMISSION, one), f"than {said}"))


def _otherwise(received: Received, came: Mapping[str, Any], stated: Stated) -> str:
    """What of a mark, an id or a file is otherwise than the leaf says; "" for nothing."""
    if "of" in came:
        same = stated.files.get(received.pk) == (came["of"], came["name"])
        return "" if same else "its file has another name, or another report"
    one = getattr(received, "submission", None)
    if one is not None and (one.pk in stated.unasked) != came["unasked"]:
        return "whether it answers what is not asked is not what was logged"
    return "" if received.instance_id == came["report"]["instance_id"] else "its id is not what was logged"


_HOW = ("at", "channel", "device")


def _how_it_came(received: Received) -> dict[str, Any]:
    return {"at": plain(received.at), "channel": received.channel, "device": received.device_id}


def different(stated: Cells, now: Cells, than: str) -> list[str]:
    """The columns that are otherwise than stated."""
    return [f"{column} is otherwise {than}" for column in stated if now.get(column, _NONE) != stated[column]]


_NONE = object()


def other_rows(mission: int, stated: Stated) -> Iterator[str]:
    """What is changed, gone or invented in the tables that decide, but for reports, which have leaves."""
    for table in tables():
        if table == SUBMISSION:
            continue
        left: dict[str, tuple[int, Cells]] = {
            key: (index, cells)
            for (of, key), (index, cells) in stated.rows.items()
            if of == table and cells is not None
        }
        for key, now in rows_of(table, mission):
            last = left.pop(key, None)
            if last is None:
                yield f"{_named(table, key, now)}: nothing in the log states it"
                continue
            found = different(last[1], now, f"than event {last[0]} states")
            if found:
                yield f"{_named(table, key, now)}: {'; '.join(found)}"
        for key, (index, cells) in left.items():
            yield f"{_named(table, key, cells)}: gone, event {index} states it"


def _named(table: str, key: str, cells: Cells) -> str:
    code = next((f" “{cells[name]}”" for name in ("code", "username", "version") if cells.get(name)), "")
    return f"{table.partition('.')[2]} {key}{code}"
