"""One core of martingales with their bets, for cards and for values without replacement.

M starts at 1 and each value multiplies it by 1 + λ (x − μ), with μ the largest mean the value can have if the
assertion is false, given the past, and λ in [0, 1/μ] chosen from the past alone. By Ville's inequality M ever
reaches 1/α with probability at most α, so one may look after every draw. ALPHA, Kaplan–Wald, aGRAPA and the
plug-in bet are choices of λ. Sources: Stark, "ALPHA" (2022); Waudby-Smith and Ramdas, "Estimating means of
bounded random variables by betting" (2023).
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Bet = Callable[[Sequence[float], float], float]
"""From the values seen before and the present null mean: the stake λ."""
SURE = math.inf
NEARLY = 1 - 2**-52


@dataclass(frozen=True)
class Martingale:
    """The fortune after every draw; infinite once what is left can no longer make the assertion false."""

    fortunes: tuple[float, ...]

    @property
    def risk(self) -> float:
        """The measured risk: 1 over the largest fortune on the way, at most 1. Valid whenever one looks."""
        return 1 / max((1.0, *self.fortunes))


def null_means(values: Sequence[float], null_mean: float, population: int | None) -> list[float]:
    """μ before every draw: constant with replacement; else what the null leaves for each unit not yet drawn.

    Raises ValueError for more values than units.
    """
    if population is None:
        return [null_mean] * len(values)
    if len(values) > population:
        raise ValueError("more draws than units")
    means, left = [], population * null_mean
    for drawn, value in enumerate(values):
        means.append(left / (population - drawn))
        left -= value
    return means


def bet_on(
    values: Sequence[float], bet: Bet, null_mean: float = 0.5, population: int | None = None
) -> Martingale:
    """Answer: what has this bet gained after each of these values, in their order?

    Stakes are cut to [0, 1/μ]. Where μ is negative, or the last unit leaves the sum above the null, the
    assertion is certain. Raises ValueError for a negative value: two of them would look like evidence.
    """
    if any(value < 0 for value in values):
        raise ValueError("a value is negative: a bound was broken")
    means, now, found = null_means(values, null_mean, population), 1.0, []
    total = 0.0
    for place, (value, mean) in enumerate(zip(values, means, strict=True)):
        if mean < -1e-12:
            now = SURE
        elif mean > 1e-12:
            stake = min(max(bet(values[:place], mean), 0.0), 1 / mean)
            now *= max(1 + stake * (value - mean), 0.0)
        total += value
        if population is not None and total > population * null_mean + 1e-9:
            now = SURE
        found.append(now)
    return Martingale(tuple(found))


def fixed(stake: float) -> Bet:
    """The same λ at every draw."""
    return lambda _, __: stake


def alpha(estimate: Callable[[Sequence[float], float], float], upper: float) -> Bet:
    """ALPHA: λ = (η/μ − 1)/(u − μ) for an alternative mean η from the past, in [μ, u]."""

    def bet(past: Sequence[float], mean: float) -> float:
        if mean >= upper:
            return 0.0
        return (min(max(estimate(past, mean), mean), upper) / mean - 1) / (upper - mean)

    return bet


def fixed_alternative(share: float, upper: float = 1.0) -> Bet:
    """ALPHA with a fixed alternative: with values 0, ½, 1 and the reported share this is BRAVO."""
    return alpha(lambda _, __: share, upper)


def shrinkage(
    start: float,
    upper: float = 1.0,
    *,
    weight: float = 100,
    least: float = 0.01,
    pull: float = 0.0,
    smallest_spread: float = 1e-3,
) -> Bet:
    """ALPHA with truncated shrinkage: η between the reported mean `start` and what was seen.

    `weight` is how many draws the report counts for, `least` how far η stays above μ (e = c/√(d + n − 1)),
    `pull` a weight towards the upper bound divided by the spread of the past.
    """

    def estimate(past: Sequence[float], mean: float) -> float:
        seen = len(past)
        value = (weight * start + sum(past)) / (weight + seen)
        if pull:
            spread = max(_spread(past), smallest_spread) if seen > 1 else 1.0
            value = (value + upper * pull / spread) / (1 + pull / spread)
        return min(upper * NEARLY, max(value, mean + least / math.sqrt(weight + seen)))

    return alpha(estimate, upper)


def agrapa(first: float = 0.5, cap: float = 0.9) -> Bet:
    """Approximate growth-rate adaptive: λ = (x̄ − μ)/(s² + (x̄ − μ)²) of the past, at most cap/μ."""

    def bet(past: Sequence[float], mean: float) -> float:
        if not past:
            return min(first, cap / mean)
        away = sum(past) / len(past) - mean
        size = _spread(past) ** 2 + away**2
        return min(max(away / size, 0.0), cap / mean) if size else 0.0

    return bet


def kaplan_wald(padding: float = 0.1) -> Bet:
    """λ = (1 − g)/μ: the factor (1 − g) x/μ + g survives zeros."""
    return lambda _, mean: (1 - padding) / mean


def padded(padding: float = 0.1) -> Bet:
    """λ = 1/(μ + g): padded Kaplan–Markov, factor (x + g)/(μ + g); without replacement Kaplan–Kolmogorov."""
    return lambda _, mean: 1 / (mean + padding)


def best_bet(margin: float, by_one: float, by_two: float) -> float:
    """COBRA (arXiv 2304.01010): the fixed λ with the largest expected growth of a comparison of cards.

    `margin` is v/u; the rates are shares of cards that overstate by one vote and by two. A clean card gives
    a = 1/(2 − v/u), one vote too many a/2, two 0. The growth is concave: its derivative's zero, found by
    halving; 0 where no bet gains.
    """
    clean, low, high = 1 / (2 - margin), 0.0, 2.0

    def slope(stake: float) -> float:
        parts = ((1 - by_one - by_two, clean - 0.5), (by_one, clean / 2 - 0.5), (by_two, -0.5))
        return sum(rate * gain / max(1 + stake * gain, 1e-300) for rate, gain in parts)

    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if slope(middle) > 0 else (low, middle)
    return low


def plug_in(limit: float, cap: float) -> Bet:
    """The predictable plug-in of Waudby-Smith and Ramdas: √(2 ln(2/α)/(s² n ln(n + 1))), at most `cap`."""

    def bet(past: Sequence[float], _: float) -> float:
        squares, total = 0.25, 0.5
        for place, value in enumerate(past, start=1):
            total += value
            squares += (value - total / (place + 1)) ** 2
        draw = len(past) + 1
        variance = squares / draw
        return min(cap, math.sqrt(2 * math.log(2 / limit) / (variance * draw * math.log(draw + 1))))

    return bet


def _spread(past: Sequence[float]) -> float:
    """The standard deviation with divisor n."""
    mean = sum(past) / len(past)
    return math.sqrt(sum((value - mean) ** 2 for value in past) / len(past))


def mixture(martingales: Sequence[Martingale]) -> Martingale:
    """The average of several fortunes: it needs no guess, and lives while one of them does."""
    columns = zip(*(one.fortunes for one in martingales), strict=True)
    return Martingale(tuple(sum(column) / len(column) for column in columns))
