"""The plan of a batch comparison: error bounds of stations, the size of the draw, and the draw itself.

MACRO and Kaplan–Markov (P. B. Stark, "Risk-limiting postelection audits: conservative P-values from
common probability inequalities", IEEE Trans. Inf. Forensics 2009; "Efficient post-election audits of
multiple contests", 2009), with threshold assertions by the same algebra. All arithmetic is exact.
"""

import math
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from scrutator.counting.audits.assertions import Assertion, Batch
from scrutator.counting.audits.betting import Bet, null_mean
from scrutator.counting.sampling.public_seed import Randomness, normalise_seed
from scrutator.errors import ScrutatorError

MOST_NUMBERS = 10_000_000
MOST_DRAWS = 100_000
"""More draws are refused: bounded time, and no register is better served by more of them than by a count."""


@dataclass(frozen=True)
class Plan:
    """The audit's error bounds: margins per assertion, bound per station, their sum U."""

    assertions: tuple[Assertion, ...]
    margins: tuple[Fraction, ...]
    bounds: Mapping[str, Fraction]

    @cached_property
    def total_bound(self) -> Fraction:
        """U: the largest possible overstatement in units of the margin; at least 1."""
        return sum(self.bounds.values(), Fraction(0))


def plan_audit(batches: Sequence[Batch], assertions: Sequence[Assertion], *, pending: int = 0) -> Plan:
    """Answer: how much could each station's published figures overstate the outcome?

    The margin V of an assertion is the sum of its scores less the worst that `pending` ballots could be:
    those of stations in the announced total that cannot be audited. A station's bound is the largest
    over assertions of (score + the worst its ballots could be)/V. Raises C14 for a published line above
    its bound, and when a margin is not above 0: a tie, or an outcome the figures do not show.
    """
    over = [batch for batch in batches if max(batch.valid, sum(batch.votes.values())) > batch.bound]
    if over:
        what = f"a bound was broken: {len(over)} stations have more votes published than their bound"
        remedy = "The bound is ballots received or the register: no station can hold more votes."
        raise ScrutatorError("C14", what, where=min(one.station for one in over), remedy=remedy)
    margins = []
    for assertion in assertions:
        margin = sum((assertion.score(b.votes, b.valid) for b in batches), Fraction(0))
        margin += assertion.lowest_per_ballot * pending
        if margin <= 0:
            tie = " (a tie)" if margin == 0 and not pending else ""
            what = f"the published figures do not show that {assertion.text}{tie}: count all"
            raise ScrutatorError("C14", what, remedy="Nothing short of a full count can confirm it.")
        margins.append(margin)
    pairs = list(zip(assertions, margins, strict=True))
    bounds = {
        batch.station: max(
            (a.score(batch.votes, batch.valid) - a.lowest_per_ballot * batch.bound) / margin
            for a, margin in pairs
        )
        for batch in batches
    }
    return Plan(tuple(assertions), tuple(margins), bounds)


def not_shown(batches: Sequence[Batch], assertions: Sequence[Assertion], pending: int = 0) -> tuple[str, ...]:
    """Answer: which of these do the published figures not show themselves? A tie is named as one."""
    found = []
    for one in assertions:
        margin = sum((one.score(b.votes, b.valid) for b in batches), one.lowest_per_ballot * pending)
        if margin <= 0:
            found.append(one.text + (" (a tie)" if margin == 0 and not pending else ""))
    return tuple(found)


@dataclass(frozen=True)
class Feasibility:
    """What copies that are known to be lacking do to a plan.

    `hidden` is the part of the margin, or more, that they could hide; `draws` is expected with the plan's
    bet, None when no number will do; `best` the part of the largest bet that would need the fewest.
    """

    hidden: Fraction
    draws: int | None
    best: float | None


def feasibility(plan: Plan, lacking: Sequence[str], limit: Fraction, bet: Bet) -> Feasibility:
    """Answer: can any sample confirm, when these stations will have no copy?

    Their bounds together at or above the margin can hide all of it. Else a draw meets one of them with
    chance π = hidden/U, and the logarithm of the fortune grows by (1 − π) ln(1 + f(1 − μ)/μ) + π ln(1 − f).
    """
    hidden = sum((plan.bounds[name] for name in set(lacking)), Fraction(0))
    if hidden >= 1:
        return Feasibility(hidden, None, None)
    chance, mean, part = float(hidden / plan.total_bound), float(null_mean(plan.total_bound)), float(bet.part)
    loss = chance * math.log(1 - part) if chance and part < 1 else (-math.inf if chance else 0.0)
    growth = (1 - chance) * math.log1p(part * (1 - mean) / mean) + loss
    draws = math.ceil(-math.log(limit) / growth) if growth > 0 else None
    return Feasibility(hidden, draws, 1 - chance * float(plan.total_bound))


def bound_for_margin(margin: float) -> float:
    """U for a lead of `margin` as a share of the ballots: 1 + 1/m."""
    return 1 + 1 / margin


def bound_above(share: float, threshold: float) -> float:
    """U for "share above threshold": 1 + f/(share − f)."""
    return 1 + threshold / (share - threshold)


def bound_below(share: float, threshold: float) -> float:
    """U for "share below threshold": 1 + (1 − f)/(f − share)."""
    return 1 + (1 - threshold) / (threshold - share)


def draw_stations(plan: Plan, seed: str, number: int, *, replacement: bool = True) -> tuple[str, ...]:
    """Draw stations in proportion to their error bound (PPEB), by a public seed.

    Stations are laid out in the order of their names; draw i takes the station in whose stretch the
    i-th number of the stream "ppeb" falls. Without replacement a station that was drawn before is passed
    over, which gives each of those left its chance in proportion to its bound. Exact: comparisons are made in
    fractions. Raises C14 for more draws than an audit can use, and for more stations than there are.
    """
    if number > MOST_DRAWS:
        what = f"{number:,} draws are more than the {MOST_DRAWS:,} that an audit can use"
        raise ScrutatorError("C14", what, remedy="Count all stations: a draw this long takes most of them.")
    source = Randomness(normalise_seed(seed), ("ppeb",))
    names = sorted(name for name, bound in plan.bounds.items() if bound > 0)
    ends, total = [], Fraction(0)
    for name in names:
        total += plan.bounds[name]
        ends.append(total)
    if not replacement and number > len(names):
        what = f"{number:,} different stations were asked for, {len(names):,} can hold an error"
        raise ScrutatorError("C14", what, remedy="Count all stations.")
    found: list[str] = []
    for counter in range(1, MOST_NUMBERS):
        if len(found) == number:
            break
        name = names[bisect_right(ends, Fraction(source.number(counter)) * total)]
        if replacement or name not in found:
            found.append(name)
    return tuple(found)


def different_stations(plan: Plan, draws: int) -> float:
    """How many different stations are `draws` draws expected to take? Σ 1 − (1 − p)^n."""
    total = float(plan.total_bound)
    parts = (min(1.0, float(bound) / total) for bound in plan.bounds.values())
    return sum(-math.expm1(draws * math.log1p(-part)) if part < 1 else 1.0 for part in parts)


def count_all(plan: Plan, draws: int, largest_share: Fraction) -> bool:
    """Should all be counted instead, since so many draws take more than this share of the stations?"""
    return draws > 0 and different_stations(plan, draws) > largest_share * len(plan.bounds)
