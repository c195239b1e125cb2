"""Many vote draws through one law at once, exactly: the chance of an event that depends on seats.

A quick count hands in draws of the lists' votes; a row is one possible result. Rows are distributed in
numpy with whole numbers or with a floating-point comparison that is checked for closeness; rows that are
tied, or too close, or whose law needs more than thresholds, a second-party rule, a coefficient, one quota
or one divisor rule, go through the ordinary chain one by one. Both ways are tested against each other.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil

import numpy as np
from numpy.typing import NDArray

from scrutator.errors import ScrutatorError
from scrutator.law.arithmetic.shares import number, share
from scrutator.law.chain.allocate import Allocation, run
from scrutator.law.chain.state import ChainStep
from scrutator.law.chain.steps.admission import AdmitNext, House, Threshold
from scrutator.law.chain.steps.allocation import Coefficient, Leftovers, Quota, WholeSeats
from scrutator.law.chain.steps.averages import HighestAverages
from scrutator.law.chain.steps.corrections import Floor
from scrutator.law.chain.ties import Ties
from scrutator.law.chain.votes import ListVotes, Votes

Counts = NDArray[np.int64]
Flags = NDArray[np.bool_]
TOO_CLOSE = 1e-9
SUPPORTED = (
    House,
    Ties,
    Threshold,
    AdmitNext,
    Quota,
    WholeSeats,
    Leftovers,
    HighestAverages,
    Coefficient,
    Floor,
)


@dataclass(frozen=True)
class Draws:
    """Votes by draw (rows) and list (columns), and the ballots of each draw that are not for lists."""

    names: tuple[str, ...]
    votes: Counts
    against_all: Counts | None = None
    other_ballots: Counts | None = None

    def votes_of(self, row: int) -> Votes:
        """One draw as ordinary votes; other ballots count as void."""
        lists = tuple(
            ListVotes(name, int(count)) for name, count in zip(self.names, self.votes[row], strict=True)
        )
        against = None if self.against_all is None else int(self.against_all[row])
        void = None if self.other_ballots is None else int(self.other_ballots[row])
        return Votes(lists, against_all=against, void=void)


@dataclass(frozen=True)
class SeatDraws:
    """Seats and admission of every list in every draw; how many rows took the ordinary chain.

    A row with an unresolved tie has its open seats unfilled and is flagged in `tied`.
    """

    seats: Counts
    admitted: Flags
    tied: Flags
    one_by_one: int


def seats_of_draws(steps: Sequence[ChainStep], draws: Draws) -> SeatDraws:
    """The seats of every draw under one chain of steps. Raises L02 for negative votes."""
    if draws.votes.ndim != 2 or draws.votes.shape[1] != len(draws.names) or (draws.votes < 0).any():
        raise ScrutatorError("L02", "draws are rows of non-negative whole votes, one column a list")
    size = draws.votes.shape
    seats, admitted = np.zeros(size, np.int64), np.zeros(size, bool)
    slow = np.ones(size[0], bool)
    if _fits(steps, draws):
        seats, admitted, slow = _together(steps, draws)
    tied = np.zeros(size[0], bool)
    for row in np.flatnonzero(slow):
        allocation = run(steps, draws.votes_of(int(row)))
        seats[row] = [allocation.seats[name] for name in draws.names]
        admitted[row] = [name in allocation.admitted for name in draws.names]
        tied[row] = bool(allocation.ties)
    return SeatDraws(seats, admitted, tied, int(slow.sum()))


def probability(result: SeatDraws, event: Callable[[SeatDraws], Flags]) -> Fraction:
    """The share of draws in which the event holds, such as `lambda r: r.admitted[:, 2]`."""
    holds = event(result)
    return Fraction(int(holds.sum()), len(holds))


def allocation_of(steps: Sequence[ChainStep], draws: Draws, row: int) -> Allocation:
    """One draw through the ordinary chain, with its steps."""
    return run(steps, draws.votes_of(row))


def _fits(steps: Sequence[ChainStep], draws: Draws) -> bool:
    """Can these steps be computed for all rows at once, in 64-bit numbers?"""
    plain = all(isinstance(step, SUPPORTED) for step in steps)
    bases = all(step.of in ("lists", "valid", "cast") for step in steps if isinstance(step, Threshold))
    known = draws.other_ballots is not None or all(
        step.of != "cast" for step in steps if isinstance(step, Threshold)
    )
    special = any(
        isinstance(step, Threshold) and (step.quotas or step.coalition or not step.is_plain) for step in steps
    )
    house = max((step.seats for step in steps if isinstance(step, House)), default=0)
    room = int(draws.votes.sum(axis=1).max(initial=0)) * max(house, 1) * 10_000 < 2**62
    return plain and bases and known and not special and room and _one_method(steps)


def _one_method(steps: Sequence[ChainStep]) -> bool:
    quotas = [step for step in steps if isinstance(step, Quota)]
    averages = [step for step in steps if isinstance(step, HighestAverages)]
    leftovers = [step for step in steps if isinstance(step, Leftovers)]
    if averages:
        return len(averages) == 1 and not quotas and not averages[0].rule().mean
    return (
        len(quotas) == 1
        and quotas[0].is_plain
        and all(step.is_plain for step in steps if isinstance(step, WholeSeats))
        and len(leftovers) == 1
        and (leftovers[0].by == "largest_remainder" and leftovers[0].to in ("admitted", "cleared"))
    )


def _together(steps: Sequence[ChainStep], draws: Draws) -> tuple[Counts, Flags, Flags]:
    """Seats, admission, and the rows that must be done one by one."""
    votes = draws.votes
    house = next(step.seats for step in steps if isinstance(step, House))
    cleared = _cleared(steps, draws)
    admitted, slow = cleared.copy(), ~(votes > 0).any(axis=1)
    for step in steps:
        if isinstance(step, AdmitNext):
            admitted, unclear = _admit(step, votes, cleared)
            slow |= unclear
    admitted &= votes > 0
    by_rule = admitted & ~cleared
    running = np.where(admitted, votes, 0)
    averages = [step for step in steps if isinstance(step, HighestAverages)]
    if averages:
        rule = averages[0].rule()
        seats, unclear = _averages(running, house, rule.step, rule.start, rule.first, rule.gives_first_seat)
    else:
        seats, unclear = _remainders(running, house, by_rule, cleared, steps)
    slow |= unclear
    for step in steps:
        if isinstance(step, Floor):  # binding floors repeat the allocation: leave those rows to the chain
            slow |= (by_rule & (seats < step.seats)).any(axis=1)
    seats[~admitted.any(axis=1)] = 0
    return seats, admitted, slow


def _cleared(steps: Sequence[ChainStep], draws: Draws) -> Flags:
    against = 0 if draws.against_all is None else draws.against_all
    others = 0 if draws.other_ballots is None else draws.other_ballots
    lists = draws.votes.sum(axis=1)
    cleared = np.ones(draws.votes.shape, bool)
    for step in steps:
        if isinstance(step, Threshold):
            base = lists + (against if step.of != "lists" else 0) + (others if step.of == "cast" else 0)
            need = share(step.share)
            left, right = draws.votes * need.denominator, (base * need.numerator)[:, None]
            cleared &= left > right if step.strictly else left >= right
    return cleared


def _admit(step: AdmitNext, votes: Counts, cleared: Flags) -> tuple[Flags, Flags]:
    """Add the next lists; rows with a tie for the last place, or with a share to reach, go one by one."""
    count = cleared.sum(axis=1)
    applies = count == step.when_cleared if step.when_cleared is not None else count > 0
    if share(step.until_share):
        return cleared, applies
    waiting = np.where(cleared, -1, votes)
    order = np.argsort(-waiting, axis=1, kind="stable")
    place = np.empty_like(order)
    np.put_along_axis(place, order, np.arange(votes.shape[1])[None, :], axis=1)
    missing = np.where(applies, np.maximum(step.at_least_lists - count, 0), 0)
    admitted = cleared | ((place < missing[:, None]) & (waiting > 0))
    ranked = np.take_along_axis(waiting, order, axis=1)
    last = np.take_along_axis(ranked, np.maximum(missing - 1, 0)[:, None], axis=1)[:, 0]
    following = np.minimum(missing, votes.shape[1] - 1)
    after = np.take_along_axis(ranked, following[:, None], axis=1)[:, 0]
    return admitted, (missing > 0) & (last == after) & (last > 0)


def _remainders(
    running: Counts, house: int, by_rule: Flags, cleared: Flags, steps: Sequence[ChainStep]
) -> tuple[Counts, Flags]:
    """Hare quota and largest remainders in whole numbers: quotient = votes·house·factor / total."""
    top, bottom = np.ones_like(running), 1
    for step in steps:
        if isinstance(step, Coefficient):
            factor = number(step.factor)
            top = np.where(
                by_rule if step.to == "by_rule" else running > 0, factor.numerator, factor.denominator
            )
            bottom = factor.denominator
    total = running.sum(axis=1, keepdims=True)
    safe = np.maximum(total, 1) * bottom
    dividend = running * house * top
    seats, rests = dividend // safe, dividend % safe
    leftover = next(step for step in steps if isinstance(step, Leftovers))
    takers = (running > 0) & (cleared if leftover.to == "cleared" else True)
    left, count = house - seats.sum(axis=1), takers.sum(axis=1)
    if leftover.repeat:  # whole rounds first: every taker one seat
        rounds = np.where((left > count) & (count > 0), left // np.maximum(count, 1), 0)
        seats, left = seats + takers * rounds[:, None], left - rounds * count
    return _hand_out(seats, np.where(takers, rests, -1), left, count)


def _hand_out(seats: Counts, rests: Counts, left: Counts, takers: Counts) -> tuple[Counts, Flags]:
    """One seat each to the `left` largest remainders; rows tied at the cut, or with too many, are unclear."""
    order = np.argsort(-rests, axis=1, kind="stable")
    place = np.empty_like(order)
    np.put_along_axis(place, order, np.arange(rests.shape[1])[None, :], axis=1)
    seats = seats + ((place < left[:, None]) & (rests >= 0))
    ranked = np.take_along_axis(rests, order, axis=1)
    inside = np.clip(left - 1, 0, rests.shape[1] - 1)[:, None]
    outside = np.clip(left, 0, rests.shape[1] - 1)[:, None]
    last = np.take_along_axis(ranked, inside, axis=1)[:, 0]
    after = np.take_along_axis(ranked, outside, axis=1)[:, 0]
    tie = (left > 0) & (left < takers) & (last == after)
    return seats, tie | (left < 0) | ((left > takers) & (takers > 0))


def _averages(
    running: Counts, house: int, step: int, start: int, first: Fraction | None, owed: bool
) -> tuple[Counts, Flags]:
    """Divisor rule for all rows: a stride that is certain, then one seat a row at a time.

    Quotients are compared in floating point; a row in which the best two come closer than one
    part in a billion is unclear and left to exact arithmetic.
    """
    total = np.maximum(running.sum(axis=1, keepdims=True), 1)
    lists = running.shape[1]
    lost = max(0, ceil((max(start, first or 0) - step) / step))
    seats = np.maximum(running * max(house - lists, 0) // total - lost, 0)
    if owed:
        seats = np.maximum(seats, running > 0)
    unclear = seats.sum(axis=1) > house
    rows = np.arange(len(running))
    head = start if first is None else float(first)
    while ((left := house - seats.sum(axis=1)) > 0).any():
        divisor = np.where(seats == 0, max(head, 1e-300), seats * step + start)
        claims = running / divisor
        best = claims.argmax(axis=1)
        value = claims[rows, best]
        claims[rows, best] = -1.0
        close = claims.max(axis=1) >= value * (1 - TOO_CLOSE)
        unclear |= close & (left == 1)
        open_rows = (left > 0) & (value > 0)
        if not open_rows.any():
            break
        seats[rows[open_rows], best[open_rows]] += 1
    return seats, unclear


class Rest(StrEnum):
    """What the votes are that the drawn lists leave of the total."""

    VOID = "void"  # ballots for no list: they count for thresholds of ballots cast
    LIST = "list"  # the votes of one further list


def law_of_draws(
    steps: Sequence[ChainStep], names: Sequence[str], rest: Rest | None = None
) -> Callable[[Counts], SeatDraws]:
    """The law as a function of drawn votes, one column a list; with `rest` there is one column more."""

    def law(votes: Counts) -> SeatDraws:
        if rest is Rest.LIST:
            return seats_of_draws(steps, Draws((*names, ALL_OTHERS), votes))
        void = votes[:, len(names)] if rest is Rest.VOID else None
        return seats_of_draws(steps, Draws(tuple(names), votes[:, : len(names)], other_ballots=void))

    return law


ALL_OTHERS = "all others"
