"""Ranked ballots, and who is elected by them."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scrutator.api.arguments import checked
from scrutator.api.counts.laws import USE_MAJORITY, LawOfCount, lots_asked, rules_asked
from scrutator.api.refusals import said_to_a_caller
from scrutator.api.shown import Grid, Shown, View
from scrutator.api.votes import whole
from scrutator.errors import ScrutatorError
from scrutator.law.ballots.papers import Ballots as Papers
from scrutator.law.ballots.presentation import (
    SHEET_COLUMNS,
    count_dict,
    headline,
    remarks,
    sheet_rows,
    vote_tables,
)
from scrutator.law.ballots.result import Count as Sheet
from scrutator.law.ballots.rules import CountRules

SHEET_WIDTH = 8


@dataclass(frozen=True, repr=False)
class Ballots(Shown):
    """Ranked ballots of one contest, as read from a file."""

    papers: Papers
    source: str

    @property
    def candidates(self) -> tuple[str, ...]:
        """The names of the candidates, in the order of the file."""
        return self.papers.candidates

    def view(self) -> View:
        first = dict.fromkeys(self.candidates, 0)
        for paper in self.papers.papers:
            if paper.marks and isinstance(paper.marks[0], int):
                first[self.candidates[paper.marks[0]]] += paper.papers
        rows = tuple((name, count) for name, count in first.items())
        grid = Grid("", ("candidate", "papers with them first"), rows)
        said = f"{self.papers.title or self.source}: {self.papers.total:,} papers, {len(rows)} candidates"
        return View(said, (grid,))

    def to_dict(self) -> dict[str, Any]:
        """Plain values: candidates, papers with their marks as numbers from 1."""
        papers = [
            {"papers": one.papers, "marks": [_mark(mark) for mark in one.marks], "row": one.row}
            for one in self.papers.papers
        ]
        gone = sorted(self.candidates[at] for at in self.papers.withdrawn)
        return {
            "title": self.papers.title,
            "candidates": list(self.candidates),
            "withdrawn": gone,
            "vacancies": self.papers.vacancies,
            "papers": papers,
        }


def _mark(mark: int | tuple[int, ...]) -> int | list[int]:
    return mark + 1 if isinstance(mark, int) else [one + 1 for one in mark]


@dataclass(frozen=True, repr=False)
class Count(Shown):
    """A count of ranked ballots, stage by stage."""

    sheet: Sheet

    @property
    def elected(self) -> tuple[str, ...]:
        """Who is elected, in the order of election."""
        return self.sheet.elected

    @property
    def outcome(self) -> str:
        """ "settled", "undecided" (a lot is not on record) or "not_determined" (by ballots alone)."""
        return str(self.sheet.outcome)

    def view(self) -> View:
        stages = Grid("", SHEET_COLUMNS, tuple(sheet_rows(self.sheet)))
        votes = tuple(Grid("", heads, tuple(rows)) for heads, rows in vote_tables(self.sheet, SHEET_WIDTH))
        return View(headline(self.sheet), (stages, *votes), remarks(self.sheet))

    def to_dict(self) -> dict[str, Any]:
        """Plain values: elected, outcome, quota, every stage with exact votes as texts, open tie, notes."""
        return count_dict(self.sheet)


@checked
def read_ballots(
    source: str | os.PathLike[str], *, candidates: str | os.PathLike[str] | None = None, name: str = ""
) -> Ballots:
    """What do the ballot papers say?

    `source` is a BLT file (its name ends in .blt), or a table (CSV, a workbook, …) with a column
    `preferences` such as "3|1|2", or columns 1, 2, 3, …, and perhaps `papers`. `candidates` is a table with
    `name` and perhaps `number` and `withdrawn`, for tables only. Raises L70 and L71 with the row, X01 and
    B01 to B11 for a file that cannot be read.

    Examples:
        >>> import pathlib, tempfile, scrutator
        >>> folder = pathlib.Path(tempfile.mkdtemp())
        >>> text = '3 2\\n7 1 2 0\\n4 2 0\\n5 3 0\\n0\\n"Ada"\\n"Ben"\\n"Cora"\\n"Ward 4"\\n'
        >>> _ = (folder / "ward.blt").write_text(text)
        >>> scrutator.read_ballots(folder / "ward.blt")
        <Ballots: Ward 4: 16 papers, 3 candidates>
    """
    from scrutator.api.counts.files import papers_of

    path = Path(source)
    with said_to_a_caller(arguments=True):
        papers = papers_of(path, None if candidates is None else Path(candidates))
    return Ballots(papers, name or path.name.split(".")[0])


@checked
def count_ballots(
    ballots: Ballots,
    seats: Any = None,
    *,
    law: LawOfCount = None,
    lots: Sequence[Mapping[str, str]] = (),
    whole_sheet: bool = False,
) -> Count:
    """Who is elected by ranked ballots, stage by stage?

    `law` is a short name ("scotland-2007"), "scotland/councils@2022-05-05", what `statute` returned, the
    path of a .toml file, or a table of rules: `{"system": "stv", "transfer": "weighted_inclusive", …}`.
    `lots` are drawings on record: purpose, between, drawn, source, as in the table of lots. A tie without one
    is undecided, never settled by order or chance. `whole_sheet` also transfers the papers of the last
    excluded candidate. Raises A01, L30, L71 to L74.

    Examples:
        >>> import pathlib, tempfile, scrutator
        >>> path = pathlib.Path(tempfile.mkdtemp()) / "ward.blt"
        >>> _ = path.write_text('3 2\\n7 1 2 0\\n4 2 0\\n5 3 0\\n0\\n"Ada"\\n"Ben"\\n"Cora"\\n')
        >>> counted = scrutator.count_ballots(scrutator.read_ballots(path), law="scotland-2007")
        >>> counted.elected, counted.outcome
        (('Ada', 'Cora'), 'settled')
    """
    from scrutator.law.ballots.counting import count_ballots as counted

    with said_to_a_caller():
        rules = rules_asked(law, 1)
        if not isinstance(rules, CountRules):
            raise ScrutatorError("A01", f"{rules.name} counts no ranked ballots", remedy=USE_MAJORITY)
        places = ballots.papers.vacancies if seats is None else whole(seats, "seats")
        if places is None:
            raise ScrutatorError("A01", "no number of seats", remedy="Give seats=3.")
        return Count(counted(ballots.papers, places, rules, lots_asked(lots), whole_sheet))
