"""What the record has of one election, for a comparison: totals, turnout, shares and seats, with sources."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from scrutator.findings.methods.official.published import cited, published_total, results_of
from scrutator.record.case import Case
from scrutator.record.dates import PartialDate
from scrutator.record.nouns.contests import Contest, ListResult, Turnout
from scrutator.record.unknown import Missing, Unknown

NO_ROW = Unknown(Missing.NOT_OBTAINED)  # the record has no row
NOT_BOTH = Unknown(Missing.NOT_APPLICABLE)  # there are not two numbers to compare
REGION = (
    "The last turnout on record of each region: a final one, else the latest snapshot of the day. "
    "Regions are the same where the record gives them one id."
)


@dataclass(frozen=True)
class Number:
    """A number of the record, or computed from it, with its sources."""

    value: int | Decimal | Fraction | Unknown
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Election:
    """One election as a comparison sees it, called by a short `label` where its whole name has no room.

    `shares` and `seats` are by the id of a list, `regions` are turnout by the id of a region,
    `region_shares` by id of region and id of list.
    """

    id: str
    name: str
    label: str
    date: PartialDate
    totals: Mapping[str, Number]
    turnout: Number
    shares: Mapping[str, Number]
    seats: Mapping[str, Number]
    regions: Mapping[str, Number]
    region_shares: Mapping[tuple[str, str], Number]

    def total(self, quantity: str) -> int | Decimal | Fraction | Unknown:
        """A total, or why there is none."""
        return self.totals[quantity].value if quantity in self.totals else NO_ROW

    @property
    def invalid_share(self) -> Fraction | Unknown:
        """Invalid ballots as a share of those cast, in per cent; unknown where one of them is."""
        invalid, cast = self.total("invalid"), self.total("ballots_cast")
        known = isinstance(invalid, int) and isinstance(cast, int) and cast > 0
        return Fraction(100 * int(str(invalid)), int(str(cast))) if known else NO_ROW

    @property
    def seats_filled(self) -> int | Unknown:
        """The sum of the seats of all lists; unknown where those of one are."""
        known = [one.value for one in self.seats.values() if isinstance(one.value, int)]
        return sum(known) if len(known) == len(self.seats) else NO_ROW

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources of the row of this election."""
        numbers = (*self.totals.values(), self.turnout, *self.shares.values(), *self.regions.values())
        return tuple(dict.fromkeys(source for one in numbers for source in one.sources))


def difference(before: Number | None, after: Number | None) -> int | Decimal | Fraction | Unknown:
    """The later number less the earlier; not applicable where there are not two."""
    values = [one.value if one else None for one in (before, after)]
    first, second = values
    if first is None or second is None or isinstance(first, Unknown) or isinstance(second, Unknown):
        return NOT_BOTH
    if isinstance(first, Fraction) or isinstance(second, Fraction):
        return Fraction(second) - Fraction(first)
    return second - first


def election_of(case: Case, contest: Contest, label: str) -> Election:
    """What the record has of this election; `label` heads its column."""
    results = results_of(case, contest.id, "final")
    totals = {}
    for quantity in ("registered", "voters", "ballots_cast", "valid", "invalid"):
        value, sources = published_total(case, contest.id, quantity)
        if value is not None:
            totals[quantity] = Number(value, sources)
    by_place = last_turnout(case, contest.id)
    regions = {place.id for place in case.places if place.level == "region"}
    countries = {place.id for place in case.places if place.level == "country"}
    final = last_turnout(case, contest.id, snapshots=False)
    published = [number for place, number in sorted(final.items()) if place in countries]
    return Election(
        contest.id,
        contest.called(),
        label,
        contest.date,
        totals,
        turnout_of(totals, published),
        shares_of(results.values(), totals["valid"].value if "valid" in totals else None),
        {row.list: Number(row.seats, cited(row)) for row in results.values()},
        {place: number for place, number in by_place.items() if place in regions},
        region_shares(case, contest.id, regions),
    )


def turnout_of(totals: Mapping[str, Number], published: Iterable[Number]) -> Number:
    """Ballots cast, or else voters, among the registered, in per cent; else final turnout as published, never
    a snapshot of the day. None among no registered voters is no turnout."""
    registered = totals.get("registered")
    took_part = totals.get("ballots_cast") or totals.get("voters")
    counts = [one.value for one in (took_part, registered) if one and isinstance(one.value, int)]
    if registered and took_part and len(counts) == 2 and counts[1] > 0:
        sources = tuple(dict.fromkeys((*took_part.sources, *registered.sources)))
        return Number(Fraction(100 * counts[0], counts[1]), sources)
    return next(iter(published), Number(NO_ROW))


def shares_of(rows: Iterable[ListResult], valid: object) -> dict[str, Number]:
    """The share of each list: of the valid votes where the lists' votes add up to them, else as published,
    for the record may lack lists."""
    given = list(rows)
    votes = {row.list: row.votes for row in given if isinstance(row.votes, int)}
    total = sum(votes.values())
    whole = len(votes) == len(given) and total > 0 and total == valid
    return {
        row.list: Number(Fraction(100 * votes[row.list], total) if whole else row.percent, cited(row))
        for row in given
    }


def last_turnout(case: Case, contest: str, snapshots: bool = True) -> dict[str, Number]:
    """The last turnout of each place: a final one, else the latest snapshot if asked for; of two sources the
    one whose id comes first in the alphabet."""
    found: dict[str, Turnout] = {}
    rows = [row for row in case.turnout if row.contest == contest and isinstance(row.percent, Decimal)]
    rows = [row for row in rows if snapshots or row.stage == "final"]
    for row in sorted(rows, key=cited):
        before = found.get(row.place)
        if before is None or _rank(row) > _rank(before):
            found[row.place] = row
    return {place: Number(_known(row), cited(row)) for place, row in found.items()}


def _rank(row: Turnout) -> tuple[bool, bool, str]:
    final = row.stage == "final"
    return (final, final and row.time is None, row.time or "")


def _known(row: Turnout) -> Decimal | Unknown:
    return row.percent


def region_shares(case: Case, contest: str, regions: set[str]) -> dict[tuple[str, str], Number]:
    """Shares by id of region and id of list, where a region has results."""
    by_region: dict[str, dict[str, ListResult]] = {}
    totals = [
        row for row in case.totals if (row.contest, row.stage, row.quantity) == (contest, "final", "valid")
    ]
    valid = {row.place: row.value for row in sorted(totals, key=cited, reverse=True)}
    rows = [row for row in case.results if row.contest == contest and row.stage == "final"]
    for row in sorted((row for row in rows if row.place in regions), key=cited):
        by_region.setdefault(row.place, {}).setdefault(row.list, row)
    return {
        (place, name): number
        for place, held in by_region.items()
        for name, number in shares_of(held.values(), valid.get(place)).items()
    }
