"""Cells: the places in a statement's text where a computed thing stands.

A cell is written `{{ name("argument", key="value") }}`. Its inside is read as data, never run:
a name, constants in brackets, nothing else.
"""

import ast
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from scrutator.errors import ScrutatorError

LONGEST_CELL = 2_000
# The name of a figure's key such as "list" or "time" may be a Python word; it is never run.
Constant = str | int | float | bool


@dataclass(frozen=True)
class Cell:
    """One cell of the text: its function's name, its arguments, and where it stands."""

    name: str
    arguments: tuple[Constant, ...]
    named: Mapping[str, Constant]
    line: int
    start: int
    end: int


def cell_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where cells stand: from `{{` to the next `}}`, both included. Linear in the text."""
    start = text.find("{{")
    while start >= 0 and (close := text.find("}}", start + 2)) >= 0:
        yield start, close + 2
        start = text.find("{{", close + 2)


def line_starts(text: str) -> list[int]:
    """Where each line begins, for counting lines by bisection."""
    starts = [0]
    while (found := text.find("\n", starts[-1])) >= 0:
        starts.append(found + 1)
    return starts


def find_cells(text: str, file: str) -> tuple[Cell, ...]:
    """Every cell of a text, in order. Raises T01 for a cell that cannot be read."""
    starts = line_starts(text)
    return tuple(
        _read_cell(text[start:end], start, f"{file}:{line}", line)
        for start, end in cell_spans(text)
        for line in (bisect_right(starts, start),)
    )


def _read_cell(written: str, start: int, where: str, line: int) -> Cell:
    if len(written) > LONGEST_CELL:
        what = f"the cell {written[:60]} has {len(written):,} characters, the most is {LONGEST_CELL:,}"
        raise ScrutatorError("T01", what, where=where)
    try:
        call = ast.parse(written[2:-2].strip(), mode="eval").body
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
            raise ValueError("a cell is a name with arguments in brackets")
        arguments = tuple(_constant(node) for node in call.args)
        named = {str(keyword.arg): _constant(keyword.value) for keyword in call.keywords}
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        shown = written[:60]
        raise ScrutatorError("T01", f"the cell {shown} cannot be read: {error}", where=where) from error
    return Cell(call.func.id, arguments, named, line, start, start + len(written))


def _constant(node: ast.expr) -> Constant:
    value = ast.literal_eval(node)
    if not isinstance(value, str | int | float | bool):
        raise ValueError("arguments are texts and numbers")
    return value
