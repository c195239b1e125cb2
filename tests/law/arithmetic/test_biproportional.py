"""Biproportional seats: both sums, the inequalities that prove them, ties, and impossible sums."""

import random
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from scrutator.errors import ScrutatorError
from scrutator.law.arithmetic.biproportional import Biproportional, _round, biproportional
from scrutator.law.arithmetic.divisors import DIVISORS, highest_averages

SL = DIVISORS["sainte-lague"]


def margins(votes: list[list[int]], house: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    rows = highest_averages([sum(row) for row in votes], house, SL)
    columns = highest_averages([sum(column) for column in zip(*votes, strict=True)], house, SL)
    return rows.seats, columns.seats


def proves(votes: list[list[int]], table: Biproportional) -> bool:
    """Every cell lies between the prices of its last seat and of one more, exactly."""
    for i, row in enumerate(votes):
        for j, count in enumerate(row):
            price, seats = table.district_prices[i] * table.list_prices[j], table.seats[i][j]
            if count < (price * SL.at(seats - 1) if seats else 0) or count > price * SL.at(seats):
                return False
    return True


@settings(max_examples=60, deadline=None)
@given(some.integers(0, 10**9), some.integers(2, 6), some.integers(2, 5), some.integers(12, 60))
def test_every_table_has_both_sums_and_its_prices_prove_it(
    seed: int, rows: int, columns: int, house: int
) -> None:
    chance = random.Random(seed)
    votes = [[chance.randrange(1, 10**6) for _ in range(columns)] for _ in range(rows)]
    due, lists = margins(votes, house)
    if sum(due) != house or sum(lists) != house:
        return
    table = biproportional(votes, due, lists, SL)
    assert tuple(map(sum, table.seats)) == due
    assert tuple(map(sum, zip(*table.seats, strict=True))) == lists
    assert proves(votes, table)


def test_one_district_is_the_lists_own_distribution() -> None:
    table = biproportional([[500, 300, 200]], [10], [5, 3, 2], SL)
    assert table.seats == ((5, 3, 2),)
    assert not table.tied


def test_two_tables_with_equal_right_are_a_tie() -> None:
    table = biproportional([[100, 100], [100, 100]], [1, 1], [1, 1], SL)
    assert table.tied
    assert not biproportional([[110, 100], [100, 110]], [1, 1], [1, 1], SL).tied


def test_a_hundred_districts_are_found() -> None:
    """The size at which the alternating scaling of another program gave up."""
    chance = random.Random(5)
    votes = [[int(chance.paretovariate(1.2) * 1000) for _ in range(10)] for _ in range(40)]
    due, lists = margins(votes, 200)
    assert proves(votes, biproportional(votes, due, lists, SL))


def test_sums_that_cannot_meet_are_refused_by_name() -> None:
    for votes, due, lists in (
        ([[5, 5]], [2], [1, 2]),
        ([[5, 0], [5, 0]], [1, 1], [1, 1]),
        ([[0, 0], [5, 5]], [1, 1], [1, 1]),
        ([[0, 5], [0, 5]], [1, 1], [1, 1]),
        ([[5, 0], [0, 5]], [2, 0], [1, 1]),
    ):
        with pytest.raises(ScrutatorError) as caught:
            biproportional(votes, due, lists, SL)
        assert caught.value.code == "L40", votes
    with pytest.raises(ScrutatorError, match="L40"):
        biproportional([[5]], [1], [1], DIVISORS["adams"])


def test_prices_are_fractions_so_that_a_tie_is_exactly_a_tie() -> None:
    table = biproportional([[7, 5], [3, 11]], [3, 4], [3, 4], SL)
    assert all(isinstance(price, Fraction) for price in table.district_prices + table.list_prices)


def test_a_quotient_has_reached_as_many_divisors_as_are_not_above_it() -> None:
    rule = DIVISORS["modified-sainte-lague"]  # 1.4, 3, 5, …
    quotients = np.array([0.0, 1.39, 1.4, 2.99, 3.0, 4.99, 5.0])
    divisors = [float(rule.at(seats)) for seats in range(5)]
    expected = [sum(one <= quotient for one in divisors) for quotient in quotients]
    assert _round(quotients, rule).tolist() == expected
