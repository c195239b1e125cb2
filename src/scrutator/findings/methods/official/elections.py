"""Elections compared: turnout, ballots and lists of several elections side by side, and what changed.

A list or a place is the same in two elections where the record gives it one id. Names that look alike are not
matched, and what stands in one election only is listed as that. A cell is empty where the record has no row;
it may be that the list did not stand. No missing number is taken for 0.
"""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

from scrutator.errors import ScrutatorError
from scrutator.findings.context import Context
from scrutator.findings.method import Method, ParameterKind
from scrutator.findings.methods.official.election_numbers import (
    NO_ROW,
    REGION,
    Election,
    Number,
    difference,
    election_of,
)
from scrutator.findings.methods.official.published import countries_of
from scrutator.findings.model import Figure, Outcome, Row, Table, Value
from scrutator.findings.tabulate import sources_cell, table_of
from scrutator.record.case import Case
from scrutator.record.unknown import Unknown

SAME_ID = (
    "Lists and regions are the same where the record gives them one id; no names were matched by likeness."
)
EMPTY = "Empty: the record has no row; the list may not have stood."
BASE = (
    "Shares are of the valid votes where the votes of all lists add up to them; else as published, and the "
    "base may be another."
)


def elections_of(context: Context) -> tuple[Election, ...]:
    """Which elections are compared? Those asked for, else all with final results of a whole country, by day.

    Raises N03 for fewer than two, and for one without such results.
    """
    case, countries = context.case, countries_of(context.case)
    known = {row.contest for row in case.results if row.stage == "final" and row.place in countries}
    asked = context.parameters.get("contests")
    wanted = {str(one) for one in asked} if isinstance(asked, list) else known
    if strange := sorted(wanted - known):
        raise ScrutatorError("N03", f"there are no final results of '{strange[0]}' for a whole country")
    contests = sorted(
        (one for one in case.contests if one.id in wanted), key=lambda one: (one.date.earliest, one.id)
    )
    if len(contests) < 2:
        raise ScrutatorError("N03", "a comparison needs final results of two elections", where="results.csv")
    years = [str(one.date.year) for one in contests]
    labels = years if len(set(years)) == len(years) else [one.called() for one in contests]
    return tuple(election_of(case, one, label) for one, label in zip(contests, labels, strict=True))


QUANTITIES: Mapping[str, Callable[[Election], Value]] = {
    "date": lambda one: str(one.date),
    "registered": lambda one: one.total("registered"),
    "ballots cast": lambda one: one.total("ballots_cast"),
    "turnout, %": lambda one: one.turnout.value,
    "valid": lambda one: one.total("valid"),
    "invalid": lambda one: one.total("invalid"),
    "invalid, % of ballots cast": lambda one: one.invalid_share,
    "lists": lambda one: len(one.shares),
    "seats": lambda one: one.seats_filled,
}


def elections_table(elections: Sequence[Election]) -> Table:
    """What took part, and what was valid: one column per election."""
    rows = tuple((name, *(show(one) for one in elections)) for name, show in QUANTITIES.items())
    columns = ("election", *(one.label for one in elections))
    return Table("elections", "Elections compared", columns, rows)


def sources_table(elections: Sequence[Election]) -> Table:
    """The whole name of every election, and the sources of its numbers."""
    columns: Mapping[str, Callable[[Election], Value]] = {
        "election": lambda one: one.name,
        "date": lambda one: str(one.date),
        "sources": lambda one: sources_cell(one.sources),
    }
    return table_of("sources", "The elections and their sources", elections, columns)


def side_by_side(name: str, title: str, case: Case, elections: Sequence[Election], what: str) -> Table:
    """One row per list, one column per election, with the change between the last two."""
    rows: list[Row] = []
    for number, label in lists_of(case, elections):
        numbers = [getattr(one, what).get(number) for one in elections]
        change = difference(numbers[-2], numbers[-1])
        rows.append((label, *(one.value if one else None for one in numbers), change))
    unit = "points" if what == "shares" else "seats"
    columns = ("list", *(one.label for one in elections), f"change since the election before, {unit}")
    base = f" {BASE}" if what == "shares" else ""
    return Table(name, title, columns, tuple(rows), f"{SAME_ID} {EMPTY}{base}")


def lists_of(case: Case, elections: Sequence[Election]) -> list[tuple[str, str]]:
    """Every list with its name: by the largest share it had in the last election that it stood in."""

    def standing(name: str) -> tuple[int, Fraction, str]:
        last = max(index for index, one in enumerate(elections) if name in one.shares)
        value = elections[last].shares[name].value
        known = Fraction(0) if isinstance(value, str | Unknown) or value is None else Fraction(value)
        return (-last, -known, name)

    names = {row.id: row.name for row in case.lists}
    return [(one, names[one]) for one in sorted({n for e in elections for n in e.shares}, key=standing)]


def changes_table(case: Case, elections: Sequence[Election]) -> Table:
    """One row per list and pair of elections that follow one another, where it stands in both."""
    rows: list[Row] = []
    for before, after in pairwise(elections):
        for name, label in lists_of(case, (before, after)):
            if name in before.shares and name in after.shares:
                share, later = before.shares[name], after.shares[name]
                seats, then = before.seats[name], after.seats[name]
                shares = (share.value, later.value, difference(share, later))
                of_seats = (seats.value, then.value, difference(seats, then))
                rows.append((label, before.label, after.label, *shares, *of_seats))
    of_shares = ("share before, %", "share after, %", "change, points")
    columns = ("list", "before", "after", *of_shares, "seats before", "seats after", "change, seats")
    return Table(
        "changes", "What changed from one election to the next", columns, tuple(rows), f"{SAME_ID} {BASE}"
    )


def places_of(case: Case, places: set[str]) -> dict[str, str]:
    """The names of these places by id, in the order of names; those of one name by id."""
    found = sorted((row.name, row.id) for row in case.places if row.id in places)
    return {place: name for name, place in found}


def regions_table(case: Case, elections: Sequence[Election]) -> Table | None:
    """Turnout by region, one column per election that has any; None where fewer than two have."""
    with_regions = [one for one in elections if one.regions]
    if len(with_regions) < 2:
        return None
    rows: list[Row] = []
    for place, name in places_of(case, {at for one in with_regions for at in one.regions}).items():
        numbers = [one.regions.get(place) for one in with_regions]
        last = difference(numbers[-2], numbers[-1])
        values: list[Value] = [one.value if one else NO_ROW for one in numbers]
        rows.append((name, *values, last))
    change = "change since the election before, points"
    columns = ("region", *(one.label for one in with_regions), change)
    return Table("regions", "Turnout by region, election by election, %", columns, tuple(rows), REGION)


def region_shares_table(case: Case, elections: Sequence[Election]) -> Table | None:
    """Shares of lists by region for each two elections that follow one another and have them; else None."""
    names, rows = {row.id: row.name for row in case.lists}, []
    for before, after in pairwise([one for one in elections if one.region_shares]):
        both = set(before.region_shares) & set(after.region_shares)
        regions = places_of(case, {place for place, _ in both})
        for at in sorted(both, key=lambda at: (regions[at[0]], *at)):
            first, second = before.region_shares[at], after.region_shares[at]
            shown = (regions[at[0]], names[at[1]], before.label, after.label, first.value, second.value)
            rows.append((*shown, difference(first, second)))
    columns = ("region", "list", "before", "after", "share before, %", "share after, %", "change, points")
    title = "Shares by region, from one election to the next"
    return Table("region_shares", title, columns, tuple(rows), f"{SAME_ID} {BASE}") if rows else None


def unmatched_table(case: Case, elections: Sequence[Election]) -> Table:
    """Lists and regions that are not in every election: which elections have them, and which lack them."""
    rows: list[Row] = []
    kinds = [("list", [({*one.shares}, one.label) for one in elections])]
    kinds.append(("region", [({*one.regions}, one.label) for one in elections if one.regions]))
    names = {
        "list": {row.id: row.name for row in case.lists},
        "region": {row.id: row.name for row in case.places},
    }
    for kind, held in kinds:
        for item in sorted({name for having, _ in held for name in having}):
            within = "; ".join(name for having, name in held if item in having)
            without = "; ".join(name for having, name in held if item not in having)
            if without:
                rows.append((kind, names[kind][item], within, without))
    columns = ("kind", "name", "the record has it in", "and not in")
    return Table("unmatched", "What cannot be compared in every election", columns, tuple(rows), SAME_ID)


def figures_of(case: Case, elections: Sequence[Election]) -> list[Figure]:
    """Turnout of every election; share and seats of every list in it; their changes since the one before."""
    names = {row.id: row.name for row in case.lists}
    figures = []
    for one in elections:
        at = {"election": one.id}
        figures.append(Figure("turnout", one.turnout.value, "%", at, sources=one.turnout.sources))
        for name, share in one.shares.items():
            of_list = {"list": names[name], **at}
            figures.append(Figure("share", share.value, "%", of_list, sources=share.sources))
            seats = one.seats[name]
            figures.append(Figure("seats", seats.value, "seats", of_list, sources=seats.sources))
    for before, after in pairwise(elections):
        since = {"election": after.id, "since": before.id}
        pairs: list[tuple[dict[str, str], Number, Number]] = [(since, before.turnout, after.turnout)]
        pairs += [
            ({"list": names[name], **since}, before.shares[name], after.shares[name])
            for name in after.shares
            if name in before.shares
        ]
        for at, first, second in pairs:
            cited = tuple(dict.fromkeys((*first.sources, *second.sources)))
            figures.append(Figure("change", difference(first, second), "points", at, sources=cited))
    return figures


def title_of(elections: Sequence[Election]) -> str:
    """The finding in a sentence: how many elections, and between which values turnout lay."""
    known = [
        (Fraction(one.turnout.value), one)
        for one in elections
        if not isinstance(one.turnout.value, str | Unknown)
    ]
    if len(known) < 2:
        return f"{len(elections)} elections compared; turnout is known of {len(known)}"
    low, high = (pick(known, key=lambda item: item[0]) for pick in (min, max))
    said = [f"{float(value):.1f} % ({one.date.year})" for value, one in (low, high)]
    return f"{len(elections)} elections compared: turnout was reported from {said[0]} to {said[1]}"


def run(context: Context) -> Outcome:
    """The elections side by side. Parameter `contests`: their ids (default: all with final results)."""
    case, elections = context.case, elections_of(context)
    tables = [
        elections_table(elections),
        sources_table(elections),
        side_by_side("shares", "Shares of lists, election by election, %", case, elections, "shares"),
        side_by_side("seats", "Seats of lists, election by election", case, elections, "seats"),
        changes_table(case, elections),
        regions_table(case, elections),
        region_shares_table(case, elections),
        unmatched_table(case, elections),
    ]
    caveats = (
        "Elections under different laws, with other lists and registers, compare only as far as these do.",
    )
    shown = tuple(one for one in tables if one is not None)
    return Outcome(title_of(elections), tuple(figures_of(case, elections)), shown, caveats)


ELECTIONS = Method(
    id="official.elections",
    version="1",
    question="What changed from one election to the next: turnout, ballots, shares and seats of lists?",
    run=run,
    prepare=elections_of,
    reads=("results.csv", "totals.csv", "turnout.csv", "contests.csv", "lists.csv", "places.csv"),
    parameters={"contests": "ids of the contests (default: all with final results for a whole country)"},
    kinds={"contests": ParameterKind.TEXTS},
)
