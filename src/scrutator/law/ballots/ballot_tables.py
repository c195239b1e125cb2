"""Ranked ballots from a table: one row for each kind of paper.

Two forms. A column `preferences` with candidates in order, separated by "|" ("3|1|2"; "3||2" skipped the
second preference, "3|1=2" gives it to two). Or columns called 1, 2, 3, …, each with the candidate who has
that preference. `papers` says how many papers the row stands for; without it every row is one.
"""

import re
from collections.abc import Mapping, Sequence

from scrutator.errors import ScrutatorError
from scrutator.law.ballots.papers import Ballots, Mark, Paper, check_paper
from scrutator.law.chain.table import FALSE, ROW, TRUE, whole

Row = Mapping[str, str]


def read_papers(rows: Sequence[Row], candidates: Sequence[Row] = (), title: str = "") -> Ballots:
    """The ballots of a table; `candidates` has `name`, and optionally `number` and `withdrawn`.

    Preferences name a candidate by number or by name. Without a table of candidates they are those whom the
    papers name. Raises L70 and L71 with the row.
    """
    _check_columns(rows)
    if candidates:
        names, codes, withdrawn = _candidates(candidates)
    else:
        names, codes, withdrawn = _named(rows)
    ranks = _rank_columns(rows[0])
    papers = [_paper(row, number, codes, ranks) for number, row in enumerate(rows, 2)]
    for paper in papers:
        check_paper(paper.papers, paper.marks, len(names), f"row {paper.row}")
    return Ballots(names, tuple(papers), withdrawn, None, title, bool(candidates))


def _check_columns(rows: Sequence[Row]) -> None:
    if not rows:
        raise ScrutatorError("L70", "the table has no rows")
    ranks, has = _rank_columns(rows[0]), "preferences" in rows[0]
    if has == bool(ranks):
        what = "the table needs either a column preferences, or columns 1, 2, 3, …"
        raise ScrutatorError("L70", what)
    if ranks and ranks != [str(number) for number in range(1, len(ranks) + 1)]:
        raise ScrutatorError("L70", f"the columns {', '.join(ranks)} are not 1, 2, 3, … without a gap")
    known = {"papers", "preferences", ROW, *ranks}
    unknown = [name for name in rows[0] if name not in known]
    if unknown:
        raise ScrutatorError("L70", f"the column {unknown[0]!r} is not part of a table of ballots")


def _rank_columns(row: Row) -> list[str]:
    return sorted((name for name in row if re.fullmatch(r"[1-9][0-9]{0,3}", name)), key=int)


def _cells(row: Row, ranks: Sequence[str]) -> list[str]:
    """The cells of the preferences in order; what is empty after the last one is no preference."""
    cells = [row[rank] for rank in ranks] if ranks else row["preferences"].split("|")
    cells = [cell.strip() for cell in cells]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _candidates(rows: Sequence[Row]) -> tuple[tuple[str, ...], dict[str, int], frozenset[int]]:
    """The candidates by number, or in the order of the table; the words that name them; who withdrew."""
    if "name" not in rows[0]:
        raise ScrutatorError("L70", "the table of candidates has no column name")
    known = {"name", "number", "withdrawn", "first_preferences", "elected", ROW}
    unknown = [name for name in rows[0] if name not in known]
    if unknown:
        raise ScrutatorError("L70", f"the column {unknown[0]!r} is not part of a table of candidates")
    names, codes, withdrawn = [], dict[str, int](), set()
    for at, row in enumerate(rows):
        where = f"candidates, row {row.get(ROW, at + 2)}"
        code = row.get("number") or row["name"]
        for word in {code, row["name"]}:
            if codes.setdefault(word, at) != at:
                raise ScrutatorError("L70", f"two candidates are called {word!r}", where=where)
        said = row.get("withdrawn", "").lower()
        if said not in TRUE + FALSE:
            raise ScrutatorError("L70", f"withdrawn: {said!r} is neither yes nor no", where=where)
        if said in TRUE:
            withdrawn.add(at)
        names.append(row["name"])
    return tuple(names), codes, frozenset(withdrawn)


def _named(rows: Sequence[Row]) -> tuple[tuple[str, ...], dict[str, int], frozenset[int]]:
    """The candidates whom the papers name, in the order of their names: the order of rows decides nothing."""
    ranks = _rank_columns(rows[0])
    found = {part.strip() for row in rows for cell in _cells(row, ranks) for part in cell.split("=")} - {""}
    names = tuple(sorted(found, key=lambda name: (len(name), name) if name.isdigit() else (0, name)))
    return names, {name: at for at, name in enumerate(names)}, frozenset()


def _paper(row: Row, number: int, codes: Mapping[str, int], ranks: Sequence[str]) -> Paper:
    line = int(row.get(ROW, number))
    where = f"row {line}"
    count = whole(row["papers"], "papers", where) if "papers" in row else 1
    marks = tuple(_mark(cell, codes, where) for cell in _cells(row, ranks))
    return Paper(count, marks, line)


def _mark(cell: str, codes: Mapping[str, int], where: str) -> Mark:
    if not cell:
        return ()
    found = codes.get(cell)
    if found is not None:
        return found
    parts = [part.strip() for part in cell.split("=")]
    unknown = [part for part in parts if part not in codes]
    if unknown:
        raise ScrutatorError("L71", f"there is no candidate {unknown[0][:40]!r}", where=where)
    return tuple(codes[part] for part in parts)
