"""Numbers typed into prose: an error, because they cannot be recomputed.

Allowed are dates, years, times and numbers inside names (article 97-1, C07, Doc. 12884), unless they
count something; quotations with a source cell beside them; and anything inside a cell, a link's address or
code. What remains is reported with its line. Every search is linear in the text.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from scrutator.statement.cells import cell_spans, line_starts
from scrutator.words.counted import counted_after, counted_before

MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December|"
    "января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря"
)
KAZAKH_MONTHS = "қаңтар|ақпан|наурыз|сәуір|мамыр|маусым|шілде|тамыз|қыркүйек|қазан|қараша|желтоқсан"
SPANISH_MONTHS = "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre"
# What may hold digits without being a figure, as long as it does not count anything.
_NAMES = (
    re.compile(r"^```.*?^```", re.S | re.M),
    re.compile(r"`[^`\n]*[^\W\d][^`\n]*`"),
    re.compile(rf"\b\d{{1,2}}(\s?[–-]\s?\d{{1,2}})?\s({MONTHS})\s\d{{4}}\b"),
    re.compile(rf"({MONTHS})\s\d{{4}}\b"),
    re.compile(r"\b(\d[\d.,]*(-\d+)?(-|\s))(бап|тармақ|бет|жол)\w*"),
    re.compile(r"\b(1[89]|20)\d\d([–-](1[89]|20)?\d\d)?\b"),
    re.compile(r"\b\d{1,2}:\d\d\b"),
    re.compile(r"(?<!\w)(articles?|art\.|paragraphs?|para|sections?|No\.|Doc\.|pages?|p\.|lines?|artículos?|párrafos?|páginas?|líneas?|стать\w{1,3}|пункт\w{0,3}|№)"
               r"\s?[\dIVX][\d.,–-]*\w*(\s(to|and|и|y)\s\d+)?", re.I),
    re.compile(r"^[ \t]*\d{1,3}\.\s", re.M),
    re.compile(r"\b[A-Z][A-Za-z]{0,15}[-.]?\d[\w.-]*"),
)  # fmt: skip
_DAY = re.compile(rf"\b\d{{1,2}}(\s?[–-]\s?\d{{1,2}})?\s({MONTHS})\b(?!\s\d)")
_KAZAKH_DAY = re.compile(rf"(\b\d{{4}} жылғы )?\b\d{{1,2}}\s({KAZAKH_MONTHS})\w*")
_SPANISH_DAY = re.compile(rf"\b\d{{1,2}} de ({SPANISH_MONTHS})\b( de \d{{4}}\b)?", re.I)
_ADDRESS = re.compile(r"\]\([^\s)]*\)?")
_NUMBER = re.compile(r"[\d¼-¾⅐-⅞⁰-₉①-⒛][\d.,\u202f\u00a0]*(\s?%)?")
_MARKS = {"“": "”", "«": "»", '"': '"'}
_OPENING = re.compile(r"[“«\"]")
LONGEST_QUOTATION = 600
LONGEST_ATTRIBUTION = 200
_SENTENCE_ENDS = re.compile(r"[.!?…]\s")
_PARAGRAPH_ENDS = re.compile(r"\n[ \t]*\n")
_HELD = "\ue002"  # stands for what is allowed, so that words on both sides of it stay apart


@dataclass(frozen=True)
class BareNumber:
    """A number in the prose that no cell prints."""

    line: int
    text: str
    context: str


def bare_numbers(text: str) -> tuple[BareNumber, ...]:
    """Every number of the prose that is not a date, a sourced quotation, a name or a cell."""
    cells = list(cell_spans(text))
    rest = _held(text, cells)
    rest = _held(rest, _quotations(text, [start for start, end in cells if _is_source(text, start)]))
    rest = _ADDRESS.sub(lambda found: " " * len(found.group()), rest)
    for days in (_DAY, _KAZAKH_DAY, _SPANISH_DAY):
        rest = _held(rest, [found.span() for found in days.finditer(rest)])
    for pattern in _NAMES:
        spans = [found.span() for found in pattern.finditer(rest)]
        rest = _held(rest, [span for span in spans if not _counts(rest, *span)])
    starts = line_starts(text)
    return tuple(_reported(text, found, starts) for found in _NUMBER.finditer(rest))


def _counts(text: str, start: int, end: int) -> bool:
    """Is the number at this place an amount, by the words on either side of it?"""
    if counted_after().match(text, end):
        return True
    if any(counted_after().match(text, start + one.end()) for one in _NUMBER.finditer(text[start:end])):
        return True
    return bool(counted_before().search(text[max(0, start - 30) : start])) and text[start].isdigit()


def _held(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with these places blanked, line breaks kept."""
    pieces, position = [], 0
    for start, end in spans:
        pieces += [text[position:start], re.sub(r"[^\n]", _HELD, text[start:end])]
        position = max(position, end)
    return "".join([*pieces, text[position:]])


def _is_source(text: str, start: int) -> bool:
    return text[start + 2 : start + 40].lstrip().startswith("source")


def _quotations(text: str, sources: list[int]) -> list[tuple[int, int]]:
    """The quotations, in quotation marks or as blocks, that a source cell stands beside."""
    spans = sorted([*_quoted(text), *_blocks(text)])
    found: list[tuple[int, int]] = []
    for start, end in spans:
        if _sourced(text, start, end, sources) and (not found or start >= found[-1][1]):
            found.append((start, end))
    return found


def _quoted(text: str) -> Iterator[tuple[int, int]]:
    position = 0
    while opening := _OPENING.search(text, position):
        close = text.find(_MARKS[opening.group()], opening.end(), opening.end() + LONGEST_QUOTATION)
        inside = text[opening.end() : max(close, opening.end())]
        if close < 0 or "\n\n" in inside or (opening.group() == '"' and "\n" in inside):
            position = opening.end()
        else:
            yield opening.start(), close + 1
            position = close + 1


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Runs of lines that begin with `>`."""
    start, position = -1, 0
    for line in [*text.splitlines(keepends=True), ""]:
        quoted = line.lstrip(" \t").startswith(">")
        if quoted and start < 0:
            start = position
        elif not quoted and start >= 0:
            yield start, position
            start = -1
        position += len(line)


def _sourced(text: str, start: int, end: int, sources: list[int]) -> bool:
    """Is there a source cell inside, or after it in the same sentence?"""
    at = bisect_left(sources, start)
    if at < len(sources) and sources[at] < end:
        return True
    if at == len(sources) or sources[at] - end > LONGEST_ATTRIBUTION:
        return False
    between = text[end : sources[at]]
    if _PARAGRAPH_ENDS.search(between):
        return False
    return not between.strip(" .,;:!?…)\n") or not _SENTENCE_ENDS.search(between)


def _reported(text: str, found: re.Match[str], starts: list[int]) -> BareNumber:
    context = " ".join(text[max(0, found.start() - 30) : found.end() + 20].split())
    return BareNumber(bisect_right(starts, found.start()), found.group(0).strip(" .,"), context)
