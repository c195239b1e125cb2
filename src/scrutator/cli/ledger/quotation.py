"""`scrutator ledger quotation`: quotations against the documents they come from."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from scrutator.cli.output import CASE, JSON_OPTION, print_json, print_table

if TYPE_CHECKING:
    from scrutator.record.case import Case
    from scrutator.record.cells import Citation

app = typer.Typer(help="Quotations against the documents they come from.", no_args_is_help=True)
SHOWN = ("quotation", "source", "anchor", "lines", "cited_line_agrees", "cut_before", "cut_changes_scope")
FAULTY = {"not found", "cut inside", "altered"}


@app.command()
def check(
    case: str = CASE,
    documents: Path = typer.Option(..., help="Folder with the documents; matched by their SHA-256."),
    as_json: bool = JSON_OPTION,
) -> None:
    """Find each quotation in the document it cites: exact, close, garbled or not found, on which line,
    and what was cut from its sentence. `cut inside`: the words behind an ellipsis deny or limit what is
    said, or contain a number. `altered`: such a word was added, dropped or changed. Exit status 1 for these
    two, and when a quotation is not found or is on another line.

    Example: `scrutator ledger quotation check kazakhstan-2012 --documents ~/documents`
    """
    from scrutator.publishing.sources import open_case

    found = quotation_rows(open_case(case), documents)
    if as_json:
        print_json(found)
    else:
        print_table("", SHOWN, [[row[name] for name in SHOWN] for row in found])
    if any(row["anchor"] in FAULTY or row["cited_line_agrees"] == "no" for row in found):
        raise typer.Exit(1)


def documents_of(case: "Case", folder: Path) -> dict[str, str]:
    """The text of each source whose file lies in the folder, recognised by its SHA-256."""
    from scrutator.cli.ledger.files import read_text
    from scrutator.errors import ScrutatorError

    wanted = {source.sha256: source.id for source in case.sources if source.sha256}
    found = {}
    try:
        paths = sorted(path for path in folder.iterdir() if path.is_file())
        for path in paths:
            name = wanted.get(hashlib.sha256(path.read_bytes()).hexdigest())
            if name:
                found[name] = read_text(path)
    except OSError as error:
        raise ScrutatorError("X01", f"{folder} cannot be read: {error.strerror}") from error
    if not found:
        raise ScrutatorError("X01", f"no file in {folder} has the SHA-256 of a source of this case")
    return found


def quoted_words(case: "Case") -> Iterator[tuple[str, str, tuple["Citation", ...]]]:
    """Every quotation of a claim and every wording: its id, its words, what it cites."""
    yield from ((c.id, c.quotation, c.source) for c in case.claims if c.quotation)
    yield from ((q.id, q.text, q.source) for q in case.quotations)


def quotation_rows(case: "Case", folder: Path) -> list[dict[str, Any]]:
    """One row for each quotation of a claim, and each wording, whose document is in the folder."""
    texts = documents_of(case, folder)
    rows = []
    for name, words, cited in quoted_words(case):
        for source in dict.fromkeys(citation.source for citation in cited if citation.source in texts):
            places = [citation.locator for citation in cited if citation.source == source]
            where = "; ".join(f"{source}#{place}".rstrip("#") for place in places)
            rows.append({"quotation": name, "source": where, **placed(texts[source], words, places)})
    return rows


def placed(text: str, words: str, places: list[str]) -> dict[str, Any]:
    """Where words are in a document, whether a cited line agrees, and what was cut from their sentence."""
    from scrutator.ledger.texts.anchors import anchor
    from scrutator.ledger.texts.quotations import cut_of

    found = anchor(text, words)
    cut = cut_of(text, found) if found.kind != "not found" else None
    return {
        "anchor": found.kind,
        "similarity": found.similarity,
        "lines": f"{found.first_line}-{found.last_line}" if cut else "",
        "cited_line_agrees": agrees(places, found.first_line, found.last_line) if cut else "",
        "cut_before": cut.before if cut else "",
        "cut_after": cut.after if cut else "",
        "cut_changes_scope": "yes" if cut and cut.changes_scope else "",
    }


def agrees(places: list[str], first: int, last: int) -> str:
    """Does one of the cited lines lie within two lines of the anchor? Empty when none is a line."""
    lines = [int(place) for place in places if place.isdigit()]
    if not lines:
        return ""
    return "yes" if any(first - 2 <= line <= last + 2 for line in lines) else "no"
