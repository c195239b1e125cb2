"""Votes as a reader sees them: the law's own decimals, and a sign where an exact fraction is cut for show."""

from fractions import Fraction

import pytest

from scrutator.law.ballots.presentation import exact, votes_shown


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        (Fraction(1234), 5, "1,234"),
        (Fraction(1234567, 1000), 5, "1,234.56700"),
        (Fraction(1, 3), None, "0.33333…"),
        (Fraction(2, 3), 2, "0.66…"),
        (Fraction(3, 2), None, "1.50000"),
    ],
)
def test_votes_for_a_reader(value: Fraction, decimals: int | None, shown: str) -> None:
    assert votes_shown(value, decimals) == shown


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(7), "7"),
        (Fraction(5, 4), "1.25"),
        (Fraction(4103787, 100_000), "41.03787"),
        (Fraction(1, 3), "1/3"),
    ],
)
def test_exact_votes_as_a_text(value: Fraction, text: str) -> None:
    assert exact(value) == text
