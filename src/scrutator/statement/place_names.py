"""Names of places in the language of a statement, where the record has them."""

from dataclasses import replace

from scrutator.findings.model import Table
from scrutator.record.case import Case


def in_language(table: Table, case: Case, language: str) -> Table:
    """The table with every cell that is the name of a place in that language; others stay as they are."""
    names = {place.name: place.name_in(language) for place in case.places if language in place.names}
    if not names:
        return table
    rows = tuple(
        tuple(names.get(cell, cell) if isinstance(cell, str) else cell for cell in row) for row in table.rows
    )
    return replace(table, rows=rows)
