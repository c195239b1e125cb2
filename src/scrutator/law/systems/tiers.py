"""Districts and national tiers: direct mandates, linked and parallel lists, overhang, levelling seats."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from scrutator.errors import ScrutatorError
from scrutator.law.arithmetic.divisors import Divisor, highest_averages
from scrutator.law.arithmetic.quotas import largest_remainders
from scrutator.law.chain.state import TieToResolve

Overhang = Literal["house_grows", "others_pay", "levelled", "not_awarded"]
OVERHANGS: tuple[Overhang, ...] = ("house_grows", "others_pay", "levelled", "not_awarded")


@dataclass(frozen=True)
class TierSeats:
    """Seats by list over all tiers, the seats of each tier, the size the house came to, and ties."""

    seats: Mapping[str, int]
    direct: Mapping[str, int]
    compensatory: Mapping[str, int]
    house: int
    ties: tuple[TieToResolve, ...] = ()


def direct_mandates(
    districts: Mapping[str, Mapping[str, int]], article: str = ""
) -> tuple[dict[str, str], tuple[TieToResolve, ...]]:
    """Who wins each single-member district by the most votes; a tie for first place stays open."""
    winners, ties = {}, []
    for district, votes in districts.items():
        most = max(votes.values(), default=0)
        first = tuple(name for name, count in votes.items() if count == most)
        if len(first) == 1:
            winners[district] = first[0]
        else:
            ties.append(TieToResolve(first, 1, f"direct mandate of {district}", article, ()))
    return winners, tuple(ties)


def proportional(
    votes: Mapping[str, int], house: int, rule: Divisor | str, article: str = ""
) -> tuple[dict[str, int], tuple[TieToResolve, ...]]:
    """Seats by a divisor rule, or by largest remainders of the quota of that name; ties stay open."""
    names = list(votes)
    counts = [votes[name] for name in names]
    won = (
        largest_remainders(counts, house, rule)
        if isinstance(rule, str)
        else highest_averages(counts, house, rule)
    )
    tied = tuple(names[index] for index in won.tied)
    ties = (TieToResolve(tied, won.open_seats, "national distribution", article, ()),) if tied else ()
    return dict(zip(names, won.seats, strict=True)), ties


Shares = Callable[[int], tuple[dict[str, int], tuple[TieToResolve, ...]]]
"""The seats of every list in a house of so many, and the ties that no recorded fact settles."""
LARGEST_GROWTH = 4
"""A house that would have to grow beyond so many times its size to level overhangs is no outcome."""


def parallel(won: Mapping[str, int], ties: tuple[TieToResolve, ...], direct: Mapping[str, int]) -> TierSeats:
    """Two systems side by side: list seats and direct mandates are added, neither knows the other.

    `won` are the list seats as the whole chain gives them, with its corrections and its ties.
    """
    names = dict.fromkeys([*won, *direct])
    seats = {name: won.get(name, 0) + direct.get(name, 0) for name in names}
    return TierSeats(seats, dict(direct), dict(won), sum(seats.values()), ties)


def linked(
    list_votes: Mapping[str, int],
    house: int,
    rule: Divisor | str,
    direct: Mapping[str, int],
    overhang: Overhang = "house_grows",
    shares: Shares | None = None,
) -> TierSeats:
    """Mixed-member proportional: list votes set each list's seats, direct mandates are deducted.

    `direct` mandates of candidates without an admitted list are taken off the house first. A list with
    more direct mandates than its share has an overhang: "house_grows" (New Zealand), "others_pay"
    (Scotland: the list keeps them and the others share the rest), "levelled" (the house grows until the
    shares hold; the two stages by state of Germany's law of 2013 to 2020 are not encoded), "not_awarded"
    (Germany 2023: surplus mandates lapse). `shares` computes the lists' seats in a house of any size, with
    the facts that settle ties; by default they follow from `rule` and ties stay open. Raises L40.
    """
    share_out = shares or (lambda size: proportional(list_votes, size, rule))
    if overhang not in OVERHANGS:
        raise ScrutatorError("L40", f"overhang {overhang!r}", remedy=f"Known: {', '.join(OVERHANGS)}.")
    outside = {name: count for name, count in direct.items() if name not in list_votes}
    inside = {name: direct.get(name, 0) for name in list_votes}
    size = house - sum(outside.values())
    if size < 0:
        raise ScrutatorError("L40", f"{sum(outside.values())} mandates without a list, in a house of {house}")
    if overhang == "others_pay":
        total, ties = _others_pay(list_votes, size, rule, inside)
    else:
        total, ties = share_out(size)
        while overhang == "levelled" and any(total[name] < inside[name] for name in total):
            size += 1
            if size > LARGEST_GROWTH * house:
                raise ScrutatorError("L40", f"levelling does not end in a house of {size - 1} seats")
            total, ties = share_out(size)
    if overhang == "not_awarded":
        inside = {name: min(inside[name], total[name]) for name in total}
    seats = {name: max(total[name], inside[name]) for name in total}
    lists = {name: seats[name] - inside[name] for name in total}
    everything = {**seats, **outside}
    return TierSeats(everything, {**inside, **outside}, lists, sum(everything.values()), ties)


def _others_pay(
    votes: Mapping[str, int], house: int, rule: Divisor | str, held: Mapping[str, int]
) -> tuple[dict[str, int], tuple[TieToResolve, ...]]:
    """Lists keep their direct mandates; the others share what remains, until no one is short."""
    kept: dict[str, int] = {}
    while True:
        rest = {name: count for name, count in votes.items() if name not in kept}
        left = house - sum(kept.values())
        if left < 0:
            raise ScrutatorError("L40", f"{sum(kept.values())} mandates are held in a house of {house}")
        won, ties = proportional(rest, left, rule) if rest else ({}, ())
        over = {name: held[name] for name in rest if held[name] > won[name]}
        if not over:
            return {**dict.fromkeys(votes, 0), **won, **kept}, ties
        kept.update(over)


def levelling(
    district_seats: Mapping[str, int],
    national_votes: Mapping[str, int],
    house: int,
    rule: Divisor | str,
    entitled: Sequence[str],
) -> TierSeats:
    """Levelling seats: the whole house is shared nationally, district seats are deducted.

    Only `entitled` lists (those over the national threshold) take part; the district seats of the others
    are taken off the house. A list with more district seats than its share keeps them, and the
    calculation is repeated without it (Norway § 11-6, Iceland, Denmark). Where the levelling seats
    go among the districts is not computed here.
    """
    votes = {name: national_votes[name] for name in entitled}
    others = {name: count for name, count in district_seats.items() if name not in votes and count}
    held = {name: district_seats.get(name, 0) for name in entitled}
    total, ties = _others_pay(votes, house - sum(others.values()), rule, held)
    added = {name: total[name] - held[name] for name in total}
    seats = {**total, **others}
    return TierSeats(seats, {**held, **others}, added, sum(seats.values()), ties)
