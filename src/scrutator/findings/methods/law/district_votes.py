"""What the method of whole systems reads from a case: votes by district, and the law in force."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scrutator.errors import ScrutatorError
from scrutator.findings.methods.law.votes import law_in_force, texts
from scrutator.findings.methods.official.published import list_names
from scrutator.record.case import Case
from scrutator.record.nouns.contests import Contest, ListResult
from scrutator.record.unknown import Missing, Unknown

if TYPE_CHECKING:
    from scrutator.law.chain.votes import Votes
    from scrutator.law.systems.ballots import Ballots
    from scrutator.law.systems.system import System

Cells = Mapping[str, Mapping[str, ListResult]]


@dataclass(frozen=True)
class Districts:
    """The record's results of one contest: place to list to row, by what the places are in the system."""

    contest: Contest
    law: str
    country: Mapping[str, ListResult]
    listed: Cells
    single: Cells


def districts_of(case: Case, parameters: Mapping[str, object]) -> Districts:
    """The final results of the contest in the country and in the districts of the level asked for.

    Raises N03 for a contest that is not there, names no law, or has no results in districts.
    """
    name = str(parameters.get("contest", case.header.contest))
    contests = [row for row in case.contests if row.id == name]
    if not contests:
        raise ScrutatorError("N03", f"there is no contest '{name}'")
    law = str(parameters.get("law", contests[0].statute or ""))
    if not law:
        raise ScrutatorError("N03", f"contest '{name}' names no statute, and no law is given")
    levels = {place.id: place.level for place in case.places}
    listed, single = str(parameters.get("level", "region")), str(parameters.get("direct_level", ""))
    cells: dict[str, dict[str, dict[str, ListResult]]] = {"country": {}, "listed": {}, "single": {}}
    for row in sorted(case.results, key=lambda row: (row.place, row.list)):
        if row.contest != name or row.stage != "final":
            continue
        level = levels[row.place]
        part = {listed: "listed", single: "single", "country": "country"}.get(level)
        if part:
            cells[part].setdefault(row.place, {}).setdefault(row.list, row)
    if not cells["listed"] and not cells["single"]:
        raise ScrutatorError("N03", f"there are no final results of '{name}' in places of level {listed}")
    country = next(iter(cells["country"].values()), {})
    return Districts(contests[0], law, country, cells["listed"], cells["single"])


def system_of(case: Case, law: str) -> "System":
    """The system of `STATUTE@DATE`. Raises N03 for a law of one contest."""
    from scrutator.law.systems.system import System

    found = law_in_force(case, law)
    if not isinstance(found, System):
        raise ScrutatorError("N03", f"{law} distributes the seats of one contest; use the method law.seats")
    return found


def ballots_from(case: Case, found: Districts, parameters: Mapping[str, object]) -> "Ballots":
    """The votes of the districts and the country as the law's stages read them, districts by their names."""
    from scrutator.law.chain.table import District
    from scrutator.law.systems.ballots import ballots_of

    reader = Reader(case, found.contest.id, parameters)
    sizes = counts_of(parameters, "district_seats", found.listed)
    levelling = counts_of(parameters, "levelling_seats", found.listed)
    parents = {place.id: place.parent or "" for place in case.places}
    names = reader.place_names([*found.listed, *found.single])
    contests = [
        District(names[place], reader.votes(place, rows), sizes.get(place))
        for place, rows in {**found.listed, **found.single}.items()
    ]
    if any(isinstance(row.votes, int) for row in found.country.values()):
        country = next(iter(found.country.values())).place
        contests.append(District("", reader.votes(country, found.country)))
    listed = {place: names[place] for place in found.listed}
    inside = {names[place]: listed.get(parents[place], "") for place in found.single}
    given = {names[place]: count for place, count in levelling.items()}
    absent = {names[place]: reader.absent(rows) for place, rows in {**found.listed, **found.single}.items()}
    return replace(
        ballots_of(contests, inside),
        levelling=given or None,
        not_standing={place: lists for place, lists in absent.items() if lists},
    )


@dataclass(frozen=True)
class Reader:
    """Votes of one place of a contest, typed by the parameters of the finding."""

    case: Case
    contest: str
    parameters: Mapping[str, object]

    def place_names(self, places: Iterable[str]) -> dict[str, str]:
        """Place id to its name; where two places share a name, to name and id."""
        names = {place.id: place.name for place in self.case.places}
        used = [names[place] for place in places]
        return {p: names[p] if used.count(names[p]) == 1 else f"{names[p]} ({p})" for p in places}

    def absent(self, rows: Mapping[str, ListResult]) -> frozenset[str]:
        """The lists that did not stand in a place: their votes are said to be not applicable there."""
        names = list_names(self.case)
        return frozenset(names[key] for key, row in rows.items() if _did_not_stand(row))

    def votes(self, place: str, rows: Mapping[str, ListResult]) -> "Votes":
        """The votes of one place, without lists that did not stand. Raises N03 when a count is missing."""
        from scrutator.law.chain.votes import ListVotes, Votes

        missing = [
            key for key, row in rows.items() if not isinstance(row.votes, int) and not _did_not_stand(row)
        ]
        if missing:
            raise ScrutatorError("N03", f"the count of '{missing[0]}' in '{place}' is missing")
        names = list_names(self.case)
        counted = {key: row.votes for key, row in rows.items() if isinstance(row.votes, int)}
        against, minority = str(self.parameters.get("against_all", "")), texts(self.parameters, "minority")
        parties = counts_of(self.parameters, "coalitions", names)
        lists = tuple(
            ListVotes(names[key], count, minority=key in minority, parties=parties.get(key, 1))
            for key, count in counted.items()
            if key != against
        )
        totals = self._totals(place)
        cast, registered = totals.get("ballots_cast"), totals.get("registered")
        return Votes(lists, against_all=counted.get(against), cast=cast, registered=registered)

    def _totals(self, place: str) -> dict[str, int]:
        here = (self.contest, place, "final")
        rows = [row for row in self.case.totals if (row.contest, row.place, row.stage) == here]
        return {row.quantity: row.value for row in rows if isinstance(row.value, int)}


def _did_not_stand(row: ListResult) -> bool:
    return isinstance(row.votes, Unknown) and row.votes.kind is Missing.NOT_APPLICABLE


def counts_of(parameters: Mapping[str, object], name: str, known: Iterable[str]) -> dict[str, int]:
    """A parameter that gives numbers to ids: ["north=9", "south=5"]. Raises N03."""
    found: dict[str, int] = {}
    for text in texts(parameters, name):
        key, sign, number = text.partition("=")
        if not sign or not number.isascii() or not number.isdigit():
            raise ScrutatorError("N03", f"{name}: {text!r} is not written id=number")
        if key not in known:
            raise ScrutatorError("N03", f"{name}: there is no {key!r}")
        if key in found:
            raise ScrutatorError("N03", f"{name}: {key!r} is a duplicate")
        found[key] = int(number)
    return found
