"""Ranked ballots counted stage by stage under the law of the day."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from scrutator.errors import ScrutatorError
from scrutator.findings.context import Context
from scrutator.findings.method import Method
from scrutator.findings.methods.law.seats import SHARED
from scrutator.findings.methods.law.votes import statute_of
from scrutator.findings.methods.official.published import list_names
from scrutator.findings.model import Figure, Outcome, Table, Value
from scrutator.record.case import Case
from scrutator.record.nouns.contests import Contest

if TYPE_CHECKING:
    from scrutator.law.ballots.papers import Ballots
    from scrutator.law.ballots.result import Count
    from scrutator.law.ballots.rules import CountRules
    from scrutator.law.count_rules import AnyRules
    from scrutator.law.lots import Lot

FILES = ("contests.csv", "lists.csv", "lots.csv", "statutes/*.toml")
COUNT_SHARED = {name: SHARED[name] for name in ("contest", "law")}


@dataclass(frozen=True)
class Ranked:
    """What a ranked count of a case rests on."""

    contest: Contest
    ballots: "Ballots"
    seats: int
    rules: "CountRules"
    lots: "tuple[Lot, ...]"
    published: frozenset[str]


def rules_of_case(case: Case, contest: Contest, parameters: Mapping[str, object]) -> "AnyRules":
    """The rules of a count: parameter `law`, or the contest's own. Raises N03, L30 to L33, L72."""
    from datetime import date

    from scrutator.law.count_rules import count_rules_at

    law = str(parameters.get("law", contest.statute or ""))
    name, at, day = law.rpartition("@")
    try:
        moment = date.fromisoformat(day)
    except ValueError:
        at = ""
        moment = date.min
    if not at:
        raise ScrutatorError("N03", f"the law {law!r} is not written STATUTE@DATE")
    which = parameters.get("round", 1)
    return count_rules_at(statute_of(case, name), moment, which if isinstance(which, int) else 0)


def lots_of(case: Case, contest: Contest) -> "tuple[Lot, ...]":
    """The lots on record about a contest, with the names of lists."""
    from scrutator.law.lots import Lot, Purpose

    names = list_names(case)

    def named(text: str) -> frozenset[str]:
        ids = [part.strip() for part in text.split("|")]
        unknown = [one for one in ids if one not in names]
        if unknown:
            raise ScrutatorError("N03", f"lots.csv names {unknown[0]!r}, which is not a list")
        return frozenset(names[one] for one in ids)

    return tuple(
        Lot(Purpose(row.purpose), named(row.between), named(row.drawn), " ".join(map(str, row.source)))
        for row in case.lots
        if row.contest == contest.id
    )


def contest_of(case: Case, parameters: Mapping[str, object]) -> Contest:
    """The contest a method asks for. Raises N03."""
    name = str(parameters.get("contest", case.header.contest))
    found = [row for row in case.contests if row.id == name]
    if not found:
        raise ScrutatorError("N03", f"there is no contest '{name}'")
    return found[0]


def read_ranked(context: Context) -> Ranked:
    """Ballots, rules, seats and lots of a contest with ranked ballots. Raises N03, L70 to L73."""
    from scrutator.law.ballots.ballot_tables import read_papers
    from scrutator.law.ballots.rules import CountRules
    from scrutator.law.chain.table import ROW

    case, parameters = context.case, context.parameters
    contest = contest_of(case, parameters)
    rules = rules_of_case(case, contest, parameters)
    if not isinstance(rules, CountRules):
        raise ScrutatorError("N03", f"{rules.name} counts no ranked ballots: ask for the method law.majority")
    if "ballots" not in case.columns:
        raise ScrutatorError("N03", "the case has no ballots.csv")
    table = case.columns["ballots"]
    rows = [
        {"papers": row["papers"], "preferences": row["preferences"], ROW: str(line)}
        for line, row in zip(table.lines.tolist(), table.records(), strict=True)
        if row["contest"] == contest.id
    ]
    if not rows:
        raise ScrutatorError("N03", f"ballots.csv has no papers of '{contest.id}'")
    names, results = list_names(case), [row for row in case.results if row.contest == contest.id]
    known = dict.fromkeys(row.list for row in results)
    candidates = [{"number": one, "name": names[one]} for one in sorted(known or names)]
    ballots = read_papers(rows, candidates, contest.title)
    if not isinstance(contest.seats, int):
        raise ScrutatorError("N03", f"contests.csv does not say how many seats '{contest.id}' fills")
    won = frozenset(names[row.list] for row in results if row.seats == 1)
    return Ranked(contest, ballots, contest.seats, rules, lots_of(case, contest), won)


def run_count(context: Context) -> Outcome:
    """Count the ballots of one contest stage by stage and hold the elected against the published ones."""
    from scrutator.law.ballots.counting import count_ballots
    from scrutator.law.ballots.presentation import remarks
    from scrutator.law.ballots.result import OUTCOMES
    from scrutator.law.ballots.result import Outcome as Settled

    asked = read_ranked(context)
    made = count_ballots(asked.ballots, asked.seats, asked.rules, asked.lots)
    figures = [
        Figure("outcome", str(made.outcome)),
        Figure("quota", made.quota, "votes"),
        Figure("valid", made.valid, "papers"),
        Figure("not_valid", made.not_valid, "papers"),
        Figure("stages", len(made.stages), "stages"),
        *(_votes_figures(made)),
    ]
    figures += [Figure("elected", _became(made, name), at={"list": name}) for name in made.candidates]
    if asked.published and made.outcome is Settled.SETTLED:
        figures.append(Figure("elected_that_differ", len(asked.published ^ set(made.elected)), "candidates"))
    said = ", ".join(made.elected) or "no one"
    title = f"{made.rules}: {OUTCOMES[made.outcome]}; elected: {said}"
    return Outcome(title, tuple(figures), _count_tables(asked.contest, made), remarks(made))


def _became(made: "Count", name: str) -> str:
    """Elected, not elected, or open while the count is not at its end."""
    from scrutator.law.ballots.result import Action
    from scrutator.law.ballots.result import Outcome as Settled

    excluded = {stage.candidate for stage in made.stages if stage.action is Action.EXCLUSION}
    if name in made.elected:
        return "elected"
    return "not elected" if made.outcome is Settled.SETTLED or name in excluded else "open"


def _votes_figures(made: "Count") -> list[Figure]:
    return [
        Figure("votes", _shown(votes), "votes", {"list": name, "stage": str(stage.number)})
        for stage in made.stages
        for name, votes in stage.totals.items()
    ]


def _shown(votes: Fraction) -> int | Decimal | Fraction:
    """Votes as the law has them: whole, with decimals that end, or an exact fraction."""
    if votes.denominator == 1:
        return int(votes)
    places = votes * 10**5
    return Decimal(int(places)) / 10**5 if places.denominator == 1 else votes


def _count_tables(contest: Contest, made: "Count") -> tuple[Table, ...]:
    from scrutator.law.ballots.presentation import SHEET_COLUMNS, sheet_rows

    heads = ("candidate", *(f"stage {stage.number}" for stage in made.stages))
    votes: list[tuple[Value | None, ...]] = [
        (name, *(_shown(stage.totals[name]) for stage in made.stages)) for name in made.candidates
    ]
    votes.append(("not transferable", *(_shown(stage.non_transferable) for stage in made.stages)))
    on = contest.date
    return (
        Table("stages", f"The count of {on}, stage by stage", SHEET_COLUMNS, tuple(sheet_rows(made))),
        Table("votes", f"Votes at the end of every stage, count of {on}", heads, tuple(votes)),
    )


COUNT = Method(
    id="law.count",
    version="1",
    question="Who is elected by the ranked ballots under the law of the day, stage by stage?",
    run=run_count,
    prepare=read_ranked,
    reads=("ballots.csv", "results.csv", *FILES),
    parameters=COUNT_SHARED,
)
