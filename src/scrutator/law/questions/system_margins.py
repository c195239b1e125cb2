"""By how few votes a whole system would have given other seats: searched, and least where all were tried."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from scrutator.errors import ScrutatorError
from scrutator.law.chain.table import District
from scrutator.law.chain.votes import Votes
from scrutator.law.systems.ballots import Ballots
from scrutator.law.systems.distribute import SystemResult, run_system
from scrutator.law.systems.system import System

Chains = Mapping[str, tuple[Any, ...]]
End = tuple[str, str, str]
"""District, source and target of votes that move."""
MOST_RUNS = 2_000
"""Runs of the whole system that a search for a margin takes before it says how far it came."""


@dataclass(frozen=True)
class SystemMargin:
    """The fewest votes found that change a seat when they move between two lists of one district.

    A seat changes when a list has another number of seats in the country or in a district. `certificate` are
    the changed votes of that district, under which the law gives other seats, while with one vote less it
    does not. `after` are the seats of the country then, `moves` the seats of districts that are others then:
    district, list, seats before, seats then.
    """

    district: str
    source: str
    target: str
    votes: int
    certificate: Mapping[str, int]
    after: Mapping[str, int]
    moves: tuple[tuple[str, str, int, int], ...] = ()


@dataclass(frozen=True)
class SystemSearch:
    """What a search for a margin found, and how far it came.

    `tried` of `pairs` pairs of lists were tried, with one doubling and halving each. `least` says that every
    smaller number of votes was tried too, for every pair, and that the law gave seats each time. `reading`
    is the one searched of the law's `readings`.
    """

    margin: SystemMargin | None
    tried: int
    pairs: int
    least: bool = False
    reading: str = ""
    readings: int = 1

    @property
    def said(self) -> str:
        """What the number is, over which pairs, under which reading."""
        line = f"searched, {self.tried:,} of {self.pairs:,} pairs of lists of one district"
        if self.least:
            line = f"least, every smaller number tried for all {self.pairs:,} pairs of lists of one district"
        if self.readings == 1:
            return line
        return f"{line}, under one of the {self.readings} readings of the law: {self.reading}"


def system_margin(system: System, ballots: Ballots, runs: int = MOST_RUNS) -> SystemSearch:
    """By how few votes, moved between two lists of one district, would any seat have been another's?

    Under the first reading that can be computed. The pairs whose lists are nearest to each other in votes
    come first; when runs are left afterwards, every smaller number of votes is tried for every pair. Votes
    for which the law gives no seats at all are no outcome to compare.
    """
    label, chains, base = first_computable(system, ballots)
    trial = _Trial(system, chains, ballots, base, runs)
    ends = _ends(ballots)
    best: tuple[int, End] | None = None
    tried = 0
    for end, most in ends.items():
        found = _first_change(trial, end, _below(most, best))
        if trial.spent:
            break
        tried += 1
        best = (found, end) if found is not None else best
    limits = {end: _below(most, best) for end, most in ends.items()}
    every = tried == len(ends) and sum(limits.values()) <= trial.left
    if every:
        best = _least(trial, limits) or best
    made = _margin(ballots, base, trial, best) if best else None
    readings = sum(1 for _ in system.chains())
    return SystemSearch(made, tried, len(ends), every and not trial.failed, label, readings)


def first_computable(system: System, ballots: Ballots) -> tuple[str, Chains, SystemResult]:
    """The first reading that these votes suffice for: its label, its chains and its result. Raises L06."""
    problem: ScrutatorError | None = None
    for choice, chains in system.chains():
        try:
            label = ", ".join(f"{point} {option.id}" for point, option in choice.items())
            return label, chains, run_system(system, chains, ballots)
        except ScrutatorError as error:
            if error.code != "L06":
                raise
            problem = problem or error
    assert problem is not None  # a system has one reading or more
    raise problem


@dataclass
class _Trial:
    """Runs of the system with changed votes, as many as there are left; what was run is remembered."""

    system: System
    chains: Chains
    ballots: Ballots
    base: SystemResult
    left: int
    spent: bool = False
    failed: bool = False
    seen: dict[tuple[End, int], bool] = field(default_factory=dict)

    def result(self, end: End, count: int) -> SystemResult | None:
        """The result with so many votes moved; None where the law gives no seats, or no runs are left."""
        if self.left <= 0:
            self.spent = True
            return None
        self.left -= 1
        try:
            return run_system(self.system, self.chains, moved(self.ballots, *end, count))
        except ScrutatorError:  # the votes given can be computed, so it is these votes that cannot
            self.failed = True
            return None

    def differs(self, end: End, count: int) -> bool:
        """Does any seat, or any open tie, change when so many votes move?"""
        if (end, count) not in self.seen:
            after, base = self.result(end, count), self.base
            self.seen[end, count] = after is not None and (
                after.seats != base.seats or after.by_district != base.by_district or after.ties != base.ties
            )
        return self.seen[end, count]


def _below(most: int, best: tuple[int, End] | None) -> int:
    return most if best is None else min(most, best[0] - 1)


def _first_change(trial: _Trial, end: End, most: int) -> int | None:
    """A number of votes at which the seats differ while with one less they do not, or None."""
    if most < 1 or not trial.differs(end, most):
        return None
    low, high = 0, 1
    while high < most and not trial.differs(end, high):
        low, high = high, high * 2
    high = min(high, most)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if trial.differs(end, middle) else (middle, high)
    return high


def _least(trial: _Trial, limits: Mapping[End, int]) -> tuple[int, End] | None:
    """The least of all numbers of votes up to the limits, each tried; None when none changes a seat."""
    for count in range(1, max(limits.values(), default=0) + 1):
        for end, limit in limits.items():
            if count <= limit and trial.differs(end, count):
                return count, end
    return None


def _margin(ballots: Ballots, base: SystemResult, trial: _Trial, best: tuple[int, End]) -> SystemMargin:
    count, (place, source, target) = best
    changed = moved(ballots, place, source, target, count)
    after = run_system(trial.system, trial.chains, changed)
    votes = votes_in(changed, place)
    moves = [
        (where, name, cells.get(name, 0), after.by_district.get(where, {}).get(name, 0))
        for where, cells in base.by_district.items()
        for name in dict.fromkeys([*cells, *after.by_district.get(where, {})])
    ]
    certificate = {name: votes.of(name).votes for name in (source, target)}
    different = tuple(move for move in moves if move[2] != move[3])
    return SystemMargin(place, source, target, count, certificate, after.seats, different)


def _ends(ballots: Ballots) -> dict[End, int]:
    """District, source and target, with the votes the source has to give; the nearest pairs come first."""
    found = [
        (abs(has - other), (place, source, target), has)
        for place, votes in contests_of(ballots)
        for source, has in votes.by_name.items()
        for target, other in votes.by_name.items()
        if source != target and has
    ]
    return {end: has for _, end, has in sorted(found)}


def contests_of(ballots: Ballots) -> Iterator[tuple[str, Votes]]:
    """Every contest of a system by name; list votes of the country are called ""."""
    if ballots.country is not None:
        yield "", ballots.country
    for district in ballots.districts:
        yield district.name, district.votes
    for single in ballots.direct:
        yield single.name, single.votes


def votes_in(ballots: Ballots, place: str) -> Votes:
    """The votes of one contest of a system."""
    return dict(contests_of(ballots))[place]


def moved(ballots: Ballots, place: str, source: str, target: str, count: int) -> Ballots:
    """The same ballots with votes moved between two lists of one contest."""

    def change(votes: Votes) -> Votes:
        have = votes.by_name
        return votes.with_votes({source: have[source] - count, target: have[target] + count})

    def district(old: District) -> District:
        return replace(old, votes=change(old.votes)) if old.name == place else old

    return replace(
        ballots,
        country=change(ballots.country) if ballots.country is not None and not place else ballots.country,
        districts=tuple(map(district, ballots.districts)),
        direct=tuple(replace(d, votes=change(d.votes)) if d.name == place else d for d in ballots.direct),
    )
