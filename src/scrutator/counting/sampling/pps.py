"""Probability-proportional-to-size selection: systematic, Sampford's and Brewer's methods."""

from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scrutator.counting.sampling.public_seed import Randomness
from scrutator.errors import ScrutatorError


def inclusion_chances(sizes: Mapping[str, float], number: int) -> dict[str, float]:
    """Inclusion probabilities n·size/Σsize; what would exceed 1 is certain and the rest rescaled."""
    if number > sum(size > 0 for size in sizes.values()):
        raise ScrutatorError("C06", f"{number} stations were asked for and fewer have a register above 0")
    certain: set[str] = set()
    while True:
        rest = {name: size for name, size in sizes.items() if name not in certain and size > 0}
        mass, free = sum(rest.values()), number - len(certain)
        above = {name for name, size in rest.items() if free * size >= mass} if free > 0 else set()
        if not above:
            chances = {name: free * size / mass for name, size in rest.items()} if free > 0 else {}
            return dict.fromkeys(sorted(certain), 1.0) | chances
        certain |= above


def systematic(
    order: Sequence[str], sizes: Mapping[str, float], number: int, source: Randomness
) -> dict[str, float]:
    """Random-order systematic PPS: walk along the cumulated chances with step 1 from a random start.

    Returns the chosen stations with their inclusion probabilities.
    """
    chances = inclusion_chances({name: sizes[name] for name in order}, number)
    chosen = {name: chance for name, chance in chances.items() if chance == 1.0}
    rest = [name for name in order if chances.get(name, 0.0) < 1.0]
    start = source.number(1)
    # Rounding of the last partial sum must not lose the last station.
    sums = [round(value, 9) for value in accumulate(chances.get(name, 0.0) for name in rest)]
    before = 0.0
    for name, after in zip(rest, sums, strict=True):
        if int(after - start + 1) > int(before - start + 1):
            chosen[name] = chances[name]
        before = after
    return chosen


def sampford(
    order: Sequence[str], sizes: Mapping[str, float], number: int, source: Randomness
) -> dict[str, float]:
    """Sampford's rejective method: exact inclusion probabilities n·p for every station.

    The first station is drawn with p, the others with p/(1 − n p), with replacement; the whole set
    is drawn again until all are different (Sampford 1967). With one station it is plain PPS.
    """
    chances = inclusion_chances({name: sizes[name] for name in order}, number)
    chosen = {name: chance for name, chance in chances.items() if chance == 1.0}
    rest = [name for name in order if 0 < chances.get(name, 0.0) < 1.0]
    free = number - len(chosen)
    if free <= 0:
        return chosen
    first = list(accumulate(chances[name] / free for name in rest))
    later = list(accumulate(chances[name] / (1 - chances[name]) for name in rest))
    numbers = source.numbers()
    for _ in range(1_000_000):
        picks = {_pick(rest, first, next(numbers))}
        # Stop at the first repetition: the set is rejected whatever would follow.
        for _ in range(free - 1):
            pick = _pick(rest, later, next(numbers))
            if pick in picks:
                break
            picks.add(pick)
        if len(picks) == free:
            return chosen | {name: chances[name] for name in rest if name in picks}
    remedy = "Use pps-brewer: Sampford's rejection is for small samples."
    raise ScrutatorError(
        "C06", f"Sampford's method rejected a million sets of {free} stations", remedy=remedy
    )


def brewer_odds(chances: NDArray[Any], rest: Any, picks: int) -> NDArray[Any]:
    """Brewer's odds of each station at one step: π (rest − π)/(rest − π · picks), up to a factor.

    `chances` are the inclusion probabilities, 0 for a station already taken; `rest` is their sum over
    the stations that are left and `picks` how many are still to be taken. Every π is below 1, so rest
    is above picks · π. Exact on fractions (dtype object).
    """
    return np.asarray(chances * (rest - chances) / (rest - chances * picks))


def brewer(
    order: Sequence[str], sizes: Mapping[str, float], number: int, source: Randomness
) -> dict[str, float]:
    """Brewer's method: one station after the other, exact inclusion probabilities n·p for every one.

    No set is ever rejected, so samples may be large (Brewer 1975, "A simple procedure for sampling
    πpswor", Austral. J. Statist. 17; Tillé 2006, Sampling Algorithms, section 6.3).
    """
    chances = inclusion_chances({name: sizes[name] for name in order}, number)
    chosen = {name: chance for name, chance in chances.items() if chance == 1.0}
    names = [name for name in order if 0 < chances.get(name, 0.0) < 1.0]
    left = np.array([chances[name] for name in names])
    free = number - len(chosen)
    rest, numbers = float(free), source.numbers()
    for picks in range(free, 0, -1):
        odds = brewer_odds(left, rest, picks)
        sums = np.cumsum(odds)
        place = int(np.searchsorted(sums, next(numbers) * sums[-1], side="right"))
        # Rounding at the upper end must not take a station twice.
        place = min(place, int(np.flatnonzero(odds)[-1]))
        chosen[names[place]] = chances[names[place]]
        rest -= left[place]
        left[place] = 0.0
    return chosen


def _pick(names: Sequence[str], sums: Sequence[float], number: float) -> str:
    from bisect import bisect_right

    return names[min(bisect_right(sums, number * sums[-1]), len(names) - 1)]
