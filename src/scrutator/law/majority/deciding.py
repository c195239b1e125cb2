"""Who is elected by a majority rule, who enters the second round, and what stays open."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from scrutator.errors import ScrutatorError
from scrutator.law.arithmetic.quotas import pick_largest
from scrutator.law.lots import Decider, Lot, Purpose, Tie
from scrutator.law.majority.conditions import Check, check_ballots, checks_of, notes_of
from scrutator.law.majority.poll import Candidacy, Poll, base_of
from scrutator.law.majority.rules import Condition, MajorityRules, Otherwise


class Outcome(StrEnum):
    """How a round ends."""

    ELECTED = "elected"
    SECOND_ROUND = "second_round"
    NEW_ELECTION = "new_election"
    UNDECIDED = "undecided"


OUTCOMES = {
    Outcome.ELECTED: "elected",
    Outcome.SECOND_ROUND: "second round required",
    Outcome.NEW_ELECTION: "no one is elected: a new election",
    Outcome.UNDECIDED: "undecided: a fact that is not on record decides",
}


@dataclass(frozen=True)
class Decision:
    """The result of one round in one district.

    `elected` and `entrants` are in the order of votes, then of names; while a tie is open they are those who
    are sure of a place. `entrants` may stand in the second
    round: withdrawals are facts that votes do not tell. `unfilled` are seats that this round leaves open.
    """

    rules: str
    poll: Poll
    seats: int
    outcome: Outcome
    elected: tuple[str, ...]
    entrants: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()
    tie: Tie | None = None
    notes: tuple[str, ...] = ()
    settled_by: tuple[str, ...] = ()
    used: tuple[Lot, ...] = ()

    @property
    def unfilled(self) -> int:
        """Seats that no one holds after this round."""
        return self.seats - len(self.elected)


class _OpenError(Exception):
    """A tie that no fact on record settles, and who is sure of a place in any case."""

    def __init__(self, tie: Tie, sure: Sequence[str] = ()) -> None:
        super().__init__("tie")
        self.tie, self.sure = tie, tuple(sure)


def decide(poll: Poll, rules: MajorityRules, lots: Sequence[Lot] = (), seats: int | None = None) -> Decision:
    """Who is elected, or what follows, in one district by one round?

    `seats` is another number of seats than the poll's or the law's. When the candidates add up to more than
    the valid papers published, both are tried: a result that is the same stands, with a note. Raises L05 and
    L06 for totals that contradict each other or are missing, L74 for regions that are missing.
    """
    check_ballots(poll, rules)
    known = poll.total + (poll.against_all or 0)
    if poll.valid is None or rules.keys.votes_each > 1 or known <= poll.valid:
        return _decided(poll, rules, lots, seats)
    published = _decided(poll, rules, lots, seats)
    added = _decided(replace(poll, valid=known), rules, lots, seats)
    if _result(added) != _result(published):
        what = f"{known:,} votes, {poll.valid:,} valid papers, and the result depends on which is right"
        raise ScrutatorError("L05", what, where=poll.name)
    said = (
        f"{known:,} votes are more than the {poll.valid:,} valid papers published; either gives this result."
    )
    return replace(published, notes=(*published.notes, said))


def _result(decision: Decision) -> tuple[object, ...]:
    return decision.outcome, decision.elected, decision.entrants


def _decided(poll: Poll, rules: MajorityRules, lots: Sequence[Lot], seats: int | None) -> Decision:
    keys = rules.keys
    places = seats or poll.seats or keys.seats
    decider, facts = Decider(lots, poll.name), list[str]()
    checks = checks_of(poll, rules)
    failed = {one.candidate for one in checks if not one.met}
    able = [one for one in poll.candidates if one.name not in failed]
    notes = (*notes_of(poll, rules), *rules.notes)

    def made(
        outcome: Outcome, won: Sequence[str], enter: Sequence[str] = (), tie: Tie | None = None
    ) -> Decision:
        elected, entrants, used = _by_votes(poll, won), _by_votes(poll, enter), tuple(decider.used)
        return Decision(
            rules.name, poll, places, outcome, elected, entrants, checks, tie, notes, tuple(facts), used
        )

    won: Sequence[str] = ()
    try:
        won = _first(able, places, Purpose.ELECTION, rules, decider, facts)
        if len(won) == min(places, len(poll.candidates)) or keys.otherwise is None:
            return made(Outcome.ELECTED, won)
        if keys.otherwise is Otherwise.NEW_ELECTION:
            return made(Outcome.NEW_ELECTION, won)
        left = [one for one in poll.candidates if one.name not in won]
        return made(Outcome.SECOND_ROUND, won, _entrants(poll, left, rules, decider, facts))
    except _OpenError as stop:
        if stop.tie.purpose is Purpose.ENTRY:
            return made(Outcome.UNDECIDED, won, stop.sure, stop.tie)
        return made(Outcome.UNDECIDED, stop.sure, (), stop.tie)


def _by_votes(poll: Poll, names: Sequence[str]) -> tuple[str, ...]:
    votes = {one.name: one.votes for one in poll.candidates}
    return tuple(sorted(names, key=lambda name: (-votes[name], name)))


def _first(
    among: Sequence[Candidacy],
    places: int,
    purpose: Purpose,
    rules: MajorityRules,
    decider: Decider,
    facts: list[str],
) -> tuple[str, ...]:
    """The first `places` by votes; equal votes by the facts of the law. Raises _OpenError."""
    order = sorted(among, key=lambda one: one.name)
    winners, tied, left = pick_largest([(one.votes, at) for at, one in enumerate(order)], places)
    sure = tuple(order[at].name for at in winners)
    if not tied:
        return sure
    try:
        return (*sure, *_settled([order[at] for at in tied], left, purpose, rules, decider, facts))
    except _OpenError as stop:
        raise _OpenError(stop.tie, (*sure, *stop.sure)) from stop


def _settled(
    tied: Sequence[Candidacy],
    places: int,
    purpose: Purpose,
    rules: MajorityRules,
    decider: Decider,
    facts: list[str],
) -> tuple[str, ...]:
    """By the facts of the law in order; of those whom a fact leaves level the next one decides."""
    article, sure, level = rules.article("ties"), list[str](), list(tied)
    for fact in rules.keys.ties:
        names = tuple(one.name for one in level)
        won, left = _by_fact(fact, level, places - len(sure), purpose, decider)
        if len(left) < len(level):
            said = "the older" if fact == "age" else "the lot on record"
            facts.append(
                f"Equal votes of {', '.join(names)}: {said}" + (f" ({article})." if article else ".")
            )
        sure, level = [*sure, *won], left
        if not level:
            return tuple(sure)
    names = tuple(one.name for one in level)
    raise _OpenError(Tie(purpose, names, places - len(sure), article), sure)


def _by_fact(
    fact: str, tied: list[Candidacy], places: int, purpose: Purpose, decider: Decider
) -> tuple[list[str], list[Candidacy]]:
    """Who has a place by one fact, and who is left level for the places that remain."""
    if fact == "lot":
        drawn = decider.drawn(purpose, [one.name for one in tied], places)
        return [one.name for one in tied if one.name in drawn], [] if drawn else tied
    if any(one.age is None for one in tied):
        return [], tied
    oldest, level, _ = pick_largest([(one.age or 0, at) for at, one in enumerate(tied)], places)
    return [tied[at].name for at in oldest], [tied[at] for at in level]


def _entrants(
    poll: Poll, left: Sequence[Candidacy], rules: MajorityRules, decider: Decider, facts: list[str]
) -> tuple[str, ...]:
    """Who may stand in the second round: those with the share, and in any case the first so many."""
    entry = rules.keys.entry
    assert entry is not None
    by_share: list[str] = []
    if entry.share:
        base = base_of(poll, entry.of, rules.keys)
        condition = Condition(share=entry.share, of=entry.of)
        by_share = [one.name for one in left if condition.met_by(one.votes, base)]
    if len(by_share) >= entry.first:
        return tuple(by_share)
    if entry.with_ties and len(left) > entry.first:
        last = sorted((one.votes for one in left), reverse=True)[entry.first - 1]
        return tuple(one.name for one in left if one.votes >= last)
    return _first(left, entry.first, Purpose.ENTRY, rules, decider, facts)
