import numpy as np
import pytest
from scipy.stats import binom

from scrutator.forensics.battery.poisson_binomial import normal_upper_tail, upper_tail
from support.exact_counts import distribution


def test_equal_chances_give_the_binomial() -> None:
    ours = distribution(np.full(300, 0.3))
    assert ours == pytest.approx(binom.pmf(np.arange(301), 300, 0.3), abs=1e-14)


def test_the_saddlepoint_tail_agrees_with_the_exact_distribution() -> None:
    rng = np.random.default_rng(7)
    for size in (60, 400, 3000):
        chances = rng.beta(1, 8, size)
        chances[:5] = (0.0, 1.0, 1.0, 0.0, 1.0)
        exact = distribution(chances)
        mean, sd = chances.sum(), np.sqrt(np.sum(chances * (1 - chances)))
        observed = np.rint(mean + sd * np.arange(-3, 5.1, 0.5)).astype(int)
        group = np.repeat(np.arange(len(observed)), size)
        ours = upper_tail(np.tile(chances, len(observed)), observed, group)
        wanted = np.array([exact[count:].sum() for count in observed])
        assert ours == pytest.approx(wanted, rel=0.01)


def test_impossible_and_certain_counts_have_tails_zero_and_one() -> None:
    chances = np.array([0.5, 0.5, 1.0])
    group = np.zeros(3, dtype=int)
    assert upper_tail(chances, np.array([1]), group)[0] == 1.0
    assert upper_tail(chances, np.array([4]), group)[0] == 0.0


def test_far_normal_tails_do_not_vanish() -> None:
    assert normal_upper_tail(25.9) == pytest.approx(3.2e-148, rel=0.05)
