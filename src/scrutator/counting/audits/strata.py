"""Audits of two strata: their p-values may not be looked at alone, for an error may lie in either.

The outcome is wrong if for some way of dividing the null over the strata every stratum lies at or below its
part; the largest p over all divisions decides (union of intersections). Sources: Stark, "ALPHA" (2022),
section 5; Ottoboni, Stark, Lindeman and McBurnett, "Risk-limiting audits by stratified union-intersection
tests of elections (SUITE)" (2018).
"""

import heapq
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from scrutator.counting.audits.bets import bet_on, fixed
from scrutator.counting.audits.cards_needed import comparison_risk

CLOSE = 1e-7  # how far the printed risk may lie above the true one
MOST_PIECES = 20_000
STAKE = 0.75  # the fixed bet of the product


@dataclass(frozen=True)
class Compared:
    """A stratum whose cards were each held against their record: cards in it, drawn, and what differed."""

    cards: int
    drawn: int
    over_one: int = 0
    over_two: int = 0
    under_one: int = 0
    under_two: int = 0

    def risk(self, error: float) -> float:
        """p of "the records overstate the margin by at least `error` votes": falls as the error grows."""
        if error <= 0:
            return 1.0
        seen = (self.over_one, self.over_two, self.under_one, self.under_two)
        names = ("over_one", "over_two", "under_one", "under_two")
        margin = min(error / self.cards, 2.0)
        return comparison_risk(self.drawn, margin, **dict(zip(names, seen, strict=True)))


@dataclass(frozen=True)
class Polled:
    """A stratum whose drawn cards were read without a record, without replacement."""

    cards: int
    winner: int
    loser: int
    drawn: int
    drawn_winner: int
    drawn_loser: int

    def risk(self, error: float) -> float:
        """p of "the true margin is at most the published one less `error`": falls as the error grows.

        The likelihood of the sample under the published numbers over the largest under the null, whose number
        of cards for neither is unknown (SUITE, section 2.4; counts as real numbers, which never lowers it).
        """
        margin = self.winner - self.loser - error
        neither = self.drawn - self.drawn_winner - self.drawn_loser
        others = self.cards - self.winner - self.loser
        if self.drawn_winner > self.winner or self.drawn_loser > self.loser or neither > others:
            return 1.0  # more were read than were published: the published numbers cannot be right
        low = max(self.drawn_winner, self.drawn_loser + margin)
        high = (self.cards - neither + margin) / 2
        if margin >= (self.drawn_winner - self.drawn_loser) / max(self.drawn, 1) * self.cards:
            return 1.0  # the sample itself speaks for such a margin
        if low > high:
            return 0.0  # no margin as small is possible with these cards
        reported = _arrangements(self.winner, self.drawn_winner) + _arrangements(self.loser, self.drawn_loser)
        reported += _arrangements(others, neither)

        def likelihood(count: float) -> float:
            found = _arrangements(count, self.drawn_winner) + _arrangements(count - margin, self.drawn_loser)
            return found + _arrangements(self.cards - 2 * count + margin, neither)

        return min(1.0, math.exp(min(_largest(likelihood, low, high) - reported, 0.0)))


def suite(compared: Compared, polled: Polled, margin: int) -> float:
    """Answer: the risk of a published lead of `margin` votes over both strata together?

    Fisher's combination, the largest over all divisions of the lead. Cut into pieces on which neither p can
    be above its end's: the answer is at most 1e-7 above the true largest, never below it.
    """
    least = 1 - (polled.cards + polled.winner - polled.loser) / margin
    most = 2 * compared.cards / margin

    @cache
    def parts(share: float) -> tuple[float, float]:
        return compared.risk(share * margin), polled.risk((1 - share) * margin)

    def ends(low: float, high: float) -> tuple[float, float]:
        """The largest p on a piece, at most; and one that is reached on it."""
        first, second = zip(parts(low), parts(high), strict=True)
        return fisher((first[0], second[1])), max(
            fisher((first[0], second[0])), fisher((first[1], second[1]))
        )

    above, reached = ends(least, most)
    pieces = [(-above, least, most)]
    for _ in range(MOST_PIECES):
        if -pieces[0][0] <= reached + CLOSE:
            break
        _, low, high = heapq.heappop(pieces)
        middle = (low + high) / 2
        for one, other in ((low, middle), (middle, high)):
            at_most, found = ends(one, other)
            reached = max(reached, found)
            heapq.heappush(pieces, (-at_most, one, other))
    return min(1.0, -pieces[0][0])


def product(first: Polled, second: Polled) -> float:
    """Answer: the risk of a published lead over two polled strata, cards drawn with replacement?

    The product of their fortunes with one fixed bet, the smallest over all divisions of the lead.
    """
    strata = (first, second)
    whole = sum(one.cards for one in strata)
    values = [
        [1.0] * one.drawn_winner
        + [0.0] * one.drawn_loser
        + [0.5] * (one.drawn - one.drawn_winner - one.drawn_loser)
        for one in strata
    ]
    return two_strata(values[0], values[1], (first.cards / whole, second.cards / whole), STAKE)


def fisher(p_values: Sequence[float]) -> float:
    """Fisher's combination of independent p-values: needs allocation that does not react across strata."""
    if min(p_values) <= 0:
        return 0.0
    # The upper tail of χ² with 2S degrees has a closed form: e^(−h) Σ h^i/i!, i < S.
    half = -sum(math.log(p) for p in p_values)
    return math.exp(-half) * sum(half**i / math.factorial(i) for i in range(len(p_values)))


def two_strata(
    first: Sequence[float], second: Sequence[float], weights: tuple[float, float], stake: float
) -> float:
    """Answer: the risk of "the weighted mean is at most ½" from two strata, drawn with replacement.

    `stake` is the fixed λ in both, at most 1, so that none is cut. The null means e and f with w₁e + w₂f = ½
    run from one end of [0, 1] to the other; the log of the product is concave on the way, and the smaller of
    its ends decides. Raises ValueError for another stake.
    """
    if not 0 < stake <= 1:
        raise ValueError("a stake above 0 and at most 1")
    ends = []
    for mean in (0.0, 1.0):
        other = (0.5 - weights[0] * mean) / weights[1]
        if not 0 <= other <= 1:
            edge = min(max(other, 0.0), 1.0)
            mean, other = (0.5 - weights[1] * edge) / weights[0], edge
        ends.append(_last(first, mean, stake) * _last(second, other, stake))
    return min(1.0, 1 / min(ends)) if min(ends) > 0 else 1.0


def _last(values: Sequence[float], mean: float, stake: float) -> float:
    if mean <= 0:  # the stake is cut to 1/μ, which no stake exceeds at μ = 0: factors are 1 + λx
        return math.prod(1 + stake * value for value in values)
    return bet_on(values, fixed(stake), mean).fortunes[-1] if values else 1.0


def _arrangements(whole: float, drawn: int) -> float:
    """ln of whole · (whole − 1) ⋯ (whole − drawn + 1)."""
    return math.lgamma(whole + 1) - math.lgamma(max(whole - drawn, 0.0) + 1) if drawn else 0.0


def _largest(likelihood: Callable[[float], float], low: float, high: float) -> float:
    """The largest value of a concave function, by golden sections."""
    part = (math.sqrt(5) - 1) / 2
    one, other = high - part * (high - low), low + part * (high - low)
    at_one, at_other = likelihood(one), likelihood(other)
    for _ in range(60):
        if at_one < at_other:
            low, one, at_one = one, other, at_other
            other = low + part * (high - low)
            at_other = likelihood(other)
        else:
            high, other, at_other = other, one, at_one
            one = high - part * (high - low)
            at_one = likelihood(one)
    return max(at_one, at_other)
