"""Were announced counts computed from rounded percentages? Exact, in whole numbers.

A count computed from a percentage with few decimals is the whole number nearest to a round share of the
total. A count of ballots is so only by chance, and the chance is counted here, not estimated. With k in
0..K the round shares (K = 1,000 for one decimal), v is "at the nearest number" of k when v = round(k N / K).
Rounding is half up.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import comb, floor

import numpy as np

MOST_COUNTS = 12  # subsets of them are summed over
MOST_STEPS = 10_000  # two decimals
MOST_VOTES = 10**12


@dataclass(frozen=True)
class RoundedShares:
    """What one set of counts with their sum N is, as shares with so many decimals.

    `shares` are the printed shares in steps of one last digit; `distances` how far each count is from the
    exact number of votes of its share; `at_nearest` how many are the nearest whole number. `cells` are the
    numbers of counts that round to each share, `alike` the vectors of counts with sum N that round to all of
    them, `hits` those of them with every count at the nearest number, `chance` one by the other. `totals` are
    the totals from which the shares give exactly these counts.
    """

    total: int
    steps: int
    shares: tuple[int, ...]
    distances: tuple[Fraction, ...]
    at_nearest: int
    cells: tuple[int, ...]
    alike: int
    hits: int
    totals: tuple[int, int] | None

    @property
    def chance(self) -> Fraction:
        """The share of hits among the vectors that print alike, were these equally likely."""
        return Fraction(self.hits, self.alike)


def rounded_shares(counts: Sequence[int], digits: int) -> RoundedShares:
    """Answer: how near are these counts to shares with `digits` decimals of a per cent, and how likely is it?

    Assumption of `chance`: vectors of counts that print as the same shares are equally likely, as real counts
    are to a good approximation when a cell of rounding holds thousands of votes. Raises ValueError for fewer
    than two or more than 12 counts, for no votes, and for more than two decimals.
    """
    total, steps = sum(counts), 100 * 10**digits
    if not 2 <= len(counts) <= MOST_COUNTS or not 0 < total <= MOST_VOTES or not 0 <= digits <= 2:
        raise ValueError("two to 12 counts of at most 10^12 votes, and at most two decimals")
    shares = tuple(nearest(Fraction(count * steps, total)) for count in counts)
    exact = [Fraction(share * total, steps) for share in shares]
    bounds = [_cell(share, total, steps) for share in shares]
    rounds = [nearest(one) for one in exact]
    return RoundedShares(
        total,
        steps,
        shares,
        tuple(count - one for count, one in zip(counts, exact, strict=True)),
        sum(count == one for count, one in zip(counts, rounds, strict=True)),
        tuple(high - low + 1 for low, high in bounds),
        vectors_within(bounds, total),
        int(sum(rounds) == total),
        _totals(counts, shares, steps),
    )


def nearest(value: Fraction) -> int:
    """The whole number nearest to a fraction of zero or more, halves up."""
    return floor(value + Fraction(1, 2))


def _cell(share: int, total: int, steps: int) -> tuple[int, int]:
    """The least and the largest count that rounds to a share, of a total."""
    low = -floor(-(Fraction(2 * share - 1, 2) * total / steps))
    above = Fraction(2 * share + 1, 2) * total / steps
    return max(low, 0), min(-floor(-above) - 1, total)


def vectors_within(bounds: Sequence[tuple[int, int]], total: int) -> int:
    """How many vectors of whole numbers, each within its bounds, have this sum?"""
    # Inclusion and exclusion over the upper bounds.
    left = total - sum(low for low, _ in bounds)
    widths, last = [high - low + 1 for low, high in bounds], len(bounds) - 1
    found = 0
    for size in range(len(widths) + 1):
        for chosen in combinations(widths, size):
            rest = left - sum(chosen)
            found += (-1) ** size * (comb(rest + last, last) if rest >= 0 else 0)
    return found


def _totals(counts: Sequence[int], shares: Sequence[int], steps: int) -> tuple[int, int] | None:
    """The least and the largest total of which the shares, rounded, are these counts; None: there is none."""
    low, high = 1, MOST_VOTES
    for count, share in zip(counts, shares, strict=True):
        if share == 0:
            if count:
                return None
            continue
        low = max(low, -floor(-(Fraction(2 * count - 1, 2) * steps / share)))
        high = min(high, -floor(-(Fraction(2 * count + 1, 2) * steps / share)) - 1)
    return (low, high) if low <= high else None


def lattice_of_three(total: int, steps: int) -> tuple[int, int]:
    """All triples of round shares that add up to a hundred, and those whose nearest numbers add up to the
    total. Raises ValueError for more than 1,000 steps."""
    if not 0 < steps <= 1_000 or not 0 < total <= MOST_VOTES:
        raise ValueError("at most 1,000 steps and 10^12 votes")
    near = np.array([nearest(Fraction(k * total, steps)) for k in range(steps + 1)], dtype=np.int64)
    hits = 0
    for first in range(steps + 1):
        rest = near[: steps - first + 1]
        hits += int(np.count_nonzero(near[first] + rest + rest[::-1] == total))
    return comb(steps + 2, 2), hits


def totals_that_add_up(shares: Sequence[int], steps: int, start: int) -> int:
    """Of `steps` totals from `start` on, how many give rounded counts that add up to them? The pattern
    repeats, so this is the share of all totals."""
    return sum(
        sum(nearest(Fraction(share * total, steps)) for share in shares) == total
        for total in range(start, start + steps)
    )
