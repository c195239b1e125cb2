"""Quota rules, exact: how many votes one seat costs, whole seats, and remainders as fractions."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from scrutator.errors import ScrutatorError

ROUNDINGS = ("", "nearest", "down", "up")
QUOTAS = ("hare", "droop", "hagenbach-bischoff", "imperiali")


def quota(name: str, total: int, house: int) -> Fraction:
    """Votes per seat: Hare V/S, Droop ⌊V/(S+1)⌋+1, Hagenbach-Bischoff V/(S+1), Imperiali V/(S+2)."""
    if name == "hare":
        return Fraction(total, house)
    if name == "droop":
        return Fraction(total // (house + 1) + 1)
    if name == "hagenbach-bischoff":
        return Fraction(total, house + 1)
    if name == "imperiali":
        return Fraction(total, house + 2)
    raise ScrutatorError("L11", f"{name!r} is not a quota", remedy=f"Known: {', '.join(QUOTAS)}.")


def rounded(price: Fraction, how: str) -> Fraction:
    """The quota as the law rounds it: to the nearest whole number (a half goes up), down or up."""
    if not how:
        return price
    if how == "nearest":
        return Fraction((2 * price.numerator + price.denominator) // (2 * price.denominator))
    return Fraction(price.__floor__() if how == "down" else price.__ceil__())


@dataclass(frozen=True)
class Remainders:
    """Seats by largest remainders; `tied` lists claim the last `open_seats` with equal right."""

    seats: tuple[int, ...]
    tied: tuple[int, ...]
    open_seats: int


def largest_remainders(votes: Sequence[int], house: int, quota_name: str = "hare") -> Remainders:
    """Whole quotients, then one seat each to the largest remainders.

    Raises L13 when the quota is so low that the whole quotients exceed the house, or so high that more
    seats are left than there are lists (Droop with many seats): the law must say what follows.
    """
    price = quota(quota_name, sum(votes), house)
    top, bottom = price.denominator, price.numerator
    seats = [count * top // bottom for count in votes]
    rests = [count * top % bottom for count in votes]
    left = house - sum(seats)
    running = [index for index, count in enumerate(votes) if count > 0]
    if left < 0 or left > len(running):
        raise ScrutatorError("L13", f"{quota_name}: {sum(seats)} whole seats for a house of {house}")
    winners, tied, open_seats = pick_largest([(rests[index], index) for index in running], left)
    for index in winners:
        seats[index] += 1
    return Remainders(tuple(seats), tied, open_seats)


def pick_largest(
    claims: Sequence[tuple[int | Fraction, int]], count: int
) -> tuple[tuple[int, ...], tuple[int, ...], int]:
    """The holders of the `count` largest claims; those tied at the cut; how many of them may win."""
    ranked = sorted(claims, key=lambda claim: (-claim[0], claim[1]))
    if count <= 0 or count >= len(ranked):
        return tuple(index for _, index in ranked[: max(count, 0)]), (), 0
    cut = ranked[count - 1][0]
    if ranked[count][0] != cut:
        return tuple(index for _, index in ranked[:count]), (), 0
    sure = tuple(index for claim, index in ranked if claim > cut)
    return sure, tuple(index for claim, index in ranked if claim == cut), count - len(sure)
