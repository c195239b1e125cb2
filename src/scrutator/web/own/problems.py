"""What stands in the way of reading a file, in words of the form that the visitor has before them.

Errors of tables name options of the command line and keys of a mapping; here they are fields of a page.
"""

from collections.abc import Mapping
from types import MappingProxyType

from scrutator.web.own.understanding import Problem

OF_COMMANDS = ("--", "`", "mapping")
HEADS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "B01": (
            "The file is no table that can be read.",
            "Open it in a spreadsheet, save it as CSV or xlsx, and give that file.",
        ),
        "B02": (
            "The file is too large, or unpacks to too much.",
            "Split it, or save only its table as CSV.",
        ),
        "B03": (
            "The encoding of the file is unknown.",
            "Write it under “More about the file”, or save the file as UTF-8.",
        ),
        "B04": (
            "It is not clear which part of the file is the table.",
            "Choose the sheet, or name the file in the archive, under “More about the file”.",
        ),
        "B05": (
            "The table cannot be used as it is.",
            "Correct the file, or say under “More about the file” how it is read.",
        ),
        "B06": ("A column that was named is not in the table.", "Choose what each column is."),
        "B07": (
            "Rows of the file cannot be used.",
            "Correct the cells, or tick “Read on when many rows cannot be used”.",
        ),
        "B08": (
            "Some rows may be totals or notes, not stations.",
            "Write their numbers under “More about the file”: totals, or stations.",
        ),
        "B09": (
            "Columns contradict each other in many rows.",
            "Are two columns swapped? Choose what each column is.",
        ),
        "B10": (
            "It is not clear what the columns or rows are.",
            "Choose what each column is: “list” for each column of votes.",
        ),
        "B11": (
            "Numbers can be read in two ways.",
            "Choose the mark of thousands under “More about the file”.",
        ),
    }
)
"""Of each error of tables what is wrong and what to do, as words of the page (`words/readers.toml`)."""


def head_of(problem: Problem | None) -> tuple[str, str] | None:
    """What is wrong and what to do, where the page has words for it."""
    return HEADS.get(problem.code) if problem else None


def own_remedy(problem: Problem | None) -> str:
    """The error's own remedy, where the page has no other, or it names nothing of the command line."""
    if problem is None:
        return ""
    is_of_commands = any(one in problem.remedy for one in OF_COMMANDS)
    return "" if is_of_commands and problem.code in HEADS else problem.remedy
