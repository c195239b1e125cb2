"""SHANGRLA, ALPHA, rlacalc and BRAVO vectors; a test outside its conditions is refused."""

import json
import math
from pathlib import Path

import pytest

from scrutator.counting.audits.martingales import (
    alpha_martingale,
    betting_martingale,
    bravo_expected_ballots,
    comparison_draws,
    comparison_risk,
    kaplan_markov_mean,
    kaplan_wald_mean,
    overstatement_assorter,
)


def test_the_nonnegative_mean_vectors() -> None:
    ones, one_zero = [1.0] * 5, [1.0, 1, 1, 1, 1, 0]
    assert kaplan_markov_mean(ones) == pytest.approx(2**-5)
    assert kaplan_markov_mean(one_zero, padding=0.1) == pytest.approx((1.1 / 0.6) ** -5)
    ordered = kaplan_markov_mean(one_zero, padding=0.1, random_order=False)
    assert ordered == pytest.approx((1.1 / 0.6) ** -5 * 0.6 / 0.1)
    assert kaplan_wald_mean(ones) == pytest.approx(2**-5)
    assert kaplan_wald_mean(one_zero, padding=0.1) == pytest.approx(1.9**-5)


def test_alpha_with_a_fixed_alternative_stops_where_the_vectors_say() -> None:
    for value, stop in ((1.0, 8), (0.75, 14)):
        p_values = alpha_martingale([value] * 20, 0.75)
        assert next(n for n, p in enumerate(p_values, start=1) if p <= 0.05) == stop


@pytest.mark.parametrize(("value", "bet"), [(0.6, 0.5), (0.51, 1.0), (0.9, 2.0)])
def test_the_betting_martingale_on_constant_values(value: float, bet: float) -> None:
    p_values = betting_martingale([value] * 12, bet)
    assert p_values[-1] == pytest.approx(1 / (1 + bet * (value - 0.5)) ** 12)


def test_the_overstatement_assorter() -> None:
    assert overstatement_assorter(0.5, 0.1) == pytest.approx(0.5 / 1.9)


@pytest.mark.parametrize(
    ("margin", "risk", "ballots"),
    [(0.01, 0.1, 46_150.4), (0.04, 0.1, 2_902.0), (0.20, 0.1, 118.9), (0.05, 0.1, 1861), (0.05, 0.05, 2416)],
)
def test_bravo_average_sample_numbers(margin: float, risk: float, ballots: float) -> None:
    expected = bravo_expected_ballots(0.5 + margin / 2, risk)
    # The last two are printed rounded up.
    assert expected == pytest.approx(ballots, abs=0.05) or math.ceil(expected) == ballots


def test_comparison_audit_vectors() -> None:
    margin = (354040 - 337589) / (354040 + 337589 + 33234)
    risk = comparison_risk(200, margin, over_one=1)
    assert risk == pytest.approx(0.21438135077031842, rel=1e-14)
    assert [comparison_draws(0.1, m) for m in (0.2, 0.1, 0.002)] == [24, 48, 2393]
    assert comparison_draws(0.1, 0.05, over_one=1) == 123


def read(vectors: Path, name: str, file: str = "martingales") -> dict[str, dict]:  # type: ignore[type-arg]
    text = (vectors / "audit" / f"{file}.json").read_text(encoding="utf-8")
    (found,) = [one for one in json.loads(text)["vectors"] if one["id"] == name]
    return found  # type: ignore[no-any-return]


@pytest.mark.parametrize("name", ["M01", "M12"])
def test_alpha_with_a_fixed_alternative_gives_the_vectors(vectors: Path, name: str) -> None:
    one = read(vectors, name)
    asked = one["inputs"]
    found = alpha_martingale(asked["x"], asked["eta"], asked["upper"], asked["null_mean"])
    expected = one["expected"] if isinstance(one["expected"], list) else [one["expected"]]
    # The vectors are without the running minimum.
    smallest = [min(expected[: place + 1]) for place in range(len(expected))]
    assert found[-len(smallest) :] == pytest.approx(smallest, abs=1e-9)


def test_alpha_at_the_ends_of_its_bet(vectors: Path) -> None:
    one = read(vectors, "M11")
    found = [alpha_martingale(one["inputs"]["x"], eta)[-1] for eta in one["inputs"]["eta"]]
    assert found == pytest.approx(one["expected"], abs=1e-9)


def test_the_betting_martingale_gives_the_vectors(vectors: Path) -> None:
    one = read(vectors, "M04")
    found = betting_martingale(one["inputs"]["x"], 1.0)
    assert [min(1.0, p) for p in found] == pytest.approx(one["expected"], abs=1e-9)
    assert betting_martingale([0.75] * 20, 0.25)[-1] == pytest.approx(
        read(vectors, "M10")["expected"], abs=1e-9
    )


@pytest.mark.parametrize(("name", "test"), [("M06", kaplan_markov_mean), ("M08", kaplan_wald_mean)])
def test_the_kaplan_tests_give_the_vectors(vectors: Path, name: str, test) -> None:  # type: ignore[no-untyped-def]
    one = read(vectors, name)
    assert test(one["inputs"]["x"], padding=0.1) == pytest.approx(one["expected"], abs=1e-9)


def test_a_zero_ends_the_unpadded_test_and_leaves_what_was_reached(vectors: Path) -> None:
    one = read(vectors, "M07")
    values = one["inputs"]["x"]
    found = [kaplan_markov_mean(values[:n], random_order=False) for n in range(1, len(values) + 1)]
    assert found == pytest.approx(one["expected"])
    assert kaplan_markov_mean(values) == 0.25
    assert kaplan_wald_mean([0.0], random_order=False) == 1.0


def test_values_and_bets_outside_the_conditions_are_refused() -> None:
    for call in (
        lambda: betting_martingale([-0.1], 0.5),
        lambda: betting_martingale([0.5], 2.1),
        lambda: betting_martingale([0.5], -0.1),
        lambda: alpha_martingale([-0.1], 0.7),
        lambda: alpha_martingale([0.5], 0.4),
        lambda: alpha_martingale([0.5], 1.1),
        lambda: kaplan_markov_mean([-0.1]),
        lambda: kaplan_wald_mean([0.5], padding=1.1),
    ):
        with pytest.raises(ValueError, match="the test needs"):
            call()
    assert betting_martingale([0.0], 2.0) == [math.inf]


def test_padded_kaplan_markov_lives_through_a_missing_copy(vectors: Path) -> None:
    values = [1.0] * 10 + [0.0] + [1.0] * 40
    expected = read(vectors, "B08", "batch_comparison")["expected"]
    assert kaplan_markov_mean(values, 1 - 1 / 9, 0.1) == pytest.approx(expected, abs=1e-9)


def test_a_risk_is_at_most_one_however_much_speaks_against_the_outcome() -> None:
    """One draw, and it overstated by two: (1 − 1/γ)⁻¹ alone is 26.6."""
    assert comparison_risk(1, 0.1, over_two=1) == 1.0
