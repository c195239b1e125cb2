"""A threshold in quotas is a part of one seat's share of the house."""

from fractions import Fraction

import pytest

from scrutator.law.chain.steps.admission import Threshold


@pytest.mark.parametrize(("house", "share"), [(10, "1/20"), (1, "1/2"), (100, "1/200")])
def test_half_a_quota_is_half_of_what_a_seat_costs(house: int, share: str) -> None:
    assert Threshold(share="0.5", quotas=True).share_for(1, house) == Fraction(share)
