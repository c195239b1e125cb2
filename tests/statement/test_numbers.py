from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrutator.findings.model import Figure, Interval
from scrutator.record.unknown import Missing, Unknown
from scrutator.statement.numbers import (
    MINUS,
    THIN,
    in_words,
    number,
    rounded,
    show,
    show_figure,
    show_interval,
    show_named,
)


@pytest.mark.parametrize(
    ("value", "digits", "shown"),
    [
        (6941220, None, f"6{THIN}941{THIN}220"),
        (9764, None, "9764"),
        (12903, None, f"12{THIN}903"),
        (Decimal("75.10"), None, "75.10"),
        (Fraction(1, 3), None, "0.3"),
        (Fraction(4, 2), None, "2"),
        (Fraction(1, 3), 4, "0.3333"),
        (Decimal("-0.27"), None, f"{MINUS}0.27"),
        (0.05, 1, "0.1"),
        (0.25, 1, "0.3"),
        (-0.04, 1, "0.0"),
    ],
)
def test_numbers_read_as_people_write_them(
    value: int | Decimal | Fraction | float, digits: int | None, shown: str
) -> None:
    assert number(value, digits, "en") == shown


def test_russian_uses_a_decimal_comma() -> None:
    assert show(Decimal("75.1"), "%", "ru") == f"75,1{THIN}%"


def test_the_four_unknowns_are_words_and_none_is_zero() -> None:
    words = {show(Unknown(kind, "x"), "%", "en") for kind in Missing} | {show(0, "%", "en")}
    assert words == {"not obtained", "not published", "not applicable", f"0{THIN}%"}


def test_forms_of_a_figure() -> None:
    figure = Figure("bad", Fraction(3700, 412), "%", {}, Interval(6.4, 12.2, "exact 95 %"), 37, 412)
    assert show_figure(figure, "of", "en", None, False) == "37 of 412"
    assert show_figure(figure, "interval", "en", 1, False) == f"6.4–12.2{THIN}%"
    assert show_figure(figure, "value", "en", 0, False) == f"9{THIN}%"
    assert show_interval(Interval(1, 2, "x"), "votes", "en") == "1–2"
    assert show_figure(Figure("n", 3), "words", "en", None, False) == "three"
    assert in_words(13, "en") is None
    assert show_figure(Figure("d", Decimal("0.09")), "value", "en", None, True) == "+0.09"


@given(st.fractions(), st.integers(0, 6))
def test_rounding_is_exact_to_half_a_unit(value: Fraction, digits: int) -> None:
    assert abs(Fraction(rounded(value, digits)) - value) <= Fraction(1, 2 * 10**digits)


@pytest.mark.parametrize(
    ("value", "language", "shown"),
    [
        (0.001, "en", "0.001"),
        (0.00099, "en", "< 0.001"),
        (0.0, "en", "< 0.001"),
        (0.0, "ru", "< 0,001"),
        (0.0496, "en", "0.050"),
        (0.25, "ru", "0,250"),
        (1, "en", "1.000"),
    ],
)
def test_a_p_value_is_never_printed_as_nothing(value: float, language: str, shown: str) -> None:
    assert show_named("p", value, "", language) == shown
    assert show_named("p_adjusted", value, "", language) == shown
    assert show_named("adjusted p", value, "", language) == shown


def test_other_names_keep_one_decimal_and_an_unknown_p_value_stays_unknown() -> None:
    assert show_named("z", 0.04, "", "en") == "0.0"
    assert show_named("p", None, "", "en") == "–"
    assert show_named("p", Unknown(Missing.NOT_OBTAINED), "", "en") == "not obtained"


def test_a_p_value_in_the_text_is_one_unless_the_author_asks_for_digits() -> None:
    figure = Figure("p", 0.00001, "")
    assert show_figure(figure, "value", "en", None, False) == "< 0.001"
    assert show_figure(figure, "value", "en", 5, False) == "0.00001"
