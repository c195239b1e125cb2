"""The BLT file of ranked ballots, as Hill, Wichmann and Woodall described it, with its usual extensions.

    4 2                  four candidates, two vacancies
    -2                   candidate 2 withdrew (the line may be missing)
    3 1 3 4 0            three papers: 1, then 3, then 4; every paper ends with 0
    2 4 1=3 - 2 0        two papers: 4, then 1 and 3 equally, a preference skipped, then 2
    0                    the end mark of the papers
    "Adam"               the names of the candidates in order
    …
    "Title"              the title (may be missing)

`#` begins a comment. Sources: "Algorithm 123" (1987), and the pages on the format of OpaVote and OpenTally.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scrutator.errors import ScrutatorError
from scrutator.law.ballots.papers import MOST_CANDIDATES, Ballots, Mark, Paper, check_paper

_NUMBERS = re.compile(r"\s*[0-9]{1,18}(?:\s+[0-9]{1,18})*\s*")
_NAME = re.compile(r'\s*(?:"((?:[^"\\]|\\.)*)"|([^\s"#]+))\s*')
_LONGEST_SHOWN = 40


def parse_blt(text: str, name: str = "") -> Ballots:
    """The ballots of a BLT file. Raises L70 for a faulty file, L71 for a faulty paper, each with its row."""
    lines = [(number, _bare(line)) for number, line in enumerate(text.lstrip("\ufeff").splitlines(), 1)]
    rows = [(number, line) for number, line in lines if line.strip()]
    if not rows:
        raise ScrutatorError("L70", "the file is empty", where=name)
    candidates, vacancies, rest = _head(rows, name)
    withdrawn, at = _withdrawn(rest, candidates, name)
    papers, after = _papers(rest[at:], candidates, name)
    names, title = _names(after, candidates, name)
    return Ballots(names, tuple(papers), withdrawn, vacancies, title)


def _bare(line: str) -> str:
    """The line without its comment; a # inside quotes is no comment."""
    if "#" not in line:
        return line
    inside = False
    for at, character in enumerate(line):
        if character == '"':
            inside = not inside
        elif character == "#" and not inside:
            return line[:at]
    return line


def _row(name: str, number: int) -> str:
    return f"{name}, row {number}" if name else f"row {number}"


def _head(rows: Sequence[tuple[int, str]], name: str) -> tuple[int, int, list[tuple[int, str]]]:
    number, first = rows[0]
    fields = first.split()
    if len(fields) < 2 or not all(_is_number(field) for field in fields[:2]):
        what = "the first row is not the numbers of candidates and of vacancies"
        raise ScrutatorError("L70", what, where=_row(name, number))
    if not 1 <= int(fields[0]) <= MOST_CANDIDATES:
        what = f"{int(fields[0]):,} candidates; from 1 to {MOST_CANDIDATES:,} can be counted"
        raise ScrutatorError("L70", what, where=_row(name, number))
    left = [(number, first.split(None, 2)[2])] if fields[2:] else []
    return int(fields[0]), int(fields[1]), [*left, *rows[1:]]


def _is_number(field: str) -> bool:
    return field.isascii() and field.isdigit() and len(field) <= 18


def _withdrawn(rows: Sequence[tuple[int, str]], candidates: int, name: str) -> tuple[frozenset[int], int]:
    found: set[int] = set()
    for at, (number, line) in enumerate(rows):
        fields = line.split()
        if not fields[0].startswith("-") or fields[0] == "-":
            return frozenset(found), at
        for field in fields:
            if not (field.startswith("-") and _is_number(field[1:]) and 1 <= int(field[1:]) <= candidates):
                what = f"{field[:_LONGEST_SHOWN]!r} is not a withdrawn candidate, such as -2"
                raise ScrutatorError("L70", what, where=_row(name, number))
            found.add(int(field[1:]) - 1)
    return frozenset(found), len(rows)


@dataclass
class _Reader:
    """The papers found so far, and the rows after the end mark."""

    name: str
    candidates: int
    papers: list[Paper]


def _papers(
    rows: Sequence[tuple[int, str]], candidates: int, name: str
) -> tuple[list[Paper], list[tuple[int, str]]]:
    reader = _Reader(name, candidates, [])
    for at, (number, line) in enumerate(rows):
        rest = _papers_of_line(reader, number, line)
        if rest is not None:
            after = [(number, rest)] if rest.strip() else []
            return reader.papers, [*after, *rows[at + 1 :]]
    raise ScrutatorError(
        "L70",
        "the papers have no end mark",
        where=_row(name, rows[-1][0] if rows else 1),
        remedy="Write a row with 0 after the last paper; a file that was cut off lacks it.",
    )


def _papers_of_line(reader: _Reader, number: int, line: str) -> str | None:
    """Take the papers of a line; what follows the end mark, None when it is still to come."""
    numbers, tail = line, ""
    if _NUMBERS.fullmatch(line):
        plain = _plain_paper(line, number, reader.candidates)
        if plain is not None:
            reader.papers.append(plain)
            return None
    where = _row(reader.name, number)
    if '"' in line:
        numbers = line.split('"')[0]
        tail = line[len(numbers) :]
    fields = iter(numbers.split())
    for first in fields:
        if first == "0":
            return " ".join(fields) + tail
        if first.startswith("("):
            raise ScrutatorError(
                "L71",
                "papers with an identity are not read",
                where=where,
                remedy="Remove the part in parentheses; identical papers are added up anyway.",
            )
        if not _is_number(first):
            raise ScrutatorError("L71", f"{first[:_LONGEST_SHOWN]!r} is not a number of papers", where=where)
        reader.papers.append(_paper(int(first), fields, reader, number))
    if tail:
        raise ScrutatorError("L70", "a name comes before the end mark of the papers", where=where)
    return None


def _plain_paper(line: str, number: int, candidates: int) -> Paper | None:
    """A row with one faultless paper, which is what nearly all rows are; None for any other."""
    numbers = list(map(int, line.split()))
    if 0 in numbers[:-1] or numbers[-1] != 0 or not 2 < len(numbers) <= candidates + 2:
        return None
    if max(numbers[1:]) > candidates:
        return None
    return Paper(numbers[0], tuple([one - 1 for one in numbers[1:-1]]), number)


def _paper(count: int, fields: Iterator[str], reader: _Reader, number: int) -> Paper:
    where, marks = _row(reader.name, number), list[Mark]()
    for field in fields:
        if field == "0":
            check_paper(count, marks, reader.candidates, where)
            return Paper(count, tuple(marks), number)
        marks.append(_mark(field, where))
    raise ScrutatorError(
        "L71", "the paper has no end mark 0", where=where, remedy="End every paper with 0 on its own row."
    )


def _mark(field: str, where: str) -> Mark:
    if _is_number(field):
        return int(field) - 1
    if field == "-":
        return ()
    parts = field.split("=")
    if len(parts) < 2 or not all(_is_number(part) and part != "0" for part in parts):
        raise ScrutatorError("L71", f"{field[:_LONGEST_SHOWN]!r} is not a preference", where=where)
    return tuple(int(part) - 1 for part in parts)


def _names(rows: Sequence[tuple[int, str]], candidates: int, name: str) -> tuple[tuple[str, ...], str]:
    found: list[str] = []
    for number, line in rows:
        at = 0
        while at < len(line):
            match = _NAME.match(line, at)
            if match is None:
                raise ScrutatorError("L70", "a name has no closing quotation mark", where=_row(name, number))
            text = match.group(1) if match.group(1) is not None else match.group(2)
            found.append(re.sub(r"\\(.)", r"\1", text))
            at = match.end()
    if not candidates <= len(found) <= candidates + 1:
        last = rows[-1][0] if rows else 0
        what = f"{len(found)} names for {candidates:,} candidates and a title"
        raise ScrutatorError("L70", what, where=_row(name, last) if last else name)
    return tuple(found[:candidates]), found[candidates] if len(found) > candidates else ""
