"""Honest votes in a made-up country, with the heterogeneity that real elections have.

A `World` says how turnout and support vary between regions, districts and stations. The worlds
of `CLEAN_WORLDS` are those in which the false-alarm rate of every forensic test and verdict is measured.
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import expit, logit

from scrutator.errors import ScrutatorError
from scrutator.simulation.country import (
    ORDINARY_SIZES,
    SMALL_SIZES,
    BoolArray,
    Country,
    FloatArray,
    IntArray,
    Sizes,
)


@dataclass(frozen=True)
class World:
    """How people vote. Standard deviations and slopes are on the logit scale.

    `support` are the national shares of the lists, the first being the leader. A positive
    `turnout_slope` makes the leader stronger where turnout is higher for honest reasons. A share
    `second_mode` of the districts forms a second population `mode_gap` away in support and turnout.
    """

    name: str
    turnout: float = 0.62
    support: tuple[float, ...] = (0.44, 0.28, 0.17, 0.11)
    region_turnout: float = 0.0
    region_support: float = 0.0
    district_turnout: float = 0.0
    district_support: float = 0.0
    station_turnout: float = 0.25
    station_support: float = 0.30
    turnout_slope: float = 0.0
    rural_turnout: float = 0.0
    rural_support: float = 0.0
    second_mode: float = 0.0
    mode_gap: float = 0.0
    invalid: float = 0.015
    sizes: Sizes = ORDINARY_SIZES
    regions: int = 15
    districts_per_region: int = 10


HOMOGENEOUS = World("homogeneous")
REGIONAL = World(
    "regional",
    region_turnout=0.35,
    region_support=0.45,
    district_turnout=0.15,
    district_support=0.25,
    turnout_slope=0.35,
    rural_turnout=0.25,
    rural_support=0.30,
)
BIMODAL = replace(REGIONAL, name="bimodal", second_mode=0.3, mode_gap=1.3)
SMALL_STATIONS = replace(REGIONAL, name="small stations", sizes=SMALL_SIZES, station_turnout=0.4)
# Two lists share all valid votes: ballots, leader and runner-up are then nearly one number too many.
SECOND_ROUND = replace(REGIONAL, name="second round", support=(0.53, 0.47), turnout=0.55, invalid=0.02)
TWO_LISTS = replace(REGIONAL, name="two lists, none invalid", support=(0.58, 0.42), invalid=0.0)
MANY_LISTS = replace(
    REGIONAL,
    name="many small lists",
    support=(0.31, 0.22, 0.14, 0.09, 0.07, 0.05, 0.04, 0.03, 0.02, 0.015, 0.01, 0.005),
)
TOWN_AND_COUNTRY = replace(
    REGIONAL,
    name="town and country",
    rural_turnout=1.2,
    rural_support=1.4,
    sizes=Sizes(urban_median=1900.0, rural_median=350.0, spread=0.5),
)
LARGE_DISTRICTS = replace(REGIONAL, name="few large districts", regions=4, districts_per_region=2)
NONE_INVALID = replace(REGIONAL, name="none invalid", invalid=0.0)
CLEAN_WORLDS = (
    HOMOGENEOUS,
    REGIONAL,
    BIMODAL,
    SMALL_STATIONS,
    SECOND_ROUND,
    TWO_LISTS,
    MANY_LISTS,
    TOWN_AND_COUNTRY,
    LARGE_DISTRICTS,
    NONE_INVALID,
)
# Where power is measured.
MANIPULATED_WORLDS = (REGIONAL, SECOND_ROUND, MANY_LISTS)


@dataclass(frozen=True)
class Votes:
    """What the stations report: registers, ballots cast, invalid ballots, and votes per list.

    `votes` has one row per station and one column per list; valid ballots are its row sums.
    """

    lists: tuple[str, ...]
    registered: IntArray
    ballots_cast: IntArray
    invalid: IntArray
    votes: IntArray

    @property
    def valid(self) -> IntArray:
        """Valid ballots per station."""
        return self.ballots_cast - self.invalid

    def check(self) -> None:
        """Raise S01 unless the numbers of every station add up."""
        wrong = (
            np.any(self.votes < 0, axis=1)
            | (self.invalid < 0)
            | (self.votes.sum(axis=1) != self.valid)
            | (self.ballots_cast > self.registered)
        )
        if np.any(wrong):
            raise ScrutatorError("S01", f"votes do not add up at {int(wrong.sum())} stations")


def honest_votes(
    country: Country, world: World, rng: np.random.Generator, lists: tuple[str, ...] = ()
) -> Votes:
    """One honest election: logit-normal turnout and support per station, binomial counts."""
    if not np.isclose(sum(world.support), 1.0) or min(world.support) <= 0:
        raise ScrutatorError("S01", f"the support of the lists must add up to 1: {world.support}")
    turnout_shift, support_shift = _levels(country, world, rng)
    stations = len(country)
    turnout_noise = rng.normal(0.0, world.station_turnout, stations)
    turnout_logit = logit(world.turnout) + turnout_shift + turnout_noise
    moved = world.turnout_slope * (turnout_shift + turnout_noise)
    support_noise = rng.normal(0.0, world.station_support, stations)
    leader = expit(logit(world.support[0]) + support_shift + moved + support_noise)
    cast = rng.binomial(country.registered, expit(turnout_logit))
    invalid = rng.binomial(cast, world.invalid)
    votes = np.empty((stations, len(world.support)), dtype=np.int64)
    votes[:, 0] = rng.binomial(cast - invalid, leader)
    votes[:, 1:] = _split_rest(world, rng, cast - invalid - votes[:, 0], country)
    names = lists or tuple(f"List {chr(65 + i)}" for i in range(len(world.support)))
    return Votes(names, country.registered, cast, invalid, votes)


def _levels(country: Country, world: World, rng: np.random.Generator) -> tuple[FloatArray, FloatArray]:
    regions, districts = len(country.region_names), len(country.district_names)
    by_region = rng.normal(0.0, 1.0, (2, regions)) * [[world.region_turnout], [world.region_support]]
    by_district = rng.normal(0.0, 1.0, (2, districts)) * [[world.district_turnout], [world.district_support]]
    other = rng.random(districts) < world.second_mode
    mode = world.mode_gap * (other - world.second_mode)
    rural = ~country.urban - 0.5
    turnout = by_region[0][country.region] + by_district[0][country.district] + world.rural_turnout * rural
    support = by_region[1][country.region] + by_district[1][country.district] + world.rural_support * rural
    return turnout - 0.3 * mode[country.district], support + mode[country.district]


def _split_rest(world: World, rng: np.random.Generator, rest: IntArray, country: Country) -> IntArray:
    """Share the other ballots among the other lists, with their own variation between districts."""
    weights = np.array(world.support[1:]) / sum(world.support[1:])
    districts = len(country.district_names)
    lean = rng.normal(0.0, 0.5 * world.district_support, (districts, len(weights)))
    spread = lean[country.district] + rng.normal(0.0, 0.5 * world.station_support, (len(rest), len(weights)))
    chances = weights * np.exp(spread)
    drawn: IntArray = rng.multinomial(rest, chances / chances.sum(axis=1, keepdims=True))
    return drawn


def random_flag(country: Country, share: float, rng: np.random.Generator) -> BoolArray:
    """A flag given to a random share of the stations in every district (observers, scanners)."""
    flagged: BoolArray = rng.random(len(country)) < share
    return flagged
