"""An invented country for a rehearsal: stations in regions, what happens and is counted at each."""

from dataclasses import dataclass
from random import Random

from scrutator.field.mission import Station
from scrutator.field.rehearsal import RehearsedStation

LISTS, REGIONS = 7, 4


@dataclass(frozen=True)
class Country:
    """An invented country: its stations with their truth, and the mission's list of them."""

    stations: tuple[RehearsedStation, ...]
    listed: tuple[Station, ...]


def invent_country(stations: int, seed: int) -> Country:
    """Stations in four regions; at one in five the vote is not secret, at one in twenty sums were changed."""
    chance = Random(seed)
    country, listed = [], []
    for n in range(stations):
        votes = {f"list_{m}": chance.randrange(1, 90) for m in range(1, LISTS + 1)} | {"against_all": 4}
        moved = votes | {"list_1": votes["list_1"] + 50} if chance.randrange(20) == 0 else votes
        country.append(RehearsedStation(f"S{n:05d}", chance.randrange(5) == 0, votes, moved))
        listed.append(Station(f"S{n:05d}", (f"Region {n % REGIONS + 1}",)))
    return Country(tuple(country), tuple(listed))
