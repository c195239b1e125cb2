"""Every region's own fingerprint: small clouds side by side, and the table behind them.

Descriptive: no null, no verdict. A country's cloud can be two honest regions side by side; a region's cannot.
"""

from dataclasses import dataclass

import numpy as np

from scrutator.forensics.fingerprint.fingerprint import fingerprint
from scrutator.forensics.fingerprint.turnout_window import usable_rows
from scrutator.forensics.inputs.results import StationResults, sum_by

DRAWN = 24  # regions in one picture; the table has all of them
SIDE = 5  # percent: the side of a cell
LEAST = 0.2  # percent of the region's voters: a cell with fewer is not drawn
SMALLEST = 100  # registered voters of a station, as in the country's fingerprint


@dataclass(frozen=True)
class RegionCloud:
    """One region: its stations with 100 or more registered voters, their sums, and how many of them lie at
    95 % turnout and 95 % share or above. Turnout and share in percent. `cells` are (turnout from, share from,
    percent of the region's registered voters), empty where the region is not drawn."""

    region: str
    stations: int
    registered: int
    turnout: float
    share: float
    corner: int
    cells: tuple[tuple[int, int, float], ...]


def region_clouds(results: StationResults) -> tuple[RegionCloud, ...]:
    """Every region that has a station to show, the largest register first; none when there is one only."""
    rows = results.select(usable_rows(results) & (results["registered"] >= SMALLEST))
    names = rows.region_names
    sums = {
        name: sum_by(rows.region, values, len(names))
        for name, values in (
            ("stations", np.ones(len(rows))),
            ("registered", rows["registered"]),
            ("cast", rows["ballots_cast"]),
            ("box", rows.in_box),
            ("leader", rows["leader"]),
            ("corner", _corner(rows)),
        )
    }
    order = sorted(np.flatnonzero(sums["stations"]), key=lambda one: (-sums["registered"][one], names[one]))
    if len(order) < 2:
        return ()
    return tuple(
        RegionCloud(
            names[one],
            int(sums["stations"][one]),
            int(sums["registered"][one]),
            round(100 * float(sums["cast"][one] / sums["registered"][one]), 1),
            round(100 * float(sums["leader"][one] / sums["box"][one]), 1),
            int(sums["corner"][one]),
            _cells(rows.select(rows.region == one)) if place < DRAWN else (),
        )
        for place, one in enumerate(order)
    )


def _corner(rows: StationResults) -> np.ndarray:
    turnout = 20 * rows["ballots_cast"] >= 19 * rows["registered"]
    return turnout & (20 * rows["leader"] >= 19 * rows.in_box)


def _cells(rows: StationResults) -> tuple[tuple[int, int, float], ...]:
    """Cells of 5 by 5 points with their part of the region's registered voters, in percent."""
    fine = fingerprint(rows).voters
    side = len(fine) // SIDE
    coarse = fine.reshape(side, SIDE, side, SIDE).sum(axis=(1, 3))
    percent = 100 * coarse / coarse.sum()
    places = zip(*np.nonzero(percent >= LEAST), strict=True)
    return tuple((int(t) * SIDE, int(s) * SIDE, round(float(percent[t, s]), 2)) for t, s in places)
