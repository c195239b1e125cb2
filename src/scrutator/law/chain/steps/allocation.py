"""From votes to seats by a quota: the quota, a coefficient, whole seats, leftovers."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import ClassVar

from scrutator.errors import ScrutatorError
from scrutator.law.arithmetic.divisors import divisor_named
from scrutator.law.arithmetic.quotas import QUOTAS, ROUNDINGS, quota, rounded
from scrutator.law.arithmetic.shares import number, share
from scrutator.law.chain.state import State, Step
from scrutator.law.chain.steps.admission import SPOKEN, known_base
from scrutator.law.chain.steps.averages import average
from scrutator.law.chain.ties import award, settle
from scrutator.law.chain.votes import BASES


def has_room(state: State, name: str) -> bool:
    """Has the contender a candidate for one more seat?"""
    return name not in state.limits or state.seats.get(name, 0) < state.limits[name]


def group(state: State, to: str) -> frozenset[str]:
    """The contenders a rule speaks of: all admitted, those that cleared, those a rule admitted, …"""
    groups = {
        "admitted": frozenset(state.strength),
        "cleared": state.cleared & frozenset(state.strength),
        "by_rule": state.by_rule & frozenset(state.strength),
        "with_seats": frozenset(name for name, seats in state.seats.items() if seats),
    }
    if to not in groups:
        raise ScrutatorError("L10", f"to = {to!r}", remedy=f"Known: {', '.join(groups)}.")
    return groups[to]


@dataclass(frozen=True)
class Quota:
    """Chain step: the price of a seat, and what each contender can pay for.

    `of` is what the law divides by the number of seats: the votes of the "admitted" lists, or one of the
    bases of a threshold ("lists", "valid", "cast", "registered"). `rounded` is "nearest", "down" or "up" to a
    whole number of votes (an exact half goes up); without it the quota is a fraction.
    """

    quota: str = "hare"
    of: str = "admitted"
    rounded: str = ""
    article: str = ""
    phase: ClassVar[int] = 30

    def __post_init__(self) -> None:
        if self.of not in ("admitted", *BASES):
            what = f"a quota of {self.of!r}"
            raise ScrutatorError("L10", what, remedy=f"Known: admitted, {', '.join(BASES)}.")
        if self.rounded not in ROUNDINGS:
            known = ", ".join(filter(None, ROUNDINGS))
            raise ScrutatorError("L10", f"a quota rounded {self.rounded!r}", remedy=f"Known: {known}.")
        if self.quota not in QUOTAS:
            raise ScrutatorError(
                "L11", f"{self.quota!r} is not a quota", remedy=f"Known: {', '.join(QUOTAS)}."
            )

    @property
    def is_plain(self) -> bool:
        """Is it the Hare quota of the admitted lists, not rounded?"""
        return self.quota == "hare" and self.of == "admitted" and not self.rounded

    def apply(self, state: State) -> State:
        """Divide every contender's votes by the quota."""
        admitted = sum(state.strength.values())
        base = admitted if self.of == "admitted" else known_base(state, self.of) * state.scale  # type: ignore[arg-type]
        price = rounded(quota(self.quota, base, state.house), self.rounded)
        quotients = {name: votes / price if price else Fraction(0) for name, votes in state.strength.items()}
        of = "the votes of the admitted lists" if self.of == "admitted" else SPOKEN[self.of]
        says = f"{self.quota} quota of {of} ({base:,}): {float(price):,.4f} votes per seat"
        says += f", rounded {self.rounded}" if self.rounded else ""
        step = Step("quota", self.article, says, quotients, price)
        return state.add(step, quotients=quotients, allocation=(*state.allocation, self))


@dataclass(frozen=True)
class Coefficient:
    """Chain step: the quotient of some contenders is multiplied by an index (Kazakhstan: 0.7)."""

    factor: str
    to: str = "by_rule"
    article: str = ""
    phase: ClassVar[int] = 35

    def __post_init__(self) -> None:
        number(self.factor, "coefficient")

    def apply(self, state: State) -> State:
        """Multiply; nothing happens when no contender is meant."""
        meant = group(state, self.to)
        factor = number(self.factor)
        changed = {name: state.quotients[name] * factor for name in state.quotients if name in meant}
        state = replace(state, allocation=(*state.allocation, self))
        if not changed:
            return state
        step = Step("coefficient", self.article, f"multiplied by {self.factor}", changed, factor)
        return state.add(step, quotients={**state.quotients, **changed})


@dataclass(frozen=True)
class WholeSeats:
    """Chain step: the integer part of each quotient is seats.

    `extra_from` gives one more where the rest is at least that part of the quota (Estonia: "75%"). When more
    seats are won than there are, that is an error (L13) unless `over_award` is "smallest_remainder": the
    lists with the smallest remainder lose one each, in order; equal remainders: fewer votes, then the facts
    of the law (Czechia). A list never has more seats than candidates where the step `exhaustion` says so.
    """

    extra_from: str = ""
    over_award: str = ""
    article: str = ""
    phase: ClassVar[int] = 40

    def __post_init__(self) -> None:
        if self.over_award not in ("", "smallest_remainder"):
            raise ScrutatorError(
                "L10", f"over_award {self.over_award!r}", remedy="Known: smallest_remainder."
            )
        if self.extra_from:
            share(self.extra_from, "extra_from")

    @property
    def is_plain(self) -> bool:
        """Is it the integer part and nothing else?"""
        return not self.extra_from and not self.over_award

    def apply(self, state: State) -> State:
        """Round down. Raises L13 when the quota gives more seats than the house has."""
        seats = {name: self._whole(quotient) for name, quotient in state.quotients.items()}
        if state.limits:
            seats = {name: min(count, state.limits.get(name, count)) for name, count in seats.items()}
        given = sum(seats.values())
        holders = sum(count > 0 for count in seats.values())
        if given > state.house and (not self.over_award or given - state.house > holders):
            raise ScrutatorError("L13", f"the quota gives {given} whole seats for a house of {state.house}")
        says = f"integer parts: {given} of {state.house} seats, {max(state.house - given, 0)} left"
        step = Step("whole seats", self.article, says, seats)
        state = state.add(step, seats=seats, allocation=(*state.allocation, self))
        return self._cut(state, given - state.house) if given > state.house else state

    def _whole(self, quotient: Fraction) -> int:
        whole = int(quotient)
        return whole + (quotient - whole >= share(self.extra_from)) if self.extra_from else whole

    def _cut(self, state: State, surplus: int) -> State:
        """Take the seats won too many from the smallest remainders; equal ones from fewer votes."""
        holders = [name for name, count in state.seats.items() if count]
        rests = {name: (state.quotients[name] - state.seats[name], state.strength[name]) for name in holders}
        order = sorted(holders, key=lambda name: rests[name])
        level = rests[order[surplus - 1]]
        losers = [name for name in order if rests[name] < level]
        tied = tuple(name for name in holders if rests[name] == level)
        keep = len(losers) + len(tied) - surplus
        kept: tuple[str, ...] = ()
        if keep:  # who keeps the seat is decided by the facts of the law; until then no one of them has it
            kept, state = settle(state, tied, keep, "over-award", self.article)
        losers += [name for name in tied if name not in kept]
        seats = {name: count - (name in losers) for name, count in state.seats.items()}
        says = f"{surplus} seats too many: the smallest remainders lose one"
        return state.add(Step("over-award", self.article, says, dict.fromkeys(losers, -1)), seats=seats)


@dataclass(frozen=True)
class Leftovers:
    """Chain step: who gets the seats the integer parts left over.

    `by`: "largest_remainder", "largest_lists" (in order of votes; with no whole seats before it this elects
    the most voted, one seat each) or "highest_averages" (with `divisor`). `to` limits them to a
    group. More leftovers than contenders is an error (L13) unless the law repeats the round (`repeat`).
    """

    by: str = "largest_remainder"
    to: str = "admitted"
    divisor: str = "dhondt"
    repeat: bool = False
    article: str = ""
    phase: ClassVar[int] = 45

    @property
    def is_plain(self) -> bool:
        """Are they given by largest remainder to all admitted?"""
        return self.by == "largest_remainder" and self.to == "admitted"

    def __post_init__(self) -> None:
        known = ("largest_remainder", "largest_lists", "highest_averages")
        if self.by not in known:
            raise ScrutatorError("L10", f"leftovers by {self.by!r}", remedy=f"Known: {', '.join(known)}.")
        divisor_named(self.divisor)

    def apply(self, state: State) -> State:
        """Hand out what is left."""
        left = state.house - sum(state.seats.values())
        state = replace(state, allocation=(*state.allocation, self))
        meant = {name: votes for name, votes in state.strength.items() if name in group(state, self.to)}
        if left == 0 or not meant:
            return replace(state, seats=dict.fromkeys(state.strength, 0) | dict(state.seats))
        if self.by == "highest_averages":
            return average(state, meant, divisor_named(self.divisor), dict(state.seats), self.article)
        if state.limits:
            meant = {name: votes for name, votes in meant.items() if has_room(state, name)}
            if left > len(meant):  # every one with a candidate left has one, and the rest stays empty
                return self._rounds(state, meant, len(meant)) if meant else state
        if left > len(meant) and not self.repeat:
            raise ScrutatorError(
                "L13", f"{left} seats are left for {len(meant)} lists", where=self.article or "leftovers"
            )
        return self._rounds(state, meant, left)

    def _rounds(self, state: State, meant: Mapping[str, int], left: int) -> State:
        claims: Mapping[str, int | Fraction] = meant
        if self.by == "largest_remainder":
            claims = {name: state.quotients[name] % 1 for name in meant}
        seats = dict.fromkeys(state.strength, 0) | dict(state.seats)
        last, shown = state.last_award, dict.fromkeys(meant, 0)
        while left:
            count = min(left, len(meant))
            won, state = award(state, claims, count, "leftovers", self.article)
            for name in won:
                seats[name] += 1
                shown[name] += 1
            left -= count
            least = min((claims[name] for name in won), default=None)
            last = tuple(name for name in won if claims[name] == least)
        spoken = self.by.replace("_", " ")
        limits = {"admitted": "", "cleared": ", only lists that cleared the threshold"}.get(self.to, self.to)
        gained = {name: count for name, count in shown.items() if count}
        step = Step("leftovers", self.article, f"left seats by {spoken}{limits}", gained)
        return state.add(step, seats=seats, last_award=last)
