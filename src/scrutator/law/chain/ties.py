"""Ties are legal events: settled by a recorded fact that the law names, or left to be settled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from scrutator.errors import ScrutatorError
from scrutator.law.arithmetic.quotas import pick_largest
from scrutator.law.chain.state import State, Step, TieRule, TieToResolve
from scrutator.law.chain.votes import Votes

FACTS = {
    "registered_order": "the list registered earlier",
    "lot": "the list drawn first by lot",
    "age": "the older candidate",
    "votes": "the list with more votes",
}


@dataclass(frozen=True)
class Ties:
    """Chain step: which recorded facts decide a tie, in order of precedence.

    `of` limits it to the ties of some rules, such as "leftovers"; without it every tie is meant. Ties it
    does not decide stay open.
    """

    by: tuple[str, ...]
    of: tuple[str, ...] = ()
    article: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "by", tuple(self.by))
        object.__setattr__(self, "of", tuple(self.of))
        for fact in self.by:
            if fact not in FACTS:
                raise ScrutatorError("L20", f"ties by {fact!r}", remedy=f"Known: {', '.join(FACTS)}.")

    def apply(self, state: State) -> State:
        """Remember the rule; nothing is decided yet."""
        return replace(state, tie_rule=TieRule(self.by, self.article, self.of))


def award(
    state: State, claims: Mapping[str, int | Fraction], count: int, rule: str, article: str
) -> tuple[tuple[str, ...], State]:
    """Who wins `count` seats by the largest claims; a tie is settled by a fact or recorded as open."""
    names = list(claims)
    winners, tied, open_seats = pick_largest(
        [(claims[name], index) for index, name in enumerate(names)], count
    )
    won = tuple(names[index] for index in winners)
    if not tied:
        return won, state
    more, state = settle(state, tuple(names[index] for index in tied), open_seats, rule, article)
    return won + more, state


def settle(
    state: State, lists: tuple[str, ...], seats: int, rule: str, article: str
) -> tuple[tuple[str, ...], State]:
    """Decide between lists with an equal claim by the facts of the law, or record TieToResolve.

    A fact that decides only in part is kept: whom it puts first has a seat, whom it puts last has none, and
    the next fact decides between those it leaves level.
    """
    facts = state.tie_rule.facts if rule in state.tie_rule.of or not state.tie_rule.of else ()
    won: tuple[str, ...] = ()
    level = lists
    for fact in facts:
        sure, left = _by_fact(state, level, seats - len(won), fact)
        if len(left) < len(level):
            says = f"equal claims of {', '.join(level)}: {FACTS[fact]}"
            says += f"; still level: {', '.join(left)}" if left else ""
            state = state.add(Step("tie", state.tie_rule.article, says, dict.fromkeys(sure, 1)))
        won, level = won + sure, left
        if not level:
            return won, state
    tie = TieToResolve(level, seats - len(won), rule, article or state.tie_rule.article, facts)
    return won, replace(state, ties=(*state.ties, tie))


def _by_fact(
    state: State, lists: tuple[str, ...], seats: int, fact: str
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who wins a seat by one fact, and who is left level for the seats that remain."""
    order = _ranked(state, lists, fact)
    if order is None:
        return (), lists
    last = order[seats - 1][0]
    if order[seats][0] != last:
        return tuple(name for _, name in order[:seats]), ()
    level = {name for value, name in order if value == last}
    return tuple(name for value, name in order if value < last), tuple(n for n in lists if n in level)


def settle_last(state: State, lists: tuple[str, ...], rule: str, article: str) -> tuple[str, State]:
    """Which of several equal winners came last? By the facts of the law, or TieToResolve and "".

    A fact that prefers a list for a seat puts it before the others, so the one it prefers least was last.
    """
    if len(lists) == 1:
        return lists[0], state
    winners, after = settle(state, lists, len(lists) - 1, rule, article)
    if len(winners) < len(lists) - 1:
        return "", after
    return next(name for name in lists if name not in winners), after


def _ranked(state: State, lists: Sequence[str], fact: str) -> list[tuple[int, str]] | None:
    """The lists by that fact, the preferred first; None when a list lacks the fact."""
    ranked = []
    for name in lists:
        value = _fact(state.votes, state.members.get(name, (name,)), fact)
        if value is None:
            return None
        ranked.append((value, name))
    return sorted(ranked)


def _fact(votes: Votes, members: Sequence[str], fact: str) -> int | None:
    """The fact of a contender as a number, smaller is better; an alliance takes its best member's."""
    values: list[int] = []
    for member in members:
        value: int | None = getattr(votes.of(member), fact)
        if value is None:
            return None
        values.append(-value if fact in ("age", "votes") else value)
    return min(values)
