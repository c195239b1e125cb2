"""Whole systems: several districts, national tiers, and tables that are proportional both ways.

A rules file with a table `[system]` describes one. The kinds are:

- `districts`: every district distributes its own seats by the rules;
- `levelling`: `[system.district]` holds the districts' rules, the rules themselves the national share;
- `linked` and `parallel`: single-member districts (rows with a district) and list votes (rows without);
- `biproportional`: seats of districts and of lists at once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import lcm
from typing import Any

from scrutator.errors import ScrutatorError
from scrutator.law.arithmetic.biproportional import biproportional
from scrutator.law.arithmetic.divisors import Divisor
from scrutator.law.arithmetic.shares import share
from scrutator.law.chain.allocate import Allocation, chains, run
from scrutator.law.chain.rules import Rules, rules_from
from scrutator.law.chain.state import TieToResolve
from scrutator.law.chain.steps.allocation import HighestAverages, Quota
from scrutator.law.chain.table import District
from scrutator.law.chain.votes import ListVotes, Votes, base_of
from scrutator.law.systems.tiers import TierSeats, direct_mandates, levelling, linked, parallel, proportional

KINDS = ("districts", "levelling", "linked", "parallel", "biproportional")


@dataclass(frozen=True)
class SystemResult:
    """Seats over all districts and tiers; `by_district` and `tiers` say where they come from."""

    seats: Mapping[str, int]
    house: int
    by_district: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    tiers: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    allocations: Mapping[str, Allocation] = field(default_factory=dict)
    ties: tuple[TieToResolve, ...] = ()

    @property
    def outcome(self) -> str:
        """ "tie_to_resolve" while any seat waits for a fact, else "settled"."""
        return "tie_to_resolve" if self.ties else "settled"


def seats_of(table: Mapping[str, Any], districts: Sequence[District], name: str = "rules") -> SystemResult:
    """The seats of a whole system described by a rules table with `[system]`. Raises L40."""
    system = dict(table["system"])
    kind = system.pop("kind", None)
    rules = rules_from({key: value for key, value in table.items() if key != "system"}, name)
    if kind == "districts":
        return _finish(by_districts(rules, districts), districts)
    if kind == "levelling":
        return _levelling(rules, rules_from(system["district"], f"{name}, districts"), districts)
    if kind in ("linked", "parallel"):
        return _mixed(rules, districts, kind, system.get("overhang", "house_grows"))
    if kind == "biproportional":
        return _biproportional(rules, districts, system)
    raise ScrutatorError("L40", f"system of kind {kind!r}", remedy=f"Known: {', '.join(KINDS)}.")


def by_districts(rules: Rules, districts: Sequence[District]) -> dict[str, Allocation]:
    """Every district by the same rules, for its own number of seats; thresholds may look nationwide."""
    whole, total = _nationwide(districts)
    won = {}
    for district in districts:
        lists = tuple(replace(entry, nationwide=whole[entry.identity]) for entry in district.votes.lists)
        votes = replace(district.votes, lists=lists, nationwide=total)
        fitted = rules.with_house(district.seats) if district.seats else rules
        won[district.name] = run(chains(fitted)[0][1], votes)
    return won


def _nationwide(districts: Sequence[District]) -> tuple[dict[str, int], int]:
    whole: dict[str, int] = {}
    for district in districts:
        for entry in district.votes.lists:
            whole[entry.identity] = whole.get(entry.identity, 0) + entry.votes
    blank_too = [base_of(district.votes, "valid", blank_is_valid=True) or 0 for district in districts]
    return whole, sum(blank_too)


def _finish(allocations: Mapping[str, Allocation], districts: Sequence[District]) -> SystemResult:
    by_district = {name: dict(allocation.seats) for name, allocation in allocations.items()}
    ties = tuple(tie for allocation in allocations.values() for tie in allocation.ties)
    house = sum(allocation.house for allocation in allocations.values())
    party = {(d.name, entry.name): entry.identity for d in districts for entry in d.votes.lists}
    total = _sum({party[d, name]: count} for d, part in by_district.items() for name, count in part.items())
    return SystemResult(total, house, by_district, {}, allocations, ties)


def _sum(parts: Any) -> dict[str, int]:
    total: dict[str, int] = {}
    for part in parts:
        for name, seats in part.items():
            total[name] = total.get(name, 0) + seats
    return total


def _rule(rules: Rules) -> Divisor | str:
    """The divisor or quota by which the rules distribute."""
    for step in (*rules.steps_of(HighestAverages), *rules.steps_of(Quota)):
        if isinstance(step, HighestAverages):
            return step.rule()
        if isinstance(step, Quota):
            return step.quota
    raise ScrutatorError("L40", f"{rules.name}: no method for the national distribution")


def _levelling(national: Rules, local: Rules, districts: Sequence[District]) -> SystemResult:
    first = _finish(by_districts(local, districts), districts)
    votes, _ = _nationwide(districts)
    whole = Votes(
        tuple(ListVotes(name, votes[name], district_seats=first.seats.get(name, 0)) for name in votes),
        blank=sum(district.votes.blank or 0 for district in districts),
        void=sum(district.votes.void or 0 for district in districts),
        against_all=sum(district.votes.against_all or 0 for district in districts),
    )
    entitled = run(chains(national)[0][1], whole).admitted
    tiers = levelling(first.seats, votes, national.house, _rule(national), entitled)
    return _tiered(tiers, first.ties, first.by_district)


def _mixed(rules: Rules, districts: Sequence[District], kind: str, overhang: Any) -> SystemResult:
    lists = [district for district in districts if not district.name]
    if len(lists) != 1:
        raise ScrutatorError("L40", "no list votes", remedy="Give the list votes in rows without a district.")
    winners, ties = direct_mandates({d.name: d.votes.by_name for d in districts if d.name})
    direct = _sum({winner: 1} for winner in winners.values())
    votes = replace(
        lists[0].votes,
        lists=tuple(replace(e, district_seats=direct.get(e.name, 0)) for e in lists[0].votes.lists),
    )
    allocation = run(chains(rules)[0][1], votes)
    admitted = {name: votes.of(name).votes for name in allocation.admitted}
    if kind == "parallel":
        tiers = parallel(admitted, rules.house, _rule(rules), direct)
    else:
        tiers = linked(admitted, rules.house, _rule(rules), direct, overhang)
    result = _tiered(tiers, ties, {district: {winner: 1} for district, winner in winners.items()})
    return replace(result, allocations={"list votes": allocation})


def _tiered(
    tiers: TierSeats, ties: tuple[TieToResolve, ...], by_district: Mapping[str, Mapping[str, int]]
) -> SystemResult:
    parts = {"districts": tiers.direct, "national": tiers.compensatory}
    return SystemResult(tiers.seats, tiers.house, by_district, parts, {}, (*ties, *tiers.ties))


def _biproportional(rules: Rules, districts: Sequence[District], system: Mapping[str, Any]) -> SystemResult:
    """Lists' seats by voter numbers (votes over the district's seats), then the table of both sums.

    A list takes part with `quorum_any_district` in one district or `quorum_total` over all.
    """
    names = list(dict.fromkeys(entry.name for district in districts for entry in district.votes.lists))
    votes = [[district.votes.by_name.get(name, 0) for name in names] for district in districts]
    seats = [district.seats for district in districts]
    per_voter = system.get("votes") == "per_seat"
    weight = lcm(*seats) if per_voter else 1
    total = [
        sum(row[j] * (weight // due if per_voter else 1) for row, due in zip(votes, seats, strict=True))
        for j in range(len(names))
    ]
    some, whole = (Fraction(share(system.get(key, "0%"))) for key in ("quorum_any_district", "quorum_total"))
    kept = [
        j
        for j in range(len(names))
        if total[j] >= whole * sum(total) or any(row[j] >= some * sum(row) for row in votes)
    ]
    rule = _rule(rules)
    if isinstance(rule, str):
        raise ScrutatorError("L40", "biproportional seats need a divisor method")
    upper, ties = proportional({names[j]: total[j] for j in kept}, sum(seats), rule)
    if ties:
        return SystemResult(dict.fromkeys(names, 0) | upper, sum(seats), ties=ties)
    table = biproportional([[row[j] for j in kept] for row in votes], seats, list(upper.values()), rule)
    by_district = {
        district.name: dict(zip(upper, row, strict=True))
        for district, row in zip(districts, table.seats, strict=True)
    }
    open_tie = (TieToResolve(tuple(upper), 0, "biproportional table", "", ()),) if table.tied else ()
    return SystemResult(dict.fromkeys(names, 0) | upper, sum(seats), by_district, {}, {}, open_tie)
