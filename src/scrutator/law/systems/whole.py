"""Whole systems: several districts, national tiers, and tables that are proportional both ways.

A rules file with a table `[system]` describes one. The kinds are:

- `districts`: every district distributes its own seats by the rules;
- `levelling`: `[system.district]` holds the districts' rules, the rules themselves the national share;
- `linked` and `parallel`: single-member districts (rows with a district) and list votes (rows without);
- `biproportional`: seats of districts and of lists at once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import lcm
from typing import Any

from scrutator.errors import ScrutatorError
from scrutator.law.arithmetic.biproportional import biproportional
from scrutator.law.arithmetic.divisors import Divisor
from scrutator.law.arithmetic.shares import share
from scrutator.law.chain.allocate import Allocation, chains, run
from scrutator.law.chain.rules import STEPS, Rules, rules_from
from scrutator.law.chain.state import TieToResolve
from scrutator.law.chain.steps.admission import AdmitNext, House, Threshold
from scrutator.law.chain.steps.allocation import HighestAverages, Leftovers, Quota, WholeSeats
from scrutator.law.chain.table import District
from scrutator.law.chain.ties import Ties
from scrutator.law.chain.votes import ListVotes, Votes, base_of
from scrutator.law.systems.tiers import TierSeats, direct_mandates, levelling, linked, parallel, proportional

KEYS: Mapping[str, frozenset[str]] = {
    "districts": frozenset(),
    "levelling": frozenset({"district"}),
    "linked": frozenset({"overhang"}),
    "parallel": frozenset(),
    "biproportional": frozenset({"quorum_any_district", "quorum_total", "votes"}),
}
"""The kinds of system and the keys of each; any other key is refused."""


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
    if kind not in KEYS:
        raise ScrutatorError("L40", f"system of kind {kind!r}", remedy=f"Known: {', '.join(KEYS)}.")
    if unknown := sorted(set(system) - KEYS[kind]):
        known = ", ".join(sorted(KEYS[kind])) or "none"
        what = f"{name}: {unknown[0]} is not a key of a system of kind {kind}"
        raise ScrutatorError("L40", what, remedy=f"Its keys: {known}.")
    rules = rules_from({key: value for key, value in table.items() if key != "system"}, name)
    demand_one_reading(rules, name)
    if kind == "districts":
        return _finish(by_districts(rules, districts), districts)
    if kind == "levelling":
        return _levelling(rules, rules_from(system["district"], f"{name}, districts"), districts)
    if kind in ("linked", "parallel"):
        return _mixed(rules, districts, kind, system.get("overhang", "house_grows"))
    return _biproportional(rules, districts, system)


def demand_one_reading(rules: Rules, name: str) -> None:
    """A system computes one reading of its rules; one with several would drop the others silently (L40)."""
    if any(len(link.readings) > 1 for link in rules.links):
        raise ScrutatorError("L40", f"{name}: readings are not encoded for whole systems")


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
    demand_plain(national, "a levelling tier")
    chain = run(chains(national)[0][1], whole)
    tiers = levelling(first.seats, votes, national.house, _rule(national), chain.admitted)
    result = _tiered(tiers, first.ties, first.by_district)
    return replace(result, allocations={**first.allocations, "national votes": chain})


def _mixed(rules: Rules, districts: Sequence[District], kind: str, overhang: Any) -> SystemResult:
    lists = [district for district in districts if not district.name]
    if len(lists) != 1:
        raise ScrutatorError("L40", "no list votes", remedy="Give the list votes in rows without a district.")
    odd = [d.name for d in districts if d.name and d.seats not in (None, 0, 1)]
    if odd:
        what = f"district {odd[0]} has several seats, and direct mandates are one for each district"
        raise ScrutatorError("L40", what, remedy="Remove the column seats, or split the district.")
    if lists[0].seats and lists[0].seats != rules.house:
        what = f"the list votes have {lists[0].seats} seats, the rules {rules.house}"
        raise ScrutatorError("L40", what, remedy="Correct one of them.")
    winners, ties = direct_mandates({d.name: d.votes.by_name for d in districts if d.name})
    direct = _sum({winner: 1} for winner in winners.values())
    votes = replace(
        lists[0].votes,
        lists=tuple(replace(e, district_seats=direct.get(e.name, 0)) for e in lists[0].votes.lists),
    )
    allocation = run(chains(rules)[0][1], votes)
    admitted = {name: votes.of(name).votes for name in allocation.admitted}
    if kind == "parallel":
        won = {name: seats for name, seats in allocation.seats.items() if name in admitted}
        tiers = parallel(won, allocation.ties, direct)
    else:
        demand_plain(rules, "a linked tier")

        def shares(size: int) -> tuple[dict[str, int], tuple[TieToResolve, ...]]:
            again = run(chains(rules.with_house(size))[0][1], votes)
            return {name: again.seats[name] for name in admitted}, again.ties

        tiers = linked(admitted, rules.house, _rule(rules), direct, overhang, shares)
    result = _tiered(tiers, ties, {district: {winner: 1} for district, winner in winners.items()})
    return replace(result, allocations={"list votes": allocation})


def _tiered(
    tiers: TierSeats, ties: tuple[TieToResolve, ...], by_district: Mapping[str, Mapping[str, int]]
) -> SystemResult:
    parts = {"districts": tiers.direct, "national": tiers.compensatory}
    return SystemResult(tiers.seats, tiers.house, by_district, parts, {}, (*ties, *tiers.ties))


def demand_plain(rules: Rules, where: str) -> None:
    """A tier that is computed again for other houses knows a threshold and one method: more is refused."""
    plain = (House, Ties, Threshold, AdmitNext, HighestAverages, Quota, WholeSeats, Leftovers)
    for link in rules.links:
        for step in link.readings[0].steps:
            if not isinstance(step, plain) or (
                isinstance(step, Leftovers) and step.by != "largest_remainder"
            ):
                named = next(do for do, kind in STEPS.items() if isinstance(step, kind))
                what = f"{rules.name}: the step {named} is not encoded for {where}"
                raise ScrutatorError("L40", what, remedy="Remove it, or compute the tier by itself.")
            if isinstance(step, Quota) and step.of != "admitted":
                raise ScrutatorError("L40", f"{rules.name}: a quota of {step.of} is not encoded for {where}")


def _has_quorum(
    own: Sequence[int],
    votes: Sequence[Sequence[int]],
    total: Sequence[int],
    place: int,
    system: Mapping[str, Any],
) -> bool:
    """Does a list reach a quorum that the law gives? A quorum that is not given admits no one."""
    some, whole = system.get("quorum_any_district"), system.get("quorum_total")
    if some is None and whole is None:
        return True
    if whole is not None and total[place] >= share(whole) * sum(total):
        return True
    return some is not None and any(
        count >= share(some) * sum(row) for count, row in zip(own, votes, strict=True)
    )


def _biproportional(rules: Rules, districts: Sequence[District], system: Mapping[str, Any]) -> SystemResult:
    """Lists' seats by voter numbers (votes over the district's seats), then the table of both sums.

    A list takes part with `quorum_any_district` in one district or `quorum_total` over all; of the two only
    those that are given count.
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
    kept = [j for j in range(len(names)) if _has_quorum([row[j] for row in votes], votes, total, j, system)]
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
