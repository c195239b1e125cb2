"""Cells of a night's tables, read strictly: a column that is not there and what is no number are named."""

from collections.abc import Mapping

from scrutator.counting.counts import LARGEST
from scrutator.errors import ScrutatorError


def cell_value(row: Mapping[str, str], column: str) -> str:
    """The text of a cell. Raises C08 for a column that the table does not have."""
    if column not in row:
        raise ScrutatorError("C08", f"there is no column {column!r}", where=", ".join(row))
    return row[column]


def number(text: str) -> float | None:
    """The number in a cell; None for an empty one. Raises C08 for what is no figure of an election."""
    try:
        found = float(text) if text.strip() else None
    except ValueError as error:
        raise ScrutatorError("C08", f"{text!r} is not a number") from error
    if found is not None and not abs(found) <= LARGEST:
        raise ScrutatorError("C08", f"{text!r} is not a figure of an election")
    return found
