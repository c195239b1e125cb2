"""Ceilings that follow a list's own share, a bonus that grows with it, and a cheaper first seat."""

from dataclasses import dataclass, replace
from fractions import Fraction
from math import floor
from typing import ClassVar

from scrutator.errors import ScrutatorError
from scrutator.law.arithmetic.shares import number, percent, share
from scrutator.law.chain.state import State, Step
from scrutator.law.chain.steps.admission import known_base
from scrutator.law.chain.steps.corrections import reallocate, ties_kept
from scrutator.law.chain.ties import award
from scrutator.law.chain.votes import Base


@dataclass(frozen=True)
class ShareCap:
    """Chain step: all seats of a list, direct mandates included, are capped by its share of the votes.

    The cap is the share of the votes `of` the base, times `factor` (Georgia: 1.25) and plus `points` (Mexico:
    "8%"), of a whole `house` of list and direct seats, rounded down; `seats` caps the number besides. A list
    keeps direct mandates above its cap and has no list seats then. The others share what is cut by the same
    steps, until no one is above.
    """

    house: int
    factor: str = "1"
    points: str = "0%"
    seats: int = 0
    of: str = "admitted"
    article: str = ""
    phase: ClassVar[int] = 60

    def __post_init__(self) -> None:
        number(self.factor, "factor")
        share(self.points, "points")
        if self.house < 1:
            raise ScrutatorError("L10", f"a house of {self.house!r} seats")

    def apply(self, state: State) -> State:
        """Cut those above their cap and share out what they lose."""
        base = sum(state.strength.values()) if self.of == "admitted" else known_base(state, self.of)  # type: ignore[arg-type]
        fixed: dict[str, int] = {}
        while over := {
            n: most for n in state.strength if state.seats[n] > (most := self._most(state, n, base))
        }:
            fixed.update(over)
            state = state.add(Step("share cap", self.article, self._says(base), over))
            if len(fixed) == len(state.strength):
                left = state.house - sum(fixed.values())
                note = f"{left} seats stay unfilled: every list is at its cap"
                return replace(state.note(note), seats=fixed, ties=ties_kept(state))
            state = reallocate(state, fixed)
        return state if fixed else state.add(Step("share cap", self.article, "not binding", {}))

    def _most(self, state: State, name: str, base: int) -> int:
        """The list seats a list may have beside its direct mandates."""
        part = Fraction(state.strength[name], base) * number(self.factor) + share(self.points)
        most = floor(part * self.house)
        if self.seats:
            most = min(most, self.seats)
        return max(most - state.votes.of(name).district_seats, 0)

    def _says(self, base: int) -> str:
        spoken = f"{self.factor} times the share" if self.points == "0%" else f"the share plus {self.points}"
        return f"seats in all at most {spoken} of {base:,} votes, of {self.house} seats"


@dataclass(frozen=True)
class BonusByShare:
    """Chain step: the largest list has extra seats that grow with its share; the others are shared out.

    `seats` at the share `at`, one more for each full `every` above it, at most `most` (Greece 2023: 20 at
    25 %, one more for each half point, at most 50). Without `every` the bonus is `seats` (Greece until
    2019: 50). The house keeps its size: the bonus comes off the seats that are shared out.
    """

    seats: int
    at: str = "0%"
    every: str = ""
    most: int = 0
    of: Base = "valid"
    article: str = ""
    phase: ClassVar[int] = 58

    def __post_init__(self) -> None:
        share(self.at, "at")
        if bool(self.every) != bool(self.most):
            raise ScrutatorError("L10", "a bonus that grows has both every and most")
        if self.every and not share(self.every, "every"):
            raise ScrutatorError("L10", "every is a share above 0")

    def apply(self, state: State) -> State:
        """Take the bonus off the house, share out the rest again, and add it to the first list."""
        won, state = award(state, state.strength, 1, "bonus", self.article)
        if not won:
            return state
        part = Fraction(state.strength[won[0]], known_base(state, self.of) * state.scale)
        bonus = self.size(part)
        says = f"{won[0]} has {percent(part)} of the votes: {bonus} seats more"
        step = Step("bonus", self.article, says, {won[0]: bonus} if bonus else {})
        if not bonus:
            return state.add(step)
        house = state.house
        if bonus > house:
            raise ScrutatorError("L14", f"a bonus of {bonus} seats in a house of {house}")
        shared = reallocate(replace(state.add(step), house=house - bonus), {})
        seats = {name: count + (bonus if name == won[0] else 0) for name, count in shared.seats.items()}
        return replace(shared, house=house, seats=seats)

    def size(self, part: Fraction) -> int:
        """The bonus of a list with that share of the votes."""
        if part < share(self.at):
            return 0
        grown = floor((part - share(self.at)) / share(self.every)) if self.every else 0
        return min(self.seats + grown, self.most) if self.every else self.seats


@dataclass(frozen=True)
class PreferentialSeat:
    """Chain step: a minority list wins its first seat with a part of a quota (Hungary: a quarter).

    The quota is the votes `of` the base divided by the house; a minority list that reaches `part` of it has
    one seat, taken before the others share the rest. A list that wins more by itself is left as it is.
    """

    part: str
    of: Base = "lists"
    article: str = ""
    phase: ClassVar[int] = 60

    def __post_init__(self) -> None:
        number(self.part, "part of a quota")

    def apply(self, state: State) -> State:
        """Fix one seat for each minority list with a part of the quota and no seat of its own."""
        need = Fraction(known_base(state, self.of), state.house) * number(self.part)
        reached = {
            entry.name: 1
            for entry in state.votes.lists
            if entry.minority and entry.votes >= need and not state.seats.get(entry.name, 0)
        }
        says = f"a minority list has a seat with {float(need):,.2f} votes, {self.part} of a quota"
        step = Step("preferential seat", self.article, says, reached, need)
        return reallocate(state.add(step), reached) if reached else state.add(step)
