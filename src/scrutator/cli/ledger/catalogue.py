"""`scrutator ledger norms` and `terms`: the bundled catalogue of norms and the glossary."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import typer

from scrutator.cli.output import JSON_OPTION, print_json, print_table

SEARCH = typer.Option("", "--search", metavar="TEXT", help="Only entries that contain every word of TEXT.")


def norms(search: str = SEARCH, as_json: bool = JSON_OPTION) -> None:
    """The bundled catalogue of norms that election observers cite. A case may name their ids in its `norms`
    columns. `text` is a paraphrase; `mark` says what was read of each. Exit status 1 when none is found.

    Example: `scrutator ledger norms --search "secret ballot"`
    """
    from scrutator.words.norms import MARKS, search_norms

    found = search_norms(search)
    columns = ("id", "instrument", "article", "text", "mark", "address")
    _show(found, columns, MARKS, "mark", as_json)


def terms(search: str = SEARCH, as_json: bool = JSON_OPTION) -> None:
    """The glossary in English, Russian and Kazakh. `kazakh_quality` says how sure the Kazakh words are.
    Exit status 1 when nothing is found.

    Example: `scrutator ledger terms --search turnout`
    """
    from scrutator.words.glossary import QUALITIES, search_terms

    found = search_terms(search)
    columns = ("id", "english", "russian", "kazakh", "kazakh_quality")
    _show(found, columns, QUALITIES, "kazakh_quality", as_json)


def _show(found: Sequence[Any], columns: Sequence[str], meanings: Any, marked: str, as_json: bool) -> None:
    if as_json:
        print_json([asdict(one) for one in found])
    else:
        print_table("", columns, [[getattr(one, name) for name in columns] for one in found])
        counts = {mark: sum(getattr(one, marked) == mark for one in found) for mark in meanings}
        for mark, count in counts.items():
            if count:
                typer.echo(f"{count} {mark}: {meanings[mark]}")
        if not found:
            typer.echo("No entry contains all these words.")
    if not found:
        raise typer.Exit(1)
