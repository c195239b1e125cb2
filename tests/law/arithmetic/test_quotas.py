"""Quotas and largest remainders: published arithmetic, the quota rule, and the cases without an answer."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from scrutator.errors import ScrutatorError
from scrutator.law.arithmetic.quotas import largest_remainders, pick_largest, quota

VOTES = some.lists(some.integers(0, 10**7), min_size=1, max_size=9).filter(any)


def test_the_four_quotas_of_a_thousand_votes_and_nine_seats() -> None:
    assert quota("hare", 1000, 9) == Fraction(1000, 9)
    assert quota("droop", 1000, 9) == 101
    assert quota("hagenbach-bischoff", 1000, 9) == 100
    assert quota("imperiali", 1000, 9) == Fraction(1000, 11)
    with pytest.raises(ScrutatorError, match="L11"):
        quota("hair", 1000, 9)


def test_the_list_seats_of_2012() -> None:
    assert largest_remainders([5621436, 518405, 498788], 98).seats == (83, 8, 7)


@given(VOTES, some.integers(1, 200))
def test_every_list_gets_its_quotient_rounded_up_or_down(votes: list[int], house: int) -> None:
    won = largest_remainders(votes, house)
    for count, seats in zip(votes, won.seats, strict=True):
        quotient = Fraction(count * house, sum(votes))
        assert int(quotient) <= seats <= -int(-quotient // 1)
    assert sum(won.seats) + won.open_seats == house


@given(some.lists(some.integers(1, 30), min_size=1, max_size=8), some.integers(1, 10**6))
def test_votes_in_exact_proportion_get_seats_in_proportion(shares: list[int], factor: int) -> None:
    won = largest_remainders([share * factor for share in shares], sum(shares))
    assert won.seats == tuple(shares)
    assert not won.tied


@given(VOTES, some.integers(1, 200), some.randoms(use_true_random=False))
def test_the_order_of_the_lists_does_not_matter(votes: list[int], house: int, random) -> None:  # type: ignore[no-untyped-def]
    order = list(range(len(votes)))
    random.shuffle(order)
    won, shuffled = largest_remainders(votes, house), largest_remainders([votes[i] for i in order], house)
    assert [won.seats[i] for i in order] == list(shuffled.seats)
    assert {order[i] for i in shuffled.tied} == set(won.tied)


def test_equal_remainders_for_one_seat_are_reported_and_not_decided() -> None:
    won = largest_remainders([50, 50], 3)
    assert (won.seats, won.tied, won.open_seats) == ((1, 1), (0, 1), 1)


def test_more_leftovers_than_lists_are_an_error_with_a_name() -> None:
    with pytest.raises(ScrutatorError, match="L13"):
        largest_remainders([100 - i for i in range(10)], 10_000, "droop")


def test_a_quota_that_gives_away_more_than_the_house_is_an_error_with_a_name() -> None:
    with pytest.raises(ScrutatorError, match="L13"):
        largest_remainders([500, 500], 4, "imperiali")


def test_picking_all_or_none_leaves_no_tie() -> None:
    assert pick_largest([(1, 0), (1, 1)], 2) == ((0, 1), (), 0)
    assert pick_largest([(1, 0), (1, 1)], 0) == ((), (), 0)
