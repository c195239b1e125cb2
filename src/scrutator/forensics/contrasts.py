"""Contrasts that can support a causal reading: stations with and without a flag, within districts.

A flag is an observer, a scanner, a photographed protocol. If it was assigned at random within
districts, the difference is caused by it (Enikolopov et al. 2013, PNAS 110:448); if not, it is a
matched comparison and may reflect where flags were put. Spill-over to neighbours biases it downwards.
"""

from dataclasses import dataclass

import numpy as np

from scrutator.errors import ScrutatorError
from scrutator.forensics.dealing import Marks, dealt_difference
from scrutator.forensics.fingerprint.turnout_window import usable_rows
from scrutator.forensics.inputs.results import (
    ADDRESS,
    BoolArray,
    FloatArray,
    IntArray,
    StationResults,
    sum_by,
)

DEALS = 1999
CAVEAT = (
    "An effect only if the flag was given at random within districts; otherwise a comparison that may "
    "reflect where flags were put. Spill-over to stations nearby makes it smaller."
)


@dataclass(frozen=True)
class FlagContrast:
    """Unflagged minus flagged within strata: in points, and in votes over the unflagged stations.

    The quantity is the share of the ballots, turnout, or votes per registered voter; the last one also
    counts ballots that were added.

    `p` (two-sided) and the 95 % intervals come from dealing the flag anew within strata, to `dealt_to`:
    "stations", or "addresses" where addresses are published and each has one kind only. An interval leaves
    out 0 exactly where p is at most 5 %. Positive points mean that the list did better where the flag was
    absent. `left_out` counts stations in districts without overlap, `not_known` those without a known flag.
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
    not_known: int
    dealt_to: str


def flag_contrast(
    results: StationResults,
    flag: BoolArray,
    seed: int,
    *,
    known: BoolArray | None = None,
    name: str = "flag",
    quantity: str = "leader_share",
    deals: int = DEALS,
) -> FlagContrast:
    """Compare stations without and with the flag inside each district.

    Raises F04 when no district has stations of both kinds.
    """
    usable = usable_rows(results)
    keep = usable if known is None else usable & known
    rows, marked = results.select(keep), flag[keep]
    overlap = _both_kinds(rows.district, marked)
    if not overlap.any():
        what = f"no district has stations both with and without “{name}”"
        raise ScrutatorError("F04", what, where=results.name)
    rows, marked = rows.select(overlap), marked[overlap]
    part, whole = _quantity(rows, quantity)
    # In an order of their own, so that the result does not depend on the rows' order.
    order = np.lexsort((marked, whole, part, rows.district))
    rows, marked, part, whole = rows.select(order), marked[order], part[order], whole[order]
    strata, code = np.unique(rows.district, return_inverse=True)
    unit, dealt_to = _units(rows, marked, code)
    marks = Marks(code, unit, ~marked)
    found = dealt_difference(part / whole, marks, _weights(marks, whole, len(strata)), seed, deals)
    base = float(np.sum(whole[~marked]))
    return FlagContrast(
        name,
        quantity,
        100 * found.difference,
        100 * found.low,
        100 * found.high,
        base * found.difference,
        base * found.low,
        base * found.high,
        found.p,
        len(strata),
        int(np.sum(marked)),
        int(np.sum(~marked)),
        int(np.sum(~overlap)),
        int(np.sum(usable & ~keep)),
        dealt_to,
    )


def _weights(marks: Marks, whole: IntArray, size: int) -> FloatArray:
    """A stratum's total times the part of its units without the flag: the effect on those without it.

    Every new deal gives the same weights; the unflagged stations' own totals would not, and p were not exact.
    """
    strata = marks.unit_strata()
    part = np.bincount(strata, weights=marks.unit_marks(), minlength=size) / np.bincount(
        strata, minlength=size
    )
    weight = part * sum_by(marks.stratum, whole, size)
    return np.asarray(weight / weight.sum())


def _both_kinds(district: IntArray, marked: BoolArray) -> BoolArray:
    """Whether the station's district has stations with and without the flag."""
    size = int(district.max(initial=-1)) + 1
    count, flagged = sum_by(district, np.ones(len(district)), size), sum_by(district, marked, size)
    both: BoolArray = ((flagged > 0) & (flagged < count))[district]
    return both


def _units(rows: StationResults, marked: BoolArray, code: IntArray) -> tuple[IntArray, str]:
    """What was given the flag as a whole: addresses where each has one kind and some has two stations."""
    stations = np.arange(len(rows)), "stations"
    if ADDRESS not in rows.labels:
        return stations
    address = rows.labels[ADDRESS]
    lone = np.where(address == "", np.arange(len(rows)), -1)
    _, name = np.unique(address, return_inverse=True)
    _, unit = np.unique(np.stack([code, name, lone]), axis=1, return_inverse=True)
    unit = np.asarray(unit).ravel()
    units = int(unit.max()) + 1
    inside = sum_by(unit, marked, units)
    mixed = (inside > 0) & (inside < np.bincount(unit, minlength=units))
    return stations if mixed.any() or units == len(rows) else (unit, "addresses")


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
