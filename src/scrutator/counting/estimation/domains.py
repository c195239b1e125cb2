"""Parts of the country, registered before the vote, with one error rate for the whole family."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special

from scrutator.counting.arrays import Floats
from scrutator.counting.estimation.design import Design
from scrutator.counting.estimation.estimators import Estimate, ratio
from scrutator.counting.estimation.intervals import Result
from scrutator.counting.estimation.linearisation import Single


@dataclass(frozen=True)
class Domain:
    """The estimate in one domain, its own intervals and those that hold for all domains at once."""

    name: str
    stations: int
    estimate: Estimate
    intervals: tuple[Result, ...]
    simultaneous: tuple[Result, ...]


def domain_ratios(
    design: Design,
    numerators: Floats,
    denominator: Floats,
    domains: Sequence[object],
    names: Sequence[str],
    *,
    level: float = 0.95,
    single: Single = "refuse",
) -> tuple[Domain, ...]:
    """Answer: what are the shares in each domain, with familywise (Bonferroni) intervals?

    The family is domains × quantities, so that with probability at least `level` every
    simultaneous interval holds. Domain sizes are random; stations outside count with value 0.
    """
    labels = np.asarray(domains).astype(str)
    found = sorted(set(labels.tolist()))
    family = 1 - (1 - level) / max(len(found) * len(names), 1)
    results = []
    for name in found:
        inside = labels == name
        estimate = ratio(design, numerators, denominator, names, domain=inside, single=single)
        both = (estimate.intervals(level), estimate.intervals(family))
        results.append(Domain(name, int(inside.sum()), estimate, *both))
    return tuple(results)


def holm(p_values: Mapping[str, float]) -> dict[str, float]:
    """Adjusted p-values of a family of tests, in the order given (Holm 1979)."""
    ordered = sorted(p_values, key=lambda name: (p_values[name], name))
    adjusted: dict[str, float] = {}
    worst = 0.0
    for rank, name in enumerate(ordered):
        worst = max(worst, min(1.0, (len(ordered) - rank) * p_values[name]))
        adjusted[name] = worst
    return {name: adjusted[name] for name in p_values}


def compare_with_official(estimate: Estimate, official: Mapping[str, float]) -> dict[str, float]:
    """Answer: which official figures disagree with the estimate, over the whole family?

    Two-sided t-test per quantity that is in `official`, adjusted by Holm. Shares and turnout
    belong into one family: both were outside their intervals in Ghana 2012 and 2016.
    """
    p_values = {}
    for name, value, error in zip(estimate.names, estimate.values, estimate.errors, strict=True):
        if name in official and error > 0:
            distance = abs(value - official[name]) / error
            p_values[name] = float(2 * special.stdtr(estimate.degrees_of_freedom, -distance))
    return holm(p_values)
