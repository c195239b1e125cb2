"""Reading the figures out of a statement's page, with rules so strict that no browser reads otherwise.

A browser repairs broken HTML in ways that differ from any parser's. So a page is read here only if
nothing needs repair: every `<` begins a whole tag, comment or doctype. Whatever else is refused, in
time that grows with the length of the page and no faster.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from html import unescape

from scrutator.seal.refusals import Refusal

LONGEST_PAGE = 2**25
DEEPEST_PAGE = 500
_TEXT = re.compile(r"[^<]+")
_SKIPPED = re.compile(r"<!--(?!-?>)(?:[^-]|-(?!->))*+-->|<!doctype [^<>]*>", re.IGNORECASE)
_TAG = re.compile(
    r"<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9:-]*)"
    r"(?P<attributes>(?:\s+[^\s\"'<>/=]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'=<>`/]+))?)*+)\s*(?P<closed>/?)>"
)
_ATTRIBUTE = re.compile(r"\s+([^\s\"'<>/=]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'=<>`/]+)))?")
_RAW = {
    name: re.compile(rf"</{name}\s*>", re.IGNORECASE) for name in ("script", "style", "textarea", "title")
}
_VOID = frozenset(
    re.findall("[a-z]+", "area base br col embed hr img input link meta param source track wbr")
)
_FOREIGN = frozenset({"svg", "math"})
_UNSEEN = frozenset({"template", "noscript", "iframe", "noembed", "noframes", "plaintext", "xmp", "select"})


@dataclass
class _Element:
    name: str
    cell: str | None
    hidden: bool
    texts: list[str] = field(default_factory=list)


@dataclass
class _Reader:
    """The elements open at this point of the page, and the figures found so far."""

    found: list[tuple[str, str]] = field(default_factory=list)
    open: list[_Element] = field(default_factory=list)
    names: Counter[str] = field(default_factory=Counter)
    cells: list[_Element] = field(default_factory=list)

    def text(self, text: str) -> None:
        for element in self.cells:
            element.texts.append(text)

    def start(self, name: str, attributes: list[tuple[str, str]], closed: bool) -> None:
        cells = [value for key, value in attributes if key == "data-figure"]
        foreign = name in _FOREIGN or any(self.names[outer] for outer in _FOREIGN)
        void = name in _VOID or (closed and foreign)
        if closed and not void:
            raise Refusal("malformed_html", f"<{name}/> is not closed in a browser's eyes")
        if len(cells) > 1 or (cells and (void or name in _RAW)):
            raise Refusal("malformed_html", f"<{name}> cannot hold the figure {cells[0]!r}")
        hidden = name in _UNSEEN or any(key == "hidden" for key, _ in attributes)
        hidden = hidden or bool(self.open and self.open[-1].hidden)
        if cells and hidden:
            raise Refusal("malformed_html", f"the figure {cells[0]!r} is hidden from the reader")
        if hidden and self.cells:
            raise Refusal("malformed_html", f"a part of a figure is hidden in <{name}>")
        if not void:
            self._push(_Element(name, cells[0] if cells else None, hidden))

    def _push(self, element: _Element) -> None:
        if len(self.open) >= DEEPEST_PAGE:
            raise Refusal("malformed_html", f"more than {DEEPEST_PAGE} elements are open at once")
        self.open.append(element)
        self.names[element.name] += 1
        if element.cell is not None:
            self.cells.append(element)

    def end(self, name: str) -> None:
        while self.names[name]:
            element = self.open.pop()
            self.names[element.name] -= 1
            if element.cell is not None:
                self.cells.pop()
                self.found.append((element.cell, "".join(element.texts)))
            if element.name == name:
                return
            if element.cell is not None:
                raise Refusal("malformed_html", f"the element of figure {element.cell!r} is not closed")


def printed_figures(html: bytes) -> list[tuple[str, str]]:
    """The (cell id, text) of each `data-figure` element of a page, in the order they close."""
    if len(html) > LONGEST_PAGE:
        raise Refusal("oversized_member", f"a page of {len(html)} bytes")
    try:
        page = html.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refusal("not_utf8", f"at byte {error.start}") from None
    reader = _Reader()
    position = 0
    while position < len(page):
        position = _step(reader, page, position)
    if reader.cells:
        raise Refusal("malformed_html", "the element of a figure is not closed")
    return reader.found


def _step(reader: _Reader, page: str, position: int) -> int:
    """Read one stretch of text or one tag; where the next begins."""
    if match := _TEXT.match(page, position):
        reader.text(unescape(match[0]))
        return match.end()
    if match := _SKIPPED.match(page, position):
        return match.end()
    match = _TAG.match(page, position)
    if match is None:
        context = page[position : position + 40]
        raise Refusal("malformed_html", f"character {position} begins no whole tag: {context!r}")
    name = match["name"].lower()
    if match["end"]:
        reader.end(name)
        return match.end()
    reader.start(name, _attributes(match["attributes"]), bool(match["closed"]))
    if name in _RAW:
        end = _RAW[name].search(page, match.end())
        if end is None:
            raise Refusal("malformed_html", f"<{name}> is not closed")
        reader.end(name)
        return end.end()
    return match.end()


def _attributes(text: str) -> list[tuple[str, str]]:
    return [
        (match[1].lower(), unescape(match[2] or match[3] or match[4] or ""))
        for match in _ATTRIBUTE.finditer(text)
    ]
