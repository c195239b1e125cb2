"""Weights of the arrived stations: for the design alone, and adjusted for who has not arrived.

Both make the arrived stations stand for all drawn ones: "stratified" within strata; "adjusted"
within strata and within response cells at once, by raking the design weights to both sets of
margins of the drawn sample. Raking keeps the design's strata, which weighting classes alone lose.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from scrutator.counting.arrays import Floats, Integers
from scrutator.counting.night.quickcount import Sample, Statistics

RAKING_ROUNDS = 60
LINEAR_REFUSED = "raking, because a linear weight was not positive"


@dataclass(frozen=True)
class Weights:
    """A weight per atom for its arrived stations.

    `uncovered` is the share of the drawn design weight that stands in groups without any arrival;
    `groups` are the codes whose dummies the variance residuals are taken on (none: no calibration).
    """

    kind: str
    per_atom: Floats
    uncovered: float
    strata: Integers
    groups: tuple[Integers, ...] = ()


def _margins(values: Floats, groups: Integers, count: int) -> Floats:
    return np.bincount(groups, weights=values, minlength=count).astype(np.float64)


def _drawn(sample: Sample) -> Floats:
    """The drawn design weight of each atom."""
    return _margins(sample.weights, sample.atoms, len(sample.atom_weights))


def _scale(weights: Floats, numbers: Integers, drawn: Floats, groups: Integers) -> Floats:
    size = int(groups.max()) + 1
    wanted, have = _margins(drawn, groups, size), _margins(weights * numbers, groups, size)
    factor = np.divide(wanted, have, out=np.zeros(size), where=have > 0)
    return np.asarray(weights * factor[groups])


def _uncovered(numbers: Integers, drawn: Floats, groups: Integers) -> float:
    size = int(groups.max()) + 1
    empty = _margins(numbers.astype(np.float64), groups, size) == 0
    return float(_margins(drawn, groups, size)[empty].sum() / drawn.sum())


def stratified(
    sample: Sample, statistics: Statistics, neighbours: Mapping[str, str] | None = None
) -> Weights:
    """The design's estimator: in each stratum the arrived stand for the drawn."""
    strata = collapsed(sample, statistics, neighbours or {})[sample.atom_strata]
    drawn = _drawn(sample)
    weights = _scale(sample.atom_weights, statistics.numbers, drawn, strata)
    return Weights("stratified", weights, _uncovered(statistics.numbers, drawn, strata), strata)


def adjusted(
    sample: Sample,
    statistics: Statistics,
    neighbours: Mapping[str, str] | None = None,
    *,
    tolerance: float = 1e-6,
) -> Weights:
    """The arrived stand for the drawn within cells and within strata: raking, at most 60 rounds.

    Groups without an arrival cannot be met and are reported as uncovered. Rounds stop when the
    cells are met within `tolerance` of the whole after the strata have been met.
    """
    strata = collapsed(sample, statistics, neighbours or {})[sample.atom_strata]
    cells, drawn, numbers = sample.atom_cells, _drawn(sample), statistics.numbers
    weights = sample.atom_weights
    covered = np.isin(cells, cells[numbers > 0])
    for _ in range(RAKING_ROUNDS):
        weights = _scale(_scale(weights, numbers, drawn, cells), numbers, drawn, strata)
        gap = _margins(weights * numbers - drawn * covered, cells, int(cells.max()) + 1)
        if np.abs(gap).max() <= tolerance * drawn.sum():
            break
    uncovered = max(_uncovered(numbers, drawn, cells), _uncovered(numbers, drawn, strata))
    return Weights("raking", weights, uncovered, strata, (cells, strata))


def linear(sample: Sample, statistics: Statistics, neighbours: Mapping[str, str] | None = None) -> Weights:
    """As `adjusted`, with the regression estimator's weights (GREG) on the strata and the cells.

    One step from the design weights, w (1 + λ'x), least squares where the margins cannot all be met;
    the strata are met at the end. When a linear weight is not positive, raking takes its place and
    the kind says so. (Särndal and Lundström 2005, Estimation in Surveys with Nonresponse.)
    """
    strata = collapsed(sample, statistics, neighbours or {})[sample.atom_strata]
    cells, drawn, numbers = sample.atom_cells, _drawn(sample), statistics.numbers
    dummies = np.concatenate(
        [groups[:, None] == np.unique(groups[numbers > 0]) for groups in (cells, strata)], axis=1
    ).astype(np.float64)
    mass = sample.atom_weights * numbers
    gap = drawn @ dummies - mass @ dummies
    slope = np.linalg.lstsq((dummies * mass[:, None]).T @ dummies, gap, rcond=None)[0]
    weights = sample.atom_weights * (1 + dummies @ slope)
    if (weights[numbers > 0] <= 0).any():
        return replace(adjusted(sample, statistics, neighbours), kind=LINEAR_REFUSED)
    weights = _scale(weights, numbers, drawn, strata)
    uncovered = max(_uncovered(numbers, drawn, cells), _uncovered(numbers, drawn, strata))
    return Weights("linear", weights, uncovered, strata, (cells, strata))


def collapsed(sample: Sample, statistics: Statistics, neighbours: Mapping[str, str]) -> Integers:
    """The stratum each stratum is merged into: itself, or its registered neighbour when thin.

    A stratum with fewer than two arrivals joins the neighbour registered for it before the vote
    (never a random or a convenient one); chains are followed. Without a neighbour it stays alone.
    """
    names = {name: code for code, name in enumerate(sample.stratum_names)}
    arrived = np.bincount(sample.atom_strata, weights=statistics.numbers, minlength=len(names))
    target = np.arange(len(names), dtype=np.int64)
    for code, name in enumerate(sample.stratum_names):
        if name not in neighbours or neighbours[name] not in names:
            continue
        if arrived[target == target[code]].sum() < 2:
            target[target == target[code]] = target[names[neighbours[name]]]
    return target


ADJUSTMENTS = {"raking": adjusted, "linear": linear}
"""How the arrived are made to stand for the drawn, by the name a night file registers."""
