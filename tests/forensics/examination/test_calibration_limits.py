"""Which measured false-alarm rates let a test speak: from 3 % to 7 % in every clean world, both included."""

import pytest

from scrutator.forensics.examination.calibration import Calibration, Rate, count_rates, experiments
from scrutator.forensics.examination.verdicts import Standing


def standing(*fired: int) -> Standing:
    """The standing of a test that fired so many times in 1,000 clean elections of each world."""
    rates = tuple(Rate("multiples_of_five", f"w{i}", "clean", 0.0, n, 1000) for i, n in enumerate(fired))
    return Calibration(1, 100, rates).standing("multiples_of_five")


@pytest.mark.parametrize(
    ("fired", "expected"),
    [
        ((30, 70), Standing.DIAGNOSTIC),
        ((50, 71), Standing.NOT_DIAGNOSTIC),
        ((29, 50), Standing.CONSERVATIVE),
        ((29, 71), Standing.NOT_DIAGNOSTIC),
        ((25, 25), Standing.CONSERVATIVE),
        ((50, 75), Standing.NOT_DIAGNOSTIC),
    ],
)
def test_a_rate_at_the_limit_holds_and_one_beyond_it_does_not(
    fired: tuple[int, ...], expected: Standing
) -> None:
    assert standing(*fired) is expected


def test_a_p_value_of_exactly_five_percent_fires_and_one_above_does_not() -> None:
    plan = experiments(elections=2, powered=0)[:2]
    rates = count_rates(plan, [{"t": 0.05}, {"t": 0.0501}])
    assert sum(rate.fired for rate in rates) == 1
