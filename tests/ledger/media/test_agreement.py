"""Krippendorff's alpha against the tables its author published, and the gate."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrutator.errors import ScrutatorError
from scrutator.ledger.media.agreement import agreement, alpha, found_by_one, gate_of, units_of

FOUR_CODERS = {
    "A": "1 2 3 3 2 1 4 1 2 . . .",
    "B": "1 2 3 3 2 2 4 1 2 5 . 3",
    "C": ". 3 3 3 2 3 4 2 2 5 1 .",
    "D": "1 2 3 3 2 4 4 1 2 5 1 .",
}
THREE_CODERS = {
    "A": ". . . . . 3 4 1 2 1 1 3 3 . 3",
    "B": "1 . 2 1 3 3 4 3 . . . . . . .",
    "C": ". . 2 1 3 4 4 . 2 1 1 3 3 . 4",
}


def units(table: dict[str, str]) -> list[list[float | None]]:
    rows = [[None if cell == "." else float(cell) for cell in text.split()] for text in table.values()]
    return [list(column) for column in zip(*rows, strict=True)]


@pytest.mark.parametrize(
    ("table", "metric", "published"),
    [
        (FOUR_CODERS, "nominal", 0.743),
        (FOUR_CODERS, "ordinal", 0.815),
        (FOUR_CODERS, "interval", 0.849),
        (FOUR_CODERS, "ratio", 0.797),
        (THREE_CODERS, "nominal", 0.691),
        (THREE_CODERS, "interval", 0.811),
    ],
)
def test_alpha_gives_the_published_values(table: dict[str, str], metric: str, published: float) -> None:
    assert alpha(units(table), metric) == pytest.approx(published, abs=0.0005)


def test_perfect_agreement_is_one_and_systematic_disagreement_is_below_zero() -> None:
    assert alpha([["a", "a"], ["b", "b"], ["c", "c"]], "nominal") == pytest.approx(1)
    assert alpha([["a", "b"], ["b", "a"], ["a", "b"]], "nominal") < 0


def test_a_constant_cannot_show_agreement() -> None:
    with pytest.raises(ScrutatorError, match="G10"):
        alpha([["a", "a"], ["a", "a"]], "nominal")
    with pytest.raises(ScrutatorError, match="G10"):
        alpha([["a", None], [None, "b"]], "nominal")


def test_words_have_no_ordinal_metric_and_ratios_are_not_negative() -> None:
    with pytest.raises(ScrutatorError, match="ordinal"):
        alpha([["a", "b"], ["b", "a"]], "ordinal")
    with pytest.raises(ScrutatorError, match="ratio"):
        alpha([[-1.0, 2.0], [2.0, 2.0]], "ratio")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5), st.integers(1, 5)), min_size=3, max_size=20))
def test_alpha_does_not_depend_on_the_order_of_coders_or_units(codes: list[tuple[int, int, int]]) -> None:
    if len({value for unit in codes for value in unit}) < 2:
        return
    plain = [[float(v) for v in unit] for unit in codes]
    turned = [unit[::-1] for unit in plain[::-1]]
    for metric in ("nominal", "ordinal", "interval", "ratio"):
        assert alpha(turned, metric) == pytest.approx(alpha(plain, metric))


def test_the_interval_holds_the_point_and_is_the_same_for_the_same_seed() -> None:
    first = agreement(units(FOUR_CODERS), "nominal", seed=7)
    assert first == agreement(units(FOUR_CODERS), "nominal", seed=7)
    assert first.low <= first.alpha <= first.high
    assert first.low < 0.7 < first.high
    assert (first.units, first.values) == (11, 40)


def test_a_sheet_in_long_form_becomes_units_and_a_unit_coded_twice_is_refused() -> None:
    rows = [
        {"unit": "u1", "coder": "x", "tone": "3"},
        {"unit": "u1", "coder": "y", "tone": "4"},
        {"unit": "u2", "coder": "x", "tone": ""},
    ]
    assert units_of(rows, "tone", float) == [[3.0, 4.0], [None, None]]
    with pytest.raises(ScrutatorError, match="'x' codes unit 'u1' twice"):
        units_of([*rows, rows[0]], "tone", float)


@pytest.mark.parametrize(
    ("low", "units", "gate"),
    [
        (0.8, 60, "rely"),
        (0.7999, 60, "tentative"),
        (0.667, 60, "tentative"),
        (0.6669, 60, "do not publish"),
        (1.0, 59, "too few units to say"),
    ],
)
def test_the_gate_is_on_the_interval_s_lower_end_and_on_the_number_of_units(
    low: float, units: int, gate: str
) -> None:
    assert gate_of(low, units).value == gate


def test_sixty_units_are_the_least_that_the_published_formula_asks_for() -> None:
    """2z²((1 + α)(3 − α) / (4p(1 − p)(1 − α)) − α) with α = 0.667, p = 1/2 and z = 1.6449: 59.6. The same
    formula gives the printed 81 and 139 for p = 1/4 and α = 0.667 and 0.800."""

    def needed(least: float, share: float) -> float:
        return 2 * 1.6449**2 * ((1 + least) * (3 - least) / (4 * share * (1 - share) * (1 - least)) - least)

    assert (math.ceil(needed(0.667, 0.25)), math.ceil(needed(0.8, 0.25))) == (81, 139)
    assert math.ceil(needed(0.667, 0.5)) == 60
    assert agreement([[1, 1], [2, 2]], "nominal", seed=1).gate.value == "too few units to say"


def test_units_that_one_coder_of_an_item_found_alone_are_counted() -> None:
    rows = [
        {"item": "i1", "unit": "u1", "coder": "a"},
        {"item": "i1", "unit": "u1", "coder": "b"},
        {"item": "i1", "unit": "u2", "coder": "b"},
        {"item": "i2", "unit": "u3", "coder": "b"},
    ]
    assert found_by_one(rows) == (1, 2)
