"""Ballots that citizens can show, against the protocol of their station: exact lower bounds.

A voter who photographed their ballot shows one vote that was cast. Where more votes for a list can be shown
than the protocol gives it, the protocol lacks at least the difference: no sample, no probability. It holds
if every ballot shown was cast at that station and is counted once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scrutator.counting.counts import by_station, is_count, read_cell, read_count
from scrutator.errors import ScrutatorError


@dataclass(frozen=True)
class Shown:
    """One list at one station: ballots shown, and the votes of the protocol."""

    station: str
    shown: int
    protocol: int

    @property
    def short(self) -> int:
        """Votes that the protocol lacks at least."""
        return max(self.shown - self.protocol, 0)


@dataclass(frozen=True)
class Bound:
    """One list: stations with ballots shown, and at least how many votes their protocols lack.

    `unknown` are stations with ballots shown and no votes in the protocol's column: they bound nothing.
    """

    votes_of: str
    stations: tuple[Shown, ...]
    unknown: int

    @property
    def shown(self) -> int:
        """Ballots shown, at stations whose protocol gives the list's votes."""
        return sum(one.shown for one in self.stations)

    @property
    def lacking(self) -> tuple[Shown, ...]:
        """The stations with more ballots shown than votes, the largest difference first."""
        return tuple(
            sorted((one for one in self.stations if one.short), key=lambda one: (-one.short, one.station))
        )

    @property
    def at_least(self) -> int:
        """Votes that all protocols together lack at least."""
        return sum(one.short for one in self.stations)


def lower_bounds(
    rows: Sequence[Mapping[str, str]], pairs: Mapping[str, str], station: str = "station"
) -> tuple[Bound, ...]:
    """Answer: of each list, how many votes do the protocols lack at least?

    `pairs` maps the column of a list's votes to the column of ballots shown for it. An empty cell of ballots
    shown is none. Raises C11 for a cell that is no count, C14 when nothing was shown at all.
    """
    found = []
    for votes, shown in sorted(pairs.items()):
        stations, unknown = [], 0
        for code, row in by_station(rows, station).items():
            ballots = read_count(row, shown, code) if read_cell(row, shown) else 0
            if not ballots:
                continue
            if not is_count(read_cell(row, votes)):
                unknown += 1
                continue
            stations.append(Shown(code, ballots, read_count(row, votes, code)))
        found.append(Bound(votes, tuple(stations), unknown))
    if not any(one.stations or one.unknown for one in found):
        what = "no ballot was shown at any station"
        raise ScrutatorError("C14", what, remedy="Name the column of ballots shown: --shown votes=column.")
    return tuple(found)
