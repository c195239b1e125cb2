"""Cells: the places in a statement's text where a computed thing stands.

A cell is written `{{ name("argument", key="value") }}`. Its inside is read as data, never run:
a name, constants in brackets, nothing else.
"""

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass

from scrutator.errors import ScrutatorError

_CELL = re.compile(r"\{\{(.*?)\}\}", re.S)
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


def find_cells(text: str, file: str) -> tuple[Cell, ...]:
    """Every cell of a text, in order. Raises T01 for a cell that cannot be read."""
    return tuple(_read_cell(found, text, file) for found in _CELL.finditer(text))


def _read_cell(found: re.Match[str], text: str, file: str) -> Cell:
    line = text[: found.start()].count("\n") + 1
    where = f"{file}:{line}"
    try:
        call = ast.parse(found.group(1).strip(), mode="eval").body
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
            raise ValueError("a cell is a name with arguments in brackets")
        arguments = tuple(_constant(node) for node in call.args)
        named = {str(keyword.arg): _constant(keyword.value) for keyword in call.keywords}
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        shown = found.group(0)[:60]
        raise ScrutatorError("T01", f"the cell {shown} cannot be read: {error}", where=where) from error
    return Cell(call.func.id, arguments, named, line, found.start(), found.end())


def _constant(node: ast.expr) -> Constant:
    value = ast.literal_eval(node)
    if not isinstance(value, str | int | float | bool):
        raise ValueError("arguments are texts and numbers")
    return value
