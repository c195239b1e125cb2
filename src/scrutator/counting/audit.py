"""Audit of station protocols by batch comparison: can the published outcome be wrong?

MACRO and Kaplan–Markov (P. B. Stark, "Risk-limiting postelection audits: conservative P-values from
common probability inequalities", IEEE Trans. Inf. Forensics 2009; "Efficient post-election audits of
multiple contests", 2009), with threshold assertions by the same algebra. All arithmetic is exact.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from scrutator.counting.public_seed import Randomness, normalise_seed
from scrutator.errors import ScrutatorError


@dataclass(frozen=True)
class Batch:
    """One station as published: votes per list, valid votes, and an upper bound on its ballots."""

    station: str
    votes: Mapping[str, int]
    valid: int
    bound: int


@dataclass(frozen=True)
class Ahead:
    """The assertion "winner has more votes than loser"."""

    winner: str
    loser: str

    @property
    def text(self) -> str:
        return f"{self.winner} has more votes than {self.loser}"

    def score(self, votes: Mapping[str, int], valid: int) -> Fraction:
        """The batch's part of the margin, in votes."""
        return Fraction(votes.get(self.winner, 0) - votes.get(self.loser, 0))

    @property
    def lowest_per_ballot(self) -> Fraction:
        """The least a ballot can score: a vote for the loser."""
        return Fraction(-1)


@dataclass(frozen=True)
class AboveThreshold:
    """The assertion "the share of `name` in the valid votes is above `threshold`": y − f x > 0."""

    name: str
    threshold: Fraction

    @property
    def text(self) -> str:
        return f"{self.name} is above {float(100 * self.threshold):g} %"

    def score(self, votes: Mapping[str, int], valid: int) -> Fraction:
        return votes.get(self.name, 0) - self.threshold * valid

    @property
    def lowest_per_ballot(self) -> Fraction:
        """A vote for another list costs the threshold."""
        return -self.threshold


@dataclass(frozen=True)
class BelowThreshold:
    """The assertion "the share of `name` in the valid votes is below `threshold`": f x − y > 0."""

    name: str
    threshold: Fraction

    @property
    def text(self) -> str:
        return f"{self.name} is below {float(100 * self.threshold):g} %"

    def score(self, votes: Mapping[str, int], valid: int) -> Fraction:
        return self.threshold * valid - votes.get(self.name, 0)

    @property
    def lowest_per_ballot(self) -> Fraction:
        """A vote for the list costs one minus the threshold."""
        return self.threshold - 1


Assertion = Ahead | AboveThreshold | BelowThreshold


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

    The margin V of an assertion is the sum of its scores less `pending`, the votes of stations that
    cannot be audited. A station's bound is the largest over assertions of (score + the worst its
    ballots could be)/V. Raises C14 when an assertion does not hold in the published figures.
    """
    margins = []
    for assertion in assertions:
        margin = sum((assertion.score(b.votes, b.valid) for b in batches), Fraction(0)) - pending
        if margin <= 0:
            what = f"the published figures do not show that {assertion.text}"
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


def taint(plan: Plan, batch: Batch, audited: Mapping[str, int] | None, valid: int | None = None) -> Fraction:
    """The overstatement found at a station as a part of its bound; no record counts as 1, the worst.

    `audited` are the copy's votes, `valid` its valid votes (default: as published). Understatement
    gives a negative taint.
    """
    if audited is None:
        return Fraction(1)
    seen = batch.valid if valid is None else valid
    largest = max(
        (a.score(batch.votes, batch.valid) - a.score(audited, seen)) / margin
        for a, margin in zip(plan.assertions, plan.margins, strict=True)
    )
    bound = plan.bounds[batch.station]
    if bound <= 0:
        return Fraction(0) if largest <= 0 else Fraction(1)
    return largest / bound


def kaplan_markov(total_bound: Fraction, taints: Sequence[Fraction]) -> Fraction | float:
    """Answer: what is the measured risk after these draws? Π (1 − 1/U)/(1 − t); infinite at taint 1."""
    risk = Fraction(1)
    for one in taints:
        if one >= 1:
            return math.inf
        risk *= (1 - 1 / total_bound) / (1 - one)
    return risk


def draws_without_errors(total_bound: Fraction | float, risk_limit: float) -> int:
    """Answer: how many draws confirm the outcome when every copy agrees? ln α / ln(1 − 1/U), up."""
    if total_bound <= 1:
        return 1
    return math.ceil(math.log(risk_limit) / math.log1p(-1 / float(total_bound)))


def bound_for_margin(margin: float) -> float:
    """U for a lead of `margin` as a share of the ballots: 1 + 1/m."""
    return 1 + 1 / margin


def bound_above(share: float, threshold: float) -> float:
    """U for "share above threshold": 1 + f/(share − f)."""
    return 1 + threshold / (share - threshold)


def bound_below(share: float, threshold: float) -> float:
    """U for "share below threshold": 1 + (1 − f)/(f − share)."""
    return 1 + (1 - threshold) / (threshold - share)


def draw_stations(plan: Plan, seed: str, number: int) -> tuple[str, ...]:
    """Draw stations with replacement, in proportion to their error bound (PPEB), by a public seed.

    Stations are laid out in the order of their names; draw i takes the station in whose stretch the
    i-th number of the stream "ppeb" falls. Exact: comparisons are made in fractions.
    """
    source = Randomness(normalise_seed(seed), ("ppeb",))
    names = sorted(name for name, bound in plan.bounds.items() if bound > 0)
    ends, total = [], Fraction(0)
    for name in names:
        total += plan.bounds[name]
        ends.append(total)
    from bisect import bisect_right

    return tuple(
        names[bisect_right(ends, Fraction(source.number(counter)) * total)]
        for counter in range(1, number + 1)
    )


def claim(plan: Plan, risk_limit: float) -> str:
    """What a passed audit proves, and what it does not."""
    margin = min(plan.margins)
    return (
        f"If at least {math.ceil(margin):,} votes of margin were lost between station copies and the "
        "published result, this audit would have failed to confirm with probability at least "
        f"{100 * (1 - risk_limit):g} %. It says nothing about stuffing, pressure on voters, or a false "
        "count before the copy was made."
    )
