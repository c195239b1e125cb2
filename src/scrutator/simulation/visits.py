"""Observation visits in a made-up country: routes that prefer towns, observers who overlook things."""

from dataclasses import dataclass

import numpy as np

from scrutator.simulation.country import BoolArray, Country, IntArray


@dataclass(frozen=True)
class Effort:
    """How a mission looks: teams, stations per team, preference for towns, and what it notices."""

    teams: int = 60
    stations_per_team: int = 8
    town_preference: float = 3.0
    sensitivity: float = 0.8


@dataclass(frozen=True)
class Visits:
    """One row per visit: station (index), team, and what was reported."""

    station: IntArray
    team: IntArray
    reported: BoolArray


def irregular_stations(
    country: Country, rng: np.random.Generator, *, urban: float = 0.04, rural: float = 0.12
) -> BoolArray:
    """Where something happens that an observer could see: rates in town and country."""
    happens: BoolArray = rng.random(len(country)) < np.where(country.urban, urban, rural)
    return happens


def mission_visits(country: Country, happens: BoolArray, effort: Effort, rng: np.random.Generator) -> Visits:
    """Routes of teams: each picks a region and visits stations there, towns preferred.

    A thing that happens is reported with probability `sensitivity`; nothing is reported that did
    not happen.
    """
    stations, teams = [], []
    for team in range(effort.teams):
        region = int(rng.integers(len(country.region_names)))
        here = np.flatnonzero(country.region == region)
        weight = np.where(country.urban[here], effort.town_preference, 1.0)
        number = min(effort.stations_per_team, len(here))
        stations.append(rng.choice(here, number, replace=False, p=weight / weight.sum()))
        teams.append(np.full(number, team))
    visited = np.concatenate(stations)
    seen = happens[visited] & (rng.random(len(visited)) < effort.sensitivity)
    return Visits(visited, np.concatenate(teams), seen)
