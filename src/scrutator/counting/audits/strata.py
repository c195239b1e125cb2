"""Audits of several strata, and of stations of which only totals are known.

The outcome is wrong if for some way of dividing the null over the strata every stratum lies at or below its
part; the largest p over all divisions decides (union of intersections). With two strata and fixed bets the
log fortune is concave in the division, so that its ends decide. Sources: Stark, "ALPHA" (2022), section 5;
Stark, "ONEAudit" (arXiv 2303.03335).
"""

from collections.abc import Sequence

from scipy.stats import chi2

from scrutator.counting.audits.bets import bet_on, fixed
from scrutator.counting.audits.martingales import overstatement_assorter


def fisher(p_values: Sequence[float]) -> float:
    """Fisher's combination of independent p-values: needs allocation that does not react across strata."""
    from math import log

    return float(chi2.sf(-2 * sum(log(p) for p in p_values), 2 * len(p_values)))


def two_strata(
    first: Sequence[float], second: Sequence[float], weights: tuple[float, float], stake: float
) -> float:
    """Answer: the risk of "the weighted mean is at most ½" from two strata, drawn with replacement.

    `stake` is the fixed λ in both. The null means e and f with w₁e + w₂f = ½ run from one end of [0, 1] to
    the other; the smallest product of the two fortunes at the end of the draws decides.
    """
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
        product = 1.0
        for value in values:
            product *= 1 + stake * value
        return product
    return bet_on(values, fixed(stake), mean).fortunes[-1] if values else 1.0


def pooled_value(pool_mean: float, seen: float | None, margin: float, upper: float = 1.0) -> float:
    """ONEAudit: the value of a card from a station of which only totals are known.

    Its reported value is the station's mean; `seen` is the card's own, None for a card that was not found,
    which counts as the worst.
    """
    return overstatement_assorter(pool_mean - (0.0 if seen is None else seen), margin, upper)
