"""A time-uniform interval for a rate: it may be looked at after every visit."""

import math


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
