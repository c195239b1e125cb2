"""The core of martingales: what may never happen, and the risk of the bets by simulation."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrutator.counting.audits.bets import (
    Bet,
    agrapa,
    best_bet,
    bet_on,
    fixed,
    kaplan_wald,
    padded,
    plug_in,
    shrinkage,
)


@given(
    st.lists(st.sampled_from([0.0, 0.5, 1.0]), min_size=1, max_size=20),
    st.sampled_from([fixed(5.0), agrapa(), shrinkage(0.6), kaplan_wald(), padded(), plug_in(0.05, 1.9)]),
    st.booleans(),
)
def test_no_fortune_is_negative_and_no_worse_value_lowers_the_risk(
    values: list[float], bet: Bet, all_drawn: bool
) -> None:
    population = 20 if all_drawn else None
    found = bet_on(values, bet, 0.5, population)
    assert min(found.fortunes) >= 0
    assert 0 <= found.risk <= 1
    worse = [*values[:-1], 0.0]
    assert bet_on(worse, bet, 0.5, population).risk >= found.risk


def test_a_negative_value_is_refused() -> None:
    with pytest.raises(ValueError, match="bound was broken"):
        bet_on([1.0, -0.1], fixed(1.0))


@pytest.mark.parametrize("bet", [shrinkage(0.55, weight=10), agrapa()], ids=["shrinkage", "agrapa"])
def test_a_tie_of_three_hundred_cards_is_confirmed_in_at_most_the_limit(bet: Bet) -> None:
    """Drawn to the last card, with a look after each: a limit of 5 %, 400 runs (3 standard errors: 8.3 %)."""
    rng = np.random.default_rng(977)
    cards = np.repeat([0.0, 1.0], 150)
    wrong = sum(bet_on(rng.permutation(cards).tolist(), bet, 0.5, 300).risk <= 0.05 for _ in range(400))
    assert wrong <= 33


@pytest.mark.parametrize(("by_one", "by_two"), [(0.0, 0.001), (0.01, 0.001), (0.001, 0.0001)])
def test_no_other_stake_grows_faster_than_the_best_bet(by_one: float, by_two: float) -> None:
    clean = 1 / (2 - 0.05)

    def growth(stake: float) -> float:
        gains = ((1 - by_one - by_two, clean - 0.5), (by_one, clean / 2 - 0.5), (by_two, -0.5))
        return sum(rate * np.log(1 + stake * gain) for rate, gain in gains)

    best = best_bet(0.05, by_one, by_two)
    assert all(growth(best) >= growth(float(one)) - 1e-12 for one in np.linspace(0, 1.999, 400))


def test_where_no_bet_gains_the_best_is_none() -> None:
    assert best_bet(0.05, 0.0, 0.5) == pytest.approx(0.0, abs=1e-9)
