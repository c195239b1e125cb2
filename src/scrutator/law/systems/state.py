"""What travels along the stages of a system: who is in, what each list has where, and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Protocol

from scrutator.errors import ScrutatorError
from scrutator.law.chain import ties as chain_ties
from scrutator.law.chain.allocate import Allocation, finish
from scrutator.law.chain.state import ChainStep, State, Step, TieRule, TieToResolve
from scrutator.law.chain.steps.admission import House
from scrutator.law.chain.votes import ListVotes, Votes
from scrutator.law.systems.ballots import Ballots

Cells = Mapping[str, Mapping[str, int]]
"""District → list → seats."""


@dataclass(frozen=True)
class Winner:
    """Who won a single-member district, with which share of its valid votes."""

    district: str
    within: str
    list: str
    share: Fraction


@dataclass(frozen=True)
class SystemState:
    """A system's distribution so far.

    `seats` is how many each district elects; `admitted` the lists that take part (None: all). `won` are the
    seats of the districts, `direct` the single-member districts, `added` the seats of the national tier and
    `order` the order in which they were won; `level` says that the order between some of them is open.
    `floors` are seats a list must have in a district, `least` its minimum in the country, `overhang` its
    direct seats beyond the first distribution, `extra` direct mandates that no share covers. `placed` says
    where national seats go, `waiting` how many seats a fact has yet to give.
    """

    ballots: Ballots
    national: Votes
    chains: Mapping[str, tuple[ChainStep, ...]]
    tie_rule: TieRule = field(default_factory=TieRule)
    seats: Mapping[str, int] = field(default_factory=dict)
    admitted: frozenset[str] | None = None
    local: Mapping[str, frozenset[str]] = field(default_factory=dict)
    won: Cells = field(default_factory=dict)
    direct: tuple[Winner, ...] = ()
    added: Mapping[str, int] = field(default_factory=dict)
    order: tuple[str, ...] = ()
    level: tuple[tuple[str, ...], ...] = ()
    floors: Cells = field(default_factory=dict)
    least: Mapping[str, int] = field(default_factory=dict)
    overhang: Mapping[str, int] = field(default_factory=dict)
    extra: Mapping[str, int] = field(default_factory=dict)
    placed: Cells = field(default_factory=dict)
    allocations: Mapping[str, Allocation] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()
    ties: tuple[TieToResolve, ...] = ()
    notes: tuple[str, ...] = ()
    unfilled: int = 0
    waiting: int = 0
    uncovered: tuple[str, ...] = ()

    def add(self, step: Step, **changes: object) -> "SystemState":
        """The next state: changed as given, with one more recorded step."""
        return replace(self, steps=(*self.steps, step), **changes)  # type: ignore[arg-type]

    def note(self, text: str) -> "SystemState":
        """The same state with a remark for the reader."""
        return replace(self, notes=(*self.notes, text))

    def takes_part(self, name: str, district: str = "") -> bool:
        """Does the list take part, in the country or in that district?"""
        return self.admitted is None or name in self.admitted or name in self.local.get(district, ())

    def held(self) -> dict[str, int]:
        """Seats that every list has in districts of either kind."""
        total = dict.fromkeys(self.national.by_name, 0)
        for cells in self.won.values():
            for name, count in cells.items():
                total[name] = total.get(name, 0) + count
        for winner in self.direct:
            total[winner.list] = total.get(winner.list, 0) + 1
        return total


class Stage(Protocol):
    """A stage of a system: a pure function of its state that knows its article."""

    @property
    def article(self) -> str:
        """The article that orders this stage."""
        ...

    def apply(self, state: SystemState) -> SystemState:
        """The state after the stage."""
        ...


def chain_of(state: SystemState, tier: str) -> tuple[ChainStep, ...]:
    """The steps of a tier. Raises L40 when the law has none."""
    if tier not in state.chains:
        remedy = f'Add steps with tier = "{tier}".'
        raise ScrutatorError("L40", f"there are no steps for the tier {tier}", remedy=remedy)
    return state.chains[tier]


def waiting_in(found: Allocation) -> int:
    """Seats of a distribution that wait for a fact; other ties hold back no seat."""
    return min(found.unfilled, sum(tie.seats for tie in found.ties))


def at_best(found: Allocation) -> dict[str, int]:
    """The seats every list would have if it won its open ties: what no fact can take it beyond."""
    tied = {name for tie in found.ties for name in tie.lists if tie.seats}
    return {name: count + (name in tied) for name, count in found.seats.items()}


def run_among(
    state: SystemState, steps: tuple[ChainStep, ...], votes: Votes, seats: int | None, district: str = ""
) -> Allocation:
    """Run a tier's chain among the lists that take part, for so many seats (None: the chain's own)."""
    inside = votes.by_name
    if state.admitted is not None:
        allowed = state.admitted | state.local.get(district, frozenset())
        inside = {name: count for name, count in inside.items() if name in allowed}
    begun = State(votes, strength=inside, cleared=frozenset(inside), tie_rule=state.tie_rule)
    if seats is not None:
        own = [step for step in steps if isinstance(step, House)]
        blank, article = any(step.blank_is_valid for step in own), own[0].article if own else ""
        begun = House(seats, blank, article).apply(begun) if seats else begun
        steps = tuple(step for step in steps if not isinstance(step, House))
        if not seats:
            return finish(begun)
    for step in steps:
        begun = step.apply(begun)
    return finish(begun)


def award(
    state: SystemState,
    entries: Mapping[str, ListVotes],
    claims: Mapping[str, int | Fraction],
    count: int,
    rule: str,
    article: str,
) -> tuple[tuple[str, ...], SystemState]:
    """Who wins `count` seats by the largest claims; ties by the facts of the entries, else recorded open.

    `entries` holds the facts of every claimant, which may be a list or a list's place in a district.
    """
    empty = not any(entry.votes for entry in entries.values())
    lists = (replace(entry, name=name, votes=1 if empty else entry.votes) for name, entry in entries.items())
    votes = Votes(tuple(lists))
    begun = State(votes=votes, tie_rule=state.tie_rule)
    won, after = chain_ties.award(begun, claims, count, rule, article)
    return won, replace(state, steps=(*state.steps, *after.steps), ties=(*state.ties, *after.ties))
