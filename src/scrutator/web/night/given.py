"""Tables that are given on a page, read strictly: what is doubtful is refused, with its row."""

from scrutator.errors import ScrutatorError
from scrutator.tables.reading import read_table

LARGEST = 20_000_000
Row = dict[str, str]


def rows_of(content: bytes, name: str) -> list[Row]:
    """The rows of a table as text. Raises what `read_table` raises, and B07 for rows that cannot be read
    whole or may have been lost."""
    if len(content) > LARGEST:
        raise ScrutatorError("D52", f"{name} has {len(content):,} bytes, the most is {LARGEST:,}")
    table = read_table(content, name=name)
    doubts = [one.text for one in table.assumptions if one.doubtful]
    wrong = [str(fault) for fault in table.faults] + doubts
    if wrong:
        what = f"{name}: {len(wrong)} rows cannot be read or may be lost; the first: {wrong[0]}"
        raise ScrutatorError("B07", what, where=name, remedy="Correct the table; nothing was written.")
    return table.records()


def file_in(files: object, name: str) -> tuple[str, bytes]:
    """The name and the bytes of a file that was chosen; two empty ones when none was."""
    found = files.get(name) if hasattr(files, "get") else None
    if found is None:
        return "", b""
    if found.size > LARGEST:
        raise ScrutatorError("D52", f"{found.name} has {found.size:,} bytes, the most is {LARGEST:,}")
    return str(found.name)[:200], found.read()
