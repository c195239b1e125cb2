"""Small against large stations of the same district (Jiménez, Hidalgo and Klimek 2017).

Voters can be pressed more easily where few vote. Within each district, turnout and share are put
on a common scale (district mean 0, standard deviation 1), and the smaller half of the stations is
compared with the larger half. Honest differences between village and town within a district look
the same, which is why the table of false alarms stands beside the result.

Science Advances 3:e1602363.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from scrutator.errors import ScrutatorError
from scrutator.forensics.fingerprint.turnout_window import usable_rows
from scrutator.forensics.inputs.results import BoolArray, FloatArray, IntArray, StationResults, sum_by
from scrutator.forensics.inputs.strata import compare_within

SMALLEST_DISTRICT = 4


@dataclass(frozen=True)
class SizeContrast:
    """Small minus large, in district standard deviations, with a two-sided permutation p."""

    quantity: str
    effect: float
    z: float
    p: float
    districts: int
    stations: int


def small_against_large(results: StationResults) -> dict[str, SizeContrast]:
    """The contrast for turnout and for the leader's share, permuting sizes within districts.

    Raises F03 when no district has at least four stations of unequal size.
    """
    rows = results.select(usable_rows(results) & (results["registered"] >= 100))
    stations = sum_by(rows.district, np.ones(len(rows)), len(rows.district_names))
    rows = rows.select(stations[rows.district] >= SMALLEST_DISTRICT)
    if len(rows) == 0:
        raise ScrutatorError("F03", "no district has four usable stations", where=results.name)
    small = smaller_half(rows["registered"], rows.district, len(rows.district_names))
    ratios = {
        "turnout": rows["ballots_cast"] / rows["registered"],
        "leader_share": rows["leader"] / rows.in_box,
    }
    return {
        name: _contrast(name, ratio, small, rows.district, results.name) for name, ratio in ratios.items()
    }


def smaller_half(size: IntArray, district: IntArray, districts: int) -> BoolArray:
    """Stations below the median size of their district (ties with the median are not small)."""
    order = np.lexsort((size, district))
    count = np.bincount(district, minlength=districts)
    start = np.cumsum(count) - count
    middle = size[order][np.minimum(start + count // 2, len(size) - 1)]
    small: BoolArray = size < middle[district]
    return small


def _contrast(
    name: str, ratio: FloatArray, small: BoolArray, district: IntArray, election: str
) -> SizeContrast:
    size = int(district.max(initial=-1)) + 1
    count = np.maximum(sum_by(district, np.ones(len(ratio)), size), 1)
    centred = ratio - (sum_by(district, ratio, size) / count)[district]
    spread = np.sqrt(sum_by(district, centred**2, size) / count)[district]
    scaled = np.divide(centred, spread, out=np.zeros(len(ratio)), where=spread > 0)
    compared = compare_within(scaled, small, district)
    if len(compared.stratum) == 0:
        what = "no district has four stations of unequal size, so small and large cannot be compared"
        raise ScrutatorError("F03", what, where=election)
    weight = 1 / (1 / compared.marked + 1 / compared.unmarked)
    weight = weight / weight.sum()
    effect = float(np.sum(weight * compared.difference))
    sd = float(np.sqrt(np.sum(weight**2 * compared.permutation_variance)))
    z = effect / sd if sd > 0 else 0.0
    members = int(np.sum(compared.marked + compared.unmarked))
    return SizeContrast(name, effect, z, float(2 * ndtr(-abs(z))), len(compared.stratum), members)
