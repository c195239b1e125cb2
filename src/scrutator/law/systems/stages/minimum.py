"""Minimum seats by state, and a house that grows until every list has its own (Germany 2013 to 2023)."""

from dataclasses import dataclass
from typing import ClassVar

from scrutator.errors import ScrutatorError
from scrutator.law.chain.state import Step
from scrutator.law.chain.steps.admission import House
from scrutator.law.systems.stages.districts import direct_in
from scrutator.law.systems.stages.national import grown
from scrutator.law.systems.state import SystemState, at_best, chain_of, run_among, waiting_in


@dataclass(frozen=True)
class Minimum:
    """Stage: what each list must at least have in each state, from the first distribution and direct seats.

    `by` "larger": the larger of both (BWG 2013). `by` "mean": the larger of the direct seats and the mean
    of both, rounded up (BWG 2020). The first distribution itself gives no seats then. When the seats are
    placed a list has in a state at least its direct seats ("larger") or that minimum ("mean").
    """

    by: str = "larger"
    article: str = ""
    phase: ClassVar[int] = 30
    tiers: ClassVar[tuple[str, ...]] = ()

    def __post_init__(self) -> None:
        if self.by not in ("larger", "mean"):
            raise ScrutatorError("L10", f"a minimum by {self.by!r}", remedy="Known: larger, mean.")

    def apply(self, state: SystemState) -> SystemState:
        """Set the floors of every list in every state; the notional seats are no seats."""
        floors, bounds, first = {}, {}, dict.fromkeys(state.national.by_name, 0)
        overhang: dict[str, int] = {}
        for place, cells in state.won.items():
            direct = _direct(state, place)
            floors[place] = {name: self._least(count, direct.get(name, 0)) for name, count in cells.items()}
            bounds[place] = floors[place] if self.by == "mean" else {n: direct.get(n, 0) for n in cells}
            for name, count in cells.items():
                first[name] += count
                overhang[name] = overhang.get(name, 0) + max(direct.get(name, 0) - count, 0)
        sums = {name: sum(cells.get(name, 0) for cells in floors.values()) for name in first}
        least = {name: max(sums[name], first[name]) for name in first if sums[name] or first[name]}
        says = f"minimum of each list, the {self.by} of first and direct seats: {sum(least.values())}"
        step = Step("minimum", self.article, says, least)
        return state.add(step, floors=bounds, won={}, waiting=0, unfilled=0, least=least, overhang=overhang)

    def _least(self, first: int, direct: int) -> int:
        return max(first, direct) if self.by == "larger" else max(direct, (first + direct + 1) // 2)


def _direct(state: SystemState, place: str) -> dict[str, int]:
    """Direct mandates in a state: counted from its districts, or given with its lists."""
    if state.direct:
        return direct_in(state, place)
    district = next(d for d in state.ballots.districts if d.name == place)
    return {entry.name: entry.district_seats for entry in district.votes.lists}


@dataclass(frozen=True)
class GrowingHouse:
    """Stage: the house grows until the steps of the tier "national" give every list its minimum.

    Up to `uncovered` direct seats that no share covers are left out of that and added at the end
    (BWG 2020: three).
    """

    uncovered: int = 0
    article: str = ""
    phase: ClassVar[int] = 40
    tiers: ClassVar[tuple[str, ...]] = ("national",)

    def apply(self, state: SystemState) -> SystemState:
        """Find the smallest house and what each list has in it."""
        if not state.least:
            raise ScrutatorError("L40", "a growing house needs the stage minimum before it")
        steps = chain_of(state, "national")
        first = next((step.seats for step in steps if isinstance(step, House)), 0)
        if not first:
            raise ScrutatorError(
                "L40", "the tier national has no number of seats", remedy='Add do = "house".'
            )
        size = first
        while True:
            found = run_among(state, steps, state.national, size)
            best = at_best(found)  # an open tie is no reason to grow: a fact may give the seat
            short = {n: c - best[n] for n, c in state.least.items() if c > best[n]}
            if self._enough(state, short):
                break
            size = grown(size, first)
        says = f"the house grows from {first} to {size} seats until every list has its minimum"
        if short:
            says += f"; {sum(short.values())} direct seats stay without compensation"
        step = Step("growing house", self.article, says, {n: c for n, c in found.seats.items() if c}, size)
        ties = (*state.ties, *found.ties)
        return state.add(
            step,
            added=found.seats,
            extra=short,
            ties=ties,
            waiting=state.waiting + waiting_in(found),
            allocations={**state.allocations, "national": found},
        )

    def _enough(self, state: SystemState, short: dict[str, int]) -> bool:
        if sum(short.values()) > self.uncovered:
            return False
        return all(count <= state.overhang.get(name, 0) for name, count in short.items())
