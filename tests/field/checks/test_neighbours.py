"""A share far from that of comparable stations, at the limits of far."""

from fractions import Fraction

from scrutator.field.checks.compiling import checks_of_form
from scrutator.field.checks.declared import bundled_checks, check_set
from scrutator.field.checks.neighbours import far_from_others
from support.field_forms import bundled_published


def shares(*more: Fraction, width: int = 1, count: int = 20) -> dict[str, Fraction]:
    """Shares around a half whose middle half is `width` hundredths wide, and some more."""
    usual = [Fraction(50 * 100 + width * 100 * (n % 2), 10_000) for n in range(count)]
    return {f"r{n:02d}": share for n, share in enumerate([*usual, *more])}


def test_far_is_more_than_two_widths_of_the_middle_half_away() -> None:
    low, high = Fraction(1, 2) - Fraction(6, 100), Fraction(53, 100) + Fraction(6, 100)
    assert far_from_others(shares(low, high, width=3)) == ()
    less = Fraction(1, 10**6)
    assert far_from_others(shares(low - less, high, width=3)) == ("r20",)
    assert far_from_others(shares(low, high + less, width=3)) == ("r21",)


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
