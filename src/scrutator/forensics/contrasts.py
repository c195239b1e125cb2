"""Contrasts that can support a causal reading: stations with and without a flag, within districts.

A flag is an observer, a scanner, a photographed protocol. If it was assigned at random within
districts, the difference is caused by it (Enikolopov et al. 2013, PNAS 110:448); if not, it is a
matched comparison and may reflect where flags were put. Spill-over to neighbours biases it downwards.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, ndtri

from scrutator.errors import ScrutatorError
from scrutator.forensics.fingerprint.turnout_window import usable_rows
from scrutator.forensics.inputs.results import BoolArray, FloatArray, IntArray, StationResults, sum_by
from scrutator.forensics.inputs.strata import Strata, compare_within

PERMUTATIONS = 2000
# Above this many stations the permutation law is normal for all purposes; its moments are exact.
SIMULATED_UP_TO = 5000


@dataclass(frozen=True)
class FlagContrast:
    """Unflagged minus flagged within strata: in points, and in votes over the unflagged stations.

    The quantity is the share of the ballots, turnout, or votes per registered voter; the last one also
    counts ballots that were added.

    `p` is two-sided, from random re-dealing of the flag within strata. Positive points mean that the
    list did better where the flag was absent.
    """

    flag: str
    quantity: str
    points: float
    low: float
    high: float
    votes: float
    votes_low: float
    votes_high: float
    p: float
    strata: int
    flagged: int
    unflagged: int
    left_out: int


def read_flag(results: StationResults, column: str) -> BoolArray:
    """A flag column as true and false: empty, 0, no and false are absence."""
    if column not in results.labels:
        known = ", ".join(sorted(results.labels)) or "none was read"
        raise ScrutatorError("F02", f"there is no flag “{column}”", where=f"flags: {known}")
    absent = {"", "0", "no", "false", "none", "0.0"}
    return np.array([value.strip().lower() not in absent for value in results.labels[column].tolist()])


def flag_contrast(
    results: StationResults,
    flag: BoolArray,
    seed: int,
    *,
    name: str = "flag",
    quantity: str = "leader_share",
    permutations: int = PERMUTATIONS,
) -> FlagContrast:
    """Compare stations without and with the flag inside each district.

    Raises F04 when no district has stations of both kinds. `left_out` counts the stations in
    districts without overlap; they have no information here.
    """
    keep = usable_rows(results)
    rows, marked = results.select(keep), flag[keep]
    part, whole = _quantity(rows, quantity)
    ratio = part / whole
    compared = compare_within(ratio, ~marked, rows.district)
    if len(compared.stratum) == 0:
        what = f"no district has stations both with and without “{name}”"
        raise ScrutatorError("F04", what, where=results.name)
    # Weights by the unflagged stations' own totals: the effect on those without the flag.
    unflagged = sum_by(rows.district, whole * ~marked, int(rows.district.max()) + 1)[compared.stratum]
    weight = unflagged / unflagged.sum()
    points = float(np.sum(weight * compared.difference))
    sd = float(np.sqrt(np.sum(weight**2 * compared.sampling_variance)))
    half = float(ndtri(0.975)) * sd
    overlap = np.isin(rows.district, compared.stratum)
    p = _randomisation_p(
        ratio[overlap], ~marked[overlap], rows.district[overlap], weight, compared, seed, permutations
    )
    base = float(np.sum(whole[overlap & ~marked]))
    return FlagContrast(
        name,
        quantity,
        100 * points,
        100 * (points - half),
        100 * (points + half),
        base * points,
        base * (points - half),
        base * (points + half),
        p,
        len(compared.stratum),
        int(np.sum(overlap & marked)),
        int(np.sum(overlap & ~marked)),
        int(np.sum(~overlap)),
    )


QUANTITIES = ("leader_share", "turnout", "votes_per_voter")


def _quantity(rows: StationResults, quantity: str) -> tuple[IntArray, IntArray]:
    """What is compared: share of the ballots, turnout, or the list's votes per registered voter."""
    if quantity == "leader_share":
        return rows["leader"], rows.in_box
    if quantity == "turnout":
        return rows["ballots_cast"], rows["registered"]
    if quantity == "votes_per_voter":
        return rows["leader"], rows["registered"]
    known = ", ".join(QUANTITIES)
    raise ScrutatorError("F03", f"there is no quantity “{quantity}”", remedy=f"Quantities: {known}.")


def _randomisation_p(
    ratio: FloatArray,
    marked: BoolArray,
    stratum: IntArray,
    weight: FloatArray,
    compared: Strata,
    seed: int,
    permutations: int,
) -> float:
    """Two-sided p: how often re-dealing the marks within strata gives as large a difference."""
    if len(ratio) > SIMULATED_UP_TO:
        spread = float(np.sqrt(np.sum(weight**2 * compared.permutation_variance)))
        return float(2 * ndtr(-abs(float(np.sum(weight * compared.difference))) / spread))
    order = np.lexsort((ratio, stratum))  # so that the result does not depend on the rows' order
    code = np.searchsorted(compared.stratum, stratum[order])
    values = ratio[order]
    size = len(weight)
    coefficient = weight * (1 / compared.marked + 1 / compared.unmarked)
    mean = sum_by(code, values, size) / (compared.marked + compared.unmarked)
    scored = (values - mean[code]) * coefficient[code]
    observed = abs(float(np.sum(weight * compared.difference)))
    start = np.cumsum(compared.marked + compared.unmarked) - (compared.marked + compared.unmarked)
    last_marked = (start + compared.marked)[code]
    rng = np.random.default_rng(seed)
    as_large = 0
    for _ in range(permutations):
        shuffled = np.argsort(code + rng.random(len(code)))
        dealt = shuffled[np.arange(len(code)) < last_marked]
        as_large += abs(float(np.sum(scored[dealt]))) >= observed * (1 - 1e-12)
    return (1 + as_large) / (1 + permutations)
