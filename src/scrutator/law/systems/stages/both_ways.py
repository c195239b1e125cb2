"""A table that is proportional both ways: seats of districts and of lists at once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import lcm
from typing import ClassVar

from scrutator.errors import ScrutatorError
from scrutator.law.arithmetic.divisors import Divisor
from scrutator.law.arithmetic.shares import share
from scrutator.law.chain.state import Step, TieToResolve
from scrutator.law.chain.steps.averages import HighestAverages
from scrutator.law.systems.stages.districts import seats_due
from scrutator.law.systems.state import SystemState, chain_of


@dataclass(frozen=True)
class Biproportional:
    """Stage: lists' seats by voter numbers, then the table of both sums (double Pukelsheim, Zug and Zürich).

    A list takes part with `quorum_any_district` in one district or `quorum_total` over all; of the two only
    those that are given count, and with neither all take part. `per_seat` divides a district's votes by its
    seats first, where voters have as many votes as seats. The divisor rule is the one of the tier
    "national".
    """

    quorum_any_district: str = ""
    quorum_total: str = ""
    per_seat: bool = False
    article: str = ""
    phase: ClassVar[int] = 40
    tiers: ClassVar[tuple[str, ...]] = ("national",)

    def __post_init__(self) -> None:
        for text in (self.quorum_any_district, self.quorum_total):
            if text:
                share(text, "quorum")

    def apply(self, state: SystemState) -> SystemState:
        """Upper apportionment of the lists, then every cell."""
        from scrutator.law.arithmetic.biproportional import biproportional  # it brings numpy along

        names = list(state.national.by_name)
        districts = state.ballots.districts
        if not districts:
            remedy = "Give the votes by district, in a column `district`."
            raise ScrutatorError(
                "L40", "a biproportional law needs districts, and there are none", remedy=remedy
            )
        votes = [[district.votes.by_name.get(name, 0) for name in names] for district in districts]
        seats = [seats_due(state, district) for district in districts]
        weight = lcm(*seats) if self.per_seat else 1
        pairs = list(zip(votes, seats, strict=True))
        total = [
            sum(row[j] * (weight // due if self.per_seat else 1) for row, due in pairs)
            for j in range(len(names))
        ]
        kept = [j for j in range(len(names)) if self._has_quorum(j, votes, total)]
        rule = self._rule(state)
        upper, ties = self._upper(state, {names[j]: total[j] for j in kept}, sum(seats), rule)
        state = replace(state, ties=(*state.ties, *ties))
        says = f"{sum(seats)} seats to the lists by {'voter numbers' if self.per_seat else 'votes'}"
        state = state.add(Step("upper apportionment", self.article, says, upper))
        if ties:
            waiting = state.waiting + sum(seats) - sum(upper.values())
            return replace(state, added={**dict.fromkeys(names, 0), **upper}, waiting=waiting)
        table = biproportional([[row[j] for j in kept] for row in votes], seats, list(upper.values()), rule)
        cells = {
            d.name: dict(zip(upper, row, strict=True)) for d, row in zip(districts, table.seats, strict=True)
        }
        if table.tied:
            tie = TieToResolve(
                tuple(upper), 0, "place of seats in the biproportional table", self.article, ()
            )
            return replace(state, ties=(*state.ties, tie), added={**dict.fromkeys(names, 0), **upper})
        shown = {place: sum(part.values()) for place, part in cells.items()}
        step = Step("biproportional", self.article, "cells with both sums, Pukelsheim's method", shown)
        return state.add(step, won=cells)

    def _rule(self, state: SystemState) -> Divisor:
        rules = [step for step in chain_of(state, "national") if isinstance(step, HighestAverages)]
        if not rules:
            raise ScrutatorError("L40", "biproportional seats need a divisor method")
        return rules[0].rule()

    def _upper(
        self, state: SystemState, votes: dict[str, int], house: int, rule: Divisor
    ) -> tuple[dict[str, int], tuple[TieToResolve, ...]]:
        """The seats of the lists; a tie is settled by the facts of the law, else open."""
        from scrutator.law.arithmetic.divisors import highest_averages
        from scrutator.law.systems.state import award

        names = list(votes)
        won = highest_averages([votes[name] for name in names], house, rule)
        seats = dict(zip(names, won.seats, strict=True))
        if not won.tied:
            return seats, ()
        tied = {names[index]: state.national.of(names[index]) for index in won.tied}
        more, after = award(
            replace(state, ties=()), tied, dict.fromkeys(tied, 1), won.open_seats, rule.name, self.article
        )
        return {name: count + (name in more) for name, count in seats.items()}, after.ties

    def _has_quorum(self, place: int, votes: Sequence[Sequence[int]], total: Sequence[int]) -> bool:
        """Does a list reach a quorum that the law gives? A quorum that is not given admits no one."""
        if not self.quorum_any_district and not self.quorum_total:
            return True
        if self.quorum_total and total[place] >= share(self.quorum_total) * sum(total):
            return True
        return bool(self.quorum_any_district) and any(
            row[place] >= share(self.quorum_any_district) * sum(row) for row in votes
        )
