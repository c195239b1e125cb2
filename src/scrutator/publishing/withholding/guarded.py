"""Which values of withheld rows and files must stand nowhere else in a publication."""

from collections.abc import Sequence

from scrutator.record.catalogue import TableSpec
from scrutator.record.columns import columns_of

NUMBERS = ("count", "integer", "decimal", "percent")
MOST_GUARDED = 2_000  # values of one file that are looked for


def guarded_values(
    spec: TableSpec, names: Sequence[str], rows: Sequence[Sequence[str]], *, numbers: bool
) -> tuple[str, ...]:
    """The values of rows that tell which they were, each once: ids, free texts and, if asked, numbers."""
    kinds = {column.name: column.kind.name for column in columns_of(spec.row_type)}
    telling = ("text", *NUMBERS) if numbers else ("text",)
    places = [at for at, name in enumerate(names) if name == "id" or kinds.get(name, "text") in telling]
    return tuple(dict.fromkeys(row[at] for row in rows for at in places))


def guarded_in_file(spec: TableSpec, names: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """As for rows; in a large table texts alone, since any number stands somewhere else by chance, and not
    more of them than can be looked for."""
    guarded = guarded_values(spec, names, rows, numbers=True)
    if len(guarded) <= MOST_GUARDED:
        return guarded
    return guarded_values(spec, names, rows, numbers=False)[:MOST_GUARDED]
