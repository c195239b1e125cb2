"""Columns of a table that say nothing here, each with the number of its filled cells."""

from collections.abc import Collection, Iterator, Mapping

from scrutator.field.importing.export import Unused
from scrutator.field.importing.sheets import Sheet

NO_QUESTION = "the form has no such question"


def unused_cells(table: Sheet, used: Collection[str], own: Mapping[str, str]) -> Iterator[Unused]:
    """The columns that are not used: `own` gives why, for those of the other system itself. An empty column
    is named too, with 0."""
    for heading in table.headings:
        if heading not in used:
            count = sum(bool(row[heading]) for row in table.rows)
            yield Unused(f"the column {heading[:80]} of {table.name}", own.get(heading, NO_QUESTION), count)
