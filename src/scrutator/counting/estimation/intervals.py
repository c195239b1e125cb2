"""Confidence intervals, each with its kind; an undefined interval says why instead of being ±0."""

from dataclasses import dataclass

import numpy as np
from scipy import special


@dataclass(frozen=True)
class Limits:
    """Lower and upper limit and the kind of interval, e.g. "95 % Korn–Graubard"."""

    low: float
    high: float
    kind: str


@dataclass(frozen=True)
class NoInterval:
    """There is no interval, and this is why."""

    because: str


Result = Limits | NoInterval
NO_VARIATION = (
    "no sampling error was found, all units were drawn or those drawn do not vary: an interval of width 0 "
    "would claim too much"
)


def percent(level: float) -> str:
    """The level as it is printed: 0.95 → "95 %"."""
    return f"{100 * level:g} %"


def quantile(level: float, degrees_of_freedom: float) -> float:
    """The two-sided t quantile with the design's degrees of freedom."""
    return float(special.stdtrit(degrees_of_freedom, 0.5 + level / 2))


def wald(value: float, error: float, degrees_of_freedom: float, level: float = 0.95) -> Result:
    """The symmetric t interval, for shares far from 0 and 1."""
    if not np.isfinite(error):
        return NoInterval("the standard error is undefined")
    if error == 0:
        return NoInterval(NO_VARIATION)
    if degrees_of_freedom < 1:
        return NoInterval("the design leaves no degrees of freedom")
    half = quantile(level, degrees_of_freedom) * error
    return Limits(value - half, value + half, f"{percent(level)} design-based (t)")


def logit(share: float, error: float, degrees_of_freedom: float, level: float = 0.95) -> Result:
    """The t interval on the log-odds, transformed back: stays inside 0 and 1."""
    if not 0 < share < 1:
        return NoInterval("no case, or nothing but cases: the log-odds are undefined")
    if degrees_of_freedom < 1 or not np.isfinite(error):
        return NoInterval("the design leaves no degrees of freedom")
    half = quantile(level, degrees_of_freedom) * error / (share * (1 - share))
    centre = np.log(share / (1 - share))
    low, high = (1 / (1 + np.exp(-(centre + side * half))) for side in (-1, 1))
    return Limits(float(low), float(high), f"{percent(level)} logit")


def clopper_pearson(cases: float, stations: float, level: float = 0.95) -> Limits:
    """The exact binomial interval; `cases` and `stations` may be effective (fractional) sizes."""
    alpha = 1 - level
    low = float(special.betaincinv(cases, stations - cases + 1, alpha / 2)) if cases > 0 else 0.0
    high = float(special.betaincinv(cases + 1, stations - cases, 1 - alpha / 2)) if cases < stations else 1.0
    return Limits(low, high, f"{percent(level)} Clopper–Pearson")


def korn_graubard(
    share: float,
    error: float,
    stations: int,
    degrees_of_freedom: float,
    level: float = 0.95,
    *,
    cap: bool = True,
    zero_design_effect: float | None = None,
) -> Result:
    """Answer: between which shares does a rare event lie, in a complex sample?

    Korn and Graubard (1998): Clopper–Pearson at the effective size p(1−p)/v, corrected for the
    degrees of freedom. `cap` keeps the effective size at or below the number of stations (R's
    "beta" does not cap). With no case (or only cases) the effective size is undefined; then
    `zero_design_effect`, the design effect of a comparable item, must be given.
    """
    if degrees_of_freedom < 1:
        return NoInterval("the design leaves no degrees of freedom")
    ratio = quantile(level, stations - 1) / quantile(level, degrees_of_freedom) if stations > 1 else 1.0
    if 0 < share < 1 and error > 0:
        effective = share * (1 - share) / error**2 * ratio**2
    elif zero_design_effect is not None:
        effective = stations / zero_design_effect * ratio**2
    else:
        return NoInterval("no variation was seen: give the design effect of a comparable item")
    effective = min(effective, stations) if cap else effective
    limits = clopper_pearson(share * effective, effective, level)
    return Limits(limits.low, limits.high, f"{percent(level)} Korn–Graubard")


def likelihood(
    share: float, error: float, stations: int, degrees_of_freedom: float, level: float = 0.95
) -> Result:
    """The working-likelihood interval with Rao–Scott scaling, as R's svyciprop "likelihood".

    The binomial deviance at the effective size reaches t² n/(n − 1), the last factor being the
    dispersion of the quasi-binomial model. R's printed limits differ from this exact solution in
    the sixth digit, probably because R interpolates the profile by a spline.
    """
    if not 0 < share < 1 or degrees_of_freedom < 1 or not error > 0:
        return NoInterval("no variation was seen: the likelihood interval is undefined")
    from scipy import optimize

    effective = share * (1 - share) / error**2
    bound = quantile(level, degrees_of_freedom) ** 2 * stations / (stations - 1)

    def beyond(other: float) -> float:
        divergence = share * np.log(share / other) + (1 - share) * np.log((1 - share) / (1 - other))
        return float(2 * effective * divergence - bound)

    low = float(optimize.brentq(beyond, 1e-15, share, xtol=1e-15))
    high = float(optimize.brentq(beyond, share, 1 - 1e-15, xtol=1e-15))
    return Limits(low, high, f"{percent(level)} likelihood ratio")


def upper_bound_when_none_seen(stations: int, level: float = 0.95, sensitivity: float = 1.0) -> float:
    """Answer: with no case in n random stations, how common could it be (exact, one-sided)?

    1 − (1 − level)^(1/n), which the rule of three 3/n approximates; divided by the probability
    that an observer sees the thing where it happens (capped at 1).
    """
    return min(1.0, float(1 - (1 - level) ** (1 / stations)) / sensitivity)
