"""Writing an event in the transaction of what it tells of, through the one writer of the process.

The writer stands above this room, which those who write set-up use too: it makes itself known here.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol, TypeVar

from django.db import IntegrityError

from scrutator.errors import ScrutatorError
from scrutator.web.audit.covered import rows_among
from scrutator.web.audit.events import Event, Rows, What, encoded
from scrutator.web.clock import now

COMPUTER = "(the server's computer)"
Result = TypeVar("Result")


class Log(Protocol):
    """The logs of all missions during one transaction."""

    def append_event(self, mission: int, content: bytes) -> int:
        """Append an event's leaf; its index."""


Action = Callable[[Log], Result]
_RUNS: list[Callable[[Action[Any]], Any]] = []


def writes_with(run: Callable[[Action[Any]], Any]) -> None:
    """Make the writer known, by what runs an action in its transaction."""
    _RUNS[:] = [run]


def write(action: Action[Result]) -> Result:
    """Run an action in the writer's transaction: all of it is durable then, or none. Raises what it raises,
    what the writer raises, and D65 where another wrote the same since it was looked at: a button pressed
    twice, two persons at once."""
    try:
        result: Result = _RUNS[0](action)
    except IntegrityError as error:
        remedy = "Load the page again, and see what is there now."
        raise ScrutatorError("D65", "this was written at the same moment already", remedy=remedy) from error
    return result


def name_of(user: Any) -> str:
    """Who did it, as events name them; None: someone at the server's own computer."""
    return user.username if user is not None else COMPUTER


def note(
    log: Log,
    mission: int,
    what: What,
    who: str,
    about: Mapping[str, str] | None = None,
    rows: Rows | None = None,
) -> int:
    """Append the event of what was just written; its index in the log."""
    said: dict[str, dict[str, dict[str, Any] | None]] = {
        table: {key: None if cells is None else dict(cells) for key, cells in of.items()}
        for table, of in (rows or {}).items()
    }
    return log.append_event(mission, encoded(Event(what, who, now().isoformat(), dict(about or {}), said)))


def written(*rows: Any) -> Rows:
    """The rows as they are now in the database, each read again."""
    numbers: dict[str, list[int]] = {}
    for row in rows:
        numbers.setdefault(row._meta.label_lower, []).append(row.pk)
    return {table: rows_among(table, found) for table, found in numbers.items()}


def written_among(table: str, numbers: Iterable[int]) -> Rows:
    """The rows of these numbers as they are now."""
    return {table: rows_among(table, list(numbers))}
