import contextlib
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrutator.errors import ScrutatorError
from scrutator.findings.methods.official.expressions import evaluate, names_in


def test_arithmetic_is_exact() -> None:
    assert evaluate("100 * a / b - 0.1", {"a": Fraction(1), "b": Fraction(3)}) == Fraction(100, 3) - Fraction(
        1, 10
    )


def test_the_names_of_an_expression_are_found() -> None:
    assert names_in("a + b * (c - 1)") == {"a", "b", "c"}


@pytest.mark.parametrize(
    "text", ["a / 0", "a ** 2", "open('x')", "a.b", "[1]", "a if b else c", "1 +", "missing"]
)
def test_anything_but_arithmetic_on_known_figures_is_refused(text: str) -> None:
    with pytest.raises(ScrutatorError, match="N05"):
        evaluate(text, {"a": Fraction(1), "b": Fraction(1), "c": Fraction(1)})


@given(st.text(max_size=60))
def test_no_text_makes_it_raise_anything_else(text: str) -> None:
    with contextlib.suppress(ScrutatorError):
        evaluate(text, {})
