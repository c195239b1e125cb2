"""Counts from cells of text: 1234, 1 234, 1'234, 1,234 and 1.234 mean the same; "–" means no figure.

What a comma or a point means is decided for a column, never for a cell: by cells that allow one reading
only ("12.345.678", "3,5"), or because no cell of the column writes a thousand without the mark. Where
nothing decides, every such cell is a fault that asks.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scrutator.tables.columns import EMPTY, Column
from scrutator.tables.model import UNKNOWN, Assumption, BoolArray, IntArray, TableFault, Topic, Why
from scrutator.words.tables import missing_words, plain

LARGEST = 10**15  # far more than people there are
# What is written between thousands: spaces (plain, no-break, figure, punctuation, thin, narrow) and
# apostrophes. A line end or a tab is none: it stands between two numbers.
_GAP = "[ '’ʼ`´\u00a0\u2007\u2008\u2009\u202f]"
GROUPS = re.compile(rf"(?<!\d)\d{{1,3}}({_GAP})\d{{3}}(?:\1\d{{3}})*(?!\d)")
_MARKED = re.compile(r"-?\d+([.,]\d+)+")
_GROUPED = {mark: re.compile(rf"-?\d{{1,3}}({re.escape(mark)}\d{{3}})+") for mark in ".,"}
_OTHER = {".": ",", ",": "."}
ASK = 'Write `thousands = "."` (or "," or "none") in a mapping.'


@dataclass(frozen=True)
class Counts:
    """A column of counts; `UNKNOWN` where a cell is empty or at fault (`bad`)."""

    values: IntArray
    bad: BoolArray
    faults: tuple[TableFault, ...] = ()
    assumptions: tuple[Assumption, ...] = ()


@dataclass(frozen=True)
class _Signs:
    """What the cells of one or many columns say about a mark: cells that allow one reading only."""

    thousands: frozenset[str] = frozenset()
    decimal: frozenset[str] = frozenset()


def parse_counts(
    column: Column,
    name: str,
    lines: IntArray,
    thousands: str = "",
    largest: int = LARGEST,
    elsewhere: Sequence[Column] = (),
) -> Counts:
    """Whole numbers of zero and more. `thousands` is the declared mark ("none": the mark is decimal).

    `elsewhere` are the other columns of counts of the same file: where a column's own cells do not
    decide what a mark means, theirs may.
    """
    values, other = column.whole_numbers()
    values = np.where(values == EMPTY, UNKNOWN, values)
    faults: list[TableFault] = []
    assumptions: tuple[Assumption, ...] = ()
    rows = np.flatnonzero(other)
    if len(rows):
        texts = column.select(rows).texts()
        cells = [_tidy(text) for text in texts]
        mark, assumptions = _mark(cells, values, name, thousands, elsewhere)
        for row, text, cell in zip(rows.tolist(), texts, cells, strict=True):
            number = _count(cell, mark)
            if isinstance(number, Why):
                faults.append(_fault(lines[row], name, text, number))
            else:
                values[row] = number
    large = np.flatnonzero(values > largest)
    faults += [_fault(lines[row], name, str(values[row]), Why.TOO_LARGE) for row in large.tolist()]
    bad = np.zeros(len(values), dtype=bool)
    bad[large] = True
    bad[np.isin(lines, [fault.line for fault in faults])] |= bool(faults)
    return Counts(np.where(bad, UNKNOWN, values), bad, tuple(faults), assumptions)


def _fault(line: int, name: str, text: str, reason: Why) -> TableFault:
    remedy = ASK if reason is Why.TWO_WAYS else "Correct the cell, or leave it empty if there is no figure."
    return TableFault(int(line), name, text, reason, remedy)


def _tidy(text: str) -> str:
    """ASCII digits, a plain minus, no spaces or apostrophes between groups of three; "" for no figure."""
    if plain(text) in missing_words():
        return ""
    if not text.isascii():
        text = "".join(_digit(character) for character in text).strip()
    grouped = GROUPS.sub(lambda found: found.group().replace(found.group(1), ""), text)
    return grouped[1:].strip() if grouped.startswith("+") else grouped


def _digit(character: str) -> str:
    """Decimal digits of any script; a digit that is raised, lowered or circled is a note, not a figure."""
    value = unicodedata.decimal(character, -1) if not character.isascii() else -1
    if value >= 0:
        return str(value)
    return {"−": "-", "٫": ".", "٬": ",", "‒": "-", "﹣": "-", "－": "-"}.get(character, character)


def _signs(cells: Sequence[str]) -> _Signs:
    """Marks that some cell can only mean as thousands, and marks that some cell can only mean as decimal."""
    thousands, decimal = set(), set()
    for cell in cells:
        found = _MARKED.fullmatch(cell)
        if not found:
            continue
        marks = [character for character in cell if character in ".,"]
        if len(set(marks)) == 2:
            thousands.add(marks[0])
            decimal.add(marks[-1])
        elif len(marks) > 1:
            thousands.add(marks[0])
        elif not _GROUPED[marks[0]].fullmatch(cell) or re.match(r"-?0\d*[.,]", cell):
            decimal.add(marks[0])
    return _Signs(frozenset(thousands), frozenset(decimal))


def _mark(
    cells: Sequence[str], values: IntArray, name: str, declared: str, elsewhere: Sequence[Column]
) -> tuple[str, tuple[Assumption, ...]]:
    """The mark of thousands: "." or "," when it is that, "none" when marks are decimal, "?" when unknown."""
    marks = {
        character for cell in cells if _MARKED.fullmatch(cell) for character in cell if character in ".,"
    }
    if declared or not marks:
        return declared or "none", ()
    decided, reason = _decided(_signs(cells), marks, values), "its own cells"
    if decided == "?" and elsewhere:
        decided, reason = _from_elsewhere(elsewhere, marks), "other columns of the file"
    if decided == "?":
        return decided, ()
    meaning = "a decimal mark" if decided == "none" else f"read as thousands: “{decided}”"
    example = next(cell for cell in cells if _MARKED.fullmatch(cell))
    text = f"{name}: {meaning} in “{example}”, decided by {reason}"
    return decided, (Assumption(Topic.NUMBERS, text),)


def _decided(signs: _Signs, marks: set[str], values: IntArray) -> str:
    certain = signs.thousands - signs.decimal
    if len(certain) == 1 and not signs.thousands & signs.decimal:
        return next(iter(certain))
    if signs.thousands:
        return "?"
    if signs.decimal:
        return "none" if marks <= signs.decimal else "?"
    # Only cells such as "1.234". A column without thousands marks would write some thousand plainly.
    small = bool(np.any(values > 0)) and not np.any(values >= 1000)
    return next(iter(marks)) if small and len(marks) == 1 else "?"


def _from_elsewhere(columns: Sequence[Column], marks: set[str]) -> str:
    """What all columns of counts together say: a certain cell, or that none writes a thousand plainly."""
    cells: list[str] = []
    numbers = []
    for column in columns:
        values, other = column.whole_numbers()
        cells += [_tidy(text) for text in column.select(np.flatnonzero(other)).texts()]
        numbers.append(values)
    return _decided(_signs(cells), marks, np.concatenate(numbers))


def _count(cell: str, mark: str) -> int | Why:
    """The count in a tidy cell, or why there is none."""
    if not cell:
        return UNKNOWN
    if cell.endswith("%"):
        return Why.PERCENTAGE
    if re.fullmatch(r"-\d[\d.,]*|\(\d[\d.,]*\)", cell):
        return Why.BELOW_ZERO
    if cell.isascii() and cell.isdigit():
        return int(cell) if len(cell) <= 18 else Why.TOO_LARGE
    if not _MARKED.fullmatch(cell):
        return Why.NOT_WHOLE
    if mark == "?" and any(pattern.fullmatch(cell) for pattern in _GROUPED.values()):
        return Why.TWO_WAYS
    return _marked(cell, mark)


def _marked(cell: str, mark: str) -> int | Why:
    whole, decimals = cell, ""
    if mark in (".", ","):
        whole, _, decimals = cell.partition(_OTHER[mark])
        if mark in whole:
            if not _GROUPED[mark].fullmatch(whole):
                return Why.NOT_WHOLE
            whole = whole.replace(mark, "")
    else:
        whole, _, decimals = cell.replace(",", ".").partition(".")
    if not (whole.isdigit() and (not decimals or decimals.isdigit())) or decimals.strip("0"):
        return Why.NOT_WHOLE
    return int(whole) if len(whole) <= 18 else Why.TOO_LARGE


def looks_like_counts(column: Column) -> bool:
    """Whether at least four in five filled cells are counts, and one of them is not zero."""
    values, other = column.whole_numbers()
    rows = np.flatnonzero(other)
    cells = [_tidy(text) for text in column.select(rows).texts()]
    bad = sum(isinstance(_count(cell, ".,"[0] if cell.count(".") else ","), Why) for cell in cells)
    good = int(np.sum(values != EMPTY)) + sum(bool(cell) for cell in cells) - bad
    return good > 0 and good >= 4 * bad
