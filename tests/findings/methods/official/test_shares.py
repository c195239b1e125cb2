"""A published share follows from the counts when the exact one lies within half a unit of its last digit."""

from decimal import Decimal
from fractions import Fraction

import pytest

from scrutator.findings.methods.official.shares import agrees


@pytest.mark.parametrize(
    ("published", "exact", "follows"),
    [
        ("7.5", "7.55", True),
        ("7.5", "7.45", True),
        ("7.5", "7.5501", False),
        ("7.5", "7.4499", False),
        ("7.50", "7.505", True),
        ("7.50", "7.5051", False),
        ("8", "7.5", True),
        ("8", "7.4", False),
    ],
)
def test_half_a_unit_of_the_last_published_digit_decides(published: str, exact: str, follows: bool) -> None:
    assert agrees(Decimal(published), Fraction(exact)) is follows
