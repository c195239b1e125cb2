"""Single-member districts: who wins them, and the votes that win nothing there."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import ClassVar

from scrutator.errors import ScrutatorError
from scrutator.law.chain.state import Step
from scrutator.law.chain.votes import base_of
from scrutator.law.systems.ballots import DirectDistrict
from scrutator.law.systems.state import SystemState, Winner, award


@dataclass(frozen=True)
class Direct:
    """Stage: each single-member district goes to the most votes.

    Where "against all" has more votes than every candidate no one is elected (`against_all`, Kyrgyzstan
    2021). A second round is not encoded: give the votes of the round that decided.
    """

    against_all: bool = False
    article: str = ""
    phase: ClassVar[int] = 5
    tiers: ClassVar[tuple[str, ...]] = ()

    def apply(self, state: SystemState) -> SystemState:
        """Find the winners; a tie for first place stays open unless a recorded fact decides it."""
        if not state.ballots.direct:
            remedy = "Add rows with a district for each, or the column contest with direct."
            raise ScrutatorError(
                "L40", "the law has single-member districts, and the table has none", remedy=remedy
            )
        winners, empty, waiting = [], [], state.waiting
        for district in state.ballots.direct:
            best = max(entry.votes for entry in district.votes.lists)
            if self.against_all and (district.votes.against_all or 0) > best:
                empty.append(district.name)
                continue
            first = {entry.name: entry for entry in district.votes.lists}
            won, state = award(
                state, first, district.votes.by_name, 1, f"direct in {district.name}", self.article
            )
            winners += [_winner(district, name) for name in won]
            waiting += not won
        shown: dict[str, int] = {}
        for winner in winners:
            shown[winner.list] = shown.get(winner.list, 0) + 1
        says = "single-member districts, most votes" + (
            f"; no one elected in {', '.join(empty)}" if empty else ""
        )
        step = Step("direct", self.article, says, shown)
        known = {entry.name: entry for entry in state.national.lists}
        lists = tuple(replace(e, district_seats=shown.get(name, 0)) for name, e in known.items())
        return state.add(
            step,
            direct=tuple(winners),
            national=replace(state.national, lists=lists),
            unfilled=state.unfilled + len(empty),
            waiting=waiting,
        )


def _winner(district: DirectDistrict, name: str) -> Winner:
    part = Fraction(district.votes.of(name).votes, base_of(district.votes, "valid") or 1)
    return Winner(district.name, district.within, name, part)


@dataclass(frozen=True)
class Fragments:
    """Stage: votes that win nothing in single-member districts are added to the list votes (Hungary, s. 15).

    All votes of candidates who lost; with `surplus` also the winner's votes beyond what was needed: the
    difference to the second less one. Candidates without a list in the country bring nothing.
    """

    surplus: bool = True
    article: str = ""
    phase: ClassVar[int] = 15
    tiers: ClassVar[tuple[str, ...]] = ()

    def apply(self, state: SystemState) -> SystemState:
        """Add the fragment votes to the votes of the country."""
        winners = {winner.district: winner.list for winner in state.direct}
        added = dict.fromkeys(state.national.by_name, 0)
        for district in state.ballots.direct:
            for name, count in self._of(district.votes.by_name, winners.get(district.name)).items():
                if name in added:
                    added[name] += count
        lists = tuple(replace(entry, votes=entry.votes + added[entry.name]) for entry in state.national.lists)
        step = Step("fragments", self.article, "votes of single-member districts added to the lists", added)
        return state.add(step, national=replace(state.national, lists=lists, cast=None))

    def _of(self, votes: Mapping[str, int], winner: str | None) -> dict[str, int]:
        if winner is None:  # no one elected yet: the tie must be resolved first
            return {}
        second = max((count for name, count in votes.items() if name != winner), default=0)
        lost = {name: count for name, count in votes.items() if name != winner}
        return lost | ({winner: max(votes[winner] - second - 1, 0)} if self.surplus else {})


@dataclass(frozen=True)
class Coverage:
    """Stage: a single-member winner is elected only as far as the list's seats of the district's area reach.

    In each list district the winners of a list are ranked by their share of the valid votes; those beyond the
    list's seats there are not elected (Germany 2025, BWG § 6(1)). Equal shares: the facts of the law decide.
    """

    article: str = ""
    phase: ClassVar[int] = 150
    tiers: ClassVar[tuple[str, ...]] = ()

    def apply(self, state: SystemState) -> SystemState:
        """Say which winners are seated and which districts stay without a member."""
        groups: dict[tuple[str, str], list[Winner]] = {}
        for winner in state.direct:
            groups.setdefault((winner.within, winner.list), []).append(winner)
        seated: list[Winner] = []
        facts = {d.name: d.votes for d in state.ballots.direct}
        for (place, name), group in groups.items():
            room = state.placed.get(place, {}).get(name, 0)
            claims = {winner.district: winner.share for winner in group}
            entries = {winner.district: facts[winner.district].of(name) for winner in group}
            rule = f"coverage of {name} in {place}"
            won, state = award(state, entries, claims, min(room, len(group)), rule, self.article)
            seated += [winner for winner in group if winner.district in won]
        uncovered = tuple(winner.district for winner in state.direct if winner not in seated)
        shown: dict[str, int] = {}
        for winner in seated:
            shown[winner.list] = shown.get(winner.list, 0) + 1
        says = f"winners covered by seats; {len(uncovered)} districts without a member"
        return state.add(Step("coverage", self.article, says, shown), uncovered=uncovered)
