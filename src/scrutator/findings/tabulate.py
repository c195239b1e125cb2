"""A table of a finding, made from the things it lists."""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from scrutator.findings.model import Table, Value

Thing = TypeVar("Thing")


def table_of(
    name: str,
    title: str,
    things: Iterable[Thing],
    columns: Mapping[str, Callable[[Thing], Value | None]],
    note: str = "",
) -> Table:
    """One row per thing; each column has its heading and says what it shows of the thing."""
    rows = tuple(tuple(show(thing) for show in columns.values()) for thing in things)
    return Table(name, title, tuple(columns), rows, note)


def sources_cell(cited: Iterable[object]) -> str:
    """Citations as the text of one cell."""
    return "; ".join(map(str, cited))
