"""`scrutator ledger words`: a phrase in its contexts, and words one collection uses more."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from scrutator.cli.output import JSON_OPTION, print_json, print_table

if TYPE_CHECKING:
    from scrutator.ledger.texts.framing import Keyness

app = typer.Typer(
    help="Framing: phrases in context, and what two collections say differently.", no_args_is_help=True
)


def texts_in(folder: Path) -> dict[str, str]:
    """The text files of a folder by name. Raises X01 when there is none."""
    from scrutator.cli.ledger.files import read_text
    from scrutator.errors import ScrutatorError

    found = {path.name: read_text(path) for path in sorted(folder.glob("*.txt"))}
    if not found:
        raise ScrutatorError("X01", f"there is no .txt file in {folder}")
    return found


@app.command()
def concordance(
    phrase: str = typer.Argument(..., help="The phrase, e.g. Western-backed."),
    folder: Path = typer.Option(..., "--in", help="Folder of .txt files."),
    width: int = typer.Option(8, min=0, help="Words on either side."),
    as_json: bool = JSON_OPTION,
) -> None:
    """Every occurrence of a phrase with the words around it, whatever its quotes and dashes.

    Example: `scrutator ledger words concordance Western-backed --in articles`
    """
    from scrutator.ledger.texts.framing import concordance

    found = concordance(texts_in(folder), phrase, width)
    if as_json:
        print_json([vars(hit) for hit in found])
        return
    rows = [(hit.text, hit.line, hit.left, hit.match, hit.right) for hit in found]
    print_table("", ("text", "line", "before", "match", "after"), rows)
    typer.echo(f"{len(found)} in {len({hit.text for hit in found})} texts")


@app.command()
def keyness(
    first: Path = typer.Argument(..., help="Folder of .txt files."),
    second: Path = typer.Argument(..., help="Folder of .txt files to compare with."),
    top: int = typer.Option(30, min=1, help="How many words to show."),
    as_json: bool = JSON_OPTION,
) -> None:
    """Words that two collections use differently: counts, documents, G² and log ratio.

    G² treats the words of a text as independent: read it together with the texts and the log ratio.

    Example: `scrutator ledger words keyness state-media other-media`
    """
    from scrutator.ledger.texts.framing import keyness

    found = keyness(list(texts_in(first).values()), list(texts_in(second).values()))[:top]
    if as_json:
        print_json([vars(one) for one in found])
        return
    print_table("", tuple(KEYNESS_SHOWN), [[show(one) for show in KEYNESS_SHOWN.values()] for one in found])


# The table of `keyness`: each column and what it shows of a word.
KEYNESS_SHOWN: dict[str, Callable[["Keyness"], object]] = {
    "word": lambda one: one.word,
    "in the first": lambda one: one.first,
    "in the second": lambda one: one.second,
    "texts of the first": lambda one: one.first_documents,
    "texts of the second": lambda one: one.second_documents,
    "G²": lambda one: f"{one.g2:.2f}",
    "log ratio": lambda one: f"{one.log_ratio:.2f}",
}
