"""Lists that have no row in a district: they count as not standing there, which is said and counted."""

from collections.abc import Mapping, Sequence

from scrutator.errors import ScrutatorError
from scrutator.law.chain.votes import Votes
from scrutator.law.systems.ballots import Ballots

Absent = Mapping[str, tuple[str, ...]]
"""List → the districts in which it has no row."""
MOST_NAMED = 12
"""Lists, and districts of one list, that a line for a reader names; the result itself holds all."""


def without_row(ballots: Ballots) -> Absent:
    """Which lists have no row in a district where others of their kind have, and are not said to be absent?

    List districts and single-member districts are two kinds: a candidate of one is not expected in the other.
    """
    found: dict[str, list[str]] = {}
    for contests in (
        [(one.name, one.votes) for one in ballots.districts],
        [(one.name, one.votes) for one in ballots.direct],
    ):
        names = dict.fromkeys(name for _, votes in contests for name in votes.by_name)
        for place, votes in contests:
            if len(votes.by_name) < len(names):
                said = ballots.not_standing.get(place, frozenset())
                for name in names:
                    if name not in votes.by_name and name not in said:
                        found.setdefault(name, []).append(place)
    return {name: tuple(found[name]) for name in sorted(found)}


def absent_said(absent: Absent) -> str:
    """How many lists count as not standing in how many districts, by name; "" for none."""
    if not absent:
        return ""
    places = {place for where in absent.values() for place in where}
    named = [f"{name} ({_some(where)})" for name, where in absent.items()]
    what = "1 list has" if len(absent) == 1 else f"{len(absent)} lists have"
    where = "1 district" if len(places) == 1 else f"one or more of {len(places)} districts"
    return f"{what} no row in {where}, which is taken as not standing there: {_some(named)}"


def _some(names: Sequence[str]) -> str:
    if len(names) <= MOST_NAMED:
        return ", ".join(names)
    return f"{', '.join(names[:MOST_NAMED])} and {len(names) - MOST_NAMED} more"


def check_not_standing(ballots: Ballots) -> None:
    """Raise L40 for a list that is said not to stand where it has votes, or that is nowhere else."""
    contests: dict[str, Votes] = {one.name: one.votes for one in ballots.districts}
    contests |= {one.name: one.votes for one in ballots.direct}
    known = {name for votes in contests.values() for name in votes.by_name}
    for place, names in ballots.not_standing.items():
        if place not in contests:
            raise ScrutatorError("L40", f"lists did not stand in {place!r}, which is no district")
        for name in sorted(names):
            if name in contests[place].by_name:
                what = f"{name!r} did not stand in {place!r}, and has votes there"
                raise ScrutatorError("L40", what, remedy="Remove one of the two rows.")
            if name not in known:
                raise ScrutatorError("L40", f"{name!r} did not stand in {place!r}, and has no votes anywhere")
