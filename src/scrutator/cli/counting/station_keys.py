"""A station's key from one column, or from several where codes are unique only inside a district."""

from collections.abc import Sequence

Row = dict[str, str]


def keyed(rows: Sequence[Row], columns: Sequence[str]) -> list[Row]:
    """The rows; with several key columns, one more that joins their cells as "district / code".

    The new column's name is that of the columns joined by commas. Raises C11 for a column that is not there
    and for a part that is empty.
    """
    from scrutator.counting.counts import read_cell
    from scrutator.errors import ScrutatorError

    if len(columns) == 1:
        return list(rows)
    found = []
    for number, row in enumerate(rows, start=1):
        parts = [read_cell(row, column) for column in columns]
        if not all(parts):
            empty = columns[parts.index("")]
            remedy = "Fill it: without it the station cannot be told from another."
            raise ScrutatorError("C11", f"row {number} has no {empty}", where=empty, remedy=remedy)
        found.append(row | {",".join(columns): " / ".join(parts)})
    return found
