"""`scrutator ledger words`: a phrase in its contexts, and words one collection uses more."""

from pathlib import Path

import typer

from scrutator.cli.output import JSON_OPTION, print_json, print_table

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

    G² takes the words of a text as independent; look at the documents and the log ratio beside it.

    Example: `scrutator ledger words keyness state-media other-media`
    """
    from scrutator.ledger.texts.framing import keyness

    found = keyness(list(texts_in(first).values()), list(texts_in(second).values()))[:top]
    if as_json:
        print_json([vars(one) for one in found])
        return
    rows = [
        (
            k.word,
            k.first,
            k.second,
            k.first_documents,
            k.second_documents,
            f"{k.g2:.2f}",
            f"{k.log_ratio:.2f}",
        )
        for k in found
    ]
    columns = (
        "word",
        "in the first",
        "in the second",
        "texts of the first",
        "texts of the second",
        "G²",
        "log ratio",
    )
    print_table("", columns, rows)
