"""Which measured rates let a test speak: shown to lie between 2 and 8 % in every clean world."""

import pytest
from scipy.stats import beta

from scrutator.forensics.examination.rates import Calibration, Rate, bounds
from scrutator.forensics.examination.verdicts import Standing


def standing(*fired: int, elections: int = 2000) -> Standing:
    """The standing of a test that fired so many times in 2,000 clean elections of each world."""
    rates = tuple(Rate("multiples_of_five", f"w{i}", "clean", 0.0, n, elections) for i, n in enumerate(fired))
    return Calibration((1,), 100, 100, rates).standing("multiples_of_five")


@pytest.mark.parametrize(
    ("fired", "expected"),
    [
        ((100, 139), Standing.DIAGNOSTIC),  # 139 of 2,000: at most 7.96 %
        ((100, 141), Standing.NOT_DIAGNOSTIC),  # 141: at most 8.06 %
        ((52, 100), Standing.DIAGNOSTIC),  # 52: at least 2.04 %
        ((50, 100), Standing.CONSERVATIVE),  # 50: at least 1.95 %
        ((0, 0), Standing.CONSERVATIVE),
        ((50, 141), Standing.NOT_DIAGNOSTIC),
    ],
)
def test_the_bounds_of_the_rate_decide_on_both_sides(fired: tuple[int, ...], expected: Standing) -> None:
    assert standing(*fired) is expected


def test_few_elections_show_nothing_whatever_their_rate() -> None:
    assert standing(5, elections=100) is Standing.NOT_DIAGNOSTIC
    assert standing(100) is Standing.DIAGNOSTIC


def test_the_bounds_are_those_of_clopper_and_pearson() -> None:
    low, high = bounds(12, 200)
    assert low == pytest.approx(beta.ppf(0.05, 12, 189))
    assert high == pytest.approx(beta.ppf(0.95, 13, 188))
    assert bounds(0, 200)[0] == 0
    assert bounds(200, 200)[1] == 1
    assert bounds(0, 0) == (0, 1)
