"""Seats by highest averages, all of them or on top of seats that are held."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import ClassVar

from scrutator.law.arithmetic.divisors import Divisor, divisor_named, exact_claims, highest_averages
from scrutator.law.arithmetic.shares import number
from scrutator.law.chain.state import State, Step
from scrutator.law.chain.ties import settle


@dataclass(frozen=True)
class HighestAverages:
    """Chain step: all seats by a divisor rule; `first` replaces the first divisor (Norway: 1.4).

    With `held_first` a list's `district_seats` are seats it has already: it wins the next ones on top of
    them.
    """

    divisor: str = "dhondt"
    first: str = ""
    held_first: bool = False
    article: str = ""
    phase: ClassVar[int] = 40

    def __post_init__(self) -> None:
        self.rule()

    def rule(self) -> Divisor:
        """The divisor rule with its first divisor."""
        return _rule(self.divisor, self.first)

    def apply(self, state: State) -> State:
        """Distribute the whole house."""
        state = replace(state, allocation=(*state.allocation, self))
        held = None
        if self.held_first:
            apart = (
                {e.name: e.district_seats for e in state.votes.lists if e.district_seats}
                if not state.members
                else {}
            )
            held = {**apart, **{name: self._held(state, name) for name in state.strength}}
        return average(state, state.strength, self.rule(), held, self.article)

    @staticmethod
    def _held(state: State, name: str) -> int:
        return sum(state.votes.of(member).district_seats for member in state.members.get(name, (name,)))


@cache
def _rule(divisor: str, first: str) -> Divisor:
    return divisor_named(divisor, number(first, "first divisor") if first else None)


def average(
    state: State,
    strength: Mapping[str, int],
    rule: Divisor,
    held: dict[str, int] | None,
    article: str,
) -> State:
    """Distribute the house by highest averages, on top of the seats `held`, ties settled by facts."""
    names = list(strength)
    others = sum(seats for name, seats in (held or {}).items() if name not in strength)
    initial = [held.get(name, 0) for name in names] if held is not None else None
    most = [state.limits.get(name) for name in names] if state.limits else None
    won = highest_averages([strength[name] for name in names], state.house - others, rule, initial, most)
    seats = {**dict.fromkeys(state.strength, 0), **(held or {})}
    seats.update(zip(names, won.seats, strict=True))
    if won.tied:
        tied = tuple(names[index] for index in won.tied)
        more, state = settle(state, tied, won.open_seats, rule.name, article)
        for name in more:
            seats[name] += 1
    says = f"highest averages, {rule.name}" + (f", first divisor {rule.first}" if rule.first else "")
    gained = {name: seats[name] - (held or {}).get(name, 0) for name in names}
    step = Step("highest averages", article, says, {name: count for name, count in gained.items() if count})
    return state.add(step, seats=seats, last_award=_won_last(strength, seats, gained, rule))


def _won_last(
    strength: Mapping[str, int], seats: Mapping[str, int], gained: Mapping[str, int], rule: Divisor
) -> tuple[str, ...]:
    """The contenders whose last seat was won with the lowest average; equal averages are equal claims."""
    won = [name for name, count in gained.items() if count]
    most = max((seats[name] for name in won), default=0)
    claim = exact_claims(rule, most)
    # A first seat that every list has costs nothing: no average was compared for it.
    paid = {
        name: claim(rule.weight(strength[name]), seats[name] - 1)
        for name in won
        if rule.ratio(seats[name] - 1)[0]
    }
    least = min(paid.values(), default=None)
    return tuple(name for name, average in paid.items() if average == least)
