"""The one write path: a queue, and one thread that commits what waits in it as a group.

Rows, leaves and signed checkpoints of a group stand or fall together; only then do those who wait hear of
it. One transaction a request was measured two to five times slower, for each waits for the disk alone.
"""

import queue
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import Error, connection, transaction

from scrutator.errors import ScrutatorError
from scrutator.web.database_faults import cannot_work
from scrutator.web.intake.log import GrowingLog, Name, Signers

LARGEST_GROUP = 128
LONGEST_QUEUE = 4_096
ADVISORY_LOCK = 0x5C2D7A70  # any number that others do not take
SECONDS = 50  # Collect gives up after 60
LATELY = 0.5  # seconds
Result = TypeVar("Result")
Action = Callable[[GrowingLog], Result]


@dataclass
class Waiting:
    """An action in the queue: what it is, and what became of it."""

    action: Action[Any]
    name: Name | None
    done: threading.Event = field(default_factory=threading.Event)
    result: Any = None
    error: BaseException | None = None


class Writer:
    """Takes actions from any thread and runs them in its own, in the order in which they came."""

    def __init__(self, signers: Signers, clock: Callable[[], float] = time.monotonic) -> None:
        self._signers, self._clock = signers, clock
        self._queue: queue.Queue[Waiting | None] = queue.Queue(LONGEST_QUEUE)
        self._thread = threading.Thread(target=self._work, name="writer", daemon=True)
        self._log: GrowingLog | None = None
        self._groups: deque[tuple[float, int]] = deque()

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self) -> None:
        """Finish what waits, and end the thread."""
        self._queue.put(None)
        self._thread.join()

    @property
    def waiting(self) -> int:
        """How many actions wait now."""
        return self._queue.qsize()

    @property
    def together(self) -> int:
        """The most actions that a group of the last half second had: many where they come faster than they
        are written. The last group alone says little, for each is as large as the one before it took long."""
        since = self._clock() - LATELY
        return max((size for at, size in tuple(self._groups) if at >= since), default=0)

    def run(self, action: Action[Result], seconds: float = SECONDS, *, name: Name | None = None) -> Result:
        """The action's result, once it is durable; `name` is what it will look for in the log, if it is a
        report: a group asks for all of them at once. Raises what the action raises, D57 when the queue is
        full or the wait too long (the action may still be done: the caller asks again), D59 when the disk
        is full. Within an action it is part of it."""
        if threading.current_thread() is self._thread and self._log is not None:
            return action(self._log)
        if connection.in_atomic_block:
            raise RuntimeError("a transaction of this thread would wait for the writer, and it for this one")
        waiting = Waiting(action, name)
        try:
            self._queue.put_nowait(waiting)
        except queue.Full:
            raise ScrutatorError("D57", "too much waits to be written") from None
        if not waiting.done.wait(seconds):
            raise ScrutatorError("D57", "writing takes too long")
        if waiting.error is not None:
            raise waiting.error
        return waiting.result

    def _work(self) -> None:
        while group := self._next_group():
            self._remember(len(group))
            self._commit(group)
        connection.close()

    def _remember(self, size: int) -> None:
        at = self._clock()
        self._groups.append((at, size))
        while self._groups[0][0] < at - LATELY:
            self._groups.popleft()

    def _next_group(self) -> list[Waiting]:
        """All that waits, up to the largest group; nothing when the writer is to stop."""
        first = self._queue.get()
        group = [first]
        while len(group) < LARGEST_GROUP and group[-1] is not None and not self._queue.empty():
            group.append(self._queue.get_nowait())
        if group[-1] is None and len(group) > 1:
            self._queue.put(None)
        return [one for one in group if one is not None]

    def _commit(self, group: list[Waiting]) -> None:
        """Write a group as one; when that fails, each by itself, so that a failure is its own."""
        log = self._log = GrowingLog(self._signers)
        try:
            with transaction.atomic():
                hold_database()
                log.look_for(waiting.name for waiting in group if waiting.name is not None)
                results = [waiting.action(log) for waiting in group]
                log.sign()
        except Exception as error:
            if isinstance(error, Error):
                connection.close()
            if len(group) > 1:
                for waiting in group:
                    self._commit([waiting])
                return
            group[0].error = cannot_work(error) or error
        else:
            for waiting, result in zip(group, results, strict=True):
                waiting.result = result
        for waiting in group:
            waiting.done.set()


def hold_database() -> None:
    """One group at a time, of however many processes: SQLite's transactions are that, PostgreSQL takes a lock
    that ends with the transaction."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ADVISORY_LOCK])
