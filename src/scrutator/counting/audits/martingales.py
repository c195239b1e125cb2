"""Sequential tests for audits and monitoring: Kaplan–Markov, Kaplan–Wald, ALPHA, betting, BRAVO.

Nonnegative values x with null mean at most t. Each function returns p-values after every draw or the
final one; sampling is with replacement. Sources: Stark, "ALPHA: Audit that learns from previously
hand-audited ballots" (2022); Waudby-Smith and Ramdas, "Estimating means of bounded random variables
by betting" (2023); Lindeman, Stark and Yates, "BRAVO" (2012); Stark, "Super-simple" (2010).
"""

import math
from collections.abc import Sequence


def kaplan_markov_mean(
    values: Sequence[float], null_mean: float = 0.5, padding: float = 0.0, *, random_order: bool = True
) -> float:
    """p-value of "mean ≤ t" by Π (t + g)/(x + g); the best over the draws when they came in random order."""
    _check(min(values, default=0.0) >= 0 and padding >= 0, "x ≥ 0 and g ≥ 0")
    product, best = 1.0, 1.0
    for value in values:
        # A value of 0 without padding ends the test for ever; what was reached before stays.
        product *= (null_mean + padding) / (value + padding) if value + padding > 0 else math.inf
        best = min(best, product)
    return min(1.0, best if random_order else product)


def kaplan_wald_mean(
    values: Sequence[float], null_mean: float = 0.5, padding: float = 0.0, *, random_order: bool = True
) -> float:
    """p-value of "mean ≤ t" by Π [(1 − g) x/t + g]; the best over the draws in random order."""
    _check(min(values, default=0.0) >= 0 and 0 <= padding <= 1, "x ≥ 0 and g in [0, 1]")
    product, best = 1.0, 1.0
    for value in values:
        product *= (1 - padding) * value / null_mean + padding
        best = max(best, product)
    reached = best if random_order else product
    return min(1.0, 1 / reached) if reached > 0 else 1.0


def alpha_martingale(
    values: Sequence[float], alternative: float, upper: float = 1.0, null_mean: float = 0.5
) -> list[float]:
    """The ALPHA test with a fixed alternative η: p-value after each draw.

    Each factor is (x/t)(η − t)/(u − t) + (u − η)/(u − t); the p-value is 1/(largest product so far).
    """
    _check(min(values, default=0.0) >= 0 and null_mean <= alternative <= upper, "x ≥ 0 and η in [t, u]")
    product, best, p_values = 1.0, 1.0, []
    for value in values:
        up = (alternative - null_mean) / (upper - null_mean)
        product *= value / null_mean * up + (upper - alternative) / (upper - null_mean)
        best = max(best, product)
        p_values.append(1 / best)
    return p_values


def betting_martingale(values: Sequence[float], bet: float, null_mean: float = 0.5) -> list[float]:
    """The betting test with a fixed bet λ: 1/Π (1 + λ(x − t)) after each draw, unadjusted for looking.

    Every value may be 0 (a missing copy) as long as λ t < 1, so the test survives missing records.
    Needs x ≥ 0 and 0 ≤ λ ≤ 1/t: else a factor could be negative, and two of them look like evidence.
    """
    _check(min(values, default=0.0) >= 0 and 0 <= bet * null_mean <= 1, "x ≥ 0 and 0 ≤ λ ≤ 1/t")
    product, p_values = 1.0, []
    for value in values:
        product *= 1 + bet * (value - null_mean)
        p_values.append(math.inf if product <= 0 else 1 / product)
    return p_values


def _check(holds: bool, condition: str) -> None:
    """A test outside its conditions has no meaning: refuse it, never compute on."""
    if not holds:
        raise ValueError(f"the test needs {condition}")


def overstatement_assorter(overstatement: float, margin: float, upper: float = 1.0) -> float:
    """The overstatement assorter (1 − ω/u)/(2 − v/u) of comparison audits (SHANGRLA, section 3.2)."""
    return (1 - overstatement / upper) / (2 - margin / upper)


def bravo_expected_ballots(winner_share: float, risk_limit: float) -> float:
    """The average sample number of a BRAVO ballot poll between two candidates.

    (ln(1/α) + z_w/2)/(p_w z_w + p_l z_l), z_w = ln 2p_w, z_l = ln 2p_l.
    """
    loser = 1 - winner_share
    up, down = math.log(2 * winner_share), math.log(2 * loser)
    return (math.log(1 / risk_limit) + up / 2) / (winner_share * up + loser * down)


def comparison_risk(
    draws: int,
    margin: float,
    gamma: float = 1.03905,
    *,
    over_one: int = 0,
    over_two: int = 0,
    under_one: int = 0,
    under_two: int = 0,
) -> float:
    """Kaplan–Markov p-value of a ballot comparison audit (Stark 2010, "super-simple")."""
    risk = (1 - margin / (2 * gamma)) ** draws
    risk *= (1 - 1 / (2 * gamma)) ** -over_one * (1 - 1 / gamma) ** -over_two
    return min(1.0, risk * (1 + 1 / (2 * gamma)) ** -under_one * (1 + 1 / gamma) ** -under_two)


def comparison_draws(
    risk_limit: float, margin: float, gamma: float = 1.03905, *, over_one: int = 0, over_two: int = 0
) -> int:
    """The sample of a ballot comparison audit that meets the limit with these overstatements.

    The closed form with −m/2γ for ln(1 − m/2γ), which never gives too small a sample.
    """
    needed = math.log(risk_limit) + over_one * math.log(1 - 1 / (2 * gamma))
    needed += over_two * math.log(1 - 1 / gamma)
    return max(over_one + over_two, math.ceil(-2 * gamma * needed / margin))


def confidence_sequence(
    cases: int, visits: int, level: float = 0.95, prior: float = 0.5
) -> tuple[float, float]:
    """A time-uniform interval for a rate: may be looked at after every visit (beta-binomial mixture).

    All rates p with mixture likelihood ratio below 1/(1 − level); Beta(prior, prior) mixing
    (Robbins 1970; Howard et al. 2021). Wider than a fixed-n interval: the price of looking.
    """
    from scipy import optimize, special

    log_mixture = special.betaln(cases + prior, visits - cases + prior) - special.betaln(prior, prior)
    limit = math.log(1 / (1 - level))

    def excess(rate: float) -> float:
        log_null = special.xlogy(cases, rate) + special.xlog1py(visits - cases, -rate)
        return float(log_mixture - log_null - limit)

    if visits == 0:
        return 0.0, 1.0
    middle = cases / visits
    low = 0.0 if cases == 0 else float(optimize.brentq(excess, 1e-300, middle))
    high = 1.0 if cases == visits else float(optimize.brentq(excess, middle, 1 - 1e-16))
    return low, high
