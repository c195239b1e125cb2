"""Stations with a true protocol each, in regions that differ: what is counted there, drawn from a seed."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

REGIONS, LISTS = 8, 7


@dataclass(frozen=True)
class TrueStation:
    """A station as it is: code, region, voters on its register, lines of its protocol, and how many voters
    the mission's own list gives it."""

    code: str
    region: str
    registered: int
    lines: Mapping[str, int]
    listed: int


def draw_stations(count: int, chance: Random) -> list[TrueStation]:
    """Stations whose protocols add up; turnout and shares differ by region, and by station around it."""
    regions = [(chance.uniform(0.52, 0.68), chance.uniform(0.4, 0.6)) for _ in range(REGIONS)]
    found = []
    for n in range(count):
        turnout, first = regions[n % REGIONS]
        registered = chance.randrange(400, 2400)
        lines = true_lines(
            registered,
            min(0.95, max(0.1, chance.gauss(turnout, 0.06))),
            min(0.9, max(0.1, chance.gauss(first, 0.06))),
            chance,
        )
        found.append(TrueStation(f"S{n:04d}", f"Region {n % REGIONS + 1}", registered, lines, registered))
    return found


def true_lines(registered: int, turnout: float, first: float, chance: Random) -> dict[str, int]:
    """The lines of a protocol in order: so many voters came, so many valid votes are for list 1."""
    issued = round(registered * turnout)
    outside, spoiled = issued * chance.randrange(10, 50) // 1000, chance.randrange(0, 6)
    invalid = issued * chance.randrange(5, 25) // 1000
    received = registered * 101 // 100 + spoiled
    valid = issued - invalid
    votes = {"list_1": round(valid * first)}
    left = valid - votes["list_1"]
    for n in range(2, LISTS + 1):
        votes[f"list_{n}"] = left * chance.randrange(20, 45) // 100
        left -= votes[f"list_{n}"]
    return {
        "registered": registered,
        "received": received,
        "inside": issued - outside,
        "outside": outside,
        "absentee": min(issued, chance.randrange(0, 5)),
        "unused": received - issued - spoiled,
        "spoiled": spoiled,
        "stationary": issued - outside,
        "mobile": outside,
        "invalid": invalid,
        "valid": valid,
        **votes,
        "against_all": left,
    }
