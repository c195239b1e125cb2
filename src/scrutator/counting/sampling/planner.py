"""Planning: the margin of a design and the stations a question needs, from earlier results."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special

from scrutator.counting.arrays import Floats, columns
from scrutator.counting.sampling.allocation import allocate
from scrutator.errors import ScrutatorError


@dataclass(frozen=True)
class Plan:
    """What a design would give: margins and design effects per list, intra-station correlation."""

    stations: int
    allocation: Mapping[str, int]
    margins: Floats
    design_effects: Floats
    correlations: Floats
    cost: float


def stations_for_threshold(spread: float, distance: float, confidence: float = 0.95) -> float:
    """Answer: how many stations show with this one-sided confidence that a list is above a threshold?

    (z·SD/distance)², with the between-station standard deviation of the list's share and its
    distance to the threshold in the same unit; before rounding up and before non-response.
    """
    if not distance > 0:
        raise ScrutatorError("C06", "the list is not above the threshold in the earlier result")
    return float((special.ndtri(confidence) * spread / distance) ** 2)


def stratum_spreads(
    votes: object, denominator: object, strata: Sequence[object], population: Mapping[str, int] | None = None
) -> tuple[Floats, Floats, dict[str, Floats]]:
    """Shares, Σx and the standard deviation of y − R x in each stratum, from earlier results.

    Strata with one station take the standard deviation over all stations. `population` weights
    the strata (default: as many as in the earlier results).
    """
    tops, bottom = columns(votes), np.asarray(denominator, dtype=np.float64)
    labels = np.asarray(strata).astype(str)
    names = sorted(set(labels.tolist()))
    counts = {name: int((labels == name).sum()) for name in names}
    weights = np.array([(population or counts)[name] / counts[name] for name in labels.tolist()])
    shares = weights @ tops / (weights @ bottom)
    away = tops - bottom[:, None] * shares
    overall = away.std(axis=0, ddof=1)
    spreads = {n: away[labels == n].std(axis=0, ddof=1) if counts[n] > 1 else overall for n in names}
    return shares, np.asarray(weights @ bottom), spreads


def plan(
    votes: object,
    denominator: object,
    strata: Sequence[object],
    stations: int,
    *,
    population: Mapping[str, int] | None = None,
    leading: int | None = None,
    response: float = 1.0,
    level: float = 0.95,
    minimum: int = 2,
    costs: tuple[float, float] = (0.0, 1.0),
) -> Plan:
    """Answer: how wide would the intervals be if `stations` were drawn with this stratification?

    From station results of an earlier election or a pilot (votes n × K, denominator n). Allocation
    is proportional, or Neyman for the list with index `leading`. `response` is the share of drawn
    stations expected to report (missing at random: late stations are a bias, not a variance).
    `costs` are a fixed cost and a cost per station.
    """
    tops, bottom = columns(votes), np.asarray(denominator, dtype=np.float64)
    shares, size, spreads = stratum_spreads(tops, bottom, strata, population)
    labels = np.asarray(strata).astype(str)
    sizes = dict(population or {name: int((labels == name).sum()) for name in spreads})
    neyman = None if leading is None else {name: float(value[leading]) for name, value in spreads.items()}
    numbers = allocate(stations, sizes, neyman, minimum=minimum)
    variance = np.zeros(tops.shape[1])
    for name, spread in spreads.items():
        arriving = max(numbers[name] * response, 1.0)
        variance += sizes[name] ** 2 * (1 - arriving / sizes[name]) * spread**2 / arriving
    variance = variance / size**2
    voters = stations * response * float(size) / sum(sizes.values())
    effects = variance / (shares * (1 - shares) / voters)
    correlation = (effects - 1) / (bottom.mean() - 1)
    margins = special.ndtri(0.5 + level / 2) * np.sqrt(variance)
    return Plan(stations, numbers, margins, effects, correlation, costs[0] + costs[1] * stations)


def stations_needed(
    votes: object,
    denominator: object,
    strata: Sequence[object],
    margin: float,
    *,
    column: int,
    minimum: int = 2,
) -> int | None:
    """Answer: how many stations give list `column` a 95 % margin of at most `margin` (0.01 = 1 point)?

    The smallest number under proportional allocation, by bisection; None when even the whole frame
    of the earlier results would not do (it always does: a census has no sampling error).
    """
    labels = np.asarray(strata).astype(str)
    low = minimum * len(set(labels.tolist()))
    high = len(labels)
    if plan(votes, denominator, strata, low, minimum=minimum).margins[column] <= margin:
        return low
    while high - low > 1:
        middle = (low + high) // 2
        enough = plan(votes, denominator, strata, middle, minimum=minimum).margins[column] <= margin
        low, high = (low, middle) if enough else (middle, high)
    return high


@dataclass(frozen=True)
class DomainNeed:
    """Stations needed inside a domain, and in the whole country if the draw is proportional."""

    inside: int
    whole: int


def stations_for_domain(
    votes: object,
    denominator: object,
    strata: Sequence[object],
    inside: Sequence[bool],
    margin: float,
    *,
    column: int,
) -> DomainNeed | None:
    """Answer: how many stations give list `column` this 95 % margin in a part of the country?

    `inside` marks the earlier results of the domain. A proportional draw must be larger by the
    domain's part of all stations; oversampling the domain needs only `inside` of them.
    """
    chosen = np.asarray(inside, dtype=np.bool_)
    labels = np.asarray(strata).astype(str)[chosen]
    tops, bottom = columns(votes)[chosen], np.asarray(denominator, dtype=np.float64)[chosen]
    needed = stations_needed(tops, bottom, labels.tolist(), margin, column=column)
    if needed is None:
        return None
    return DomainNeed(needed, int(np.ceil(needed * len(chosen) / chosen.sum())))
