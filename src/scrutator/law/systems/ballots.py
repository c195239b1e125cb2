"""The votes of a whole system: districts, list votes of the country, single-member districts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from operator import attrgetter
from typing import Any

from scrutator.errors import ScrutatorError
from scrutator.law.chain.table import ROW, District, Row, read_districts, said_kind, whole
from scrutator.law.chain.votes import ListVotes, Votes, base_of

COUNTS = ("blank", "void", "against_all", "cast", "registered", "envelopes", "population")


@dataclass(frozen=True)
class DirectDistrict:
    """A single-member district: candidates by the list they stand for, and where it lies."""

    name: str
    votes: Votes
    within: str = ""


@dataclass(frozen=True)
class Ballots:
    """What was voted in a system with districts or tiers.

    `districts` elect several seats each; `levelling` are the levelling seats that belong to a district;
    `country` are list votes that are given for the country only, with `country_seats` where the table says
    how many are to be given; `direct` are single-member districts. Lists go by their party; `labels` maps a
    district to the names its lists have there, `not_standing` a district to lists that did not stand there.
    """

    districts: tuple[District, ...] = ()
    country: Votes | None = None
    direct: tuple[DirectDistrict, ...] = ()
    levelling: Mapping[str, int] | None = None
    country_seats: int = 0
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    not_standing: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @cached_property
    def national(self) -> Votes:
        """The votes of the country: those given as such, else the sums of the districts, by party."""
        return self.country if self.country is not None else summed(self.districts)


def summed(districts: Sequence[District]) -> Votes:
    """The votes of all districts together, by party; a count that one district lacks is not known."""
    rows: dict[str, list[tuple[str, ListVotes]]] = {}
    for district in districts:
        for entry in district.votes.lists:
            rows.setdefault(entry.identity, []).append((district.name, entry))
    counts = {kind: _sum([getattr(d.votes, kind) for d in districts], kind) for kind in COUNTS}
    bases = {d.name: base_of(d.votes, "valid") or 0 for d in districts}
    return Votes(tuple(_joined(name, part) for name, part in rows.items()), region_bases=bases, **counts)


FACTS = ("lot", "registered_order", "age")
MARKS = ("minority", "parties", "contender", "alliance")
_facts, _marks = attrgetter(*FACTS), attrgetter(*MARKS)


def _joined(name: str, rows: Sequence[tuple[str, ListVotes]]) -> ListVotes:
    """The rows of one party. A fact that differs is none of the country; a mark must not differ (L40)."""
    first, entries = rows[0][1], [entry for _, entry in rows]
    if len({_marks(entry) for entry in entries}) > 1:
        mark = next(m for m in MARKS if len({getattr(entry, m) for entry in entries}) > 1)
        raise ScrutatorError("L40", f"{mark} of {name!r} is not the same in every district")
    known = {_facts(entry) for entry in entries}
    facts: dict[str, Any] = dict(zip(FACTS, next(iter(known)), strict=True))
    if len(known) > 1:
        facts = {f: facts[f] if len({getattr(e, f) for e in entries}) == 1 else None for f in FACTS}
    return replace(
        first,
        name=name,
        party="",
        votes=sum(entry.votes for entry in entries),
        district_seats=sum(entry.district_seats for entry in entries),
        regions={district: entry.votes for district, entry in rows},
        candidates=None,
        **facts,
    )


def _sum(values: Sequence[int | None], kind: str) -> int | None:
    known = [value for value in values if value is not None]
    if kind in (
        "blank",
        "void",
        "against_all",
    ):  # a kind of ballot not mentioned does not exist in that district
        return sum(known) if known else None
    return sum(known) if known and len(known) == len(values) else None


def read_ballots(rows: Sequence[Row], direct: bool) -> Ballots:
    """The votes of a system from the rows of a table.

    Columns as for one contest, and `district`; `seats` and `levelling_seats` where the law has them given.
    Rows without a district are list votes of the country. In a system with single-member districts
    (`direct`), rows with a district are its candidates by list, unless the column `contest` says which rows
    are "list" and which are "direct"; `within` names the list district a single-member district lies in. A
    row of the kind "did_not_stand" says that a list did not stand in a district; it has no votes.
    Raises L40 for rows that contradict the system, else as the votes of one contest.
    """
    if rows and "district" not in rows[0]:
        rows = [{**row, "district": ""} for row in rows]
    absent, rows = _not_standing(rows)
    parts: dict[str, list[Row]] = {"list": [], "direct": [], "country": []}
    for row in rows:
        kind = row.get("contest", "")
        if kind not in ("", "list", "direct"):
            raise ScrutatorError("L40", f"contest {kind!r}", remedy="Write list or direct.")
        if not row.get("district", ""):
            parts["country"].append(row)
        else:
            parts[kind or ("direct" if direct else "list")].append(row)
    if parts["direct"] and not direct:
        raise ScrutatorError("L40", "rows of single-member districts, and the law has none")
    named = [*parts["list"], *parts["country"]]
    contests = read_districts(named) if named else ()
    found = ballots_of(
        [*contests, *read_districts(parts["direct"])] if parts["direct"] else contests, _within(parts)
    )
    return replace(found, levelling=_levelling(parts["list"]), not_standing=absent)


DID_NOT_STAND = "did_not_stand"


def _not_standing(rows: Sequence[Row]) -> tuple[dict[str, frozenset[str]], list[Row]]:
    """Rows that say a list did not stand in a district, by district; and the other rows. Raises L40."""
    absent: dict[str, frozenset[str]] = {}
    others: list[Row] = []
    for number, row in enumerate(rows, 2):
        where = f"line {row.get(ROW, number)}"
        if said_kind(row, where) != DID_NOT_STAND:
            others.append(row)
            continue
        place, name = row.get("district", ""), row.get("party", "") or row.get("list", "")
        if not place or not name:
            raise ScrutatorError("L40", "a row did_not_stand names a list and a district", where=where)
        if row.get("votes", "") not in ("", "0"):
            raise ScrutatorError("L40", f"{name!r} did not stand and has votes", where=where)
        absent[place] = absent.get(place, frozenset()) | {name}
    return absent, others


def ballots_of(contests: Sequence[District], within: Mapping[str, str] | None = None) -> Ballots:
    """The votes of a system from contests: one without a name is the country, `within` has the single ones.

    Raises L40 for a single-member district with several seats, L03 when a party has two lists in a district.
    """
    single = within or {}
    country = [contest for contest in contests if not contest.name]
    listed = [contest for contest in contests if contest.name and contest.name not in single]
    direct = []
    for contest in contests:
        if contest.name in single:
            if contest.seats is not None and contest.seats > 1:
                name = contest.name
                what = f"district {name} has several seats, and direct mandates are one for each district"
                raise ScrutatorError("L40", what, remedy="Remove the column seats, or split the district.")
            direct.append(DirectDistrict(contest.name, by_party(contest).votes, single[contest.name]))
    return Ballots(
        tuple(by_party(contest) for contest in listed),
        by_party(country[0]).votes if country else None,
        tuple(direct),
        None,
        (country[0].seats or 0) if country else 0,
        {
            c.name: {e.identity: e.name for e in c.votes.lists}
            for c in contests
            if any(e.party for e in c.votes.lists)
        },
    )


def _labelled(contest: District) -> bool:
    return any(entry.party for entry in contest.votes.lists)


def _within(parts: Mapping[str, Sequence[Row]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in parts["direct"]:
        place = row.get("within", "")
        if found.setdefault(row["district"], place) != place:
            raise ScrutatorError("L40", f"district {row['district']!r} lies within two districts")
    for row in parts["list"]:
        if row["district"] in found:
            raise ScrutatorError(
                "L40", f"district {row['district']!r} is both a list district and a single one"
            )
    return found


def by_party(district: District) -> District:
    """The same district with its lists named by party. Raises L03 when a party has two lists there."""
    if not _labelled(district):
        return district
    lists = tuple(replace(entry, name=entry.identity, party="") for entry in district.votes.lists)
    return replace(district, votes=replace(district.votes, lists=lists))


def _levelling(rows: Sequence[Row]) -> dict[str, int] | None:
    given: dict[str, int] = {}
    for row in rows:
        if text := row.get("levelling_seats", ""):
            count = whole(text, f"levelling_seats of {row['district']!r}", "")
            if given.setdefault(row["district"], count) != count:
                raise ScrutatorError(
                    "L40", f"district {row['district']!r} has two numbers of levelling seats"
                )
    return given or None
