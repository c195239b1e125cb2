"""Numbers typed into prose: an error, because nobody can recompute them.

Allowed are dates and years, quotations, numbers inside names (article 97-1, C07, Doc. 12884), and
anything inside a cell, a link's address or code. What remains is reported with the cell it should be.
"""

import re
from dataclasses import dataclass

MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December|"
    "января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря"
)
# What may hold digits without being a figure; each is blanked before the search.
_ALLOWED = (
    re.compile(r"\{\{.*?\}\}", re.S),
    re.compile(r"```.*?```", re.S),
    re.compile(r"`[^`\n]*`"),
    re.compile(r"<!--.*?-->", re.S),
    re.compile(r"\]\([^)\n]*\)"),
    re.compile(r"^\s*>.*$", re.M),
    re.compile(r"“[^”]{0,600}”|«[^»]{0,600}»|\"[^\"\n]{0,600}\""),
    re.compile(rf"\b\d{{1,2}}(\s*[–-]\s*\d{{1,2}})?\s+({MONTHS})(\s+\d{{4}})?"),
    re.compile(rf"({MONTHS})\s+\d{{4}}"),
    re.compile(r"\b(1[89]|20)\d\d([–-](1[89]|20)?\d\d)?\b"),
    re.compile(r"\b\d{1,2}:\d\d\b"),
    re.compile(r"\b(articles?|art\.|paragraphs?|para|sections?|No\.|Doc\.|pages?|p\.|lines?|статья|пункт|№)"
               r"\s*[\dIVX][\d.,–-]*\w*(\s+(to|and|и)\s+\d+)?", re.I),
    re.compile(r"^\s*\d+\.\s", re.M),
    re.compile(r"\b[A-Za-z]+[-.]?\d[\w.-]*"),
)  # fmt: skip
_NUMBER = re.compile(r"[\d][\d.,\u202f\u00a0]*(\s*%)?")


@dataclass(frozen=True)
class BareNumber:
    """A number in the prose that no cell carries."""

    line: int
    text: str
    context: str


def bare_numbers(text: str) -> tuple[BareNumber, ...]:
    """Every number of the prose that is not a date, a quotation, a name or a cell."""
    blanked = text
    for pattern in _ALLOWED:
        blanked = pattern.sub(lambda found: re.sub(r"[^\n]", " ", found.group(0)), blanked)
    found_numbers = []
    for found in _NUMBER.finditer(blanked):
        line = blanked[: found.start()].count("\n") + 1
        context = " ".join(text[max(0, found.start() - 30) : found.end() + 20].split())
        found_numbers.append(BareNumber(line, found.group(0).strip(" .,"), context))
    return tuple(found_numbers)
