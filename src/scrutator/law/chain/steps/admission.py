"""Who takes part in the distribution: the house, what counts as valid, thresholds, exemptions."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import ClassVar

from scrutator.errors import ScrutatorError
from scrutator.law.arithmetic.shares import bands, number, percent, share
from scrutator.law.chain.state import State, Step
from scrutator.law.chain.ties import award
from scrutator.law.chain.votes import BASES, Base, ListVotes, base_of

SPOKEN = {
    "lists": "the votes for lists",
    "valid": "the valid votes",
    "cast": "the ballots cast",
    "registered": "the registered voters",
    "envelopes": "the valid ballot envelopes",
    "nationwide": "the valid votes of all districts",
}


def known_base(state: State, of: Base) -> int:
    """The number the law divides by. Raises L06 when the input does not hold it, L10 if unheard of."""
    if of not in BASES:
        raise ScrutatorError("L10", f"denominator {of!r}", remedy=f"Known: {', '.join(BASES)}.")
    base = base_of(state.votes, of, state.blank_is_valid)
    if base is None:
        raise ScrutatorError("L06", f"the rule divides by {SPOKEN[of]}, and the input does not give them")
    return base


@dataclass(frozen=True)
class House:
    """Chain step: how many seats are distributed, and whether blank ballots are valid votes."""

    seats: int
    blank_is_valid: bool = False
    article: str = ""
    phase: ClassVar[int] = 0

    def __post_init__(self) -> None:
        if isinstance(self.seats, bool) or not isinstance(self.seats, int) or self.seats < 1:
            raise ScrutatorError("L10", f"a house of {self.seats!r} seats")

    def apply(self, state: State) -> State:
        """Set the number of seats."""
        step = Step("house", self.article, f"{self.seats} seats are distributed", {}, self.seats)
        return state.add(step, house=self.seats, blank_is_valid=self.blank_is_valid)


@dataclass(frozen=True)
class Threshold:
    """Chain step: a list takes part when it has a share of a named base.

    `strictly` asks for more than the share. `coalition` maps a number of member parties to another
    share. `quotas` reads the share as a multiple of base/seats (Netherlands: one quota).
    Exempt are lists with `or_district_seats` direct mandates and, with `minority_exempt`,
    lists of national minorities; where the threshold is of = "nationwide", also lists with
    `or_share_here` of the valid votes of the district or, with `or_first_here`, the first list there (all of
    several that are level). Other thresholds refuse these two.
    `region_share` asks for a share of the valid votes in each region as well, or in
    `regions_at_least` of them. `by_contender` maps what stands ("bloc", "independent") to another share. With
    `alliance_sum` the votes of an alliance are counted together and all its members take part (Türkiye); with
    `or_all` every list takes part when none reaches the share (Serbia).
    """

    share: str
    of: Base = "valid"
    article: str = ""
    strictly: bool = False
    quotas: bool = False
    coalition: Mapping[str, str] = field(default_factory=dict)
    minority_exempt: bool = False
    or_district_seats: int = 0
    or_share_here: str = ""
    or_first_here: bool = False
    region_share: str = ""
    regions_at_least: int = 0
    by_contender: Mapping[str, str] = field(default_factory=dict)
    alliance_sum: bool = False
    or_all: bool = False
    phase: ClassVar[int] = 10

    def __post_init__(self) -> None:
        number(self.share, "threshold") if self.quotas else share(self.share, "threshold")
        bands(self.coalition, "coalition threshold")
        for text in self.by_contender.values():
            share(text, "threshold of a kind of contender")
        here = "or_share_here" if self.or_share_here else "or_first_here" if self.or_first_here else ""
        if self.or_share_here:
            share(self.or_share_here, "or_share_here")
        if here and self.of != "nationwide":
            what = f'{here} has no effect on a threshold of = "{self.of}"'
            remedy = 'It lets a list in that misses a threshold of = "nationwide"; remove it, or say that.'
            raise ScrutatorError("L10", what, remedy=remedy)
        if self.regions_at_least and not self.region_share:
            raise ScrutatorError("L10", "regions_at_least has no effect without region_share")

    def apply(self, state: State) -> State:
        """Keep the lists that clear the threshold or are exempt from it."""
        base = known_base(state, self.of)
        lists = state.votes.lists
        kinds = {(entry.parties, entry.contender) for entry in lists}
        needs = {kind: self.share_for(kind[0], state.house, kind[1]) * base for kind in kinds}
        cleared = [e.name for e in lists if self.admits(e, needs[e.parties, e.contender], state)]
        if self.or_all and not cleared:
            return state.add(Step("threshold", self.article, "no list reaches it, so all take part", {}))
        need = self.share_for(1, state.house) * base
        votes = state.votes.by_name
        spoken = f"{number(self.share)} quota of" if self.quotas else f"{percent(share(self.share))} of"
        says = f"{'more than' if self.strictly else 'at least'} {spoken} {SPOKEN[self.of]} ({base:,})"
        says += self._others()
        step = Step("threshold", self.article, says, {name: votes[name] for name in cleared}, need)
        kept = {name: votes[name] for name in cleared if name in state.strength}
        return state.add(step, strength=kept, cleared=frozenset(kept))

    def _others(self) -> str:
        """The other shares of the rule in words, "" when there are none."""
        table = sorted(bands(self.coalition, "coalition threshold").items())
        parts = [f"{percent(need)} from {count} parties on" for count, need in table]
        parts += [f"{percent(share(need))} for {kind}" for kind, need in sorted(self.by_contender.items())]
        parts += ["the votes of an alliance together"] if self.alliance_sum else []
        return f"; {', '.join(parts)}" if parts else ""

    @property
    def is_plain(self) -> bool:
        """Does it depend on a list's own votes, its number of parties and one base alone?"""
        return not (
            self.or_share_here
            or self.or_first_here
            or self.region_share
            or self.by_contender
            or self.alliance_sum
            or self.or_all
        )

    def share_for(self, parties: int, house: int, contender: str = "") -> Fraction:
        """The share that a list of so many parties, or of that kind of contender, needs."""
        if contender in self.by_contender:
            return share(self.by_contender[contender])
        if self.quotas:
            return number(self.share) / house
        if not self.coalition:
            return share(self.share)
        table = bands(self.coalition, "coalition threshold")
        fitting = [count for count in table if count <= parties]
        return table[max(fitting)] if fitting else share(self.share)

    def admits(self, entry: ListVotes, need: Fraction, state: State) -> bool:
        """Does this list reach the votes it needs, or is it exempt?"""
        if self.minority_exempt and entry.minority:
            return True
        if self.or_district_seats and entry.district_seats >= self.or_district_seats:
            return True
        if self._strong_here(entry, state):
            return True
        votes = self._votes(entry, state)
        enough = votes > need if self.strictly else votes >= need
        return enough and (not self.region_share or self._in_regions(entry, state))

    def _votes(self, entry: ListVotes, state: State) -> int:
        """The votes that must reach the share: the list's own, or those of its whole alliance."""
        together = [entry]
        if self.alliance_sum and entry.alliance:
            together = [other for other in state.votes.lists if other.alliance == entry.alliance]
        return sum(one.nationwide if self.of == "nationwide" else one.votes for one in together)

    def _strong_here(self, entry: ListVotes, state: State) -> bool:
        if self.or_first_here and entry.votes == max(other.votes for other in state.votes.lists):
            return True
        if not self.or_share_here:
            return False
        return entry.votes >= share(self.or_share_here) * known_base(state, "valid")

    def _in_regions(self, entry: ListVotes, state: State) -> bool:
        bases = state.votes.region_bases
        if not bases:
            raise ScrutatorError("L06", "the rule asks for votes by region, and the input has none")
        need = share(self.region_share, "share in each region")
        met = sum(entry.regions.get(region, 0) >= need * base for region, base in bases.items())
        return met >= (self.regions_at_least or len(bases))


@dataclass(frozen=True)
class AdmitNext:
    """Chain step: when too few lists clear, the next ones by votes are admitted by this rule.

    Lists are added in order of votes until there are `at_least_lists` and, if given, until they
    have more than `until_share` of the base together. `when_cleared` restricts the rule to the
    case that exactly so many lists cleared (Kazakhstan: one); by default it needs at least one.
    """

    at_least_lists: int = 0
    until_share: str = "0%"
    of: Base = "valid"
    when_cleared: int | None = None
    article: str = ""
    phase: ClassVar[int] = 15

    def __post_init__(self) -> None:
        share(self.until_share, "until_share")

    def apply(self, state: State) -> State:
        """Admit the next lists, or record that the rule is not triggered."""
        count = len(state.cleared)
        applies = count == self.when_cleared if self.when_cleared is not None else count > 0
        if not applies or self._enough(state):
            says = f"not triggered: {count} lists clear the threshold by themselves"
            return state.add(Step("admit next", self.article, says, {}))
        before = state
        while not self._enough(state):
            waiting = {
                entry.name: entry.votes
                for entry in state.votes.lists
                if entry.name not in state.strength and entry.votes > 0
            }
            won, state = award(state, waiting, 1, "admit next", self.article) if waiting else ((), state)
            if not won:
                break
            strength = {**state.strength, won[0]: waiting[won[0]]}
            state = replace(state, strength=strength, by_rule=state.by_rule | {won[0]})
        added = {name: state.strength[name] for name in state.strength if name not in before.strength}
        says = f"{count} clear by themselves; the next by votes: {', '.join(added) or 'none'}"
        return state.add(Step("admit next", self.article, says, added))

    def _enough(self, state: State) -> bool:
        if len(state.strength) < self.at_least_lists:
            return False
        needed = share(self.until_share)
        return needed == 0 or sum(state.strength.values()) > needed * known_base(state, self.of)
