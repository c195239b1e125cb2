from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from scrutator.forensics.battery.windows import (
    COARSE_FRACTIONS,
    MULTIPLES_OF_FIVE,
    WHOLE_PERCENT,
    Window,
    chance_of_hit,
    hits,
    window,
)

WINDOWS = (WHOLE_PERCENT, MULTIPLES_OF_FIVE, COARSE_FRACTIONS)


def hits_by_definition(shape: Window, count: int, total: int) -> bool:
    reach = Fraction(shape.half_width, shape.denominator)
    targets = (Fraction(target, shape.denominator) for target in shape.targets)
    return any(abs(Fraction(count, total) - target) <= reach for target in targets)


@pytest.mark.parametrize("shape", WINDOWS, ids=lambda shape: shape.name)
@settings(max_examples=60, deadline=None)
@given(total=st.integers(1, 3000), part=st.floats(0, 1))
def test_a_hit_is_decided_in_whole_numbers(shape: Window, total: int, part: float) -> None:
    count = round(part * total)
    ours = hits(shape, np.array([count]), np.array([total]))[0]
    assert ours == hits_by_definition(shape, count, total)


def test_whole_percentages_follow_the_published_rule() -> None:
    rng = np.random.default_rng(1)
    total = rng.integers(1, 5000, 4000)
    count = rng.binomial(total, rng.random(4000))
    remainder = (100 * count) % total
    assert np.array_equal(
        hits(WHOLE_PERCENT, count, total), 20 * np.minimum(remainder, total - remainder) <= total
    )


@pytest.mark.parametrize("shape", WINDOWS, ids=lambda shape: shape.name)
@settings(max_examples=40, deadline=None)
@given(total=st.integers(1, 2500), part=st.floats(0, 1))
def test_the_chance_is_the_binomial_sum_over_all_hits(shape: Window, total: int, part: float) -> None:
    count = round(part * total)
    every = np.arange(total + 1)
    hit = hits(shape, every, np.full(total + 1, total))
    exact = binom.pmf(every, total, count / total)[hit].sum()
    ours = chance_of_hit(shape, np.array([count]), np.array([total]))[0]
    assert ours == pytest.approx(exact, abs=2e-12)


def test_a_degenerate_station_hits_or_misses_for_certain() -> None:
    assert chance_of_hit(WHOLE_PERCENT, np.array([0, 700]), np.array([700, 700])).tolist() == [1.0, 1.0]


def test_a_window_keeps_its_targets_exact() -> None:
    thirds = window("thirds", [Fraction(1, 3), Fraction(2, 3)], Fraction(1, 1000))
    assert (thirds.denominator, thirds.targets, thirds.half_width) == (3000, (1000, 2000), 3)


def test_work_grows_with_the_hits_and_not_with_the_counts() -> None:
    """The kernel lists about a tenth of the counts: the number of operations, not seconds."""
    from scrutator.forensics.battery.windows import _hits_of_sizes

    sizes = np.array([1000, 2000, 3000])
    listed = _hits_of_sizes(WHOLE_PERCENT, sizes)
    assert len(listed.count) < 0.12 * sizes.sum()
