"""Copies against official protocols, station by station, and what the differences do to margins."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import permutations

from scrutator.counting.estimation.intervals import Limits, clopper_pearson
from scrutator.counting.protocols.differences import (
    DEFAULT_LIMITS,
    Difference,
    Tolerance,
    ToleranceLimits,
    compare,
)

Table = Mapping[str, Mapping[str, int]]
"""Station code → list → votes."""


@dataclass(frozen=True)
class MarginEffect:
    """What the compared stations do to one pair of lists.

    `published` is the official margin over all official stations, `net` how much smaller (−) or
    larger (+) the official makes it than the copies on the compared stations, `overstated` the sum of
    overstatements alone. `ratio` is overstated/published: at 1 the found overstatement alone would
    erase the margin; None when the published margin is 0.
    """

    ahead: str
    behind: str
    published: int
    net: int
    overstated: int
    ratio: float | None


@dataclass(frozen=True)
class Reconciled:
    """The comparison of two tables of protocols."""

    compared: int
    without_copy: int
    without_official: tuple[str, ...]
    differences: tuple[Difference, ...]
    classes: Mapping[str, int]
    limits: ToleranceLimits
    exact_rate: Limits | None
    margins: tuple[MarginEffect, ...]
    duplicates: tuple[tuple[str, ...], ...]


def reconcile(official: Table, copies: Table, limits: ToleranceLimits = DEFAULT_LIMITS) -> Reconciled:
    """Answer: do the copies agree with what was published, and could the differences matter?

    Stations are matched by code. The interval of the exact-match rate is Clopper–Pearson and holds
    for the country only if the copies come from a probability sample of stations. The limits divide the
    stations that differ into classes; they are part of the result. Raises C11 for a station whose lists are
    not the same in both.
    """
    both = sorted(set(official) & set(copies))
    differences = tuple(compare(station, official[station], copies[station], limits) for station in both)
    counted = Counter(one.tolerance.name.lower() for one in differences)
    classes = {member.name.lower(): counted[member.name.lower()] for member in Tolerance}
    rate = clopper_pearson(classes["exact"], len(both)) if both else None
    return Reconciled(
        len(both),
        len(set(official) - set(copies)),
        tuple(sorted(set(copies) - set(official))),
        differences,
        classes,
        limits,
        rate,
        _margins(official, differences),
        same_figures(copies),
    )


def _margins(official: Table, differences: tuple[Difference, ...]) -> tuple[MarginEffect, ...]:
    totals: Counter[str] = Counter()
    for votes in official.values():
        totals.update(votes)
    effects = []
    for ahead, behind in permutations(sorted(totals), 2):
        published = totals[ahead] - totals[behind]
        if published < 0 or (published == 0 and ahead > behind):
            continue
        moves = [one.amounts.get(ahead, 0) - one.amounts.get(behind, 0) for one in differences]
        over = sum(move for move in moves if move > 0)
        ratio = over / published if published else None
        effects.append(MarginEffect(ahead, behind, published, sum(moves), over, ratio))
    return tuple(sorted(effects, key=lambda effect: (-totals[effect.ahead], -totals[effect.behind])))


def same_figures(copies: Table, least: int = 3) -> tuple[tuple[str, ...], ...]:
    """Stations whose copies have the same vector of figures: one photo filed twice, or a coincidence.

    Only vectors with at least `least` figures above 9 count; small stations repeat by chance.
    """
    groups: dict[tuple[tuple[str, int], ...], list[str]] = {}
    for station, votes in sorted(copies.items()):
        if sum(value > 9 for value in votes.values()) >= least:
            groups.setdefault(tuple(sorted(votes.items())), []).append(station)
    return tuple(tuple(stations) for stations in groups.values() if len(stations) > 1)
