"""Indices of disproportionality and fragmentation, with the treatment of "against all" as a choice.

Gallagher, Electoral Studies 10, 1991; Loosemore and Hanby, BJPS 1, 1971; Laakso and Taagepera,
Comparative Political Studies 12, 1979.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

AgainstAll = Literal["in_base", "own_term", "not_in_base"]


@dataclass(frozen=True)
class Indices:
    """Gallagher and Loosemore–Hanby in points, effective numbers of parties, wasted votes in per cent.

    All but the Gallagher index (a square root) are exact fractions. `against_all` says how votes
    against all were treated.
    """

    gallagher: float
    loosemore_hanby: Fraction
    effective_by_votes: Fraction
    effective_by_seats: Fraction | None
    wasted_percent: Fraction
    against_all: AgainstAll


def indices(
    votes: Mapping[str, int], seats: Mapping[str, int], against: int = 0, treat: AgainstAll = "in_base"
) -> Indices:
    """How far seats depart from votes.

    With v and s the shares of each list: Gallagher 100·√(½ Σ(v−s)²), Loosemore–Hanby 50·Σ|v−s|,
    effective numbers 1/Σv² and 1/Σs², wasted 100·(1 − Σv over lists with seats). `treat`: votes against
    all are "in_base" (part of the base and wasted, no term of their own; the reference's definition),
    have their "own_term", or are "not_in_base". Without any seat the effective number is None.
    """
    base = sum(votes.values()) + (against if treat != "not_in_base" else 0)
    house = sum(seats.values())
    shares = {name: Fraction(count, base) for name, count in votes.items()}
    won = {name: Fraction(seats.get(name, 0), house) if house else Fraction(0) for name in votes}
    gaps = [shares[name] - won[name] for name in votes]
    squares = sum(share**2 for share in shares.values())
    if treat == "own_term":
        gaps.append(Fraction(against, base))
        squares += Fraction(against, base) ** 2
    held = sum(share**2 for share in won.values())
    return Indices(
        gallagher=100 * math.sqrt(Fraction(1, 2) * sum(gap**2 for gap in gaps)),
        loosemore_hanby=50 * sum((abs(gap) for gap in gaps), Fraction(0)),
        effective_by_votes=1 / Fraction(squares),
        effective_by_seats=1 / Fraction(held) if held else None,
        wasted_percent=100 * (1 - sum((shares[n] for n in votes if seats.get(n, 0)), Fraction(0))),
        against_all=treat,
    )
