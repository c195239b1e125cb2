"""Highest averages: the classic examples, exactness, and the theorems that hold for every rule."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from scrutator.errors import ScrutatorError
from scrutator.law.arithmetic.divisors import DIVISORS, divisor_named, highest_averages

VOTES = some.lists(some.integers(1, 10**7), min_size=1, max_size=8)
RULES = some.sampled_from(sorted(DIVISORS))


def plain_count(votes: list[int], house: int, name: str) -> tuple[int, ...] | None:
    """Seat by seat with fractions, as the statutes describe it; None when the last seats are tied."""
    rule = DIVISORS[name]
    seats = [1 if rule.gives_first_seat else 0] * len(votes)
    power = {"huntington-hill": 2, "estonian": 10}.get(name, 1)
    while sum(seats) < house:
        claims = [Fraction(v**power) / rule.at(s) for v, s in zip(votes, seats, strict=True)]
        best = [i for i, claim in enumerate(claims) if claim == max(claims)]
        if len(best) > house - sum(seats):
            return None
        seats[best[0]] += 1
    return tuple(seats)


@pytest.mark.parametrize(
    ("name", "seats"),
    [
        # By hand: 53,000 / 24,000 / 23,000 on 7 seats.
        ("dhondt", (4, 2, 1)),
        ("sainte-lague", (3, 2, 2)),
        ("imperiali-highest-averages", (5, 1, 1)),
        ("adams", (3, 2, 2)),
    ],
)
def test_seven_seats_for_three_lists(name: str, seats: tuple[int, ...]) -> None:
    assert highest_averages([53000, 24000, 23000], 7, DIVISORS[name]).seats == seats


def test_eight_seats_for_four_lists_as_textbooks_have_it() -> None:
    votes = [100_000, 80_000, 30_000, 20_000]
    assert highest_averages(votes, 8, DIVISORS["dhondt"]).seats == (4, 3, 1, 0)
    assert highest_averages(votes, 8, DIVISORS["sainte-lague"]).seats == (3, 3, 1, 1)


@pytest.mark.parametrize(
    ("name", "divisors"),
    [
        ("dhondt", [1, 2, 3, 4]),
        ("sainte-lague", [1, 3, 5, 7]),
        ("modified-sainte-lague", [Fraction(7, 5), 3, 5, 7]),
        ("danish", [1, 4, 7, 10]),
        ("adams", [0, 1, 2, 3]),
        ("imperiali-highest-averages", [2, 3, 4, 5]),
        ("belgian", [2, 3, 4, 5]),
        ("huntington-hill", [0, 2, 6, 12]),  # squared
        ("dean", [0, Fraction(4, 3), Fraction(12, 5), Fraction(24, 7)]),
        ("estonian", [1, 2**9, 3**9, 4**9]),  # the tenth power of 1, 2^0.9, 3^0.9 …
    ],
)
def test_the_divisors_are_those_of_the_literature(name: str, divisors: list[Fraction]) -> None:
    assert [DIVISORS[name].at(seats) for seats in range(4)] == divisors


@given(VOTES, some.integers(8, 60), RULES)
def test_the_stride_and_the_integers_agree_with_a_plain_count_in_fractions(
    votes: list[int], house: int, name: str
) -> None:
    won = highest_averages(votes, house, DIVISORS[name])
    expected = plain_count(votes, house, name)
    assert bool(won.tied) == (expected is None)
    if expected is not None:
        assert won.seats == expected


@given(VOTES, some.integers(8, 60), RULES)
def test_no_list_loses_a_seat_when_the_house_grows(votes: list[int], house: int, name: str) -> None:
    small, large = (highest_averages(votes, size, DIVISORS[name]) for size in (house, house + 1))
    if not small.tied and not large.tied:
        assert all(a <= b for a, b in zip(small.seats, large.seats, strict=True))


@given(VOTES, some.integers(8, 60), RULES, some.randoms(use_true_random=False))
def test_the_order_of_the_lists_does_not_matter(votes: list[int], house: int, name: str, random) -> None:  # type: ignore[no-untyped-def]
    order = list(range(len(votes)))
    random.shuffle(order)
    won = highest_averages(votes, house, DIVISORS[name])
    shuffled = highest_averages([votes[i] for i in order], house, DIVISORS[name])
    assert [won.seats[i] for i in order] == list(shuffled.seats)
    assert {order[i] for i in shuffled.tied} == set(won.tied)


@given(some.lists(some.integers(1, 30), min_size=1, max_size=8), some.integers(1, 10**6))
def test_votes_in_exact_proportion_get_seats_in_proportion(shares: list[int], factor: int) -> None:
    votes = [share * factor for share in shares]
    for name in ("dhondt", "sainte-lague", "danish", "adams", "huntington-hill", "dean"):
        assert highest_averages(votes, sum(shares), DIVISORS[name]).seats == tuple(shares), name


def test_equal_claims_to_the_last_seat_are_reported_and_not_decided() -> None:
    won = highest_averages([100, 100, 50], 2, DIVISORS["dhondt"])
    assert won.seats == (1, 1, 0)
    won = highest_averages([100, 100, 50], 3, DIVISORS["dhondt"])
    assert (won.seats, won.tied, won.open_seats) == ((1, 1, 0), (0, 1, 2), 1)


def test_claims_that_floating_point_cannot_tell_apart_are_told_apart() -> None:
    big = 10**17
    won = highest_averages([3 * big, 3 * big + 1], 1, DIVISORS["dhondt"])
    assert won.seats == (0, 1)


def test_harmonic_claims_that_differ_by_one_in_millions_are_told_apart() -> None:
    dean = DIVISORS["dean"]
    votes, held = [184548, 220951], [35, 42]
    mine, theirs = (Fraction(v) / dean.at(s) for v, s in zip(votes, held, strict=True))
    assert 0 < theirs - mine < Fraction(1, 3000)
    assert highest_averages(votes, 78, dean, held).seats == (35, 43)


def test_a_rule_with_a_first_seat_for_everybody_refuses_more_lists_than_seats() -> None:
    for name in ("adams", "huntington-hill", "dean"):
        with pytest.raises(ScrutatorError, match="L12"):
            highest_averages([5, 4, 3], 2, DIVISORS[name])
        assert sum(highest_averages([5, 4, 3], 3, DIVISORS[name]).seats) == 3


def test_lists_without_votes_get_nothing_under_any_rule() -> None:
    for rule in DIVISORS.values():
        assert highest_averages([10, 0, 5], 6, rule).seats[1] == 0


def test_another_first_divisor_makes_the_first_seat_dearer() -> None:
    votes = [1000, 380, 110]
    assert highest_averages(votes, 4, divisor_named("sainte-lague")).seats == (3, 1, 0)
    assert highest_averages([1000, 345, 110], 2, divisor_named("sainte-lague")).seats == (1, 1, 0)
    dear = divisor_named("sainte-lague", Fraction(14, 10))
    assert highest_averages([1000, 345, 110], 2, dear).seats == (2, 0, 0)
    assert dear == DIVISORS["modified-sainte-lague"].__class__("sainte-lague", 2, 1, Fraction(7, 5))


@pytest.mark.parametrize("first", [Fraction(0), Fraction(-1), Fraction(4)])
def test_a_first_divisor_must_be_positive_and_no_dearer_than_the_second(first: Fraction) -> None:
    with pytest.raises(ScrutatorError, match="L11"):
        divisor_named("sainte-lague", first)


def test_an_unknown_rule_names_the_known_ones() -> None:
    with pytest.raises(ScrutatorError, match="dhondt"):
        divisor_named("d'hondt")
