"""How many seats a district elects, who takes part, and the districts' own distribution."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from scrutator.errors import ScrutatorError
from scrutator.law.arithmetic.divisors import DIVISORS, divisor_named
from scrutator.law.arithmetic.quotas import QUOTAS
from scrutator.law.arithmetic.shares import share
from scrutator.law.chain.allocate import Allocation, run
from scrutator.law.chain.state import ChainStep, Step
from scrutator.law.chain.steps.admission import SPOKEN, House
from scrutator.law.chain.steps.allocation import Leftovers, Quota, WholeSeats
from scrutator.law.chain.steps.averages import HighestAverages
from scrutator.law.chain.table import District
from scrutator.law.chain.votes import ListVotes, Votes, base_of
from scrutator.law.systems.state import SystemState, chain_of, run_among, waiting_in

WEIGHTS = ("lists", "valid", "cast", "registered", "envelopes", "population")


@dataclass(frozen=True)
class DistrictSeats:
    """Stage: how many seats each district elects, computed from votes, registers or people.

    `total` seats are shared out among the districts by their "lists", "valid", "cast", "registered",
    "envelopes" or "population", with a divisor rule or a quota and largest remainders; `rounded` rounds the
    quota. Every district has `at_least` so many first. Without this stage the column `seats` says it.
    """

    total: int
    by: str
    method: str = "hare"
    rounded: str = ""
    at_least: int = 0
    article: str = ""
    phase: ClassVar[int] = 0
    tiers: ClassVar[tuple[str, ...]] = ()

    def __post_init__(self) -> None:
        if self.by not in WEIGHTS:
            raise ScrutatorError(
                "L10", f"district_seats by {self.by!r}", remedy=f"Known: {', '.join(WEIGHTS)}."
            )
        if self.method not in QUOTAS:
            divisor_named(self.method)
        if self.method in DIVISORS and self.rounded:
            raise ScrutatorError("L10", "district_seats: only a quota is rounded")

    def apply(self, state: SystemState) -> SystemState:
        """Share out the seats of the house among the districts."""
        weights = {d.name: self._weight(d.votes, d.name) for d in state.ballots.districts}
        left = self.total - self.at_least * len(weights)
        if left < 0:
            raise ScrutatorError("L40", f"{self.total} seats do not give every district {self.at_least}")
        seats = dict.fromkeys(weights, self.at_least)
        ties = state.ties
        if left:
            found = run(self._chain(left), Votes(tuple(ListVotes(n, count) for n, count in weights.items())))
            seats = {name: count + found.seats[name] for name, count in seats.items()}
            ties = (*ties, *(replace(tie, rule="seats of districts") for tie in found.ties))
        self._check(state, seats)
        spoken = {**SPOKEN, "population": "the population"}[self.by]
        step = Step(
            "district seats", self.article, f"{self.total} seats by {spoken}, {self.method}", seats, left
        )
        waiting = state.waiting + self.total - sum(seats.values())
        return state.add(step, seats=seats, ties=ties, waiting=waiting)

    def _weight(self, votes: Votes, name: str) -> int:
        count = votes.population if self.by == "population" else base_of(votes, self.by)  # type: ignore[arg-type]
        if count is None:
            raise ScrutatorError(
                "L06", f"the seats of {name!r} follow from its {self.by}, which is not given"
            )
        return count

    def _chain(self, seats: int) -> tuple[ChainStep, ...]:
        if self.method in QUOTAS:
            quota = Quota(self.method, rounded=self.rounded, article=self.article)
            return House(seats), quota, WholeSeats(article=self.article), Leftovers(article=self.article)
        return House(seats), HighestAverages(self.method, article=self.article)

    def _check(self, state: SystemState, seats: Mapping[str, int]) -> None:
        for district in state.ballots.districts:
            if district.seats is not None and district.seats != seats[district.name]:
                due = seats[district.name]
                what = f"{district.name} elects {due} seats by the law, the table says {district.seats}"
                raise ScrutatorError("L40", what, remedy="Remove the column seats, or correct the counts.")


@dataclass(frozen=True)
class Admission:
    """Stage: which lists take part in the country, by the steps of the tier "admission".

    A list below the threshold takes part in the seats of a district where it has `district_share` of the
    valid votes (Sweden: "12%").
    """

    district_share: str = ""
    article: str = ""
    phase: ClassVar[int] = 10
    tiers: ClassVar[tuple[str, ...]] = ("admission",)

    def __post_init__(self) -> None:
        if self.district_share:
            share(self.district_share, "district_share")

    def apply(self, state: SystemState) -> SystemState:
        """Keep the lists that clear; remember those that are strong in a district alone."""
        held = state.held()
        lists = tuple(
            replace(e, district_seats=held[e.name] or e.district_seats) for e in state.national.lists
        )
        votes = replace(state.national, lists=lists)
        found = run_among(state, chain_of(state, "admission"), votes, None)
        state = replace(
            state,
            national=votes,
            admitted=frozenset(found.admitted),
            steps=(*state.steps, *found.steps),
            ties=(*state.ties, *found.ties),
            notes=(*state.notes, *found.notes),
        )
        return self._locally(state) if self.district_share else state

    def _locally(self, state: SystemState) -> SystemState:
        local, shown = {}, {}
        for district in state.ballots.districts:
            need = share(self.district_share) * (base_of(district.votes, "valid") or 0)
            strong = {
                e.name for e in district.votes.lists if e.votes >= need and not state.takes_part(e.name)
            }
            if strong:
                local[district.name] = frozenset(strong)
                shown.update({f"{name} in {district.name}": district.votes.of(name).votes for name in strong})
        step = Step("admission", self.article, f"lists with {self.district_share} of a district", shown)
        return state.add(step, local=local)


@dataclass(frozen=True)
class Districts:
    """Stage: every district distributes its own seats by the steps of the tier "district".

    With `direct` a list's single-member districts within the district are part of the district's seats and
    count first: the list wins the rest on top of them (Scotland's regions; the step needs `held_first`). With
    `all_lists` the admission of the country does not bind here (Iceland: it is for levelling seats only).
    """

    direct: bool = False
    all_lists: bool = False
    article: str = ""
    tiers: ClassVar[tuple[str, ...]] = ("district",)

    @property
    def phase(self) -> int:
        """After the admission of the country, unless that does not bind here."""
        return 9 if self.all_lists else 20

    def apply(self, state: SystemState) -> SystemState:
        """Distribute, district by district; each keeps its own cited steps."""
        if not state.ballots.districts:
            raise ScrutatorError("L40", "the law distributes seats in districts, and the table has none")
        steps, won, allocations = chain_of(state, "district"), {}, dict(state.allocations)
        ties, unfilled, waiting = list(state.ties), state.unfilled, state.waiting
        national = any(getattr(step, "of", "") == "nationwide" for step in steps)
        total, valid = state.national.by_name, sum(_valid(d.votes) for d in state.ballots.districts)
        for district in state.ballots.districts:
            seats = seats_due(state, district)
            votes = district.votes
            if national:
                lists = tuple(replace(entry, nationwide=total[entry.name]) for entry in votes.lists)
                votes = replace(votes, lists=lists, nationwide=valid)
            among = replace(state, admitted=None) if self.all_lists else state
            found = self._one(among, steps, votes, seats, district.name)
            allocations[district.name], won[district.name] = found, dict(found.seats)
            ties += [replace(tie, rule=f"{tie.rule} in {district.name}") for tie in found.ties]
            waiting += waiting_in(found)
            unfilled += found.unfilled - waiting_in(found)
        if self.direct:
            won = self._without_direct(state, won)
        given = {name: sum(cells.values()) for name, cells in won.items()}
        step = Step("districts", self.article, "seats given in each district", given)
        return state.add(
            step, won=won, allocations=allocations, ties=tuple(ties), unfilled=unfilled, waiting=waiting
        )

    def _one(
        self, state: SystemState, steps: tuple[ChainStep, ...], votes: Votes, seats: int, name: str
    ) -> Allocation:
        if not self.direct:
            return run_among(state, steps, votes, seats, name)
        if not any(isinstance(step, HighestAverages) and step.held_first for step in steps):
            raise ScrutatorError("L40", "districts with direct seats need highest_averages with held_first")
        held = direct_in(state, name)
        lists = tuple(replace(entry, district_seats=held.pop(entry.name, 0)) for entry in votes.lists)
        outside = sum(held.values())  # mandates of candidates without a list come off the district's seats
        return run_among(state, steps, replace(votes, lists=lists), seats - outside, name)

    def _without_direct(
        self, state: SystemState, won: Mapping[str, Mapping[str, int]]
    ) -> dict[str, dict[str, int]]:
        return {
            name: {who: count - direct_in(state, name).get(who, 0) for who, count in cells.items()}
            for name, cells in won.items()
        }


def seats_due(state: SystemState, district: District) -> int:
    """How many seats a district elects, by the law or by the table. Raises L40 where neither gives one."""
    if district.name in state.seats:
        return state.seats[district.name]
    if district.seats is None:
        remedy = "Add a column seats, or a stage district_seats."
        raise ScrutatorError("L40", f"district {district.name!r} has no number of seats", remedy=remedy)
    if not district.seats:
        what = f"district {district.name!r} elects 0 seats, so its votes have nothing to distribute"
        raise ScrutatorError("L40", what, remedy="Correct the number, or remove the rows of the district.")
    return district.seats


def direct_in(state: SystemState, district: str) -> dict[str, int]:
    """The single-member districts won within a list district, by list."""
    held: dict[str, int] = {}
    for winner in state.direct:
        if winner.within == district:
            held[winner.list] = held.get(winner.list, 0) + 1
    return held


def _valid(votes: Votes) -> int:
    return base_of(votes, "valid", blank_is_valid=True) or 0
