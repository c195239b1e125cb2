"""The figures in the statement's pages against figures.json: a number changed in the prose alone shows.

figures.json maps the id of each figure cell to {"text": {language: printed text}, …}. In
`statement.<language>.html` the printed figure is the text of an element with the attribute
`data-figure="<id>"`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from scrutator.seal import canonical
from scrutator.seal.refusals import Refusal
from scrutator.seal.verifier.pages import printed_figures

STATEMENT = re.compile(r"statement\.([A-Za-z-]+)\.html")
PAGE = re.compile(r"\.(?:x?html?|xht)$", re.IGNORECASE)
"""Members that a browser opens as a page; there is none but the statement's."""


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
