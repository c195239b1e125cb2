"""The bound from turnout: below the truth for every honest election that keeps the assumption, and tight."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrutator.forensics.bounds.falling_off import (
    costs_nothing,
    cumulative,
    least_area,
    least_by_turnout,
)
from scrutator.forensics.bounds.stations import Stations
from scrutator.forensics.inputs.results import FloatArray

STEPS, PEAK = 8, 3


def law(heights: list[float]) -> FloatArray:
    """Shares of the steps: any up to the peak, ever fewer above it, as cumulative shares."""
    made = np.array(heights, dtype=float)
    made[PEAK + 1 :] = np.sort(made[PEAK + 1 :])[::-1]
    return np.cumsum(made) / made.sum()


def spread(places: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Cumulative shares of stations at these places, in steps from the left."""
    return cumulative(places / STEPS * 2 - 1, np.ones(len(places)), STEPS)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.floats(0.05, 1.0), min_size=STEPS, max_size=STEPS),
    st.integers(0, 2**32 - 1),
    st.floats(0.0, 0.5),
    st.integers(1, 400),
)
def test_no_election_that_keeps_the_assumption_has_fewer_added_than_the_bound(
    heights: list[float], seed: int, moved: float, number: int
) -> None:
    """Honest places drawn from a law that falls off; the band is what they truly differ by; then moved right."""
    rng = np.random.default_rng(seed)
    g = law(heights)
    step = np.searchsorted(g, rng.random(number), side="right").clip(0, STEPS - 1)
    honest = step + rng.random(number)
    published = honest + np.where(rng.random(number) < moved, rng.random(number) * (STEPS - honest), 0)
    edges = [float(np.mean(honest < end)) for end in range(1, STEPS + 1)]
    band = float(np.abs(np.array(edges) - g).max())
    whole, inside = spread(published)
    found = least_area(whole, inside, band + 1e-9, PEAK)
    assert found <= float(np.mean(published - honest)) + 1e-7


def cheapest(places: list[float], tails: bool) -> float:
    """By trying every honest place, for stations without noise: the least sum of moves that falls off."""
    best = np.inf
    options = [[place, *range(1, int(place) + 1)] for place in places]
    for honest in product(*options):
        # A station moved to the end of a step lies in the step on its left.
        step = [int(h) if h == p else int(h) - 1 for h, p in zip(honest, places, strict=True)]
        held = np.bincount(step, minlength=STEPS)
        if any(held[k] > held[k - 1] for k in range(PEAK + 2, STEPS)):
            continue
        h = np.cumsum(held) / len(places)
        centre = 3
        below = [h[centre - d] if d <= centre else 0.0 for d in range(STEPS - centre)]
        if tails and any(1 - h[centre + d] > below[d] + 1e-12 for d in range(STEPS - centre)):
            continue
        best = min(best, sum(p - q for p, q in zip(places, honest, strict=True)) / len(places))
    return float(best)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, STEPS - 1), min_size=3, max_size=5), st.booleans())
def test_the_bound_is_below_the_cheapest_way_that_trying_all_ways_finds(
    steps: list[int], tails: bool
) -> None:
    places = [step + 0.5 for step in steps]
    whole, inside = spread(np.array(places))
    found = least_area(whole, inside, 0.0, PEAK, 3 if tails else None)
    assert found <= cheapest(places, tails) + 1e-7


def test_a_second_peak_above_the_middle_costs_what_it_takes_to_level_it() -> None:
    """Half of the voters in step 3, half in step 7: 0.5 over four equal steps leaves 1/8 in each.

    Moved by 1, 2 and 3 steps, less the step that a place within a step may hide: 0 + 1 + 2 steps of 1/8.
    """
    whole, inside = spread(np.array([3.0] * 4 + [7.0] * 4))
    assert least_area(whole, inside, 0.0, 3) == pytest.approx((0 + 1 + 2) / 8)
    assert least_area(whole, inside, 0.5, 3) == 0.0


@given(st.lists(st.floats(0, 7.99), min_size=2, max_size=30), st.floats(0, 0.3), st.floats(0, 0.3))
@settings(max_examples=40, deadline=None)
def test_a_wider_band_never_raises_the_bound_and_tails_never_lower_it(
    places: list[float], band: float, more: float
) -> None:
    whole, inside = spread(np.array(places))
    plain = least_area(whole, inside, band, PEAK)
    assert least_area(whole, inside, band + more, PEAK) <= plain + 1e-7
    assert least_area(whole, inside, band, PEAK, 3) >= plain - 1e-7


def stations(beyond: FloatArray, registered: float = 1000.0) -> Stations:
    size = len(beyond)
    whole, ones = np.full(size, registered), np.zeros(size, dtype=np.int64)
    return Stations(whole, whole / 2, whole / 4, whole / 4, beyond, ones, 1, ones, 0, 0)


def test_the_bound_is_in_votes_and_counts_only_what_noise_cannot_do() -> None:
    """10,000 stations: a tenth of them 0.4 above the middle, with nothing in between."""
    beyond = np.concatenate([np.linspace(-0.1, 0.02, 9000), np.full(1000, 0.41)])
    found = least_by_turnout(stations(beyond), tails=False)
    # A million voters levelled from the peak's end at 0.06 to 0.42: moves of 0.18 at most, on average; the
    # band of 0.0136 on either side lets more than a quarter of the tenth stay.
    assert 50_000 < found < 1000 * 1000 * 0.18 * (1 - 2 * 0.136)
    few = least_by_turnout(stations(beyond[::200]), tails=False)
    assert few == 0.0  # of 50 stations chance may do it


def test_as_many_above_as_below_the_middle_is_allowed_and_more_is_not() -> None:
    even = np.concatenate([np.linspace(-0.2, 0.2, 20_000)])
    assert least_by_turnout(stations(even), tails=True) == 0.0
    heavy = np.concatenate([np.linspace(-0.1, 0, 10_000), np.linspace(0, 0.3, 10_000)])
    assert least_by_turnout(stations(heavy), tails=False) == 0.0
    assert least_by_turnout(stations(heavy), tails=True) > 0.05 * 0.5 * 20_000 * 1000


@given(
    st.lists(st.floats(0, 7.99), min_size=2, max_size=60),
    st.sampled_from([0.0, 0.05, 0.2, 0.4]),
    st.booleans(),
)
@settings(max_examples=200, deadline=None)
def test_what_costs_nothing_without_the_program_costs_nothing_with_it(
    places: list[float], band: float, tails: bool
) -> None:
    whole, inside = spread(np.array(places))
    centre = PEAK if tails else None
    free, area = (
        costs_nothing(whole, inside, band, PEAK, centre),
        least_area(whole, inside, band, PEAK, centre),
    )
    assert area == pytest.approx(0, abs=1e-7) if free else area >= 0
    if area > 1e-6:
        assert not free
