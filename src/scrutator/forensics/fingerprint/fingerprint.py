"""The fingerprint: how many voters live at each (turnout, leader's share), and votes by turnout.

Ratios of small whole numbers pile up on a few fractions. Instead of adding random noise to the
numerators, every station is spread evenly over numerator ± ½ (four points each way), which removes
the same artefact and gives the same picture every time. Klimek et al. 2012, PNAS 109:16469.
"""

from dataclasses import dataclass

import numpy as np

from scrutator.forensics.fingerprint.turnout_window import BINS, usable_rows
from scrutator.forensics.inputs.results import FloatArray, IntArray, StationResults, sum_by

OFFSETS = (-0.375, -0.125, 0.125, 0.375)


@dataclass(frozen=True)
class Fingerprint:
    """Registered voters per cell; axis 0 is turnout, axis 1 the leader's share, in whole percents."""

    voters: FloatArray
    stations: int


def fingerprint(results: StationResults, smallest_register: int = 100) -> Fingerprint:
    """The two-dimensional histogram over stations with at least this many registered voters."""
    keep = usable_rows(results) & (results["registered"] >= smallest_register)
    rows = results.select(keep)
    total = np.zeros(BINS * BINS)
    weight = rows["registered"] / len(OFFSETS) ** 2
    for shift in OFFSETS:
        turnout = _bins(rows["ballots_cast"] + shift, rows["registered"])
        for other in OFFSETS:
            cell = turnout * BINS + _bins(rows["leader"] + other, rows.in_box)
            total += sum_by(cell, weight, BINS * BINS)
    return Fingerprint(total.reshape(BINS, BINS), len(rows))


def _bins(part: FloatArray, whole: IntArray) -> IntArray:
    return np.clip(np.floor(BINS * part / whole), 0, BINS - 1).astype(np.int64)


@dataclass(frozen=True)
class CumulativeVotes:
    """Votes from stations with at most each whole percent of turnout, as shares of all registered.

    In an unmanipulated election the leader's curve flattens into a plateau; a rise at the end
    ("boost") comes from stations with turnout near 100 %. `boost` is the share of the leader's
    votes from stations with turnout of 95 % or more.
    """

    turnout: tuple[int, ...]
    leader: tuple[float, ...]
    others: tuple[float, ...]
    boost: float


def cumulative_votes(results: StationResults) -> CumulativeVotes:
    """Cumulative votes for the leader and all others against turnout (Klimek et al. 2012)."""
    rows = results.select(usable_rows(results))
    bins = -(-100 * rows["ballots_cast"] // rows["registered"])  # rounded up: turnout at most this
    registered = float(rows["registered"].sum())
    leader = sum_by(bins, rows["leader"], BINS + 1)
    others = sum_by(bins, rows["valid"] - rows["leader"], BINS + 1)
    high = 20 * rows["ballots_cast"] >= 19 * rows["registered"]
    return CumulativeVotes(
        tuple(range(BINS + 1)),
        tuple((np.cumsum(leader) / registered).tolist()),
        tuple((np.cumsum(others) / registered).tolist()),
        float(rows["leader"][high].sum() / max(rows["leader"].sum(), 1)),
    )
