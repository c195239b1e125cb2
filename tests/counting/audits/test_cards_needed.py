"""How many cards are needed: rounds that reach their chance, and nothing where nothing will do."""

import math

import pytest

from scrutator.counting.audits.cards_needed import comparison_risk, first_round
from scrutator.counting.audits.rounds import minerva_risk
from scrutator.errors import ScrutatorError


def chance(cards: int, share: float) -> float:
    """The chance that a first round stops at 10 %, by all its outcomes."""
    stop = next(
        k for k in range(cards // 2, cards + 2) if k > cards or minerva_risk(share, [(cards, k)], 0.1) <= 0.1
    )
    return sum(math.comb(cards, k) * share**k * (1 - share) ** (cards - k) for k in range(stop, cards + 1))


@pytest.mark.parametrize("share", [0.6, 0.7, 0.9])
def test_no_smaller_first_round_reaches_its_chance(share: float) -> None:
    found = first_round(share, 0.1)
    assert chance(found, share) >= 0.9
    assert all(chance(cards, share) < 0.9 for cards in range(1, found))


@pytest.mark.parametrize("share", [0.5, 0.4, 0.500001])
def test_a_tie_or_a_lead_without_any_round_is_a_count_of_all(share: float) -> None:
    with pytest.raises(ScrutatorError, match="count all"):
        first_round(share, 0.1)


def test_a_risk_is_at_most_one_however_much_speaks_against_the_outcome() -> None:
    """One draw, and it overstated by two: (1 − 1/γ)⁻¹ alone is 26.6."""
    assert comparison_risk(1, 0.1, over_two=1) == 1.0
