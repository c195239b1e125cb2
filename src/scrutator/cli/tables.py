"""How commands read tables: the same three options everywhere, and notes on what was assumed."""

import functools
import inspect
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from scrutator.tables.mapping import TableMapping
    from scrutator.tables.model import Table

MAP = typer.Option(
    [],
    "--map",
    metavar="NAME=COLUMN",
    help="NAME is the file's COLUMN, or a sum (a + b); or a mapping file, MAPPING.toml. May be repeated.",
)
SHEET = typer.Option("", "--sheet", help="The sheet of a workbook, or the file in a zip.")
ACCEPT_LOSSES = typer.Option(False, "--accept-losses", help="Read on when rows cannot be used.")


@dataclass(frozen=True)
class Asked:
    """The options of the running command, and which mapped columns a table has had so far."""

    mapping: "TableMapping"
    found: set[str] = field(default_factory=set)


_ASKED: ContextVar[Asked | None] = ContextVar("asked", default=None)


def reads_tables(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options --map, --sheet and --accept-losses; tables it reads obey them.

    A mapped column that no table of the command has is an error: nothing given is silently unused.
    """

    @functools.wraps(command)
    def run(*args: Any, table_map: list[str], table_sheet: str, table_losses: bool, **options: Any) -> Any:
        from scrutator.errors import ScrutatorError
        from scrutator.tables.options import mapping_of

        asked = Asked(mapping_of(table_map, table_sheet, table_losses))
        token = _ASKED.set(asked)
        try:
            result = command(*args, **options)
        finally:
            _ASKED.reset(token)
        unused = [name for name in asked.mapping.columns if name not in asked.found]
        if unused:
            raise ScrutatorError("B10", f"--map {unused[0]}: this command read no table with such a column")
        return result

    added = {
        "table_map": (list[str], MAP),
        "table_sheet": (str, SHEET),
        "table_losses": (bool, ACCEPT_LOSSES),
    }
    kind = inspect.Parameter.KEYWORD_ONLY
    more = [inspect.Parameter(name, kind, default=d, annotation=a) for name, (a, d) in added.items()]
    signature = inspect.signature(command)
    run.__signature__ = signature.replace(parameters=[*signature.parameters.values(), *more])  # type: ignore[attr-defined]
    run.__annotations__ = {**command.__annotations__, **{name: a for name, (a, _) in added.items()}}
    return run


def asked_table(
    path: Path,
    places: Sequence[str] = (),
    counts: Sequence[str] = (),
    among: Sequence[str] = (),
    *,
    notes: bool = True,
) -> "Table":
    """A file as a table, read as the command's options say: columns mapped, rows of totals set aside.

    `places` (largest first) and `counts` are the columns by which totals are found; counts come back in
    plain digits. Totals are looked for in rows whose column `among` is empty or says "list". What was
    assumed or left out is said on the error stream. Without `notes` a last row with one text alone is a row.
    Raises B01 to B11, X01.
    """
    from scrutator.tables.mapping import NO_MAPPING
    from scrutator.tables.reading import read_table
    from scrutator.tables.rows import mapped_columns, with_mapped, with_plain_counts, without_totals

    asked = _ASKED.get() or Asked(NO_MAPPING)
    table = read_table(path, asked.mapping, notes=notes)
    here = mapped_columns(table, asked.mapping)
    asked.found.update(here)
    how = replace(asked.mapping, columns=here)
    table = with_plain_counts(with_mapped(table, how), counts, how)
    table = without_totals(table, places, counts, how, among)
    say(table, path)
    return table


def read_rows(
    path: Path, places: Sequence[str] = (), counts: Sequence[str] = (), *, notes: bool = True
) -> list[dict[str, str]]:
    """The rows of a file as dictionaries of text; see `asked_table`.

    Raises B07 where a row that was left out as a note or as numbers of columns may be one of them.
    """
    from scrutator.errors import ScrutatorError

    table = asked_table(path, places, counts, notes=notes)
    asked = _ASKED.get()
    doubtful = [one.text for one in table.assumptions if one.doubtful]
    if doubtful and not (asked and asked.mapping.accept_losses):
        what = f"a row may have been lost: {doubtful[0]}"
        remedy = (
            "If it is no row of the table: --accept-losses, or `drop` in a mapping. If it is one: fill its "
            "cells, or `keep` in a mapping."
        )
        raise ScrutatorError("B07", what, where=str(path), remedy=remedy)
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


def names(text: str) -> tuple[str, ...]:
    """Split "a, b" into its names. Raises X03 for a name that is given twice: it would count twice."""
    from scrutator.errors import ScrutatorError

    found = tuple(part.strip() for part in text.split(",") if part.strip())
    twice = [name for place, name in enumerate(found) if name in found[:place]]
    if twice:
        raise ScrutatorError("X03", f"{twice[0]!r} is named twice", where=text, remedy="Name it once.")
    return found
