"""A share far from that of comparable stations, at the limits of far."""

from fractions import Fraction

from scrutator.field.checks.compiling import checks_of_form
from scrutator.field.checks.declared import bundled_checks, check_set
from scrutator.field.checks.neighbours import far_from_others
from support.field_forms import bundled_published


def shares(
    *more: Fraction, width: int = 1, count: int = 20, begin: int = 50, step: int = 100
) -> dict[str, Fraction]:
    """Shares of so many hundredths and, as many, `width` hundredths above them; and some more."""
    usual = [Fraction(begin * step + width * step * (n % 2), 100 * step) for n in range(count)]
    return {f"r{n:02d}": share for n, share in enumerate([*usual, *more])}


LESS = Fraction(1, 10**6)


def test_far_is_more_than_two_widths_of_the_middle_half_away() -> None:
    low, high = Fraction(1, 10) - Fraction(5, 100), Fraction(2, 10) + 2 * Fraction(1, 10)
    assert far_from_others(shares(low, high, width=10, begin=10)) == ()
    assert far_from_others(shares(high + LESS, width=10, begin=10)) == ("r20",)
    low = Fraction(80, 100) - 2 * Fraction(1, 10)
    assert far_from_others(shares(low, width=10, begin=80)) == ()
    assert far_from_others(shares(low - LESS, width=10, begin=80)) == ("r20",)


def test_as_odds_too_which_near_a_hundred_per_cent_are_the_nearer_limit() -> None:
    # Half at 64 %, half at 75 %: 97 % is within two widths of eleven points, but not of the odds.
    odds = Fraction(3) * (Fraction(3) / Fraction(64, 36)) ** 2
    high = odds / (1 + odds)
    assert Fraction(88, 100) < high < Fraction(90, 100)
    assert far_from_others(shares(high, width=11, begin=64)) == ()
    assert far_from_others(shares(high + LESS, width=11, begin=64)) == ("r20",)
    assert far_from_others(shares(1 - high, width=11, begin=25)) == ()
    assert far_from_others(shares(1 - high - LESS, width=11, begin=25)) == ("r20",)


def test_shares_of_nothing_and_of_all_have_no_odds_and_are_compared_as_shares() -> None:
    assert far_from_others(shares(Fraction(1, 5), width=10, begin=0)) == ()
    assert far_from_others(shares(Fraction(3, 10) + LESS, width=10, begin=0)) == ("r20",)
    assert far_from_others(shares(Fraction(7, 10), Fraction(12, 10), width=10, begin=90)) == ()
    assert far_from_others(shares(Fraction(7, 10) - LESS, width=10, begin=90)) == ("r20",)


def test_where_all_agree_less_than_five_points_are_not_far() -> None:
    limit = Fraction(1, 2) + Fraction(1, 20)
    assert far_from_others(shares(limit, width=0)) == ()
    assert far_from_others(shares(limit + Fraction(1, 10**6), width=0)) == ("r20",)


def test_fewer_than_twenty_stations_are_not_compared() -> None:
    assert far_from_others(shares(Fraction(1), width=0, count=18)) == ()
    assert far_from_others(shares(Fraction(1), width=0, count=19)) == ("r19",)


def test_order_and_names_decide_nothing() -> None:
    given = shares(Fraction(9, 10), Fraction(1, 10))
    assert far_from_others(dict(reversed(given.items()))) == far_from_others(given) == ("r20", "r21")


def test_only_a_share_is_compared_with_neighbours() -> None:
    from dataclasses import replace

    (one,) = (check for check in bundled_checks().checks if check.id == "turnout-far")
    wrong = check_set([replace(one, holds="inside + outside"), replace(one, id="b", holds="registered > 1")])
    idle = checks_of_form(bundled_published("quickcount"), wrong).idle
    assert len(idle) == 2
    assert all("a share" in found.why for found in idle)
