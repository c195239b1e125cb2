"""A country that is less even than the other: towns and villages, districts that differ, registers that grew
since the mission had its list. Written after the checks, and not used to choose any of their limits.
"""

from random import Random

from scrutator.field.faults.country import TrueStation, true_lines

REGIONS = (5, 4, 3, 2, 2, 1)  # how many of 17 stations each has
DISTRICTS = 4  # of a region
VILLAGES = 0.45
NEW_HOUSES = 0.03  # stations whose register grew by some per cent more than the others


def draw_uneven(count: int, chance: Random) -> list[TrueStation]:
    """Stations whose protocols add up: villages are small and turn out more, a district has its own turnout
    and strongest list, some stations lie far from it, and no register is quite the mission's."""
    regions = [place for place, weight in enumerate(REGIONS) for _ in range(weight)]
    turnout = [chance.uniform(0.4, 0.7) for _ in REGIONS]
    first = [chance.uniform(0.3, 0.65) for _ in REGIONS]
    grown = [chance.gauss(0.01, 0.01) for _ in REGIONS]
    apart = [[(chance.gauss(0, 0.03), chance.gauss(0, 0.05)) for _ in range(DISTRICTS)] for _ in REGIONS]
    found = []
    for n in range(count):
        region = chance.choice(regions)
        more_turnout, more_first = chance.choice(apart[region])
        village = chance.random() < VILLAGES
        registered = int(chance.lognormvariate(5.6, 0.6) if village else chance.lognormvariate(7.2, 0.35))
        registered = min(3000, max(60, registered))
        lines = true_lines(
            registered,
            _share(turnout[region] + more_turnout + 0.05 * village + 0.05 * _noise(chance)),
            _share(first[region] + more_first + 0.06 * _noise(chance)),
            chance,
        )
        growth = grown[region] + chance.gauss(0, 0.012)
        growth += chance.uniform(0.04, 0.08) if chance.random() < NEW_HOUSES else 0
        name = f"Region {region + 1}"
        found.append(TrueStation(f"S{n:04d}", name, registered, lines, round(registered / (1 + growth))))
    return found


def _noise(chance: Random) -> float:
    """Around 0, of width 1, and now and then far from it: one in twenty is three times as wide."""
    return chance.gauss(0, 3 if chance.random() < 0.05 else 1)


def _share(share: float) -> float:
    return min(0.95, max(0.1, share))
