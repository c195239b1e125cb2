"""In which district the national seats of a list go."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import ClassVar

from scrutator.errors import ScrutatorError
from scrutator.law.arithmetic.divisors import divisor_named, highest_averages
from scrutator.law.arithmetic.shares import number
from scrutator.law.chain.state import Step, TieToResolve
from scrutator.law.chain.votes import ListVotes, base_of
from scrutator.law.systems.stages.national import remainders
from scrutator.law.systems.state import SystemState, award

WAYS = ("bounds", "share", "comparison", "remainders")


@dataclass(frozen=True)
class Place:
    """Stage: the seats of the national tier are given places in the districts.

    `by` "bounds": a list's whole seats among its districts by the divisor rule, never fewer than its
    minimum there (Germany). "comparison": each further seat where the list's votes over the divisor of its
    next seat are largest; `first` is the divisor where it has none (Sweden: 1, with 1.2 in the districts).
    "remainders": where the list's remainders are largest, one each (Czechia). "share": in the order in
    which they were won, where the list's next candidate has the largest share of the district's votes,
    among districts with a levelling seat left (Iceland; column `levelling_seats`).
    """

    by: str
    divisor: str = "sainte-lague"
    first: str = ""
    article: str = ""
    phase: ClassVar[int] = 60
    tiers: ClassVar[tuple[str, ...]] = ()

    def __post_init__(self) -> None:
        if self.by not in WAYS:
            raise ScrutatorError("L10", f"place by {self.by!r}", remedy=f"Known: {', '.join(WAYS)}.")
        divisor_named(self.divisor, number(self.first, "first divisor") if self.first else None)

    def apply(self, state: SystemState) -> SystemState:
        """Give every national seat its district; what cannot be placed is said."""
        if self.by == "share":
            return self._in_order(state)
        cells: dict[str, dict[str, int]] = {district.name: {} for district in state.ballots.districts}
        for name, count in state.added.items():
            total = count + state.extra.get(name, 0)
            if total:
                state = self._list(state, name, total, cells)
        return self._said(state, cells)

    def _said(self, state: SystemState, cells: Mapping[str, Mapping[str, int]]) -> SystemState:
        shown = {f"{name} in {place}": n for place, part in cells.items() for name, n in part.items() if n}
        return state.add(Step("place", self.article, f"national seats by {self.by}", shown), placed=cells)

    def _list(
        self, state: SystemState, name: str, total: int, cells: dict[str, dict[str, int]]
    ) -> SystemState:
        """The places of one list's seats."""
        entries = {d.name: d.votes.of(name) for d in state.ballots.districts if name in d.votes.by_name}
        if self.by == "remainders":
            rests = remainders(state)
            claims = {place: rests[place][name] for place in entries if name in rests[place]}
            won, state = award(state, entries, claims, total, f"place of {name}", self.article)
            for place in won:
                cells[place][name] = cells[place].get(name, 0) + 1
            return state
        return self._by_divisor(state, name, entries, total, cells)

    def _by_divisor(
        self,
        state: SystemState,
        name: str,
        entries: Mapping[str, ListVotes],
        total: int,
        cells: dict[str, dict[str, int]],
    ) -> SystemState:
        places = list(entries)
        base = state.floors if self.by == "bounds" else state.won
        held = [base.get(place, {}).get(name, 0) for place in places]
        rule = divisor_named(self.divisor, number(self.first) if self.first else None)
        house = total if self.by == "bounds" else total + sum(held)
        if house < sum(held):  # a seat of the list waits for a fact: its places wait with it
            return state.note(f"the seats of {name} have no place while a tie is open")
        votes = [entries[place].votes for place in places]
        found = highest_averages(votes, house, rule, held)
        seats = dict(zip(places, found.seats, strict=True))
        if found.tied:
            tied = {places[index]: entries[places[index]] for index in found.tied}
            rule_name = f"place of {name}"
            won, state = award(state, tied, dict.fromkeys(tied, 1), found.open_seats, rule_name, self.article)
            seats.update({place: seats[place] + 1 for place in won})
        for place, before in zip(places, held, strict=True):
            cells[place][name] = seats[place] - (0 if self.by == "bounds" else before)
        return state

    def _in_order(self, state: SystemState) -> SystemState:
        """Seat after seat in the order of the awards, each to the best share among the open districts."""
        room = dict(state.ballots.levelling or {})
        if not room:
            what = "the places follow from the levelling seats of each district, which are not given"
            raise ScrutatorError("L06", what, remedy="Add a column levelling_seats.")
        lacking = [d.name for d in state.ballots.districts if d.name not in room]
        if lacking:
            raise ScrutatorError("L06", f"district {lacking[0]!r} has no number of levelling seats")
        cells: dict[str, dict[str, int]] = {district.name: {} for district in state.ballots.districts}
        sequence: list[str] = []
        for name in state.order:
            claims, entries = self._claims(state, name, cells, room)
            if not claims:
                state = state.note(f"a levelling seat of {name} finds no district with a seat left")
                continue
            won, state = award(state, entries, claims, 1, f"place of {name}", self.article)
            if not won:
                break
            cells[won[0]][name] = cells[won[0]].get(name, 0) + 1
            room[won[0]] -= 1
            sequence.append(f"{name} {won[0]}")
        for group in state.level:
            tie = TieToResolve(group, 1, "order of levelling seats", self.article, state.tie_rule.facts)
            state = replace(state, ties=(*state.ties, tie))
        state = state.add(Step("order of places", self.article, "; ".join(sequence), {}))
        return self._said(state, cells)

    def _claims(
        self, state: SystemState, name: str, cells: Mapping[str, Mapping[str, int]], room: Mapping[str, int]
    ) -> tuple[dict[str, Fraction], dict[str, ListVotes]]:
        claims, entries = {}, {}
        for district in state.ballots.districts:
            entry = next((e for e in district.votes.lists if e.name == name), None)
            if room[district.name] < 1 or entry is None or not entry.votes:
                continue
            held = state.won[district.name].get(name, 0) + cells[district.name].get(name, 0)
            valid = base_of(district.votes, "valid") or 1
            claims[district.name] = Fraction(entry.votes, valid * (held + 1))
            entries[district.name] = entry
        return claims, entries
