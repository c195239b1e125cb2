"""Sums of station results by region and for all stations."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np

from scrutator.publishing.new_case.columns import Election
from scrutator.tables.model import UNKNOWN, BoolArray, IntArray

COUNTRY = "all"
OTHERS = "All others"  # votes for lists that were not named


@dataclass(frozen=True)
class Sum:
    """The sum of one column over the stations of a place whose figure is known, and how many these are.

    `value` is None where no station has a figure: what is unknown is never zero.
    """

    value: int | None
    known: int
    stations: int

    @property
    def note(self) -> str:
        """What the sum is a sum of, for a reader."""
        if self.value is None:
            return f"none of the {self.stations} rows has a figure"
        if self.known == self.stations:
            return f"sum of {self.stations} rows"
        return f"sum of {self.known} of {self.stations} rows: the others have no figure"


@dataclass(frozen=True)
class PlaceSums:
    """One place: its id, its name, its sums by column, and turnout in per cent where both are known."""

    id: str
    name: str
    stations: int
    sums: Mapping[str, Sum]
    turnout: Decimal | None


def place_sums(election: Election, whole: str) -> list[PlaceSums]:
    """All stations first (named `whole`), then the regions by name; one region alone is not repeated."""
    counts, size = election.read.counts, len(election.read.table)
    places = [_sums(COUNTRY, whole, np.ones(size, dtype=bool), counts)]
    if "region" not in election.places:
        return places
    code, names = election.read.table.columns[election.places["region"]].codes()
    ordered = sorted(range(len(names)), key=names.__getitem__)
    if len(names) < 2:
        return places
    digits = len(str(len(names)))
    for number, place in enumerate(ordered, start=1):
        identity = f"r{number:0{digits}d}"
        places.append(_sums(identity, names[place] or "no region given", code == place, counts))
    return places


def with_others(places: list[PlaceSums], lists: tuple[str, ...]) -> list[PlaceSums]:
    """The same places with a column `OTHERS`, where the valid votes are more than those of the lists named.

    Shares would otherwise be of the named lists alone. Nothing is added when some place lacks a figure.
    """
    if any(_rest(place, lists) is None for place in places):
        return places
    rest = [_rest(place, lists) or 0 for place in places]
    if rest[0] <= 0 or min(rest) < 0:
        return places
    return [
        replace(place, sums={**place.sums, OTHERS: Sum(votes, place.stations, place.stations)})
        for place, votes in zip(places, rest, strict=True)
    ]


def _rest(place: PlaceSums, lists: tuple[str, ...]) -> int | None:
    """The valid votes of a place less those of the lists; None where a station lacks one of the figures."""
    if "valid" not in place.sums:
        return None
    valid, votes = place.sums["valid"], [place.sums[name] for name in lists]
    if any(one.value is None or one.known < one.stations for one in (valid, *votes)):
        return None
    return (valid.value or 0) - sum(one.value or 0 for one in votes)


def _sums(identity: str, name: str, rows: BoolArray, counts: Mapping[str, IntArray]) -> PlaceSums:
    size = int(rows.sum())
    sums = {}
    for column, values in counts.items():
        known = rows & (values != UNKNOWN)
        value = int(values[known].sum()) if known.any() else None
        sums[column] = Sum(value, int(known.sum()), size)
    turnout = None
    if "registered" in counts and "ballots_cast" in counts:
        both = rows & (counts["registered"] != UNKNOWN) & (counts["ballots_cast"] != UNKNOWN)
        registered = int(counts["registered"][both].sum())
        cast = int(counts["ballots_cast"][both].sum())
        if registered > 0 and cast <= registered:
            turnout = (Decimal(100 * cast) / Decimal(registered)).quantize(Decimal("0.01"))
    return PlaceSums(identity, name, size, sums, turnout)
