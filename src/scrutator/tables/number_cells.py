"""Is a cell written like a number? Asked of cells before it is known what they are."""

import re
from collections.abc import Sequence

_NUMBER = re.compile(r"[-−(]?[\d٠-٩۰-۹][\d٠-٩۰-۹\s.,'’/:%\u00a0\u2009\u202f-]*\)?")
_YEAR = re.compile(r"(18|19|20)\d\d")


def is_number(cell: str) -> bool:
    """Whether a cell is written like a number (a year may be the name of a column)."""
    return bool(_NUMBER.fullmatch(cell.strip()))


def is_year(cell: str) -> bool:
    """Whether a cell is a year of an election."""
    return bool(_YEAR.fullmatch(cell.strip()))


def has_numbers(cells: Sequence[str]) -> bool:
    """Whether a row has a number that is no year."""
    return any(is_number(cell) and not is_year(cell) for cell in cells)
