"""Stating all rows of a mission at once: where they were made without an event each."""

from collections.abc import Mapping

from scrutator.web.audit.covered import rows_of, tables
from scrutator.web.audit.events import What
from scrutator.web.audit.writing import COMPUTER, Log, note, write


def accept_rows(mission: int, reason: str) -> int:
    """State all rows of a mission as they are, though the log said otherwise of some; the event's index. For
    rows that were corrected by hand: it does not hide that they were, and the reason stands in the log."""
    about = {"reason": reason}
    return write(lambda log: state_all(log, mission, What.ACCEPTED, about=about))


def state_all(
    log: Log, mission: int, what: What, who: str = COMPUTER, about: Mapping[str, str] | None = None
) -> int:
    """State every row of a mission's tables that decide as it is now, in one event; its index."""
    return note(log, mission, what, who, about, {table: dict(rows_of(table, mission)) for table in tables()})
