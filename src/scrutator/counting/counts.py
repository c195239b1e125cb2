"""Reading counts from tables of text: whole numbers, each station once, nothing rounded or replaced."""

import re
from collections.abc import Collection, Iterable, Mapping

from scrutator.errors import ScrutatorError
from scrutator.words.tables import bare, totals_words

LARGEST = 10**11
"""No electorate is larger; a longer number is two cells run together."""

COUNTS = "Counts are whole numbers; leave unknown cells empty."

# Spreadsheets write 37 as 37.0; digits of other scripts and exponents are refused, not guessed at.
_COUNT = re.compile(r"[0-9]{1,12}(\.0*)?")


def is_count(text: str) -> bool:
    """Whether the text is a whole number that is not negative, and no larger than any electorate."""
    return bool(_COUNT.fullmatch(text.strip())) and int(text.partition(".")[0]) <= LARGEST


def read_cell(row: Mapping[str, str], column: str) -> str:
    """The text of a cell; raises C11 naming the columns there are."""
    if column not in row:
        remedy = "Name a column of the table, or correct its heading."
        raise ScrutatorError(
            "C11", f"there is no column {column!r}", where=f"the table has: {', '.join(row)}", remedy=remedy
        )
    return row[column].strip()


def read_count(row: Mapping[str, str], column: str, station: str = "") -> int:
    """A whole number that is not negative; raises C11 naming the cell."""
    text = read_cell(row, column)
    if not is_count(text):
        where = f"{station}, {column}" if station else column
        raise ScrutatorError("C11", f"{text!r} is not a count", where=where, remedy=COUNTS)
    return int(text.partition(".")[0])


def read_lines(row: Mapping[str, str], without: Collection[str], where: str) -> dict[str, int]:
    """The lines of a form: all columns but `without`; an empty cell was not keyed and is left out."""
    return {name: read_count(row, name, where) for name in row if name not in without and row[name].strip()}


def by_station(
    rows: Iterable[Mapping[str, str]], station: str, *, with_totals: bool = False
) -> dict[str, Mapping[str, str]]:
    """The rows by the station's code; raises C11 when a code is empty, a duplicate or, but for
    `with_totals`, a word of totals, or no row is there."""
    found: dict[str, Mapping[str, str]] = {}
    for row in rows:
        code = read_cell(row, station)
        if not code or code in found:
            what = f"station {code!r} is a duplicate" if code else "a row has no station code"
            remedy = "Keep one row per station; versions go through `scrutator protocols versions`."
            raise ScrutatorError("C11", what, where=station, remedy=remedy)
        if not with_totals and bare(code) in totals_words():
            what = f"the row {code!r} is a sum of others and no {station}"
            raise ScrutatorError("C11", what, where=station, remedy="Leave rows of totals out.")
        found[code] = row
    if not found:
        raise ScrutatorError("C11", "the table has no rows", remedy="Give one row for each station.")
    return found
