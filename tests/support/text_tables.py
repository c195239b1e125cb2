"""A table from a text, as a command would read it from a file."""

from scrutator.tables.counts import check_rows
from scrutator.tables.mapping import NO_MAPPING
from scrutator.tables.model import Table
from scrutator.tables.reading import read_table


def table_of(text: str) -> Table:
    table = read_table(text.encode(), name="table.csv")
    check_rows(table, NO_MAPPING)
    return table
