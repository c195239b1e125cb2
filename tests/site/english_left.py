"""English that a page of another language still says by itself: three Latin words in a row that no record has.

Texts of the record (quotations, claims, titles of sources, names) stay in its language, and are marked so; what
a program says does not. A row of words is the record's where every three of them stand in a file of the case.
"""

import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser

WORDS = re.compile(r"[A-Za-z][A-Za-z'’-]*(?:[ \u202f]+[A-Za-z][A-Za-z'’-]*){2,}")
SPOKEN = (
    "title",
    "aria-label",
    "alt",
    "data-label",
    "data-heads",
    "data-reasons",
    "data-caption",
    "data-missing",
)
EMPTY = frozenset(["meta", "link", "br", "hr", "img", "input", "path", "line", "stop", "circle", "col"])
SILENT = frozenset(["style", "script", "code"])
ALLOWED = ("Check a release",)
"""Titles of English guides, which pages quote as they are."""


class Texts(HTMLParser):
    """The texts of a page, in elements and in attributes, but for code, scripts, styles and citations to copy."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, str]] = []
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.found += [text for name in SPOKEN if (text := given.get(name))]
        if tag not in EMPTY:
            self.open.append((tag, given.get("class") or ""))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.found += [text for name in SPOKEN if (text := given.get(name))]

    def handle_endtag(self, tag: str) -> None:
        places = [at for at, (name, _) in enumerate(self.open) if name == tag]
        if places:
            del self.open[places[-1] :]

    def handle_data(self, data: str) -> None:
        silent = any(tag in SILENT or "citation" in classes.split() for tag, classes in self.open)
        if data.strip() and not silent:
            self.found.append(data.strip())


def squeezed(text: str) -> str:
    """The words of a text alone: a cut, a quotation mark or the end of a line between them is none."""
    return " ".join(re.findall(r"[^\W\d_]+", text.lower()))


def record_of(files: Mapping[str, bytes]) -> str:
    """Everything that the files of a case say, as one text to look in."""
    texts = (
        data.decode(errors="replace")
        for name, data in files.items()
        if name.endswith((".csv", ".toml", ".md"))
    )
    return squeezed("\n".join(texts))


def english_left(page: str, record: str) -> Iterator[str]:
    """The texts of a page in which three English words in a row are not the record's."""
    for text in Texts(page).found:
        for found in WORDS.finditer(text):
            words = squeezed(found.group()).split()
            rows = (" ".join(words[at : at + 3]) for at in range(len(words) - 2))
            if found.group() not in ALLOWED and not all(row in record for row in rows):
                yield text
                break
