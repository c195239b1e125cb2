"""Write a table as CSV, byte for byte the same anywhere: UTF-8, comma, a line feed after every row."""

import csv
import io
from collections.abc import Iterable, Sequence
from itertools import chain

# A spreadsheet takes a cell that begins like this for a formula (OWASP, "CSV injection").
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_text(heading: Sequence[str], rows: Iterable[Sequence[object]], *, defused: bool = False) -> str:
    """The table as text; None is an empty cell.

    `defused`: for a file that people open in a spreadsheet, texts that it would run as a formula, those of
    the heading too, begin with an apostrophe. Numbers that are no text stay as they are.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for row in chain((heading,), rows):
        writer.writerow([defuse(cell) if defused and isinstance(cell, str) else cell for cell in row])
    return out.getvalue()


def csv_row(cells: Sequence[object]) -> str:
    """One row of such a table, with its line feed."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue()


def defuse(text: str) -> str:
    """The text with an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text
