"""Sums of station results by region and for all stations."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np

from scrutator.errors import ScrutatorError
from scrutator.publishing.new_case.columns import Election
from scrutator.tables.model import UNKNOWN, BoolArray, IntArray
from scrutator.tables.names import listed

COUNTRY = "all"
BALLOTS = ("registered", "ballots_cast")
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
        return f"sum of {self.known} of {self.stations} rows: the others lack a figure"


@dataclass(frozen=True)
class PlaceSums:
    """One place: its id, its name, its sums by column, and turnout in per cent where both are known."""

    id: str
    name: str
    stations: int
    sums: Mapping[str, Sum]
    turnout: Decimal | None

    @property
    def votes_missing(self) -> bool:
        """Whether some station lacks a figure of a list or of the valid votes."""
        return any(one.known < one.stations for name, one in self.sums.items() if name not in BALLOTS)


def place_sums(election: Election, whole: str) -> list[PlaceSums]:
    """All stations first (named `whole`), then the regions by name; one region alone is not repeated.

    Valid votes and the votes of lists are sums over the stations that have a figure for all of them, so that
    shares have one base. Raises B05 when no station has.
    """
    size, votes = len(election.read.table), _votes(election)
    counts = {**election.read.counts, **votes}
    if not any((values != UNKNOWN).any() for values in votes.values()):
        what = f"no row has a figure for each of the columns {listed(list(votes))}"
        remedy = "Write 0 where a list had no votes, or name fewer lists with --list."
        raise ScrutatorError("B05", what, remedy=remedy)
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


def _votes(election: Election) -> dict[str, IntArray]:
    """The votes of lists, and the valid ones, unknown in every column of a row that lacks one of them.

    Where the known lists already make up the valid votes, a list without a figure had none.
    """
    names = [*(["valid"] if "valid" in election.read.counts else []), *election.lists]
    votes = {name: election.read.counts[name].copy() for name in names}
    if "valid" in votes:
        known = sum(np.where(votes[name] != UNKNOWN, votes[name], 0) for name in election.lists)
        settled = (known == votes["valid"]) & (votes["valid"] != UNKNOWN)
        for name in election.lists:
            votes[name][settled & (votes[name] == UNKNOWN)] = 0
    incomplete = np.any([values == UNKNOWN for values in votes.values()], axis=0)
    return {name: np.where(incomplete, UNKNOWN, values) for name, values in votes.items()}


def with_others(places: list[PlaceSums], lists: tuple[str, ...]) -> list[PlaceSums]:
    """The same places with a column `OTHERS`, where the valid votes are more than those of the lists named.

    Shares would otherwise be of the named lists alone.
    """
    rest = [_rest(place, lists) for place in places]
    if (rest[0] or 0) <= 0 or min(one or 0 for one in rest) < 0:
        return places
    return [
        replace(place, sums={**place.sums, OTHERS: replace(place.sums["valid"], value=votes)})
        for place, votes in zip(places, rest, strict=True)
    ]


def _rest(place: PlaceSums, lists: tuple[str, ...]) -> int | None:
    """The valid votes of a place less those of the lists; None where no station has both."""
    valid = place.sums["valid"].value if "valid" in place.sums else None
    return None if valid is None else valid - sum(place.sums[name].value or 0 for name in lists)


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
