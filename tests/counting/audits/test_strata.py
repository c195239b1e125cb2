"""Two strata: the risk over every division of the error, never below the largest that is reached."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2

from scrutator.counting.audits.strata import Compared, Polled, fisher, product, suite, two_strata

RECORDS = Compared(10_000, 500)
PAPER = Polled(1000, 750, 150, 250, 187, 37)


def test_the_risk_of_two_strata_is_at_most_one() -> None:
    """Both strata speak against the outcome: the product of the fortunes is far below one."""
    assert two_strata([0.1] * 10, [0.1] * 10, (0.5, 0.5), 0.75) == 1.0


@pytest.mark.parametrize("stake", [0.0, 1.01, -0.5])
def test_a_stake_that_would_be_cut_is_refused(stake: float) -> None:
    with pytest.raises(ValueError, match="a stake above 0 and at most 1"):
        two_strata([1.0], [1.0], (0.5, 0.5), stake)


@given(st.lists(st.floats(1e-6, 1.0), min_size=1, max_size=6))
def test_fisher_is_the_upper_tail_of_chi_squared(p_values: list[float]) -> None:
    expected = chi2.sf(-2 * sum(math.log(p) for p in p_values), 2 * len(p_values))
    assert fisher(p_values) == pytest.approx(expected, rel=1e-9)


def test_fisher_of_an_impossibility_is_none() -> None:
    assert fisher([0.0, 0.5]) == 0.0


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 3), st.integers(100, 190), st.integers(20, 60), st.floats(0.0, 1.0))
def test_the_risk_is_at_least_that_of_any_division(over: int, winner: int, loser: int, place: float) -> None:
    compared, polled = Compared(10_000, 500, over_one=over), Polled(1000, 750, 150, 250, winner, loser)
    whole = suite(compared, polled, 200)
    share = -6 + 12 * place
    part = fisher((compared.risk(share * 200), polled.risk((1 - share) * 200)))
    assert part - 1e-12 <= whole <= 1


def test_the_largest_of_a_fine_grid_is_close_to_the_risk() -> None:
    grid = max(
        fisher((RECORDS.risk(one * 200), PAPER.risk((1 - one) * 200))) for one in np.linspace(0.7, 0.9, 401)
    )
    assert grid <= suite(RECORDS, PAPER, 200) <= grid + 1e-5


def test_the_risk_of_a_polled_stratum_never_rises_with_the_error_it_would_refute() -> None:
    risks = [PAPER.risk(error) for error in range(-400, 2000, 20)]
    assert all(one >= other - 1e-12 for one, other in pairwise(risks))
    assert (risks[0], risks[-1]) == (1.0, 0.0)


@pytest.mark.parametrize("drawn", [(751, 0), (0, 151), (0, 0)])
def test_more_cards_read_than_were_published_confirm_nothing(drawn: tuple[int, int]) -> None:
    """Of 900 drawn: more winners than published, more losers, more for neither."""
    assert Polled(1000, 750, 150, 900, *drawn).risk(500) == 1.0


def test_a_polled_stratum_by_all_its_numbers() -> None:
    """A stratum of ten cards, 7 : 3, of which five were read, 5 : 0; against a tie of the stratum.

    Published: 7·6·5·4·3 ways. A tie is x : x and the rest for neither, 5·4·3·2·1 at most (x = 5).
    """
    assert Polled(10, 7, 3, 5, 5, 0).risk(4) == pytest.approx(120 / 2520)


def test_two_polled_strata_by_the_product_of_their_bets() -> None:
    strong = Polled(500, 400, 100, 60, 48, 12)
    assert product(strong, strong) < 0.05
    weak = Polled(500, 260, 240, 60, 30, 30)
    assert product(weak, weak) == 1.0
    assert product(strong, weak) == pytest.approx(product(weak, strong))
