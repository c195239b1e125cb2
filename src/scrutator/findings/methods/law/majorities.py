"""A majority decided under the law of the day: conditions, who enters a second round, by how few votes."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from scrutator.errors import ScrutatorError
from scrutator.findings.context import Context
from scrutator.findings.method import Method, ParameterKind
from scrutator.findings.methods.law.counts import FILES, lots_of, rules_of_case
from scrutator.findings.methods.law.seats import SHARED
from scrutator.findings.methods.law.votes import ContestVotes, contest_votes
from scrutator.findings.methods.official.published import list_names, published_total
from scrutator.findings.model import Figure, Outcome, Table, Value
from scrutator.record.case import Case
from scrutator.record.nouns.contests import Contest

if TYPE_CHECKING:
    from scrutator.law.lots import Lot
    from scrutator.law.majority.deciding import Decision
    from scrutator.law.majority.margins import Margin
    from scrutator.law.majority.poll import Poll
    from scrutator.law.majority.rules import MajorityRules

ROUND = "2 for the votes of a second round (default 1)"


def read_majority(context: Context) -> "tuple[ContestVotes, Poll, MajorityRules, tuple[Lot, ...]]":
    """Votes, rules and lots of a contest decided by a majority. Raises N03, L30 to L33, L72, L73."""
    from scrutator.law.majority.poll import Candidacy, Poll
    from scrutator.law.majority.rules import MajorityRules

    case, parameters = context.case, context.parameters
    found = contest_votes(case, parameters)
    rules = rules_of_case(case, found.contest, parameters)
    if not isinstance(rules, MajorityRules):
        raise ScrutatorError("N03", f"{rules.name} decides no majority: ask for the method law.count")
    regions = _region_votes(case, found.contest.id)
    candidates = tuple(
        Candidacy(
            one.name,
            one.votes,
            None,
            {place: votes[one.name] for place, votes in regions.items() if one.name in votes},
        )
        for one in found.votes.lists
    )
    totals: dict[str, Any] = {kind: _total(case, found.contest.id, name) for kind, name in TOTALS.items()}
    seats = found.contest.seats if isinstance(found.contest.seats, int) else None
    poll = Poll(
        candidates,
        against_all=found.votes.against_all,
        seats=seats,
        regions={place: sum(votes.values()) for place, votes in regions.items()},
        **totals,
    )
    return found, poll, rules, lots_of(case, found.contest)


TOTALS = {"valid": "valid", "cast": "ballots_cast", "registered": "registered"}


def _total(case: Case, contest: str, quantity: str) -> int | None:
    value, _ = published_total(case, contest, quantity)
    return value if isinstance(value, int) else None


def _region_votes(case: Case, contest: str) -> dict[str, dict[str, int]]:
    """Votes by region and list, of the regions in which every list of the contest has a count."""
    names, regions = list_names(case), {place.id for place in case.places if place.level == "region"}
    rows = [row for row in case.results if row.contest == contest and row.stage == "final"]
    found: dict[str, dict[str, int]] = {}
    for row in rows:
        if row.place in regions and isinstance(row.votes, int):
            found.setdefault(row.place, {}).setdefault(names[row.list], row.votes)
    lists = {names[row.list] for row in rows}
    return {place: votes for place, votes in found.items() if set(votes) == lists}


def run_majority(context: Context) -> Outcome:
    """Decide one contest by its majority rule, and by how few votes it was decided."""
    from scrutator.law.lots import check_used
    from scrutator.law.majority.deciding import decide
    from scrutator.law.majority.margins import Margin, margin_of
    from scrutator.law.majority.presentation import headline, margin_said, remarks

    found, poll, rules, lots = read_majority(context)
    made = decide(poll, rules, lots)
    check_used(lots, made.used)
    margin = margin_of(poll, rules)
    cites = tuple(dict.fromkeys(source for sources in found.sources.values() for source in sources))
    figures = [Figure("outcome", str(made.outcome)), Figure("seats", made.seats, "seats")]
    figures += [
        Figure("result", _became(made, one.name), at={"list": one.name}, sources=found.sources[one.name])
        for one in poll.candidates
    ]
    if isinstance(margin, Margin):
        figures.append(Figure("margin", margin.votes, "votes", sources=cites, note="least; votes that move"))
    title = f"{made.rules}: {headline(made)}"
    caveats = (*remarks(made), f"Margin: {margin_said(margin)}")
    return Outcome(title, tuple(figures), _majority_tables(found.contest, made, margin), caveats)


def _became(made: "Decision", name: str) -> str:
    if name in made.elected:
        return "elected"
    if made.tie and name in made.tie.between:
        return "open"
    return "second round" if name in made.entrants else "not elected"


def _majority_tables(contest: Contest, made: "Decision", margin: "Margin | str") -> tuple[Table, ...]:
    from scrutator.law.majority.presentation import CHECK_COLUMNS

    order = sorted(made.poll.candidates, key=lambda one: (-one.votes, one.name))
    rows: Sequence[tuple[Value | None, ...]] = [
        (one.name, one.votes, _became(made, one.name)) for one in order
    ]
    checks: list[tuple[Value | None, ...]] = [
        (one.candidate, one.votes, one.condition, one.needed, "yes" if one.met else "no", one.article)
        for one in made.checks
    ]
    return (
        Table(
            "votes",
            f"Votes and result, election of {contest.date}",
            ("candidate", "votes", "result"),
            tuple(rows),
        ),
        Table(
            "conditions", f"What the law asks for, election of {contest.date}", CHECK_COLUMNS, tuple(checks)
        ),
    )


MAJORITY = Method(
    id="law.majority",
    version="1",
    question="Does anyone meet what the law asks of a winner, who enters a second round, by how few votes?",
    run=run_majority,
    prepare=read_majority,
    reads=("results.csv", "totals.csv", "places.csv", *FILES),
    parameters={**SHARED, "round": ROUND},
    kinds={"round": ParameterKind.NUMBER},
)
