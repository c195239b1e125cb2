"""What changes a list's claim before seats are given: multipliers, and lists without candidates left."""

from dataclasses import dataclass, replace
from typing import ClassVar

from scrutator.errors import ScrutatorError
from scrutator.law.arithmetic.shares import number
from scrutator.law.chain.state import State, Step
from scrutator.law.chain.steps.admission import known_base
from scrutator.law.chain.votes import Base


@dataclass(frozen=True)
class Multiplier:
    """Chain step: the votes of lists of national minorities count so many times (Serbia: 1.35).

    `below` limits it to minority lists under that share of the base `of`; without it all minority lists are
    meant. Votes stay exact: all are scaled to whole numbers.
    """

    factor: str
    below: str = ""
    of: Base = "valid"
    article: str = ""
    phase: ClassVar[int] = 25

    def __post_init__(self) -> None:
        if number(self.factor, "multiplier") <= 0:
            raise ScrutatorError("L10", f"a multiplier of {self.factor!r}")
        if self.below:
            number(self.below, "below")

    def apply(self, state: State) -> State:
        """Multiply the votes of the lists that are meant."""
        meant = {name for name in state.strength if self._means(state, name)}
        if not meant:
            return state.add(Step("multiplier", self.article, "no minority list takes part", {}))
        factor = number(self.factor)
        scaled = {
            name: votes * (factor.numerator if name in meant else factor.denominator)
            for name, votes in state.strength.items()
        }
        shown = {name: state.strength[name] * factor for name in state.strength if name in meant}
        step = Step("multiplier", self.article, f"votes of minority lists count {self.factor} times", shown)
        return state.add(step, strength=scaled, scale=state.scale * factor.denominator)

    def _means(self, state: State, name: str) -> bool:
        members = state.members.get(name, (name,))
        if not all(state.votes.of(member).minority for member in members):
            return False
        return not self.below or state.strength[name] < number(self.below) * known_base(state, self.of)


@dataclass(frozen=True)
class Exhaustion:
    """Chain step: a list never has more seats than candidates (Netherlands, art. P 10).

    A seat that a list cannot fill goes on to the next claim; when no list can take it, it stays empty. Lists
    without a number in the column `candidates` have enough.
    """

    article: str = ""
    phase: ClassVar[int] = 26

    def apply(self, state: State) -> State:
        """Remember how many seats each contender can fill."""
        limits = {}
        for name in state.strength:
            given = [state.votes.of(member).candidates for member in state.members.get(name, (name,))]
            known = [count for count in given if count is not None]
            if known and len(known) == len(given):
                limits[name] = sum(known)
        step = Step("exhaustion", self.article, "a list has at most as many seats as candidates", limits)
        return replace(state.add(step), limits=limits)
