"""CSV as a case folder prescribes it: UTF-8, commas, the heading in the first line. Nothing is guessed.

Other people's files are read by `scrutator.tables.reading`, which looks for what they are.
"""

from collections import Counter

from scrutator.errors import ScrutatorError
from scrutator.tables.formats.delimited import BrokenRecord, Record, records
from scrutator.tables.formats.encodings import as_utf8


def strict_records(content: bytes, name: str) -> tuple[list[str], list[Record]]:
    """The heading, and every row with the line it begins on; each has as many cells as the heading.

    Raises B01 (no CSV), B03 (not UTF-8), B05 (no heading, or a name twice), B07 (a row too long or short).
    """
    try:
        text = as_utf8(content, "utf-8")[0].decode()
    except ScrutatorError as error:
        raise ScrutatorError(error.code, error.what, where=name, remedy="Save the file as UTF-8.") from error
    try:
        found = [
            (line, [cell.strip() for cell in cells]) for line, cells in records(text, strict=True) if cells
        ]
    except BrokenRecord as error:
        raise ScrutatorError(
            "B01", f"this is not CSV: {error}", where=name, remedy="Correct the quotes."
        ) from error
    if not found:
        raise ScrutatorError("B05", "the heading is missing", where=name, remedy="Write the column names.")
    heading, body = found[0][1], [(line, cells) for line, cells in found[1:] if any(cells)]
    doubled = [column for column, times in Counter(heading).items() if times > 1]
    if doubled:
        raise ScrutatorError("B05", f"duplicate column “{doubled[0]}”", where=name, remedy="Rename one.")
    for line, cells in body:
        if len(cells) != len(heading):
            what = f"the row has {len(cells)} cells, the heading {len(heading)}"
            raise ScrutatorError(
                "B07", what, where=f"{name}, line {line}", remedy="Look for a comma or a quote."
            )
    return heading, body


def strict_rows(content: bytes, name: str) -> list[dict[str, str]]:
    """The rows as dictionaries of text. Raises what `strict_records` raises."""
    heading, body = strict_records(content, name)
    return [dict(zip(heading, cells, strict=True)) for _, cells in body]
