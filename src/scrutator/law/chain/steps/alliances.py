"""Surplus agreements: lists that pool their votes and then share the seats among themselves."""

from dataclasses import dataclass, replace
from typing import ClassVar

from scrutator.law.arithmetic.divisors import DIVISORS, divisor_named, highest_averages
from scrutator.law.arithmetic.quotas import largest_remainders
from scrutator.law.chain.state import State, Step
from scrutator.law.chain.ties import settle


@dataclass(frozen=True)
class Alliances:
    """Chain step: admitted lists of the same alliance stand as one contender.

    A list of the alliance that was not admitted brings nothing in (Israel: an agreement holds only
    between lists that cleared the threshold).
    """

    article: str = ""
    phase: ClassVar[int] = 20

    def apply(self, state: State) -> State:
        """Pool the votes."""
        pooled: dict[str, list[str]] = {}
        for name in state.strength:
            pooled.setdefault(state.votes.of(name).alliance or f"\0{name}", []).append(name)
        members = {" + ".join(sorted(names)): tuple(names) for names in pooled.values()}
        strength = {unit: sum(state.strength[name] for name in names) for unit, names in members.items()}
        cleared = {unit for unit, names in members.items() if set(names) <= state.cleared}
        by_rule = {unit for unit, names in members.items() if set(names) & state.by_rule}
        says = "lists of an alliance count as one"
        shown = {unit: strength[unit] for unit, names in members.items() if len(names) > 1}
        return state.add(
            Step("alliances", self.article, says, shown),
            strength=strength,
            members=members,
            cleared=frozenset(cleared),
            by_rule=frozenset(by_rule),
        )


@dataclass(frozen=True)
class ShareInside:
    """Chain step: the seats of an alliance are shared among its lists by a divisor rule or "hare"."""

    method: str = "dhondt"
    article: str = ""
    phase: ClassVar[int] = 90

    def __post_init__(self) -> None:
        if self.method != "hare":
            divisor_named(self.method)

    def apply(self, state: State) -> State:
        """Give every list its own seats."""
        seats: dict[str, int] = {}
        for unit, names in state.members.items():
            own, state = self._split(state, names, state.seats.get(unit, 0))
            seats.update(own)
        shown = {name: seats[name] for names in state.members.values() if len(names) > 1 for name in names}
        votes = state.votes.by_name
        state = replace(state, members={}, strength={name: votes[name] for name in seats})
        step = Step("share inside", self.article, f"seats of an alliance by {self.method}", shown)
        return state.add(step, seats=seats)

    def _split(self, state: State, names: tuple[str, ...], seats: int) -> tuple[dict[str, int], State]:
        if len(names) == 1 or seats == 0:
            return {names[0]: seats, **dict.fromkeys(names[1:], 0)}, state
        votes = [state.votes.of(name).votes for name in names]
        won = (
            highest_averages(votes, seats, DIVISORS[self.method])
            if self.method != "hare"
            else largest_remainders(votes, seats)
        )
        own = dict(zip(names, won.seats, strict=True))
        if won.tied:
            tied = tuple(names[index] for index in won.tied)
            alone = replace(state, members={})
            more, settled = settle(alone, tied, won.open_seats, "share inside", self.article)
            state = replace(settled, members=state.members)
            own.update({name: own[name] + 1 for name in more})
        return own, state
