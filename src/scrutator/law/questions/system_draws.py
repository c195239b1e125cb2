"""Many draws of the votes of every district through one system: the seats of the whole house in each.

Draws are distributed together in numpy where the system is thresholds, one divisor rule in the districts
and, on top of it, one divisor rule for the country; rows that are tied or too close, and every other
system, go through the ordinary stages one by one. Both ways are tested against each other.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scrutator.errors import ScrutatorError
from scrutator.law.arithmetic.divisors import Divisor
from scrutator.law.arithmetic.shares import share
from scrutator.law.chain.steps.admission import House, Threshold
from scrutator.law.chain.steps.averages import HighestAverages
from scrutator.law.chain.table import District
from scrutator.law.chain.ties import Ties
from scrutator.law.chain.votes import ListVotes, Votes
from scrutator.law.questions.draws import TOO_CLOSE, Counts, Flags
from scrutator.law.questions.system_margins import Chains, first_computable
from scrutator.law.systems.ballots import Ballots, ballots_of
from scrutator.law.systems.distribute import run_system
from scrutator.law.systems.stages.districts import Admission, Districts
from scrutator.law.systems.stages.national import National
from scrutator.law.systems.stages.place import Place
from scrutator.law.systems.system import System


@dataclass(frozen=True)
class SystemDraws:
    """Votes by draw, district and list; names of lists and districts, and the seats of each district."""

    lists: tuple[str, ...]
    districts: tuple[str, ...]
    seats: tuple[int | None, ...]
    votes: Counts

    def ballots(self, row: int) -> Ballots:
        """One draw as ordinary ballots."""
        contests = []
        for place, name in enumerate(self.districts):
            counts = self.votes[row, place]
            lists = tuple(ListVotes(n, int(c)) for n, c in zip(self.lists, counts, strict=True))
            contests.append(District(name, Votes(lists), self.seats[place]))
        return ballots_of(contests)


@dataclass(frozen=True)
class SystemSeatDraws:
    """Seats by draw and list over the whole house; which draws have an open tie; how many went one by one.

    `reading` is the one of the law's `readings` that they were computed under.
    """

    seats: Counts
    tied: Flags
    one_by_one: int
    reading: str = ""
    readings: int = 1


def seats_of_system_draws(system: System, draws: SystemDraws) -> SystemSeatDraws:
    """The seats of every draw under the first reading of a system that draws suffice for.

    Raises L02 for negative votes and for no draws, L06 when the draws suffice for no reading.
    """
    size = (len(draws.votes), len(draws.districts), len(draws.lists))
    fits = draws.votes.shape == size and len(draws.seats) == len(draws.districts)
    if not size[0] or not fits or (draws.votes < 0).any():
        raise ScrutatorError("L02", "draws are non-negative whole votes by draw, district and list")
    reading, chains, _ = first_computable(system, draws.ballots(0))
    seats, slow = np.zeros((size[0], size[2]), np.int64), np.ones(size[0], bool)
    if _fits(system, chains) and all(draws.seats):
        seats, slow = _together(system, chains, draws)
    tied = np.zeros(size[0], bool)
    for row in np.flatnonzero(slow):
        result = run_system(system, chains, draws.ballots(int(row)))
        seats[row] = [result.seats.get(name, 0) for name in draws.lists]
        tied[row] = bool(result.ties)
    readings = sum(1 for _ in system.chains())
    return SystemSeatDraws(seats, tied, int(slow.sum()), reading, readings)


def _fits(system: System, chains: Chains) -> bool:
    """Can this system be computed for all draws at once?"""
    for stage in system.stages:
        plain = isinstance(stage, Admission | Districts | National | Place)
        if not plain or (isinstance(stage, Admission) and stage.district_share):
            return False
        if (isinstance(stage, Districts) and stage.direct) or (
            isinstance(stage, National) and stage.link != "kept"
        ):
            return False
    if any(isinstance(stage, Place) and stage.by == "share" for stage in system.stages):
        return False
    known = all(
        isinstance(step, House | Ties) or _is_plain_threshold(step) for step in chains.get("admission", ())
    )
    return known and all(_one_rule(chains[tier]) for tier in ("district", "national") if tier in chains)


def _is_plain_threshold(step: object) -> bool:
    if not isinstance(step, Threshold):
        return False
    special = step.quotas or step.coalition or step.minority_exempt or step.or_district_seats
    return step.is_plain and not special and step.of in ("lists", "valid")


def _one_rule(steps: Sequence[object]) -> bool:
    rules = [step for step in steps if isinstance(step, HighestAverages)]
    others = [step for step in steps if not isinstance(step, HighestAverages | House | Ties)]
    if others or len(rules) != 1 or rules[0].held_first:
        return False
    rule = rules[0].rule()
    return not rule.mean and not rule.gives_first_seat


def _rule_of(steps: Sequence[object]) -> Divisor:
    return next(step for step in steps if isinstance(step, HighestAverages)).rule()


def _together(system: System, chains: Chains, draws: SystemDraws) -> tuple[Counts, NDArray[np.bool_]]:
    """Seats of the whole house, and the rows that must be done one by one."""
    country = draws.votes.sum(axis=1)
    admitted = np.ones(country.shape, bool)
    base = country.sum(axis=1)
    for step in chains.get("admission", ()):
        if isinstance(step, Threshold):
            need = share(step.share)
            left, right = country * need.denominator, (base * need.numerator)[:, None]
            admitted &= left > right if step.strictly else left >= right
    everyone = any(isinstance(stage, Districts) and stage.all_lists for stage in system.stages)
    slow = (base == 0) | (draws.votes.sum(axis=2) == 0).any(axis=1)
    held = np.zeros(country.shape, np.int64)
    rule = _rule_of(chains["district"])
    inside = np.ones(country.shape, bool) if everyone else admitted
    columns = np.flatnonzero(inside.any(axis=0))
    for place, house in enumerate(draws.seats):
        running = np.where(inside[:, columns], draws.votes[:, place, columns], 0)
        won, unclear = on_top(running, np.full(len(running), house), rule, np.zeros(running.shape, np.int64))
        held[:, columns] += won
        slow |= unclear
    if "national" not in chains:
        return held, slow
    outside = np.where(admitted, 0, held)
    house = system.house - outside.sum(axis=1)
    mine = np.where(admitted, held, 0)
    slow |= (mine.sum(axis=1) > house) | ~admitted.any(axis=1)
    total, unclear = on_top(np.where(admitted, country, 0), house, _rule_of(chains["national"]), mine)
    return total + outside, slow | unclear


def on_top(running: Counts, house: Counts, rule: Divisor, held: Counts) -> tuple[Counts, NDArray[np.bool_]]:
    """Seats by a linear divisor rule on top of those held, one seat a row at a time, until houses are full.

    Quotients are compared in floating point; a row in which the best two come closer than one part in a
    billion at its last seat, or that no one can fill, is unclear and left to exact arithmetic.
    """
    seats, rows = held.copy(), np.arange(len(running))
    head = float(rule.start if rule.first is None else rule.first)
    votes = running.astype(float)
    divisor = np.where(seats == 0, head, seats * rule.step + rule.start)
    claims = votes / divisor
    left = house - seats.sum(axis=1)
    unclear = np.zeros(len(running), bool)
    while (open_rows := left > 0).any():
        best = claims.argmax(axis=1)
        value = claims[rows, best]
        if (last := left == 1).any():
            others = claims[last].copy()
            others[np.arange(len(others)), best[last]] = -1.0
            unclear[last] |= others.max(axis=1) >= value[last] * (1 - TOO_CLOSE)
        unclear |= open_rows & (value <= 0)
        mine, lists = rows[open_rows], best[open_rows]
        seats[mine, lists] += 1
        claims[mine, lists] = votes[mine, lists] / (seats[mine, lists] * rule.step + rule.start)
        left[open_rows] -= 1
    return seats, unclear
