"""How many stations each stratum gets."""

from collections.abc import Mapping
from fractions import Fraction

from scrutator.errors import ScrutatorError


def allocate(
    total: int,
    populations: Mapping[str, int],
    spreads: Mapping[str, float] | None = None,
    *,
    minimum: int = 2,
) -> dict[str, int]:
    """Answer: how are `total` stations divided among strata?

    Proportional to the stratum's number of stations, or (Neyman) to that number times the standard
    deviation in `spreads`. Every stratum gets at least `minimum` (all it has, if that is fewer) and none
    more than it has; within these limits every stratum gets the same multiple of its share. Strata with
    spread 0 get more than the minimum only when all others are taken whole, in proportion to their size.
    Rounded by largest remainders; equal remainders go to the name that sorts first, so the result depends
    on nothing but the arguments, and its sum is always `total`. Exact in fractions.
    Raises C06 when the strata together cannot hold `total`, or need more.
    """
    least = {name: min(minimum, size) for name, size in populations.items()}
    if sum(least.values()) > total:
        what = f"{len(populations)} strata with at least {minimum} need more than {total} stations"
        raise ScrutatorError("C06", what)
    if total > sum(populations.values()):
        raise ScrutatorError("C06", f"{total} stations were asked for, the frame has fewer")
    shares = {name: size * Fraction(spreads[name] if spreads else 1) for name, size in populations.items()}
    positive = [name for name in populations if shares[name] > 0]
    idle = {name: least[name] for name in populations if shares[name] <= 0}
    room = sum(populations[name] for name in positive)
    if total - sum(idle.values()) > room:
        whole = {name: populations[name] for name in positive}
        rest = {name: populations[name] for name in idle}
        return whole | (allocate(total - room, rest, minimum=minimum) if rest else {})
    wanted = _within_limits(
        Fraction(total - sum(idle.values())), {name: shares[name] for name in positive}, least, populations
    )
    return idle | _round(wanted, total - sum(idle.values()))


def _within_limits(
    total: Fraction, shares: Mapping[str, Fraction], least: Mapping[str, int], most: Mapping[str, int]
) -> dict[str, Fraction]:
    """The same multiple of each positive share, held between least and most, that sums to `total`."""

    def at(multiple: Fraction) -> dict[str, Fraction]:
        return {
            n: min(max(multiple * share, Fraction(least[n])), Fraction(most[n]))
            for n, share in shares.items()
        }

    turns = sorted({Fraction(limit[n]) / share for n, share in shares.items() for limit in (least, most)})
    below, above = 0, len(turns) - 1
    while below < above:
        middle = (below + above) // 2
        below, above = (middle + 1, above) if sum(at(turns[middle]).values()) < total else (below, middle)
    if not turns:
        return {}
    end = turns[below]
    held, excess = at(end), sum(at(end).values()) - total
    start = turns[below - 1] if below else Fraction(0)
    moving = sum(share for n, share in shares.items() if least[n] <= start * share and end * share <= most[n])
    return at(end - excess / moving) if excess else held


def _round(wanted: Mapping[str, Fraction], total: int) -> dict[str, int]:
    whole = {name: int(value) for name, value in wanted.items()}
    order = sorted(wanted, key=lambda name: (whole[name] - wanted[name], name))
    for name in order[: total - sum(whole.values())]:
        whole[name] += 1
    return whole
