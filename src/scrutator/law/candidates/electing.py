"""The order in which candidates of a list are elected, each with the reason, and seats that stay empty."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from scrutator.law.arithmetic.quotas import pick_largest
from scrutator.law.candidates.lists import Candidate, CandidateList, Lists
from scrutator.law.candidates.rules import CandidateRules
from scrutator.law.lots import Decider, Lot, Purpose, Tie, check_used


class Reason(StrEnum):
    """Why a candidate is elected."""

    PERSONAL = "personal mandate"
    THRESHOLD = "preference threshold"
    VOTES = "votes"
    LIST = "order of the list"


@dataclass(frozen=True)
class Elected:
    """One candidate who is elected, and the rule that elects them."""

    name: str
    votes: int
    reason: Reason
    article: str


@dataclass(frozen=True)
class ListResult:
    """The elected of one list, in the order of their election.

    `empty` are seats for which the list has no candidate, or none with the votes that the law asks for. With
    a `tie` the seats after it are open, and not empty.
    """

    district: str
    list: str
    seats: int
    elected: tuple[Elected, ...]
    empty: int
    tie: Tie | None = None


class _OpenError(Exception):
    """A tie that no fact on record settles, and who is sure of a seat in any case."""

    def __init__(self, tie: Tie, sure: Sequence[Candidate] = ()) -> None:
        super().__init__("tie")
        self.tie, self.sure = tie, tuple(sure)


def elect(lists: Sequence[Lists], rules: CandidateRules, lots: Sequence[Lot] = ()) -> tuple[ListResult, ...]:
    """Which candidates take the seats of every list, in which order? Raises L73 for a lot without effect."""
    used: list[Lot] = []
    results = []
    for part in lists:
        decider = Decider(lots, part.name)
        results += [_of_list(one, part, rules, decider) for one in part.lists]
        used += decider.used
    check_used(lots, used)
    return tuple(results)


def _of_list(given: CandidateList, lists: Lists, rules: CandidateRules, decider: Decider) -> ListResult:
    keys, quota = rules.keys, lists.quota
    left = [one for one in given.candidates if not one.out]
    won: list[Elected] = []

    def take(among: Sequence[Candidate], reason: Reason, key: str, by_votes: bool, seats: int) -> None:
        try:
            chosen = _by_votes(among, seats, rules, decider) if by_votes else list(among)[: max(0, seats)]
        except _OpenError as stop:
            won.extend(Elected(one.name, one.votes, reason, rules.article(key)) for one in stop.sure)
            raise
        won.extend(Elected(one.name, one.votes, reason, rules.article(key)) for one in chosen)
        for one in chosen:
            left.remove(one)

    try:
        if keys.personal:
            with_quota = [one for one in left if one.votes >= quota]
            take(with_quota, Reason.PERSONAL, "personal", True, len(with_quota))
        if keys.threshold:
            reach = keys.threshold
            able = [one for one in left if reach.met_by(one.votes, quota, lists.house)]
            take(able, Reason.THRESHOLD, "threshold", True, given.seats - len(won))
        enough = _with_minimum(rules, lists)
        able = [one for one in left if enough(one)]
        reason = Reason.VOTES if keys.rest == "votes" else Reason.LIST
        take(able, reason, "rest", keys.rest == "votes", given.seats - len(won))
    except _OpenError as stop:
        return ListResult(lists.name, given.name, given.seats, tuple(won), 0, stop.tie)
    return ListResult(lists.name, given.name, given.seats, tuple(won), max(0, given.seats - len(won)))


def _with_minimum(rules: CandidateRules, lists: Lists) -> Callable[[Candidate], bool]:
    """Has a candidate the votes that everyone needs?"""
    from scrutator.law.arithmetic.shares import share

    needed = lists.quota * share(rules.keys.minimum) if rules.keys.minimum else 0
    return lambda one: one.votes >= needed


def _by_votes(
    among: Sequence[Candidate], seats: int, rules: CandidateRules, decider: Decider
) -> list[Candidate]:
    """The first by votes, in that order; equal votes at the last seat by the facts of the law."""
    order = sorted(among, key=lambda one: (-one.votes, one.position))
    winners, tied, places = pick_largest([(one.votes, at) for at, one in enumerate(order)], seats)
    chosen = [order[at] for at in winners]
    if tied:
        try:
            chosen += _settled([order[at] for at in tied], places, rules, decider)
        except _OpenError as stop:
            raise _OpenError(stop.tie, chosen) from stop
    return sorted(chosen, key=lambda one: (-one.votes, one.position))


def _settled(
    tied: Sequence[Candidate], places: int, rules: CandidateRules, decider: Decider
) -> list[Candidate]:
    by_position = sorted(tied, key=lambda one: one.position)
    for fact in rules.keys.ties:
        if fact == "position":
            return by_position[:places]
        if fact == "lower_position":
            return by_position[-places:]
        drawn = decider.drawn(Purpose.ELECTION, [one.name for one in tied], places)
        if drawn:
            return [one for one in tied if one.name in drawn]
    names = tuple(sorted(one.name for one in tied))
    raise _OpenError(Tie(Purpose.ELECTION, names, places, rules.article("ties")))
