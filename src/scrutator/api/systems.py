"""Seats of a whole system: districts and tiers, from plain mappings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from scrutator.api.arguments import checked
from scrutator.api.laws import LawLike, named_law
from scrutator.api.refusals import said_to_a_caller
from scrutator.api.shown import Grid, Shown, View
from scrutator.api.votes import votes_from, whole
from scrutator.errors import ScrutatorError
from scrutator.law.chain.table import District
from scrutator.law.questions.presentation import numbered, outcome_said, plain, system_dict
from scrutator.law.questions.system_margins import SystemSearch, system_margin
from scrutator.law.systems.ballots import Ballots, ballots_of
from scrutator.law.systems.distribute import SystemResults, distribute
from scrutator.law.systems.system import System


@dataclass(frozen=True, repr=False)
class SystemSeats(Shown):
    """The seats of every list over all districts and tiers, with the stages that lead to them.

    `by_list`, `by_district` and `tiers` are those of the first reading of the law; when `outcome` is
    "statute_ambiguous" the readings give different seats, and `to_dict()["readings"]` holds them all.
    """

    results: SystemResults
    system: System
    ballots: Ballots

    @property
    def by_list(self) -> dict[str, int]:
        """List to seats of the whole house."""
        return dict(self.results.first.seats)

    @property
    def by_district(self) -> dict[str, dict[str, int]]:
        """District to list to seats, with the places of national seats where the law gives them."""
        return {place: dict(cells) for place, cells in self.results.first.by_district.items()}

    @property
    def tiers(self) -> dict[str, dict[str, int]]:
        """Seats of the districts and of the national tier, by list."""
        return {tier: dict(seats) for tier, seats in self.results.first.tiers.items()}

    @property
    def house(self) -> int:
        """How many seats there are, those that no one holds included."""
        return self.results.first.house

    @property
    def outcome(self) -> str:
        """ "settled", "tie_to_resolve", "seats_unfilled" or "statute_ambiguous".

        "settled_where_computed" when some readings of the law could not be computed from these votes.
        """
        return self.results.outcome

    def margin(self) -> dict[str, Any]:
        """The fewest votes found that, moved between two lists of one district, change a seat.

        `votes` is None when none were found. `proof` says how far the search came and under which reading of
        the law; `proved_least` that every smaller number was tried.
        """
        return system_margin_dict(system_margin(self.system, self.ballots))

    def chances(self, draws: Any) -> dict[str, Any]:
        """How likely are seats and majorities, given draws of the votes of every district?

        `draws` is an array of whole votes by draw, district and list, in the order of `by_district` as it was
        given and of the lists of the country. For each list: the mean of its seats, the 5th and 95th of a
        hundred draws, and the share of draws in which it has more than half of the seats given. Draws with an
        open tie count with the seats that are given; `tied` says how many. All is under one reading of the
        law, `reading`, the first that votes alone suffice for. Raises L02 for another shape.
        """
        import numpy as np

        from scrutator.law.questions.system_draws import SystemDraws, seats_of_system_draws

        listed = self.ballots.districts
        names = tuple(self.ballots.national.by_name)
        places, sizes = tuple(one.name for one in listed), tuple(one.seats for one in listed)
        with said_to_a_caller():
            given = SystemDraws(names, places, sizes, np.asarray(draws, dtype=np.int64))
            found = seats_of_system_draws(self.system, given)
        houses = found.seats.sum(axis=1)
        lists = {
            name: {
                "mean": float(found.seats[:, at].mean()),
                "low": int(np.quantile(found.seats[:, at], 0.05, method="lower")),
                "high": int(np.quantile(found.seats[:, at], 0.95, method="higher")),
                "majority": float((2 * found.seats[:, at] > houses).mean()),
            }
            for at, name in enumerate(names)
        }
        return {
            "draws": len(found.seats),
            "tied": int(found.tied.sum()),
            "lists": lists,
            "reading": found.reading,
            "readings_of_the_law": found.readings,
            "remarks": list(self.system.remarks),
        }

    def view(self) -> View:
        first = self.results.first
        tiers = {tier: seats for tier, seats in first.tiers.items() if any(seats.values())}
        rows = tuple(
            (name, count, *(seats.get(name, 0) for seats in tiers.values()))
            for name, count in first.seats.items()
        )
        stages = tuple(tuple(row) for row in numbered(first.steps))
        grids = (
            Grid("", ("list", "seats", *tiers), rows),
            Grid("", ("step", "rule", "article", "what it says", "outcome"), stages),
        )
        ties = [f"Tie: {' and '.join(tie.lists)} for {tie.seats} seats, {tie.rule}." for tie in first.ties]
        missing = [f"Not computable ({where}): {why}." for where, why in self.results.unavailable.items()]
        return View(
            f"{self.results.name}: {outcome_said(self.results)}", grids, (*ties, *missing, *first.notes)
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain values: seats, tiers, districts, stages and steps with articles, ties, every reading."""
        return system_dict(self.results)


@checked
def system_seats(
    districts: Mapping[str, Any] | None = None, *, law: LawLike, seats: Mapping[str, Any] | None = None,
    country: Any = None, direct: Mapping[str, Any] | None = None, within: Mapping[str, str] | None = None,
    ballots: Mapping[str, Mapping[str, Any]] | None = None, levelling: Mapping[str, Any] | None = None,
    not_standing: Mapping[str, Sequence[str]] | None = None,
) -> SystemSeats:  # fmt: skip
    """How many seats does each list get in a system of districts and tiers?

    `districts` maps a district to its votes, each as in `seats`; `seats` a district to the number it
    elects, unless the law computes it. `country` are list votes given for the country only. `direct` maps
    single-member districts to their votes by list, `within` each of them to the list district it lies in.
    `ballots` maps a district to its other counts (blank, void, cast, registered, envelopes, population),
    with "" for the country. `levelling` are the levelling seats that belong to each district. A list without
    votes in a district counts as not standing there, which the result says unless `not_standing` maps the
    district to it.

    `law` is what `statute` returned, "STATUTE@DATE", a bundled name, a .toml file or a table of rules.
    Raises A01 for an argument that cannot be used and for a law of one contest, L errors from the law.

    Examples:
        >>> import scrutator
        >>> law = {
        ...     "stage": [{"do": "districts"}],
        ...     "step": [{"tier": "district", "do": "highest_averages"}],
        ... }
        >>> votes = {"North": {"A": 60, "B": 40}, "South": {"A": 20, "B": 50}}
        >>> found = scrutator.system_seats(votes, law=law, seats={"North": 5, "South": 3})
        >>> found.by_list
        {'A': 4, 'B': 4}
        >>> found.by_district["North"]
        {'A': 3, 'B': 2}
    """
    system = named_law(law)
    if not isinstance(system, System):
        raise ScrutatorError(
            "A01", "this law distributes the seats of one contest", remedy="Use scrutator.seats."
        )
    single, sizes, counts = direct or {}, seats or {}, ballots or {}
    known = {*(districts or {}), *single, *([""] if country is not None else [])}
    for name, given in (
        ("seats", sizes),
        ("ballots", counts),
        ("within", within or {}),
        ("levelling", levelling or {}),
        ("not_standing", not_standing or {}),
    ):
        if unknown := sorted(set(given) - known):
            raise ScrutatorError("A01", f"{name}: there is no district {unknown[0]!r}")
    contests = [District("", votes_from(country, counts.get("")))] if country is not None else []
    for place, votes in (districts or {}).items():
        size = whole(sizes[place], f"seats of {place!r}") if place in sizes else None
        contests.append(District(place, votes_from(votes, counts.get(place)), size))
    contests += [District(place, votes_from(votes, counts.get(place))) for place, votes in single.items()]
    inside = {place: (within or {}).get(place, "") for place in single}
    with said_to_a_caller():
        found = ballots_of(contests, inside)
        if levelling is not None:
            found = replace(
                found, levelling={n: whole(c, f"levelling of {n!r}") for n, c in levelling.items()}
            )
        absent = {place: frozenset(names) for place, names in (not_standing or {}).items()}
        found = replace(found, not_standing=absent)
        return SystemSeats(distribute(system, found), system, found)


def system_margin_dict(search: SystemSearch, stations: int | None = None) -> dict[str, Any]:
    """A system's margin as plain values, with votes per polling station when their number is known."""
    from fractions import Fraction

    size = {
        "proved_least": search.least,
        "proof": search.said,
        "pairs_tried": search.tried,
        "pairs": search.pairs,
        "reading": search.reading,
        "readings_of_the_law": search.readings,
    }
    margin = search.margin
    if margin is None:
        return {"votes": None, **size}
    names = ("district", "list", "seats", "seats_then")
    return {
        "district": margin.district,
        "from": margin.source,
        "to": margin.target,
        "votes": margin.votes,
        "certificate": dict(margin.certificate),
        "seats_then": dict(margin.after),
        "seats_of_districts_then": [dict(zip(names, move, strict=True)) for move in margin.moves],
        **size,
        "votes_per_station": plain(Fraction(margin.votes, stations)) if stations else None,
    }
