"""The night and the protocols of the simulated republic: arrivals, copies, announced totals, visits.

Each function returns rows of text for one file of the case. Reports and copies are those of the
station protocols as they were posted; what was done before the posting is in them, what was done to
the announced totals is not.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from scrutator.simulation.arrivals import Lateness, night_of_arrivals
from scrutator.simulation.country import Country, IntArray
from scrutator.simulation.protocols import Published, observers_copies, publish_totals
from scrutator.simulation.republic import COUNTRY, Republic
from scrutator.simulation.visits import Effort, irregular_stations, mission_visits

Rows = list[tuple[object, ...]]


def frame_rows(country: Country) -> tuple[tuple[str, ...], Rows]:
    """The station list as published before the vote."""
    columns = ("station", "region", "district", "type", "registered")
    rows: Rows = [
        (
            country.station[i],
            country.region_names[country.region[i]],
            country.district_names[country.district[i]],
            "town" if country.urban[i] else "country",
            int(country.registered[i]),
        )
        for i in range(len(country))
    ]
    return columns, rows


def arrival_rows(republic: Republic, drawn: Sequence[str]) -> tuple[tuple[str, ...], Rows]:
    """Reports of the drawn stations with their times; a station that never reported has no row."""
    recipe = republic.recipe["night"]
    places = {name: index for index, name in enumerate(republic.country.station)}
    indices: IntArray = np.array([places[name] for name in drawn], dtype=np.int64)
    lateness = Lateness(**recipe["lateness"])
    night = night_of_arrivals(republic.country, republic.reported, indices, lateness, _generator(republic, 2))
    close = datetime.fromisoformat(recipe["close"])
    order = np.lexsort((indices, night.minutes))
    rows: Rows = []
    for place in order.tolist():
        if night.arrived[place]:
            station = int(indices[place])
            at = close + timedelta(seconds=round(60 * float(night.minutes[place])))
            counts = republic.reported.votes[station].tolist()
            rows.append((drawn[place], at.isoformat(), *counts, int(republic.reported.valid[station])))
    return ("station", "at", *republic.reported.lists, "valid"), rows


def copy_rows(republic: Republic) -> tuple[tuple[str, ...], Rows]:
    """The observers' copies: one row per observed station, some with a slip of the pen."""
    stations = np.flatnonzero(republic.observed)
    slips = float(republic.recipe["protocols"]["slips"])
    copies = observers_copies(republic.reported, stations, _generator(republic, 3), slips=slips)
    rows: Rows = [
        (republic.country.station[station], *votes)
        for station, votes in zip(stations.tolist(), copies.votes.tolist(), strict=True)
    ]
    return ("station", *republic.reported.lists), rows


def announced(republic: Republic) -> Published:
    """Totals announced on the night, with the districts whose totals were altered."""
    recipe = republic.recipe["protocols"]
    return publish_totals(
        republic.country,
        republic.reported,
        _generator(republic, 4),
        altered=recipe["altered_districts"],
        share=recipe["altered_share"],
    )


def level_rows(republic: Republic) -> tuple[tuple[str, ...], Rows]:
    """Announced figures at every level, stations included: the path, then the votes of each list."""
    country, published = republic.country, announced(republic)
    rows: Rows = [(COUNTRY, *published.national.tolist())]
    for region, name in enumerate(country.region_names):
        rows.append((f"{COUNTRY}/{name}", *published.regions[region].tolist()))
    for district, name in enumerate(country.district_names):
        region = country.region_names[country.region_of_district[district]]
        rows.append((f"{COUNTRY}/{region}/{name}", *published.districts[district].tolist()))
    for i, station in enumerate(country.station):
        region, name = country.region_names[country.region[i]], country.district_names[country.district[i]]
        rows.append((f"{COUNTRY}/{region}/{name}/{station}", *republic.reported.votes[i].tolist()))
    return ("path", *republic.reported.lists), rows


def altered_rows(republic: Republic) -> tuple[tuple[str, ...], Rows]:
    """The truth about the announced totals: which districts were altered and by how many votes."""
    published = announced(republic)
    names = republic.country.district_names
    rows: Rows = [
        (names[d], int(m)) for d, m in zip(published.altered.tolist(), published.moved.tolist(), strict=True)
    ]
    return ("district", "votes_moved"), rows


def visit_rows(republic: Republic) -> tuple[tuple[tuple[str, ...], Rows], Mapping[str, Any]]:
    """Visits of a mission whose teams prefer towns, and the true rate of what they looked for."""
    country, generator = republic.country, _generator(republic, 5)
    recipe = republic.recipe["visits"]
    happens = irregular_stations(country, generator, urban=recipe["town_rate"], rural=recipe["country_rate"])
    effort = Effort(recipe["teams"], recipe["stations_per_team"], recipe["town_preference"], 1.0)
    visits = mission_visits(country, happens, effort, generator)
    rows: Rows = [
        (
            country.station[station],
            f"team {team + 1:02d}",
            "team's own route",
            "yes" if seen else "no",
            "town" if country.urban[station] else "country",
        )
        for station, team, seen in zip(
            visits.station.tolist(), visits.team.tolist(), visits.reported.tolist(), strict=True
        )
    ]
    columns = ("station", "team", "selection", "answer", "cell")
    return (columns, rows), {"true_rate": float(happens.mean()), "stations": int(happens.sum())}


def _generator(republic: Republic, part: int) -> np.random.Generator:
    """Each part has its own stream, so that changing one leaves the others as they were."""
    return np.random.default_rng([int(republic.recipe["seed"]), part])
