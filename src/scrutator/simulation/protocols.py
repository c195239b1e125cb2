"""Protocols of a made-up country: observers' copies with slips of the pen, totals altered at a level."""

from dataclasses import dataclass

import numpy as np

from scrutator.errors import ScrutatorError
from scrutator.simulation.country import Country, IntArray
from scrutator.simulation.votes import Votes

SLIPS = ("digit", "transposition", "one more or less", "wrong cell")


@dataclass(frozen=True)
class Copies:
    """Observers' copies of the protocols of some stations: votes per list, and which have a slip.

    `slip` is "" where the copy is exact.
    """

    stations: IntArray
    votes: IntArray
    slip: tuple[str, ...]


def observers_copies(
    votes: Votes, stations: IntArray, rng: np.random.Generator, *, slips: float = 0.03
) -> Copies:
    """Copies of the protocols at `stations`; a share `slips` of them has one slip of the pen."""
    table = votes.votes[stations].copy()
    kinds = []
    for row in table:
        kind = SLIPS[rng.integers(len(SLIPS))] if rng.random() < slips else ""
        _slip(row, kind, rng)
        kinds.append(kind)
    exact = (table == votes.votes[stations]).all(axis=1)
    return Copies(
        stations, table, tuple("" if same else kind for same, kind in zip(exact, kinds, strict=True))
    )


def _slip(row: IntArray, kind: str, rng: np.random.Generator) -> None:
    column = int(rng.integers(len(row)))
    text = str(row[column])
    if kind == "digit":
        place = int(rng.integers(len(text)))
        row[column] = int(text[:place] + str(rng.integers(10)) + text[place + 1 :])
    elif kind == "transposition" and len(text) > 1:
        place = int(rng.integers(len(text) - 1))
        row[column] = int(text[:place] + text[place + 1] + text[place] + text[place + 2 :])
    elif kind == "one more or less":
        row[column] = max(0, int(row[column]) + int(rng.choice([-1, 1])))
    elif kind == "wrong cell":
        other = (column + 1) % len(row)
        row[[column, other]] = row[[other, column]]


@dataclass(frozen=True)
class Published:
    """Totals as published by district, region and country, and the truth about their alteration.

    `districts` and `regions` have one row per unit, `national` one figure per list. `altered` are
    the codes of districts whose published totals are not the sums of their stations, `moved` the
    votes moved in each to the beneficiary.
    """

    districts: IntArray
    regions: IntArray
    national: IntArray
    altered: IntArray
    moved: IntArray


def publish_totals(
    country: Country,
    votes: Votes,
    rng: np.random.Generator,
    *,
    altered: int = 0,
    share: float = 0.10,
    beneficiary: int = 0,
) -> Published:
    """Totals at every level; in `altered` districts a share of the others' votes is moved.

    The alteration is made between the stations' protocols and the district's total, so that levels
    above agree with the districts and only the districts differ from their stations. Raises S01 when
    more districts are to be altered than there are.
    """
    count, lists = len(country.district_names), votes.votes.shape[1]
    if altered > count:
        raise ScrutatorError("S01", f"{altered} districts cannot be altered: there are {count}")
    districts = np.zeros((count, lists), dtype=np.int64)
    np.add.at(districts, country.district, votes.votes)
    chosen = np.sort(rng.choice(count, altered, replace=False))
    moved = np.zeros(len(chosen), dtype=np.int64)
    for place, district in enumerate(chosen.tolist()):
        taken = np.floor(share * districts[district]).astype(np.int64)
        taken[beneficiary] = 0
        districts[district] -= taken
        districts[district, beneficiary] += taken.sum()
        moved[place] = taken.sum()
    regions = np.zeros((len(country.region_names), lists), dtype=np.int64)
    np.add.at(regions, country.region_of_district, districts)
    return Published(districts, regions, regions.sum(axis=0), chosen, moved)
