"""Who is elected by a majority, and who may stand in a second round."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scrutator.api.arguments import checked
from scrutator.api.counts.laws import USE_MAJORITY, LawOfCount, lots_asked, rules_asked
from scrutator.api.refusals import said_to_a_caller
from scrutator.api.shown import Grid, Shown, View
from scrutator.api.votes import whole
from scrutator.errors import ScrutatorError
from scrutator.law.lots import check_used
from scrutator.law.majority import presentation as majority_shown
from scrutator.law.majority.deciding import Decision, decide
from scrutator.law.majority.margins import margin_of
from scrutator.law.majority.poll import Candidacy, Poll
from scrutator.law.majority.rules import MajorityRules


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


OTHERS = ("blank", "void", "against_all", "valid", "cast", "registered")


@checked
def majority(
    votes: Any,
    seats: Any = None,
    *,
    law: LawOfCount = None,
    ballots: Mapping[str, Any] | None = None,
    lots: Sequence[Mapping[str, str]] = (),
    which_round: int = 1,
) -> Majority:
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
        rules = rules_asked(law, which_round)
        if not isinstance(rules, MajorityRules):
            raise ScrutatorError("A01", f"{rules.name} decides no majority", remedy=USE_MAJORITY)
        known = lots_asked(lots)
        made = decide(
            _poll(votes, ballots or {}), rules, known, None if seats is None else whole(seats, "seats")
        )
        check_used(known, made.used)
        return Majority(made, rules)


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
    regions = _by_region(others, "valid votes")
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
    regions = _by_region(value, f"votes of {name!r}")
    return Candidacy(name, whole(value["votes"], f"votes of {name!r}"), age, regions)


def _by_region(given: Mapping[str, Any], what: str) -> dict[str, int]:
    regions = given.get("regions", {})
    if not isinstance(regions, Mapping):
        remedy = 'Give a mapping of regions to votes: {"North": 400}.'
        raise ScrutatorError("A01", f"{what}: regions={regions!r}", remedy=remedy)
    return {str(name): whole(count, f"{what} in {name}") for name, count in regions.items()}
