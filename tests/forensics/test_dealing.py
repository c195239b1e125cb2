"""Dealing a mark anew: p and interval come from one law, whichever end of the interval is the wider one."""

import numpy as np
import pytest

from scrutator.forensics.dealing import LEVEL, _by_deals


def as_extreme(delta: float, observed: float, values: np.ndarray, marks: np.ndarray) -> float:
    """p of the hypothesis that the mark adds `delta`, counted deal by deal from the definition."""
    extreme = np.abs(values - delta * marks) >= abs(observed - delta) - 1e-12
    return float((1 + extreme.sum()) / (1 + len(values)))


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("shift", [-0.1, 0.0, 0.1])
def test_the_interval_is_every_effect_whose_p_is_above_five_percent(seed: int, shift: float) -> None:
    rng = np.random.default_rng(seed)
    marks = rng.uniform(-0.5, 0.5, size=199)
    values = 0.05 * rng.normal(size=199) + shift * marks + 0.02 * rng.normal(size=199) * marks
    dealt = _by_deals(0.06, values, marks)
    inside = [d for d in np.linspace(-0.99, 0.99, 1981) if as_extreme(d, 0.06, values, marks) > LEVEL]
    assert dealt.low == pytest.approx(min(inside), abs=2e-3)
    assert dealt.high == pytest.approx(max(inside), abs=2e-3)
