"""Thresholds, leads and compound events: probabilities from linear contrasts and joint draws."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import special

from scrutator.counting.arrays import Booleans, Floats, columns
from scrutator.counting.estimation.design import Design
from scrutator.counting.estimation.estimators import Estimate, total
from scrutator.counting.estimation.intervals import NO_VARIATION
from scrutator.counting.estimation.linearisation import Single

DESIGN_BASED = "design-based normal approximation, not a posterior"


@dataclass(frozen=True)
class Chance:
    """A probability with the statistic behind it, or the reason why there is none."""

    probability: float | None
    statistic: float | None
    basis: str = DESIGN_BASED
    no_probability_because: str = ""


def contrast_chance(design: Design, values: object, *, single: Single = "refuse") -> Chance:
    """Answer: how sure is it that the total of a linear contrast is above zero?

    The contrast of a threshold is z = y − f x (the share is above f exactly when the total of z is
    positive), of a lead z = y_a − y_b. t = Ẑ/se(Ẑ) has no ratio bias. The probability is that of
    t, the usual reading of a one-sided confidence level.
    """
    estimate = total(design, columns(values), ("contrast",), single=single)
    if estimate.covariance is None:
        return Chance(None, None, no_probability_because=estimate.no_interval_because)
    error = float(estimate.errors[0])
    if error == 0:
        return Chance(None, None, no_probability_because=NO_VARIATION)
    statistic = float(estimate.values[0]) / error
    return Chance(float(special.stdtr(estimate.degrees_of_freedom, statistic)), statistic)


def above_threshold(
    design: Design, votes: Floats, denominator: Floats, threshold: float, *, single: Single = "refuse"
) -> Chance:
    """Answer: how sure is it that a list's share is above the threshold (0.07 for 7 %)?"""
    return contrast_chance(design, votes - threshold * denominator, single=single)


def ahead(design: Design, first: Floats, second: Floats, *, single: Single = "refuse") -> Chance:
    """Answer: how sure is it that the first list has more votes than the second?"""
    return contrast_chance(design, first - second, single=single)


def joint_draws(estimate: Estimate, *, draws: int = 10_000, seed: int) -> Floats | None:
    """Draw vectors of all quantities from their joint t distribution: (draws, K), None without one.

    Multivariate normal, divided by a common chi factor when the design has few degrees of
    freedom, so that each margin is the t used for the intervals.
    """
    if estimate.covariance is None:
        return None
    generator = np.random.Generator(np.random.PCG64(seed))
    scales, vectors = np.linalg.eigh(estimate.covariance)
    root = vectors * np.sqrt(np.maximum(scales, 0))
    noise = generator.standard_normal((draws, len(estimate.values))) @ root.T
    chi = generator.chisquare(estimate.degrees_of_freedom, draws) / estimate.degrees_of_freedom
    return np.asarray(estimate.values + noise / np.sqrt(chi)[:, None])


def event_chance(
    estimate: Estimate, event: Callable[[Floats], Booleans], *, draws: int = 10_000, seed: int
) -> Chance:
    """Answer: how sure is a compound event, such as a seat outcome or "40 % and 10 points ahead"?

    `event` gets all draws at once (draws, K) and says for each whether the event happens; a seat
    law is handed in this way. The probability is a frequency over the draws.
    """
    sample = joint_draws(estimate, draws=draws, seed=seed)
    if sample is None:
        return Chance(None, None, no_probability_because=estimate.no_interval_because)
    happened = np.asarray(event(sample), dtype=np.float64)
    return Chance(float(happened.mean()), None, f"{DESIGN_BASED}; {draws:,} joint draws, seed {seed}")
