"""Writing rows of the night, each with the event that states it under the field's log."""

from typing import Any, TypeVar

from scrutator.web.audit.events import What
from scrutator.web.audit.writing import Log, name_of, note, write, written

Row = TypeVar("Row")


def keep(mission: Any, row: Row, what: What, **about: str) -> Row:
    """Write a new row and its event, in one transaction; `row.user` did it."""

    def add(log: Log) -> Row:
        of_model: Any = row
        of_model.save(force_insert=True)
        note(log, mission.pk, what, name_of(of_model.user), about, written(row))
        return row

    return write(add)
