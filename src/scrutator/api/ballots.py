"""Ranked ballots, and who is elected by them or by a majority."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scrutator.api.arguments import checked
from scrutator.api.laws import Law
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
from scrutator.law.count_rules import AnyRules, count_rules_at, made_of, rules_named
from scrutator.law.lots import Lot, check_used, read_lots
from scrutator.law.majority import presentation as majority_shown
from scrutator.law.majority.deciding import Decision, decide
from scrutator.law.majority.margins import margin_of
from scrutator.law.majority.poll import Candidacy, Poll
from scrutator.law.majority.rules import MajorityRules

LawOfCount = Any  # Law | str | os.PathLike | Mapping; checked in `_rules`
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
            "title": self.papers.title, "candidates": list(self.candidates), "withdrawn": gone,
            "vacancies": self.papers.vacancies, "papers": papers,
        }  # fmt: skip


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


@dataclass(frozen=True, repr=False)
class Majority(Shown):
    """One round of a majority election: who is elected, who may stand in a second round, and why."""

    decision: Decision
    rules: MajorityRules

    @property
    def elected(self) -> tuple[str, ...]:
        """Who is elected, most votes first."""
        return self.decision.elected

    @property
    def entrants(self) -> tuple[str, ...]:
        """Who may stand in the second round; withdrawals are facts that votes do not show."""
        return self.decision.entrants

    @property
    def outcome(self) -> str:
        """ "elected", "second_round", "new_election" or "undecided"."""
        return str(self.decision.outcome)

    def view(self) -> View:
        votes = Grid("", ("candidate", "votes", "result"), tuple(majority_shown.vote_rows(self.decision)))
        checks = Grid("", majority_shown.CHECK_COLUMNS, tuple(majority_shown.check_rows(self.decision)))
        margin = f"Margin: {majority_shown.margin_said(self._margin())}"
        said = f"{self.decision.rules}: {majority_shown.headline(self.decision)}"
        return View(said, (votes, checks), (*majority_shown.remarks(self.decision), margin))

    def _margin(self) -> Any:
        return margin_of(self.decision.poll, self.rules, self.decision.seats)

    def to_dict(self) -> dict[str, Any]:
        """Plain values: elected, entrants, every condition for every candidate, the margin with its proof."""
        margin = majority_shown.margin_dict(self._margin())
        return majority_shown.decision_dict(self.decision) | {"margin": margin}


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
    from scrutator.api.ballot_files import papers_of

    path = Path(source)
    with said_to_a_caller(arguments=True):
        papers = papers_of(path, None if candidates is None else Path(candidates))
    return Ballots(papers, name or path.name.split(".")[0])


@checked
def count_ballots(
    ballots: Ballots, seats: Any = None, *, law: LawOfCount = None,
    lots: Sequence[Mapping[str, str]] = (), whole_sheet: bool = False,
) -> Count:  # fmt: skip
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
        rules = _rules(law, 1)
        if not isinstance(rules, CountRules):
            raise ScrutatorError("A01", f"{rules.name} counts no ranked ballots", remedy=USE_MAJORITY)
        places = ballots.papers.vacancies if seats is None else whole(seats, "seats")
        if places is None:
            raise ScrutatorError("A01", "no number of seats", remedy="Give seats=3.")
        return Count(counted(ballots.papers, places, rules, _lots(lots), whole_sheet))


USE_MAJORITY = "Use scrutator.majority(…) for votes, scrutator.count_ballots(…) for ranked ballots."
OTHERS = ("blank", "void", "against_all", "valid", "cast", "registered")


@checked
def majority(
    votes: Any, seats: Any = None, *, law: LawOfCount = None, ballots: Mapping[str, Any] | None = None,
    lots: Sequence[Mapping[str, str]] = (), which_round: int = 1,
) -> Majority:  # fmt: skip
    """Who is elected by a majority rule, and who may stand in a second round?

    `votes` maps candidates to votes, or to facts: `{"votes": 600, "age": 51, "regions": {"North": 400}}`.
    `ballots` holds other counts: blank, void, against_all, valid, cast, registered, and for rules with a
    spread over regions `regions`, a mapping of region to valid votes. `law` as in `count_ballots`, or a
    table such as `{"system": "majority"}` (most votes). The margin in the result is the least number of votes
    that change it, proved, or the reason why there is none. Raises A01, L02 to L06, L72 to L74.

    Examples:
        >>> import scrutator
        >>> first = scrutator.majority(
        ...     {"Ada": 45, "Ben": 37, "Cora": 18}, law="france-assembly", ballots={"registered": 150}
        ... )
        >>> first.outcome, first.entrants
        ('second_round', ('Ada', 'Ben'))
        >>> most = scrutator.majority({"Ada": 45, "Ben": 37}, law={"system": "majority"})
        >>> most.to_dict()["margin"]["votes"]
        4
    """
    with said_to_a_caller():
        rules = _rules(law, which_round)
        if not isinstance(rules, MajorityRules):
            raise ScrutatorError("A01", f"{rules.name} decides no majority", remedy=USE_MAJORITY)
        known = _lots(lots)
        made = decide(
            _poll(votes, ballots or {}), rules, known, None if seats is None else whole(seats, "seats")
        )
        check_used(known, made.used)
        return Majority(made, rules)


def _rules(law: LawOfCount, which_round: int) -> AnyRules:
    if isinstance(law, Law) and law.source is not None:
        return count_rules_at(law.source, law.on, which_round)
    if isinstance(law, Mapping):
        table = dict(law)
        return made_of(table, str(table.pop("name", "rules")), {})
    if isinstance(law, str | os.PathLike):
        return rules_named(os.fspath(law), which_round)
    remedy = 'Give a short name such as "scotland-2007", a statute and a day, a file, or a table of rules.'
    raise ScrutatorError("A01", f"a law of type {type(law).__name__}", remedy=remedy)


def _lots(given: Sequence[Mapping[str, str]]) -> tuple[Lot, ...]:
    return read_lots(given) if given else ()


def _poll(votes: Any, others: Mapping[str, Any]) -> Poll:
    if not hasattr(votes, "items"):
        what = f"votes of type {type(votes).__name__}"
        raise ScrutatorError("A01", what, remedy='Give a mapping of candidates to votes: {"A": 6, "B": 4}.')
    unknown = sorted(set(map(str, others)) - {*OTHERS, "regions"})
    if unknown:
        known = ", ".join((*OTHERS, "regions"))
        raise ScrutatorError("A01", f"no ballots of kind {unknown[0]!r}", remedy=f"Kinds: {known}.")
    counts: dict[str, Any] = {
        kind: whole(others[kind], f"{kind} ballots") for kind in OTHERS if kind in others
    }
    regions = {
        str(name): whole(count, f"votes in {name}") for name, count in others.get("regions", {}).items()
    }
    return Poll(tuple(_candidacy(name, value) for name, value in votes.items()), regions=regions, **counts)


def _candidacy(name: object, value: Any) -> Candidacy:
    if not isinstance(name, str):
        raise ScrutatorError("A01", f"the candidate {name!r} is not named by a text", remedy="Use str(name).")
    if not isinstance(value, Mapping):
        return Candidacy(name, whole(value, f"votes of {name!r}"))
    unknown = sorted(set(map(str, value)) - {"votes", "age", "regions"})
    if unknown or "votes" not in value:
        what = f"{name!r}: no fact {unknown[0]!r}" if unknown else f"{name!r}: no votes among the facts"
        raise ScrutatorError("A01", what, remedy="Facts are votes, age, regions.")
    age = whole(value["age"], f"age of {name!r}") if "age" in value else None
    regions = {str(key): whole(n, f"votes of {name!r}") for key, n in value.get("regions", {}).items()}
    return Candidacy(name, whole(value["votes"], f"votes of {name!r}"), age, regions)
