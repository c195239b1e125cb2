"""Whole percentages of every list's share, not only the leader's: many questions, corrected as many."""

from dataclasses import dataclass

import numpy as np

from scrutator.errors import ScrutatorError
from scrutator.forensics.battery.integer_peaks import SYMMETRIC, Peak, peak_data, peaks
from scrutator.forensics.battery.missing_zeros import other_lists
from scrutator.forensics.battery.multiplicity import benjamini_hochberg
from scrutator.forensics.inputs.results import StationResults

# With fewer stations between 5 and 95 % a list's share is hardly ever tested anywhere.
SMALLEST_STATIONS = 200


@dataclass(frozen=True)
class ListPeak:
    """One list's share under symmetric exclusions, with its p corrected over the lists tried."""

    votes_of: str
    stations: int
    peak: Peak
    p_adjusted: float


def list_peaks(results: StationResults, names: tuple[str, ...] = ()) -> list[ListPeak]:
    """The named lists, or all that were read beside leader and runner-up, in their order.

    A list with fewer than 200 stations inside the exclusions is left out.
    """
    found = []
    for name in names or other_lists(results):
        try:
            data = peak_data(results.with_leader(name), SYMMETRIC)
        except ScrutatorError:  # no station inside the exclusions
            continue
        if int(data.kept.sum()) >= SMALLEST_STATIONS:
            found.append((name, int(data.kept.sum()), peaks(data)["leader_share"]["stations"]))
    adjusted = benjamini_hochberg(np.array([row[2].p for row in found]))
    return [ListPeak(*row, float(p)) for row, p in zip(found, adjusted, strict=True)]
