"""What every command shares: JSON to the output, a table for people, a progress bar for waits."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

import typer

Item = TypeVar("Item")

CASE = typer.Argument(..., metavar="CASE", help="A folder, or the id of a bundled case.")
JSON_OPTION = typer.Option(False, "--json", help="Print machine-readable JSON instead of text.")


def print_json(value: Any) -> None:
    """Print a value as indented JSON in a stable order of keys."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True))


def print_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table for people; numbers are right-aligned. Colour follows the terminal and NO_COLOR."""
    from rich.console import Console
    from rich.table import Table

    table = Table(title=title or None, title_justify="left", box=None, pad_edge=False, header_style="bold")
    body = [[str(cell) for cell in row] for row in rows]
    for index, name in enumerate(columns):
        numeric = bool(body) and all(_looks_numeric(row[index]) for row in body)
        table.add_column(name, justify="right" if numeric else "left")
    for row in body:
        table.add_row(*row)
    width = None if sys.stdout.isatty() else 160
    Console(width=width, markup=False, highlight=False).print(table)


def _looks_numeric(text: str) -> bool:
    return bool(text) and all(character in "+−-0123456789.,%  /" for character in text)


def progress(items: Sequence[Item], label: str) -> Iterator[Item]:
    """Yield the items with a progress bar on the error stream; nothing when that is no terminal."""
    if not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.progress import track

    console = Console(file=sys.stderr)
    yield from track(items, description=label, console=console)


@contextmanager
def progress_bar(label: str) -> Iterator[Callable[[int, int], None]]:
    """A bar for work that reports how many of how many steps are done; as `progress`, only on a terminal."""
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(file=sys.stderr), disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, whole: bar.update(task, completed=done, total=whole)
