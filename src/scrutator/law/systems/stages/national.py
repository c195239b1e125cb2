"""The national tier: seats beside the districts, seats that compensate for them, or pooled remainders."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm
from typing import ClassVar

from scrutator.errors import ScrutatorError
from scrutator.law.arithmetic.divisors import exact_claims
from scrutator.law.chain.allocate import Allocation
from scrutator.law.chain.state import ChainStep, Step, TieToResolve
from scrutator.law.chain.steps.admission import House
from scrutator.law.chain.steps.averages import HighestAverages
from scrutator.law.chain.votes import Votes
from scrutator.law.systems.state import SystemState, at_best, award, chain_of, run_among, waiting_in

LINKS = ("parallel", "kept", "house_grows", "levelled", "not_awarded", "returned")
LARGEST_GROWTH = 4
"""A house that would have to grow beyond so many times its size to level overhangs is no outcome."""
MOST_GROWTH = 5_000
"""And beyond so many seats: every size is computed."""
MOST_ONE_BY_ONE = 100_000
"""National seats on top of district seats that are given one by one."""


@dataclass(frozen=True)
class National:
    """Stage: the seats of the country by the steps of the tier "national".

    `link` says what district seats do to them. "parallel": nothing, both are added. Otherwise the steps
    share out the whole house and district seats are deducted; a list with more of them than its share has
    an overhang: "kept" (it keeps them and the others share the rest: Norway, Iceland, New Zealand before
    the house grows), "house_grows" (it keeps them and the others keep their share), "levelled" (the house
    grows until every list has its share), "not_awarded" (surplus mandates lapse) or "returned" (the surplus
    district seats go to the lists next in turn there: Sweden).
    """

    link: str = "parallel"
    article: str = ""
    phase: ClassVar[int] = 40
    tiers: ClassVar[tuple[str, ...]] = ("national",)

    def __post_init__(self) -> None:
        if self.link not in LINKS:
            raise ScrutatorError("L10", f"national link {self.link!r}", remedy=f"Known: {', '.join(LINKS)}.")

    def apply(self, state: SystemState) -> SystemState:
        """Share out the national seats and record how."""
        if self.link == "parallel":
            return self._parallel(state)
        outside = self._outside(state)
        house = _house(state) - sum(outside.values()) - state.waiting
        if house < 0:
            raise ScrutatorError("L40", f"{sum(outside.values())} mandates without a list in a smaller house")
        if self.link == "returned":
            from scrutator.law.systems.stages.returned import return_surplus

            shares = at_best(self._shares(state, house))
            due = {name: count for name, count in shares.items() if state.takes_part(name)}
            state = return_surplus(state, due, self.article)
        held = {name: count for name, count in state.held().items() if name not in outside}
        if self.link in ("kept", "returned"):
            return self._kept(state, house, held)
        return self._grown(state, house, held)

    def _parallel(self, state: SystemState) -> SystemState:
        found = run_among(state, chain_of(state, "national"), state.national, None)
        step = Step("national", self.article, "list seats beside the districts", _nonzero(found.seats))
        state = _recorded(state, found)
        return state.add(step, added=found.seats, unfilled=state.unfilled + _left(found))

    def _outside(self, state: SystemState) -> dict[str, int]:
        """District seats of those who do not take part in the country; they come off the house."""
        known = set(state.national.by_name)
        return {n: c for n, c in state.held().items() if c and (n not in known or not state.takes_part(n))}

    def _shares(self, state: SystemState, house: int, among: Mapping[str, int] | None = None) -> Allocation:
        """The whole house shared out in the country, perhaps among some lists only."""
        if among is not None:
            state = replace(state, admitted=frozenset(among))
        return run_among(state, chain_of(state, "national"), state.national, house)

    def _kept(self, state: SystemState, house: int, held: Mapping[str, int]) -> SystemState:
        """Lists keep what they hold; highest averages go on from there, quotas are shared again."""
        rules = [step for step in chain_of(state, "national") if isinstance(step, HighestAverages)]
        if rules:
            return self._one_by_one(state, house, held, rules[0])
        fixed: dict[str, int] = {}
        while True:
            rest = {n: c for n, c in held.items() if n not in fixed and state.takes_part(n)}
            left = house - sum(fixed.values())
            if left < 0:
                raise ScrutatorError("L40", f"{sum(fixed.values())} mandates are held in a house of {house}")
            found = self._shares(state, left, rest)
            best = at_best(found)
            over = {name: count for name, count in rest.items() if count > best[name]}
            if not over or not rest:
                break
            fixed.update(over)
        total = {**found.seats, **fixed}
        added = {name: total[name] - held.get(name, 0) for name in total if name in held}
        state = _recorded(state, found)
        says = f"{house} seats in all, district seats deducted"
        step = Step("national", self.article, says, _nonzero(added))
        return state.add(step, added=added, unfilled=_left(found))

    def _one_by_one(
        self, state: SystemState, house: int, held: Mapping[str, int], step: HighestAverages
    ) -> SystemState:
        """Seat by seat to the highest average on top of the seats held, with the order of the awards."""
        before = run_among(state, _before(state), state.national, house)
        inside = {name: held.get(name, 0) for name in before.admitted}
        rule, seats = step.rule(), dict(inside)
        if rule.gives_first_seat:
            raise ScrutatorError("L40", f"{rule.name} on top of district seats is not encoded")
        order: list[str] = []
        left = house - sum(inside.values())
        if left < 0:
            raise ScrutatorError("L40", f"{sum(inside.values())} mandates are held in a house of {house}")
        if left > MOST_ONE_BY_ONE:
            raise ScrutatorError(
                "L40", f"{left} national seats, more than the {MOST_ONE_BY_ONE} that are given"
            )
        entries = {entry.name: entry for entry in state.national.lists if entry.name in inside}
        level: list[tuple[str, ...]] = []
        weights = {name: rule.weight(entries[name].votes) for name in seats}
        claim = exact_claims(rule, house)
        claims: dict[str, int | Fraction] = {n: claim(weights[n], count) for n, count in seats.items()}
        while left and seats:
            best = max(claims.values())
            first = tuple(sorted(name for name, claim in claims.items() if claim == best))
            if len(first) > left:
                group = {name: entries[name] for name in first}
                won, state = award(
                    state, group, {n: claims[n] for n in first}, left, "national", self.article
                )
                order += won
                seats.update({name: seats[name] + 1 for name in won})
                state = replace(state, waiting=state.waiting + left - len(won))
                left = 0
                break
            if len(first) > 1:
                level.append(first)
            order += first
            seats.update({name: seats[name] + 1 for name in first})
            claims.update({name: claim(weights[name], seats[name]) for name in first})
            left -= len(first)
        added = {name: count - inside[name] for name, count in seats.items()}
        says = f"{house} seats in all, district seats count first: {', '.join(order) or 'none left'}"
        state = replace(state, steps=(*state.steps, *before.steps))
        said = Step("national", step.article or self.article, says, _nonzero(added))
        return state.add(said, added=added, order=tuple(order), level=tuple(level), unfilled=left)

    def _grown(self, state: SystemState, house: int, held: Mapping[str, int]) -> SystemState:
        """House grows, is levelled, or surplus mandates are not awarded."""
        size, found = house, self._shares(state, house)
        while self.link == "levelled" and any(held[n] > at_best(found).get(n, 0) for n in held):
            size = grown(size, house)
            found = self._shares(state, size)
        inside = {name: found.seats.get(name, 0) for name in held}
        over = {name: held[name] - inside[name] for name in held if held[name] > inside[name]}
        added = {name: max(inside[name] - held[name], 0) for name in inside}
        state = _recorded(state, found)
        if self.link == "not_awarded" and over:
            added = {name: inside[name] - held[name] for name in inside}
        says = f"{size} seats in all, district seats deducted"
        if over:
            says += f"; overhang {self.link.replace('_', ' ')}: " + ", ".join(
                f"{n} {c}" for n, c in over.items()
            )
        step = Step("national", self.article, says, _nonzero(added))
        return state.add(step, added=added, unfilled=_left(found))


def grown(size: int, first: int) -> int:
    """One seat more, as long as the house of `first` seats has not grown beyond what could be a law (L40)."""
    most = min(LARGEST_GROWTH * first, first + MOST_GROWTH)
    if size >= most:
        raise ScrutatorError("L40", f"the house of {first} would grow beyond {most} seats")
    return size + 1


def _left(found: Allocation) -> int:
    """Seats that the national distribution gives to no list, open ties apart."""
    return found.unfilled - waiting_in(found)


def _before(state: SystemState) -> tuple[ChainStep, ...]:
    """The steps of the national tier that say who takes part."""
    steps = chain_of(state, "national")
    return tuple(step for step in steps if getattr(step, "phase", 0) < HighestAverages.phase)


def _house(state: SystemState) -> int:
    houses = [step.seats for step in chain_of(state, "national") if isinstance(step, House)]
    if not houses:
        raise ScrutatorError("L40", "the tier national has no number of seats", remedy='Add do = "house".')
    return houses[-1]


def _nonzero(seats: Mapping[str, int]) -> dict[str, int]:
    return {name: count for name, count in seats.items() if count}


def _recorded(state: SystemState, found: Allocation) -> SystemState:
    ties: tuple[TieToResolve, ...] = (*state.ties, *found.ties)
    allocations = {**state.allocations, "national": found}
    notes = (*state.notes, *found.notes)
    waiting = state.waiting + waiting_in(found)
    return replace(state, allocations=allocations, ties=ties, notes=notes, waiting=waiting)


@dataclass(frozen=True)
class Pool:
    """Stage: seats that the districts' quotas leave over are shared out on the remainders of the country.

    The remainders of every list are added over the districts (votes less seats times the district's quota;
    a seat taken back leaves its votes in) and the steps of the tier "pool" share out what is left (Czechia
    2021).
    """

    article: str = ""
    phase: ClassVar[int] = 40
    tiers: ClassVar[tuple[str, ...]] = ("pool",)

    def apply(self, state: SystemState) -> SystemState:
        """Pool the remainders and run the second scrutiny."""
        rests = remainders(state)
        left = sum(allocation.unfilled for name, allocation in state.allocations.items() if name in state.won)
        left -= sum(waiting_in(state.allocations[name]) for name in state.won)
        if left <= 0:
            return state.add(Step("pool", self.article, "no seats are left over", {}))
        pooled: dict[str, Fraction] = {}
        for cells in rests.values():
            for name, rest in cells.items():
                pooled[name] = pooled.get(name, Fraction(0)) + rest
        scale = lcm(*(rest.denominator for rest in pooled.values()))
        facts = {entry.name: entry for entry in state.national.lists}
        lists = tuple(replace(facts[n], votes=int(rest * scale)) for n, rest in pooled.items() if rest >= 0)
        state = state.add(
            Step("pool", self.article, f"remainders of the country for {left} seats", pooled),
            unfilled=state.unfilled,
        )
        found = run_among(state, chain_of(state, "pool"), Votes(lists), left)
        state = replace(_recorded(state, found), allocations={**state.allocations, "pool": found})
        unfilled = max(state.unfilled - left, 0) + _left(found)
        return replace(state, added=found.seats, unfilled=unfilled)


def remainders(state: SystemState) -> dict[str, dict[str, Fraction]]:
    """District → list → votes that won no seat by the district's quota. Raises L40 without a quota."""
    found: dict[str, dict[str, Fraction]] = {}
    for district in state.ballots.districts:
        allocation = state.allocations[district.name]
        prices = [step.base for step in allocation.steps if step.rule == "quota"]
        if not prices or prices[0] is None:
            raise ScrutatorError("L40", "remainders are pooled, and the districts have no quota")
        found[district.name] = {
            entry.name: entry.votes - allocation.seats[entry.name] * Fraction(prices[0])
            for entry in district.votes.lists
            if state.takes_part(entry.name)
        }
    return found
