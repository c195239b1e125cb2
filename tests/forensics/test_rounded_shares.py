"""Rounded shares: the announcement of 2024 exactly, and every count against listing all cases."""

from collections import Counter
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrutator.forensics.rounded_shares import (
    lattice_of_three,
    nearest,
    rounded_shares,
    totals_that_add_up,
    vectors_within,
)

FIRST = (5_150_092, 4_445_978, 462_704)
SECOND = (6_408_844, 5_326_104, 152_360, 116_421, 92_903, 84_231, 64_452, 40_902, 29_611, 20_056)


def test_the_first_bulletin_is_the_one_of_75_882_581_that_is_at_the_nearest_numbers() -> None:
    found = rounded_shares(FIRST, 1)
    assert (found.total, found.at_nearest, found.alike, found.hits) == (10_058_774, 3, 75_882_581, 1)
    assert found.cells == (10_059, 10_059, 10_058)
    assert found.totals == (10_058_773, 10_058_774)
    assert [round(float(one), 3) for one in found.distances] == [-0.288, -0.108, 0.396]
    assert float(found.chance) == pytest.approx(1.32e-8, abs=1e-10)


def test_the_lattice_of_round_triples_and_the_totals_that_add_up() -> None:
    assert lattice_of_three(10_058_774, 1_000) == (501_501, 376_479)
    assert totals_that_add_up((512, 442, 46), 1_000, 10_058_774) == 754


@pytest.mark.parametrize("digits", [1, 2])
def test_none_of_the_second_bulletin_is_within_half_a_vote(digits: int) -> None:
    found = rounded_shares(SECOND, digits)
    assert found.at_nearest == 0
    assert found.totals is None
    assert min(abs(one) for one in found.distances) > 4.8


@pytest.mark.parametrize(
    ("counts", "near"),
    [((512, 442, 46), 3), ((5_121, 4_420, 459), 1), ((333, 667), 2), ((1, 2), 2)],
)
def test_counts_at_and_off_round_shares(counts: tuple[int, ...], near: int) -> None:
    assert rounded_shares(counts, 1).at_nearest == near


@pytest.mark.parametrize("counts", [(335, 335, 330), (334, 333, 333), (1_004, 1_004, 992)])
def test_the_nearest_numbers_are_a_case_only_when_they_add_up(counts: tuple[int, ...]) -> None:
    shares = [nearest(Fraction(100 * one, sum(counts))) for one in counts]
    rounds = [nearest(Fraction(share * sum(counts), 100)) for share in shares]
    assert sum(rounds) != sum(counts)
    assert rounded_shares(counts, 0).hits == 0


def test_a_half_is_rounded_up() -> None:
    assert [nearest(Fraction(one, 2)) for one in (0, 1, 2, 3)] == [0, 1, 1, 2]


@pytest.mark.parametrize(
    ("counts", "digits"),
    [((1,), 1), ((0, 0), 1), ((1,) * 13, 1), ((1, 2), 3), ((10**12, 1), 1), ((1, 2), -1)],
)
def test_what_cannot_be_asked_is_refused(counts: tuple[int, ...], digits: int) -> None:
    with pytest.raises(ValueError, match="two to 12"):
        rounded_shares(counts, digits)


@given(st.lists(st.integers(0, 25), min_size=2, max_size=3).filter(any), st.integers(0, 0))
def test_all_numbers_are_those_of_listing_every_case(counts: list[int], digits: int) -> None:
    found, total = rounded_shares(counts, digits), sum(counts)
    shares = lambda vector: tuple(nearest(Fraction(100 * one, total)) for one in vector)  # noqa: E731
    alike = [
        vector
        for vector in product(range(total + 1), repeat=len(counts))
        if sum(vector) == total and shares(vector) == found.shares
    ]
    rounds = tuple(nearest(Fraction(share * total, 100)) for share in found.shares)
    assert found.alike == len(alike)
    assert found.hits == alike.count(rounds)
    assert found.at_nearest == sum(a == b for a, b in zip(counts, rounds, strict=True))
    cell = Counter(nearest(Fraction(100 * one, total)) for one in range(total + 1))
    assert found.cells == tuple(cell[share] for share in found.shares)


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)).map(lambda one: (min(one), max(one))),
                min_size=1, max_size=4), st.integers(0, 16))  # fmt: skip
def test_vectors_within_bounds_are_those_of_listing_them(bounds: list[tuple[int, int]], total: int) -> None:
    listed = sum(sum(one) == total for one in product(*(range(low, high + 1) for low, high in bounds)))
    assert vectors_within(bounds, total) == listed


@given(st.permutations(FIRST))
def test_the_order_of_counts_decides_nothing(counts: list[int]) -> None:
    found, plain = rounded_shares(counts, 1), rounded_shares(FIRST, 1)
    assert (found.alike, found.hits, found.totals) == (plain.alike, plain.hits, plain.totals)
