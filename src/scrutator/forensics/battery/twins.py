"""Twins and runs: stations of one district whose numbers agree more than chance allows.

The null is combinatorial and local: when two honest stations have nearly the same numbers, the
differences −3 … 3 are about equally likely, so among near coincidences the exact ones are binomial
with chance 1/7 per number compared. Small numbers agree more often than that, and some always do (the
other ballots where two lists share all votes): a number's chance is then the share of agreement among
the near coincidences that differ elsewhere. Neighbours are stations next to each other in the order of
their names, so nothing depends on the order of the file. Few near coincidences make these tests
conservative.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc, gammainc

from scrutator.errors import ScrutatorError
from scrutator.forensics.battery.multiplicity import benjamini_hochberg
from scrutator.forensics.battery.windows import ragged
from scrutator.forensics.fingerprint.turnout_window import usable_rows
from scrutator.forensics.inputs.results import ADDRESS, BoolArray, IntArray, StationResults, sum_by

SMALLEST_BALLOTS = 100
NEAR = 3
SHIFTS = (-1000, -100, 100, 1000)
RUN_LENGTH = 4
EXAMPLES = 20


@dataclass(frozen=True)
class Coincidences:
    """Exact coincidences among near ones, how many by chance, the binomial tail (mid-p), and examples.

    `compared` counts all pairs or runs that were looked at, `near` those within three votes.
    """

    kind: str
    observed: int
    expected: float
    p: float
    near: int
    compared: int
    examples: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class EvenDistrict:
    """A district whose stations agree on the leader's share more closely than binomial chance."""

    district: str
    stations: int
    share: float
    chi_square: float
    p: float
    p_adjusted: float


def prepared(results: StationResults) -> StationResults:
    """Usable stations with 100 or more ballots, by district and station number. Raises F03 without any.

    A row that is there twice, with its station's name and all its counts, is one station.
    """
    rows = results.select(usable_rows(results) & (results.in_box >= SMALLEST_BALLOTS))
    if not len(rows):
        what = f"no usable station has {SMALLEST_BALLOTS} ballots"
        raise ScrutatorError("F03", what, where=results.name)
    rank = _ranks(rows.station)
    counts = [rows.counts[name] for name in sorted(rows.counts)]
    order = np.lexsort((*counts, rows["leader"], rows["registered"], rank, rows.district))
    keys = np.stack([rows.district, rank, *counts])[:, order]
    again = np.concatenate([[False], np.all(keys[:, 1:] == keys[:, :-1], axis=0)])
    return rows.select(order[~again])


def _ranks(names: NDArray[np.str_]) -> IntArray:
    """The place of every station's name among all, numbers in names by their value."""
    if np.char.isdecimal(names).all() and names.dtype.itemsize <= 15 * 4:
        values = names.astype(np.int64)
        order = np.lexsort((names, values))
        new = (values[order][1:] != values[order][:-1]) | (names[order][1:] != names[order][:-1])
        rank = np.empty(len(names), dtype=np.int64)
        rank[order] = np.concatenate([[0], np.cumsum(new)])
        return rank
    keys = [_natural(name) for name in names.tolist()]
    place = {key: index for index, key in enumerate(sorted(set(keys)))}
    return np.array([place[key] for key in keys], dtype=np.int64)


def _natural(name: str) -> tuple[str, int, str]:
    digits = re.search(r"(\d{1,15})\D*$", name)
    return (name[: digits.start()] if digits else name, int(digits.group(1)) if digits else 0, name)


def identical_protocols(
    rows: StationResults, lists: tuple[str, ...] = (), *, most: int = EXAMPLES
) -> Coincidences:
    """Pairs in a district with the same ballots cast and the same votes for the leader and further lists."""
    names = [name for name in dict.fromkeys(("leader", "runner_up", *lists)) if rows.has(name)]
    # The ballots of no named list: with the lists' own votes they say the same as the ballots cast.
    columns = [rows[name] for name in names]
    columns.append(rows["ballots_cast"] - np.sum(columns, axis=0))
    order = np.lexsort((rows["leader"], rows.district))
    # Only pairs whose leader's votes are within reach are listed: sorted, they are neighbours.
    reach = int(rows["leader"].max(initial=0)) + NEAR + 1
    key = (rows.district * reach + rows["leader"])[order]
    pair = ragged(np.arange(len(key)) + 1, np.searchsorted(key, key + NEAR, side="right"))
    first, second = order[pair[0]], order[pair[1]]
    compared = np.bincount(rows.district, minlength=len(rows.district_names))
    pairs = int(np.sum(compared * (compared - 1) // 2))
    gaps = [values[first] - values[second] for values in columns]
    low, high = np.minimum(first, second), np.maximum(first, second)
    return _coincidences("identical protocols", rows, gaps, (low, high), pairs, most)


def digit_shifts(rows: StationResults, *, most: int = EXAMPLES) -> Coincidences:
    """Neighbours whose leader's votes differ by exactly 100 or 1,000 and whose other votes are equal.

    Where addresses are published only stations at one address are neighbours.
    """
    address = rows.labels.get(ADDRESS, np.zeros(len(rows), dtype=str))
    order = np.lexsort((np.arange(len(rows)), address, rows.district))
    first, second = order[:-1], order[1:]
    together = (rows.district[first] == rows.district[second]) & (address[first] == address[second])
    if ADDRESS in rows.labels:
        together &= address[first] != ""
    first, second = first[together], second[together]
    gap = rows["leader"][second] - rows["leader"][first]
    nearest = np.array(SHIFTS)[np.argmin(np.abs(gap[:, None] - np.array(SHIFTS)), axis=1)]
    others = rows["valid"] - rows["leader"]
    gaps = [gap - nearest, others[second] - others[first]]
    return _coincidences("shifted by exactly 100 or 1,000", rows, gaps, (first, second), len(first), most)


def arithmetic_runs(rows: StationResults, *, most: int = EXAMPLES) -> Coincidences:
    """Four neighbours whose leader's votes rise or fall by the same number (equal ones included)."""
    start = np.arange(max(len(rows) - RUN_LENGTH + 1, 0))
    start = start[rows.district[start] == rows.district[start + RUN_LENGTH - 1]]
    leader = rows["leader"]
    bends = [leader[start + i] - 2 * leader[start + i + 1] + leader[start + i + 2] for i in (0, 1)]
    members = tuple(start + i for i in range(RUN_LENGTH))
    return _coincidences("arithmetic runs of four", rows, bends, members, len(start), most)


def _coincidences(
    kind: str,
    rows: StationResults,
    gaps: Sequence[IntArray],
    members: tuple[IntArray, ...],
    compared: int,
    most: int,
) -> Coincidences:
    near: BoolArray = np.logical_and.reduce([np.abs(gap) <= NEAR for gap in gaps])
    exact = np.flatnonzero(np.logical_and.reduce([gap == 0 for gap in gaps]))
    trials, chance = int(near.sum()), float(np.prod(_chances([gap[near] for gap in gaps])))
    examples = []
    for index in exact:
        stations = [int(member[index]) for member in members]
        place = rows.district_names[int(rows.district[stations[0]])]
        examples.append((place, *(str(rows.station[station]) for station in stations)))
    p = binomial_mid_p(len(exact), trials, chance)
    listed = tuple(sorted(examples)[:most])
    return Coincidences(kind, len(exact), trials * chance, p, trials, compared, listed)


def _chances(gaps: Sequence[IntArray]) -> list[float]:
    """For each number compared, the chance that it agrees exactly in a near coincidence: at least 1/7.

    Taken from the near coincidences in which another number differs, so that no copy raises it.
    """
    equal = [gap == 0 for gap in gaps]
    chances = []
    for place, agrees in enumerate(equal):
        others = [one for index, one in enumerate(equal) if index != place]
        apart = ~np.logical_and.reduce(others) if others else np.zeros(len(agrees), dtype=bool)
        share = float(agrees[apart].mean()) if apart.any() else 0.0
        chances.append(max(share, 1 / (2 * NEAR + 1)))
    return chances


def binomial_mid_p(observed: int, trials: int, chance: float) -> float:
    """P(more) + ½ P(as many) for a binomial: keeps a test on small counts near its nominal size."""
    if trials == 0:
        return 0.5
    as_many_or_more = 1.0 if observed == 0 else float(betainc(observed, trials - observed + 1, chance))
    more = 0.0 if observed == trials else float(betainc(observed + 1, trials - observed, chance))
    return (as_many_or_more + more) / 2


def even_districts(rows: StationResults) -> list[EvenDistrict]:
    """Districts ordered by how improbably equal their stations' shares are (lower chi-square tail).

    Under one common share the chi-square has n − 1 degrees of freedom; real differences between
    stations only raise it, so small values are conservative evidence of copied percentages.
    """
    size = len(rows.district_names)
    box, votes = rows.in_box, rows["leader"]
    count, total = sum_by(rows.district, np.ones(len(rows)), size), sum_by(rows.district, box, size)
    share = np.divide(sum_by(rows.district, votes, size), total, out=np.zeros(size), where=total > 0)
    usable = (count >= 5) & (share > 0.01) & (share < 0.99)
    p = share[rows.district]
    with np.errstate(divide="ignore", invalid="ignore"):
        term = (votes - box * p) ** 2 / (box * p * (1 - p))
    chi = sum_by(rows.district, np.nan_to_num(term), size)
    codes = np.flatnonzero(usable)
    lower = gammainc((count[codes] - 1) / 2, chi[codes] / 2)
    adjusted = benjamini_hochberg(lower)
    found = [
        EvenDistrict(
            rows.district_names[code],
            int(count[code]),
            float(share[code]),
            float(chi[code]),
            float(p),
            float(q),
        )
        for code, p, q in zip(codes, lower, adjusted, strict=True)
    ]
    return sorted(found, key=lambda one: (one.p, one.district))
