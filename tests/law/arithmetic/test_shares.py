"""Shares as a law writes them, and texts that are none."""

from fractions import Fraction

import pytest

from scrutator.errors import ScrutatorError
from scrutator.law.arithmetic.shares import number, share


def test_shares_are_exact() -> None:
    assert share("3.25%") == Fraction(13, 400)
    assert (share("1/30"), share("0.7"), number("7/5")) == (Fraction(1, 30), Fraction(7, 10), Fraction(7, 5))


@pytest.mark.parametrize(
    "text", ["0." + "1" * 5_000, "1/" + "3" * 5_000, "1/0", "1/00", "5 per cent", "", "5", True, ["5%"]]
)
def test_what_is_no_share_is_refused_in_few_words(text: object) -> None:
    with pytest.raises(ScrutatorError, match="L10") as caught:
        share(text)
    assert len(str(caught.value)) < 400
