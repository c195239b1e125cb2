"""What the charts draw, as plain numbers: fingerprint, peaks, window curve, votes by turnout."""

from typing import Any

import numpy as np

from scrutator.errors import ScrutatorError
from scrutator.forensics.battery.integer_peaks import SYMMETRIC, kept_stations
from scrutator.forensics.battery.windows import WHOLE_PERCENT, expected_by_target, observed_by_target
from scrutator.forensics.fingerprint.fingerprint import cumulative_votes, fingerprint
from scrutator.forensics.fingerprint.regions import region_clouds
from scrutator.forensics.inputs.results import StationResults

CELL = 2  # percent: the side of a drawn cell of the fingerprint


def pictures(results: StationResults) -> dict[str, Any]:
    """Plain rows for every chart, or an empty mapping where turnout is not published."""
    try:
        cells = fingerprint(results).voters
    except ScrutatorError as error:
        if error.code != "F03":
            raise
        return {}
    side = len(cells) // CELL
    coarse = cells.reshape(side, CELL, side, CELL).sum(axis=(1, 3))
    rows, columns = np.nonzero(coarse >= 0.5)
    curve = cumulative_votes(results)
    return {
        "fingerprint": [
            (int(row) * CELL, int(column) * CELL, round(float(coarse[row, column])))
            for row, column in zip(rows, columns, strict=True)
        ],
        "peaks": _peaks(results),
        "regions": [
            (one.region, one.stations, one.registered, one.turnout, one.share, one.corner, one.cells)
            for one in region_clouds(results)
        ],
        "cumulative": [
            (turnout, round(100 * leader, 3), round(100 * others, 3))
            for turnout, leader, others in zip(curve.turnout, curve.leader, curve.others, strict=True)
        ],
    }


def _peaks(results: StationResults) -> list[tuple[str, int, int, float]]:
    """(quantity, whole percentage, stations observed, stations expected), 5 to 95 %."""
    rows = results.select(kept_stations(results, SYMMETRIC))
    ratios = {
        "turnout": (rows["ballots_cast"], rows["registered"]),
        "leader's share": (rows["leader"], rows.in_box),
    }
    found = []
    for name, (part, whole) in ratios.items():
        observed = observed_by_target(WHOLE_PERCENT, part, whole)
        expected = expected_by_target(WHOLE_PERCENT, part, whole)
        found += [(name, i, int(observed[i]), round(float(expected[i]), 2)) for i in range(5, 100)]
    return found
