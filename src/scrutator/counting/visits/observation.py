"""Statistics of observation visits: who chose the station decides what may be said.

A percentage of visits is always a fact about the visits. It is an estimate for the country only
when the stations were a probability sample; for routes chosen by the team a model may be shown,
labelled as one; for stations chosen by the host nothing beyond the visits can be said.
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

import numpy as np

from scrutator.counting.arrays import Floats
from scrutator.counting.estimation.design import make_design
from scrutator.counting.estimation.estimators import mean
from scrutator.counting.estimation.intervals import (
    Limits,
    NoInterval,
    Result,
    clopper_pearson,
    korn_graubard,
)


class Selection(StrEnum):
    """How the station of a visit was chosen."""

    PROBABILITY = "probability sample"
    TEAM = "team's own route"
    HOST = "chosen by the host"
    COMPLAINT = "sent by a complaint"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Visit:
    """One answer to one question at one visit; `answer` None when it was not observed or not asked.

    `weight` and `stratum` matter for probability samples alone, `cell` (for example "urban / large")
    for the modelled rate.
    """

    station: str
    team: str
    selection: Selection
    answer: bool | None
    stratum: str = "all"
    weight: float = 1.0
    cell: str = ""


@dataclass(frozen=True)
class Rate:
    """A rate of visits with its honest denominator and the strongest words it can support.

    `cases` of `answered` visits; `not_answered` were made and gave no answer. `of_visits` is a
    cluster interval by team for "of visits", `of_stations` an interval for all stations of the frame
    or the reason why there is none.
    """

    selection: Selection
    visits: int
    answered: int
    not_answered: int
    stations: int
    teams: int
    cases: int
    conflicting: int
    of_visits: Result
    of_stations: Result
    words: str


def rates(visits: Sequence[Visit], *, level: float = 0.95) -> tuple[Rate, ...]:
    """Answer: in how many visits was it seen, and what follows for the country? One rate per selection.

    Several teams at one station count once for the station: a case if any of them saw it, and
    `conflicting` counts stations where they disagree. Selections are never pooled.
    """
    groups: dict[Selection, list[Visit]] = defaultdict(list)
    for visit in visits:
        groups[visit.selection].append(visit)
    return tuple(_rate(kind, groups[kind], level) for kind in Selection if kind in groups)


def _rate(kind: Selection, visits: Sequence[Visit], level: float) -> Rate:
    answered = [visit for visit in visits if visit.answer is not None]
    by_station: dict[str, list[Visit]] = defaultdict(list)
    for visit in answered:
        by_station[visit.station].append(visit)
    seen = {station: any(visit.answer for visit in group) for station, group in by_station.items()}
    conflicting = sum(len({visit.answer for visit in group}) > 1 for group in by_station.values())
    cases = sum(bool(visit.answer) for visit in answered)
    teams = len({visit.team for visit in answered})
    of_stations = _of_stations(kind, by_station, seen, level)
    words = f"{cases} of {len(answered)} visits"
    if isinstance(of_stations, NoInterval):
        words += f" ({kind.value}); of visits, not of all stations"
    return Rate(
        kind,
        len(visits),
        len(answered),
        len(visits) - len(answered),
        len(by_station),
        teams,
        cases,
        conflicting,
        _of_visits(answered, level),
        of_stations,
        words,
    )


def _of_visits(answered: Sequence[Visit], level: float) -> Result:
    """A Korn–Graubard interval with teams as clusters: one team's visits resemble each other."""
    if len({visit.team for visit in answered}) < 2:
        return NoInterval("one team: its visits cannot show how teams differ")
    values = np.array([float(bool(visit.answer)) for visit in answered])
    design = make_design(1.0, strata=["all"] * len(answered), clusters=[visit.team for visit in answered])
    found = mean(design, values)
    freedom = found.degrees_of_freedom
    return korn_graubard(float(found.values[0]), float(found.errors[0]), len(answered), freedom, level)


def _of_stations(
    kind: Selection, by_station: Mapping[str, Sequence[Visit]], seen: Mapping[str, bool], level: float
) -> Result:
    if kind is not Selection.PROBABILITY:
        return NoInterval(f"{kind.value}: a rate of visits says nothing certain about other stations")
    if len(seen) < 2:
        return NoInterval("fewer than two stations were answered for")
    first = [by_station[station][0] for station in sorted(by_station)]
    values = np.array([float(seen[visit.station]) for visit in first])
    design = make_design([visit.weight for visit in first], strata=[visit.stratum for visit in first])
    if not values.any() or values.all():
        return clopper_pearson(float(values.sum()), len(values), level)
    found = mean(design, values, single="centre")
    freedom = found.degrees_of_freedom
    return korn_graubard(float(found.values[0]), float(found.errors[0]), len(values), freedom, level)


def chance_to_see(stations: int, rate: float, *, sensitivity: float = 1.0) -> float:
    """Answer: with what probability would n random stations show at least one case of this rate?"""
    return float(1 - (1 - rate * sensitivity) ** stations)


def most_when_none_seen(visited: int, stations: int, level: Fraction = Fraction(95, 100)) -> int:
    """Answer: with no case in `visited` of `stations` drawn at random, how many could have one?

    The largest D with C(N − D, n)/C(N, n) > 1 − level, in exact whole numbers (hypergeometric, drawn
    without replacement, one look at the end). 0 when all were visited, which the binomial bound
    1 − (1 − level)^(1/n) does not know. Assumes that a case is seen where there is one.
    """
    if not 0 <= visited <= stations:
        raise ValueError(f"{visited} of {stations} stations were visited")

    def possible(cases: int) -> bool:
        # Read from the smaller side: C(N − n, D)/C(N, D) is the same number.
        few, many = sorted((cases, visited))
        unseen, all_ways = math.comb(stations - many, few), math.comb(stations, few)
        return unseen > (1 - level) * all_ways

    low, high = 0, stations - visited
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if possible(middle) else (low, middle - 1)
    return low


@dataclass(frozen=True)
class Modelled:
    """A model-based rate for the country: never more than that."""

    rate: float
    interval: Limits
    label: str
    empty_cells: tuple[str, ...]


def poststratified_rate(
    visits: Sequence[Visit],
    frame_cells: Mapping[str, int],
    *,
    prior_strength: float = 2.0,
    level: float = 0.95,
    draws: int = 4000,
    seed: int,
) -> Modelled:
    """Answer: what would the rate be in the whole frame, if visits were as good as random inside cells?

    Beta-binomial smoothing of each cell's rate towards the overall rate (`prior_strength` visits),
    with the cell's count deflated by the design effect of teams, then weighted by the frame's number
    of stations per cell. A cell without visits takes the overall rate and its uncertainty. The
    assumption cannot be checked from the visits; print it with a sensitivity table.
    """
    generator = np.random.Generator(np.random.PCG64(seed))
    answered = [visit for visit in visits if visit.answer is not None]
    deflate = max(1.0, _team_effect(answered))
    cells = sorted(frame_cells)
    cases = np.array([sum(bool(v.answer) for v in answered if v.cell == c) for c in cells]) / deflate
    made = np.array([sum(v.cell == c for v in answered) for c in cells]) / deflate
    overall = (cases.sum() + 0.5) / (made.sum() + 1)
    shape: tuple[Floats, Floats] = (
        cases + prior_strength * overall,
        made - cases + prior_strength * (1 - overall),
    )
    size = np.array([frame_cells[cell] for cell in cells], dtype=np.float64)
    drawn = generator.beta(*shape, size=(draws, len(cells))) @ size / size.sum()
    low, high = np.quantile(drawn, [0.5 - level / 2, 0.5 + level / 2])
    kind = f"{100 * level:g} % model-based (visits as good as random inside cells)"
    empty = tuple(cell for cell, number in zip(cells, made.tolist(), strict=True) if number == 0)
    return Modelled(float(drawn.mean()), Limits(float(low), float(high), kind), "model-based", empty)


def _team_effect(answered: Sequence[Visit]) -> float:
    """Variance of the visit rate with teams as clusters over the binomial variance."""
    values = np.array([float(bool(visit.answer)) for visit in answered])
    share = values.mean() if len(values) else 0.0
    if len({visit.team for visit in answered}) < 2 or not 0 < share < 1:
        return 1.0
    design = make_design(1.0, strata=["all"] * len(values), clusters=[visit.team for visit in answered])
    error = float(mean(design, values).errors[0])
    return error**2 * len(values) / (share * (1 - share))


def standardised_differences(
    visited: Mapping[str, Sequence[float]], frame: Mapping[str, Sequence[float]]
) -> dict[str, float]:
    """Answer: how unlike the frame are the visited stations? (mean difference over the frame's sd)

    Per variable, such as register size, turnout or past vote; beyond ±0.1 a percentage of visits
    should be read with it.
    """
    found = {}
    for name, values in visited.items():
        spread = float(np.std(frame[name]))
        apart = float(np.mean(values) - np.mean(frame[name]))
        found[name] = apart / spread if spread > 0 else 0.0
    return found
