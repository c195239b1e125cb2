"""Conditions that bind a line of evidence to a figure."""

import contextlib
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrutator.errors import ScrutatorError
from scrutator.ledger.claims.conditions import figure_reference, holds, named_figures, parse_condition

FIGURES = {
    "turnout/turnout(region=Almaty city)": Decimal("41.4"),
    "turnout/turnout(region=Kazakhstan)": Fraction(751, 10),
    "margins/margin(base=ballots cast, estimated,list=A (B))": 7,
    "checks/verdict": "does not hold",
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("turnout/turnout(region=Almaty city) < 50", True),
        ("turnout/turnout( region = Almaty city ) >= 41.4", True),
        ("turnout/turnout(region=Almaty city) > turnout/turnout(region=Kazakhstan)", False),
        ("turnout/turnout(region=Almaty city) != 41.4", False),
        ("margins/margin(list=A (B), base=ballots cast, estimated) = 7", True),
        ('checks/verdict = "does not hold"', True),
        ('checks/verdict != "does not hold"', False),
        ('checks/verdict < "does not hold"', None),
        ("checks/verdict = 3", None),
        ("turnout/none = 1", None),
        ("turnout/turnout(region=Almaty city) <= turnout/none", None),
    ],
)
def test_a_condition_holds_fails_or_cannot_be_told(text: str, expected: bool | None) -> None:
    assert holds(parse_condition(text), FIGURES.get) is expected


@pytest.mark.parametrize(
    "text", ["", "turnout", "turnout/x", "turnout/x =", "turnout/x = y", "1 < 2", "turnout/x == 1"]
)
def test_what_is_no_condition_is_refused(text: str) -> None:
    with pytest.raises(ScrutatorError, match="G01"):
        parse_condition(text)


def test_a_reference_has_its_keys_in_order() -> None:
    assert figure_reference("a/b(z=1, c=2)") == "a/b(c=2,z=1)"
    assert figure_reference("a/b") == "a/b"
    assert figure_reference("a/b(oops)") is None


def test_the_figures_behind_a_condition_are_named() -> None:
    assert named_figures("a/b(x=1) < c/d") == ("a/b(x=1)", "c/d")
    assert named_figures("a/b") == ("a/b",)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(ScrutatorError):
        assert parse_condition(text).relation in ("=", "!=", "<", "<=", ">", ">=")
