"""Reading the figures out of a statement's page, with rules so strict that no browser reads otherwise.

A browser repairs broken HTML in ways that differ from any parser's. So a page is read here only if
nothing needs repair: every `<` begins a whole tag, comment or doctype, every element is closed by its own end
tag, and what elements and attributes there are is on a list (`markup`). Whatever else is refused, in time
that grows with the length of the page and no faster.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape

from scrutator.seal.refusals import Refusal
from scrutator.seal.verifier.markup import DRAWING, check_element, check_style, check_text

LONGEST_PAGE = 2**25
DEEPEST_PAGE = 500
_TEXT = re.compile(r"[^<]+")
_DOCTYPE = re.compile("<!doctype html>", re.IGNORECASE)
_NAME = re.compile("<(/?)([A-Za-z][A-Za-z0-9-]*)")
_ATTRIBUTE = re.compile(
    r"[ \t\n\f]+([^ \t\n\f\"'<>/=]+)"
    r"(?:[ \t\n\f]*=[ \t\n\f]*(?:\"([^\"]*)\"|'([^']*)'|([^ \t\n\f\"'=<>`/]+)))?"
)
_CLOSE = re.compile(r"[ \t\n\f]*(/?)>")
_RAW = {name: re.compile(rf"</{name}(?P<whole>[ \t\n\f]*>)?", re.IGNORECASE) for name in ("style", "title")}
_VOID = frozenset({"br", "hr", "img", "link", "meta"})


@dataclass
class _Element:
    name: str
    cell: str | None
    texts: list[str] = field(default_factory=list)


@dataclass
class _Reader:
    """The elements open at this point of the page, and the figures found so far."""

    found: list[tuple[str, str]] = field(default_factory=list)
    open: list[_Element] = field(default_factory=list)
    once: set[str] = field(default_factory=set)
    cells: list[_Element] = field(default_factory=list)
    links: int = 0

    @property
    def parent(self) -> str:
        return self.open[-1].name if self.open else ""

    def text(self, text: str) -> None:
        check_text(self.parent, text)
        for element in self.cells:
            element.texts.append(unescape(text))

    def start(self, name: str, attributes: list[tuple[str, str]], closed: bool) -> None:
        check_element(self.parent, name, attributes)
        void = name in _VOID or (closed and name in DRAWING)
        if closed and not void:
            raise Refusal("malformed_html", f"<{name}/> is not closed in a browser's eyes")
        if name in ("html", "head", "body"):
            self._only_once(name)
        if name == "a" and self.links:
            raise Refusal("malformed_html", "a link stands in a link")
        cell = next((unescape(value) for key, value in attributes if key == "data-figure"), None)
        if void and cell is not None:
            raise Refusal("malformed_html", f"<{name}> cannot hold the figure {cell!r}")
        if not void:
            self._push(_Element(name, cell))

    def _only_once(self, name: str) -> None:
        if name in self.once:
            raise Refusal("malformed_html", f"there is a second <{name}>")
        self.once.add(name)

    def _push(self, element: _Element) -> None:
        if len(self.open) >= DEEPEST_PAGE:
            raise Refusal("malformed_html", f"more than {DEEPEST_PAGE} elements are open at once")
        self.open.append(element)
        self.links += element.name == "a"
        if element.cell is not None:
            self.cells.append(element)

    def end(self, name: str) -> None:
        if self.parent != name:
            raise Refusal("malformed_html", f"</{name}> ends no <{self.parent or 'element'}>")
        element = self.open.pop()
        self.links -= element.name == "a"
        if element.cell is not None:
            self.cells.pop()
            self.found.append((element.cell, "".join(element.texts)))


def printed_figures(html: bytes) -> list[tuple[str, str]]:
    """The (cell id, text) of each `data-figure` element of a page, in the order they close."""
    if len(html) > LONGEST_PAGE:
        raise Refusal("oversized_member", f"a page of {len(html)} bytes")
    try:
        page = html.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refusal("not_utf8", f"at byte {error.start}") from None
    if found := re.search("[\0\r]", page):
        raise Refusal("malformed_html", f"character {found.start()} is one that browsers change")
    reader = _Reader()
    position = 0
    while position < len(page):
        position = _step(reader, page, position)
    if reader.open:
        raise Refusal("malformed_html", f"<{reader.parent}> is not closed")
    return reader.found


@dataclass(frozen=True)
class _Tag:
    """A whole tag: its name, whether it is an end tag or closes itself, and where what follows begins."""

    name: str
    end: bool
    closed: bool
    attributes: list[tuple[str, str]]
    after: int


def _step(reader: _Reader, page: str, position: int) -> int:
    """Read one stretch of text or one tag; where the next begins."""
    if match := _TEXT.match(page, position):
        reader.text(match[0])
        return match.end()
    if skipped := _skipped(page, position):
        return skipped
    tag = _tag(page, position)
    if tag is None:
        context = page[position : position + 40]
        raise Refusal("malformed_html", f"character {position} begins no whole tag: {context!r}")
    if tag.end:
        if tag.attributes or tag.closed:
            raise Refusal("malformed_html", f"</{tag.name}> has more than its name")
        reader.end(tag.name)
        return tag.after
    reader.start(tag.name, tag.attributes, tag.closed)
    return _skip_raw(reader, page, tag.after, tag.name) if tag.name in _RAW else tag.after


def _skipped(page: str, position: int) -> int:
    """Where a whole doctype or comment ends; 0 when neither begins here, or a browser ends it elsewhere."""
    if match := _DOCTYPE.match(page, position):
        return match.end()
    inside = position + 4
    if not page.startswith("<!--", position) or page.startswith((">", "->"), inside):
        return 0
    end = page.find("-->", inside)
    if end < 0 or page.find("--!>", inside, end + 3) >= 0 or page.find("<!--", inside, end + 3) >= 0:
        return 0
    return end + 3


def _tag(page: str, position: int) -> _Tag | None:
    """The tag that begins here; None when there is no whole one. One attribute after the other, so that the
    time grows with the length of the tag and no faster."""
    begin = _NAME.match(page, position)
    if begin is None:
        return None
    attributes, at = [], begin.end()
    while match := _ATTRIBUTE.match(page, at):
        attributes.append((match[1].lower(), match[2] or match[3] or match[4] or ""))
        at = match.end()
    close = _CLOSE.match(page, at)
    if close is None:
        return None
    return _Tag(begin[2].lower(), bool(begin[1]), bool(close[1]), attributes, close.end())


def _skip_raw(reader: _Reader, page: str, position: int, name: str) -> int:
    """Pass over a style or a title up to its end tag; where the next stretch begins."""
    end = _RAW[name].search(page, position)
    if end is None or end["whole"] is None:
        raise Refusal("malformed_html", f"<{name}> is not closed")
    if name == "style":
        check_style(page[position : end.start()])
    reader.end(name)
    return end.end()
