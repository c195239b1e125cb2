"""Options and notes that all commands which read tables share."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from scrutator.tables.mapping import TableMapping
    from scrutator.tables.model import Table

MAP = typer.Option(
    [],
    "--map",
    metavar="NAME=COLUMN",
    help="A column by the file's own name, or a sum (a + b); or a mapping file, MAPPING.toml. Repeat it.",
)
SHEET = typer.Option("", "--sheet", help="The sheet of a workbook, or the file in a zip.")
ACCEPT_LOSSES = typer.Option(False, "--accept-losses", help="Read on when rows cannot be used.")


def read_rows(
    path: Path, mapping: "TableMapping | None" = None, places: Sequence[str] = (), counts: Sequence[str] = ()
) -> list[dict[str, str]]:
    """The rows of a file as dictionaries of text, with the mapping's columns beside the file's own.

    `places` (largest first) and `counts` are the columns by which rows of totals are found and set aside.
    What the reader assumed or left out is said on the error stream. Raises B01 to B11, X01.
    """
    from scrutator.tables.mapping import NO_MAPPING
    from scrutator.tables.reading import read_table
    from scrutator.tables.rows import with_mapped, without_totals

    how = mapping or NO_MAPPING
    table = without_totals(with_mapped(read_table(path, how), how), places, counts, how)
    say(table, path)
    return table.records()


def say(table: "Table", path: Path) -> None:
    """Tell on the error stream what reading a table assumed and left out."""
    for one in table.assumptions:
        typer.echo(f"{path.name}: {one.text}", err=True)
    if table.faults:
        typer.echo(f"{path.name}: {len(table.faults)} rows could not be read and are left out", err=True)


def read_bytes(path: Path) -> bytes:
    """The content of a file, unpacked when it is packed. Raises X01, B01, B02."""
    from scrutator.tables.formats.containers import read_file, unpack

    return unpack(read_file(path)).data


def mapping_from(
    pairs: list[str], sheet: str, accept_losses: bool, known: Sequence[str] = ()
) -> "TableMapping":
    """The options as a mapping; with `known` columns, any other name is refused. Raises B10."""
    from scrutator.tables.mapping import mapping_of
    from scrutator.tables.names import only

    mapping = mapping_of(pairs, sheet, accept_losses)
    if known:
        only(mapping.columns, known, "--map")
    return mapping


def names(text: str) -> tuple[str, ...]:
    """Split "a, b" into its names."""
    return tuple(part.strip() for part in text.split(",") if part.strip())
