"""How many stations of a country have what was seen in some, when these were drawn with equal chances:
limits that hold with at least their level, in whole numbers."""

from fractions import Fraction
from functools import lru_cache
from math import comb

LEVEL = Fraction(95, 100)


def station_limits(
    cases: int, unknown: int, visited: int, stations: int, level: Fraction = LEVEL
) -> tuple[int, int]:
    """Answer: with `cases` seen and `unknown` not answered for, of `visited` stations drawn without
    replacement and with equal chances from `stations`, how many stations have it?

    The smallest and the largest number for which what was seen is no rarer than (1 − level)/2 on its side
    (hypergeometric, as Clopper and Pearson do it for the binomial). Stations that were not answered for count
    as without a case below and as a case above. Assumes that a case is seen where there is one.
    """
    if not 0 <= cases <= cases + unknown <= visited <= stations:
        raise ValueError(f"{cases} and {unknown} of {visited} of {stations}")
    return _lowest(cases, visited, stations, level), _highest(cases + unknown, visited, stations, level)


@lru_cache(maxsize=4096)
def _lowest(seen: int, visited: int, stations: int, level: Fraction) -> int:
    """The smallest number of cases D with P(at least `seen` | D) above (1 − level)/2."""
    # The other side of the same question: cases and stations without one change places.
    return stations - _highest(visited - seen, visited, stations, level)


@lru_cache(maxsize=4096)
def _highest(seen: int, visited: int, stations: int, level: Fraction) -> int:
    """The largest number of cases D with P(at most `seen` | D) above (1 − level)/2."""
    low, high = seen, stations - (visited - seen)
    while low < high:
        middle = (low + high + 1) // 2
        if 2 * _at_most(seen, middle, visited, stations) > (1 - level) * comb(stations, visited):
            low = middle
        else:
            high = middle - 1
    return low


def _at_most(seen: int, cases: int, visited: int, stations: int) -> int:
    """In how many draws of `visited` stations at most `seen` of the `cases` are among them."""
    first = max(0, visited - (stations - cases))
    if first > seen:
        return 0
    ways = comb(cases, first) * comb(stations - cases, visited - first)
    total = ways
    for k in range(first, seen):
        ways = ways * (cases - k) * (visited - k) // ((k + 1) * (stations - cases - visited + k + 1))
        total += ways
    return total
