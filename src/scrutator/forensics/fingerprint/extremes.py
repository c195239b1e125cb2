"""Stations where nearly everybody voted, and nearly everybody for the leader.

Descriptive: there is no null. Small, closed or devoted places are extreme for honest reasons, so
the share is read beside the panel's elections, never alone.
"""

from dataclasses import dataclass

import numpy as np

from scrutator.forensics.fingerprint.turnout_window import usable_rows
from scrutator.forensics.inputs.results import StationResults

THRESHOLDS = (90, 95, 99)


@dataclass(frozen=True)
class Extremes:
    """Stations at or above both thresholds, among those with 100 or more registered voters."""

    threshold: int
    stations: int
    of_stations: int
    registered: int
    leader_votes: int

    @property
    def percent(self) -> float:
        """Extreme stations in percent of all stations counted."""
        return 100 * self.stations / self.of_stations if self.of_stations else 0.0


def extreme_stations(results: StationResults, threshold: int = 95) -> Extremes:
    """Stations with turnout and leader's share of at least this whole percentage."""
    rows = results.select(usable_rows(results) & (results["registered"] >= 100))
    turnout = 100 * rows["ballots_cast"] >= threshold * rows["registered"]
    share = 100 * rows["leader"] >= threshold * rows.in_box
    both = turnout & share
    return Extremes(
        threshold,
        int(np.sum(both)),
        len(rows),
        int(rows["registered"][both].sum()),
        int(rows["leader"][both].sum()),
    )
