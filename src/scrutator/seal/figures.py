"""The figures in the statement's pages against figures.json: a number changed in the prose alone shows.

figures.json maps the id of each figure cell to {"text": {language: printed text}, …}. In
`statement.<language>.html` the printed figure is the text of an element with the attribute
`data-figure="<id>"`.
"""

import re
from collections.abc import Mapping
from html.parser import HTMLParser

from scrutator.seal import canonical
from scrutator.seal.refusals import Refusal

STATEMENT = re.compile(r"statement\.([A-Za-z-]+)\.html")
_VOID = frozenset(
    (
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    )
)


class _Cells(HTMLParser):
    """Collects the text of every element that carries `data-figure`."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, str]] = []
        self._open: list[tuple[str, str | None, list[str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        cells = [value or "" for name, value in attrs if name == "data-figure"]
        if len(cells) > 1 or (cells and tag in _VOID):
            raise Refusal("malformed_html", f"<{tag}> cannot hold the figure {cells[0]!r}")
        if tag not in _VOID:
            self._open.append((tag, cells[0] if cells else None, []))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_data(self, data: str) -> None:
        for _, cell, texts in self._open:
            if cell is not None:
                texts.append(data)

    def handle_endtag(self, tag: str) -> None:
        if not any(name == tag for name, _, _ in self._open):
            return
        while self._open:
            name, cell, texts = self._open.pop()
            if cell is not None:
                self.found.append((cell, "".join(texts)))
                if name != tag:
                    raise Refusal("malformed_html", f"the element of figure {cell!r} is not closed")
            if name == tag:
                return

    def close(self) -> None:
        super().close()
        for _, cell, _ in self._open:
            if cell is not None:
                raise Refusal("malformed_html", f"the element of figure {cell!r} is not closed")


def printed_figures(html: bytes) -> list[tuple[str, str]]:
    """The (cell id, text) of each `data-figure` element of a page, in the order they close."""
    parser = _Cells()
    try:
        parser.feed(html.decode("utf-8"))
        parser.close()
    except (UnicodeDecodeError, AssertionError):
        raise Refusal("malformed_html", "the page is not readable HTML in UTF-8") from None
    return parser.found


def cell_texts(data: bytes) -> dict[tuple[str, str], str]:
    """The printed text of each (cell id, language) of figures.json."""
    cells = canonical.parse(data)
    if not isinstance(cells, dict):
        raise Refusal("malformed_figures", "it is not an object of cells")
    texts: dict[tuple[str, str], str] = {}
    for id_, cell in cells.items():
        text = cell.get("text") if isinstance(cell, dict) else None
        if not isinstance(text, dict) or not all(isinstance(value, str) for value in text.values()):
            raise Refusal("malformed_figures", f"cell {id_!r} has no object `text` of printed texts")
        texts |= {(id_, language): str(value) for language, value in text.items()}
    return texts


def check_figures(figures: bytes | None, pages: Mapping[str, bytes]) -> int:
    """How many printed figures agree with their cells; `pages` maps a language to its HTML.

    Refused: a printed figure without a cell, with another text than its cell, or a cell that is
    printed nowhere in the language it has a text for.
    """
    expected = cell_texts(figures) if figures is not None else {}
    seen: set[tuple[str, str]] = set()
    count = 0
    for language, html in pages.items():
        for id_, text in printed_figures(html):
            if (id_, language) not in expected:
                raise Refusal("figure_mismatch", f"{id_!r} is printed in {language} and has no cell")
            if text != expected[id_, language]:
                cell = expected[id_, language]
                raise Refusal("figure_mismatch", f"{id_!r} in {language} reads {text!r}, its cell {cell!r}")
            seen.add((id_, language))
            count += 1
    if unseen := sorted(set(expected) - seen):
        raise Refusal("figure_mismatch", f"the cell {unseen[0][0]!r} is not printed in {unseen[0][1]}")
    return count
