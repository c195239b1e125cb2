"""A p-value is printed as one: never 0.0, and below a thousandth only as such."""

import pytest

from scrutator.statement.report_words import p_value


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (0.001, "0.001"),
        (0.00099, "< 0.001"),
        (0.0, "< 0.001"),
        (0.05, "0.050"),
        (1.0, "1.000"),
        (None, "–"),
    ],
)
def test_a_p_value_has_three_decimals_from_a_thousandth_on(value: float | None, printed: str) -> None:
    assert p_value(value) == printed
