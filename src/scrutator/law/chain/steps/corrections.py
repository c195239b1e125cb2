"""What a law does after the distribution: floors, caps, bonuses, and seats for the few.

Corrections that fix the seats of some contenders repeat the law's own allocation steps for the
others over the rest of the house.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from scrutator.errors import ScrutatorError
from scrutator.law.arithmetic.quotas import largest_remainders
from scrutator.law.arithmetic.shares import percent, share
from scrutator.law.chain.state import State, Step, TieToResolve
from scrutator.law.chain.steps.admission import known_base
from scrutator.law.chain.steps.allocation import group
from scrutator.law.chain.ties import award, settle, settle_last
from scrutator.law.chain.votes import Base


def reallocate(state: State, fixed: Mapping[str, int]) -> State:
    """The same allocation steps with some contenders' seats fixed: the others share the rest."""
    rest = {name: votes for name, votes in state.strength.items() if name not in fixed}
    house = state.house - sum(fixed.values())
    if house < 0:
        raise ScrutatorError("L14", f"{sum(fixed.values())} seats are fixed in a house of {state.house}")
    fresh = replace(
        state,
        house=house,
        strength=rest,
        seats={},
        quotients={},
        last_award=(),
        ties=ties_kept(state),
        allocation=(),
    )
    if rest and house:
        for step in state.allocation:
            fresh = step.apply(fresh)
    seats = {**dict.fromkeys(state.strength, 0), **fresh.seats, **fixed}
    return replace(
        fresh,
        house=state.house,
        strength={
            **{name: state.votes.by_name.get(name, 0) * state.scale for name in fixed},
            **state.strength,
        },
        seats=seats,
        quotients={**state.quotients, **fresh.quotients},
        allocation=state.allocation,
    )


def ties_kept(state: State) -> tuple[TieToResolve, ...]:
    """Ties about who takes part at all: no new allocation settles them."""
    return tuple(tie for tie in state.ties if tie.rule == "admit next")


@dataclass(frozen=True)
class Floor:
    """Chain step: some contenders have at least so many seats (Kazakhstan: two for the second)."""

    seats: int
    to: str = "by_rule"
    article: str = ""
    phase: ClassVar[int] = 60

    def apply(self, state: State) -> State:
        """Raise those below the floor and let the others share the rest."""
        meant = group(state, self.to)
        short = {
            name: self.seats for name in state.strength if name in meant and state.seats[name] < self.seats
        }
        if not short:
            says = f"not binding: at least {self.seats} seats" if meant else "no list is meant"
            return state.add(Step("floor", self.article, says, {}))
        step = Step("floor", self.article, f"at least {self.seats} seats", short)
        return reallocate(state.add(step), short)


@dataclass(frozen=True)
class Cap:
    """Chain step: no contender has more than so many seats, or than a share of the house."""

    seats: int = 0
    share: str = ""
    article: str = ""
    phase: ClassVar[int] = 60

    def apply(self, state: State) -> State:
        """Cut those above the cap and share out what they lose, until no one is above."""
        most = int(share(self.share, "cap") * state.house) if self.share else self.seats
        if not any(seats > most for seats in state.seats.values()):
            return state.add(Step("cap", self.article, f"not binding: at most {most} seats", {}))
        fixed: dict[str, int] = {}
        while over := [name for name, seats in state.seats.items() if seats > most]:
            fixed.update(dict.fromkeys(over, most))
            step = Step("cap", self.article, f"at most {most} seats", dict.fromkeys(over, most))
            if most * len(state.strength) < state.house:
                return _all_capped(state.add(step), most)
            state = reallocate(state.add(step), fixed)
        return state


def _all_capped(state: State, most: int) -> State:
    """Every contender at the cap: the law gives no one the seats that are left."""
    left = state.house - most * len(state.strength)
    note = f"{left} seats stay unfilled: every list is at the cap of {most}"
    return replace(state.note(note), seats=dict.fromkeys(state.strength, most), ties=ties_kept(state))


@dataclass(frozen=True)
class MajorityBonus:
    """Chain step: the largest contender is raised to `to_seats` (or `to_share` of the house).

    Only if it has at least `if_share` of the base, and only if it has fewer seats. `extra` instead adds
    so many seats on top of the house (Greece: 50).
    """

    to_seats: int = 0
    to_share: str = ""
    extra: int = 0
    if_share: str = "0%"
    of: Base = "valid"
    article: str = ""
    phase: ClassVar[int] = 65

    def apply(self, state: State) -> State:
        """Give the bonus to the contender with the most votes; a tie for first place gives none."""
        won, state = award(state, state.strength, 1, "majority bonus", self.article)
        if not won:
            return state
        first = won[0]
        if state.strength[first] < share(self.if_share) * known_base(state, self.of) * state.scale:
            return state.add(Step("majority bonus", self.article, f"{first} is below {self.if_share}", {}))
        if self.extra:
            seats = {**state.seats, first: state.seats[first] + self.extra}
            step = Step("majority bonus", self.article, f"{self.extra} seats more", {first: self.extra})
            return state.add(step, seats=seats, house=state.house + self.extra)
        target = self.to_seats or -(-share(self.to_share) * state.house // 1)
        if state.seats[first] >= target:
            return state.add(Step("majority bonus", self.article, f"{first} has {target} seats already", {}))
        step = Step("majority bonus", self.article, f"raised to {target} seats", {first: int(target)})
        return reallocate(state.add(step), {first: int(target)})


@dataclass(frozen=True)
class AbsoluteMajority:
    """Chain step: a list with over half the votes but not over half the seats gets one more.

    The seat comes from the contender that won the last seat handed out (Netherlands, art. P 9). Where
    several won it with equal claims, a recorded fact says which of them was last; without it the seat is
    open.
    """

    article: str = ""
    phase: ClassVar[int] = 65

    def apply(self, state: State) -> State:
        """Move one seat, if the rule applies."""
        total = sum(entry.votes for entry in state.votes.lists) * state.scale
        first = [name for name, votes in state.strength.items() if 2 * votes > total]
        if not first or 2 * state.seats[first[0]] > state.house or not state.last_award:
            return state.add(Step("absolute majority", self.article, "not triggered", {}))
        last, state = settle_last(state, state.last_award, "absolute majority", self.article)
        if not last:
            return state
        seats = {**state.seats, first[0]: state.seats[first[0]] + 1}
        seats[last] -= 1
        says = f"{first[0]} has over half the votes; the seat {last} won last passes to it"
        return state.add(Step("absolute majority", self.article, says, {first[0]: 1, last: -1}), seats=seats)


@dataclass(frozen=True)
class MinoritySeats:
    """Chain step: seats for national minorities, recorded with each list, are added to the house."""

    article: str = ""
    phase: ClassVar[int] = 70

    def apply(self, state: State) -> State:
        """Add them."""
        added = {
            name: sum(state.votes.of(member).minority_seats for member in state.members.get(name, (name,)))
            for name in state.strength
        }
        added = {name: count for name, count in added.items() if count}
        seats = {name: count + added.get(name, 0) for name, count in state.seats.items()}
        step = Step("minority seats", self.article, f"{sum(added.values())} seats added", added)
        return state.add(step, seats=seats, house=state.house + sum(added.values()))


@dataclass(frozen=True)
class OppositionShare:
    """Chain step: seats are added until all but the largest have a share of the house.

    `of` is "house" (after adding) or "winner". The added seats go to the others by largest
    remainders of their votes (Armenia 2021: one third of the house).
    """

    share: str
    of: str = "house"
    article: str = ""
    phase: ClassVar[int] = 75

    def __post_init__(self) -> None:
        if self.of not in ("house", "winner") or not 0 < share(self.share, "opposition share") < 1:
            raise ScrutatorError("L10", f"opposition share {self.share!r} of {self.of!r}")

    def apply(self, state: State) -> State:
        """Add as few seats as needed."""
        winner = max(state.seats.values())
        largest = tuple(name for name, seats in state.seats.items() if seats == winner)
        others = sum(state.seats.values()) - winner
        need = share(self.share)
        added = 0
        while others + added < need * (winner + (others + added if self.of == "house" else 0)):
            added += 1
        if not added or len(state.strength) < 2:
            return state.add(Step("opposition share", self.article, "not triggered", {}))
        first = largest[0]
        if len(largest) > 1:  # which of them is the largest decides who gets the added seats
            won, state = settle(state, largest, 1, "opposition share", self.article)
            if not won:
                return state
            first = won[0]
        rest = {name: votes for name, votes in state.strength.items() if name != first}
        given = largest_remainders(list(rest.values()), added)
        gained = dict(zip(rest, given.seats, strict=True))
        if given.tied:
            tied = tuple(list(rest)[index] for index in given.tied)
            won, state = settle(state, tied, given.open_seats, "opposition share", self.article)
            gained.update({name: gained[name] + 1 for name in won})
        seats = {name: count + gained.get(name, 0) for name, count in state.seats.items()}
        says = f"the others have {others} of {winner + others}, below {percent(need)}: {added} seats added"
        step = Step("opposition share", self.article, says, {name: n for name, n in gained.items() if n})
        return state.add(step, seats=seats, house=state.house + added)


@dataclass(frozen=True)
class FixedSeats:
    """Chain step: lists below the threshold but above a band have a fixed number of seats.

    `bands` is a list of tables with `share` and `seats` (Russia: 5 to 6 % one, 6 to 7 % two). The
    seats are taken first; the others share the rest.
    """

    bands: Sequence[Mapping[str, Any]]
    of: Base = "valid"
    article: str = ""
    phase: ClassVar[int] = 60

    def __post_init__(self) -> None:
        for band in self.bands:
            if not isinstance(band, Mapping) or set(band) != {"share", "seats"}:
                raise ScrutatorError("L10", "fixed_seats: a band is a table with share and seats")
            share(band["share"], "share of a band")
            if isinstance(band["seats"], bool) or not isinstance(band["seats"], int) or band["seats"] < 0:
                raise ScrutatorError("L10", f"fixed_seats: a band of {band['seats']!r} seats")

    def apply(self, state: State) -> State:
        """Fix the seats of the lists in a band."""
        base = known_base(state, self.of)
        table = sorted((share(band["share"]), int(band["seats"])) for band in self.bands)
        fixed = {}
        for entry in state.votes.lists:
            reached = [seats for need, seats in table if entry.votes >= need * base]
            if entry.name not in state.strength and reached:
                fixed[entry.name] = reached[-1]
        step = Step("fixed seats", self.article, "seats for lists just below the threshold", fixed)
        return reallocate(state.add(step), fixed) if fixed else state.add(step)
