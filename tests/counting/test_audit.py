"""MACRO, Kaplan–Markov, SHANGRLA, rlacalc and BRAVO vectors; audits with real clerical noise."""

import math
from fractions import Fraction

import numpy as np
import pytest

from scrutator.counting.audit import (
    AboveThreshold,
    Ahead,
    Batch,
    BelowThreshold,
    bound_above,
    bound_below,
    bound_for_margin,
    claim,
    draw_stations,
    draws_without_errors,
    kaplan_markov,
    plan_audit,
    taint,
)
from scrutator.counting.martingales import (
    alpha_martingale,
    betting_martingale,
    betting_risk,
    bravo_expected_ballots,
    comparison_draws,
    comparison_risk,
    kaplan_markov_mean,
    kaplan_wald_mean,
    overstatement_assorter,
)
from scrutator.errors import ScrutatorError

CONTESTS = {
    "A": ([(200, (200, 180, 400)), (200, (100, 90, 200))], 6000, Fraction(21), (0.0700, 0.035)),
    "B": ([(100, (200, 160, 400)), (100, (100, 80, 200))], 6000, Fraction(11), (0.0733, 0.0367)),
    "C": ([(60, (200, 140, 400)), (60, (100, 70, 200))], 5400, Fraction(23, 3), (0.0852, 0.0426)),
}
SEED = "14159265358979323846"


def batches(name: str) -> list[Batch]:
    made = []
    for number, (winner, loser, ballots) in CONTESTS[name][0]:
        for index in range(number):
            votes = {"w": winner, "l": loser}
            made.append(Batch(f"{winner}-{index:03d}", votes, winner + loser, ballots))
    return made


@pytest.mark.parametrize("name", CONTESTS)
def test_the_macro_bounds(name: str) -> None:
    _, margin, total, per_batch = CONTESTS[name]
    plan = plan_audit(batches(name), [Ahead("w", "l")])
    assert plan.margins == (margin,)
    assert plan.total_bound == total
    found = sorted(set(plan.bounds.values()), reverse=True)
    assert [round(float(value), 4) for value in found] == [
        pytest.approx(value, abs=5e-5) for value in per_batch
    ]


@pytest.mark.parametrize(("name", "first"), [("A", 30), ("B", 16), ("C", 11)])
def test_the_first_sample_at_a_quarter_risk(name: str, first: int) -> None:
    # The fixture adds one draw to the formula.
    assert draws_without_errors(CONTESTS[name][2], 0.25) + 1 == first


@pytest.mark.parametrize(
    ("name", "draws", "risk"), [("A", 30, 0.231377), ("B", 30, 0.057309), ("C", 36, 0.006529)]
)
def test_the_risk_after_clean_draws(name: str, draws: int, risk: float) -> None:
    assert float(kaplan_markov(CONTESTS[name][2], [Fraction(0)] * draws)) == pytest.approx(risk, abs=5e-7)


def test_a_taint_of_one_over_u_leaves_the_risk_where_it_was() -> None:
    made = batches("A")
    plan = plan_audit(made, [Ahead("w", "l")])
    found = taint(plan, made[0], {"w": 190, "l": 190})
    assert found == Fraction(1, 21)
    assert kaplan_markov(plan.total_bound, [found]) == 1


def test_a_missing_copy_is_the_worst_case_and_only_betting_survives_it() -> None:
    made = batches("A")
    plan = plan_audit(made, [Ahead("w", "l")])
    assert taint(plan, made[0], None) == 1
    assert kaplan_markov(plan.total_bound, [Fraction(0)] * 50 + [Fraction(1)]) == math.inf
    risks = betting_risk(21.0, [1.0] + [0.0] * 300)
    assert risks[0] == 1.0
    assert risks[-1] < 0.05


def test_a_tie_and_an_outcome_the_figures_do_not_show_cannot_be_planned() -> None:
    tie = [Batch("1", {"w": 10, "l": 10}, 20, 30)]
    with pytest.raises(ScrutatorError, match="C14"):
        plan_audit(tie, [Ahead("w", "l")])


@pytest.mark.parametrize(
    ("bound", "expected"),
    [
        (bound_for_margin(0.01), (232, 302, 463)),
        (bound_for_margin(0.02), (117, 152, 233)),
        (bound_for_margin(0.05), (48, 62, 95)),
        (bound_for_margin(0.10), (25, 32, 49)),
        (bound_for_margin(0.20), (13, 17, 26)),
        (bound_above(0.0747, 0.07), (36, 47, 71)),
        (bound_above(0.0719, 0.07), (86, 112, 172)),
        (bound_below(0.0168, 0.07), (42, 54, 83)),
    ],
)
def test_the_planning_numbers(bound: float, expected: tuple[int, int, int]) -> None:
    assert tuple(draws_without_errors(bound, risk) for risk in (0.10, 0.05, 0.01)) == expected


def test_threshold_bounds_of_batches_sum_to_the_formula() -> None:
    # Ballot bounds equal to the valid votes make the sum of station bounds the closed form.
    made = [Batch(str(i), {"p": 75 + i % 3, "q": 925 - i % 3}, 1000, 1000) for i in range(30)]
    share = sum(b.votes["p"] for b in made) / 30_000
    above = plan_audit(made, [AboveThreshold("p", Fraction(7, 100))])
    assert float(above.total_bound) == pytest.approx(bound_above(share, 0.07))
    below = plan_audit(made, [BelowThreshold("p", Fraction(10, 100))])
    assert float(below.total_bound) == pytest.approx(bound_below(share, 0.10))


def test_the_ppeb_draw_is_public_and_in_proportion_to_the_bounds() -> None:
    plan = plan_audit(batches("A"), [Ahead("w", "l")])
    drawn = draw_stations(plan, SEED, 9000)
    assert drawn[:50] == draw_stations(plan, SEED, 50)
    large = sum(name.startswith("200-") for name in drawn) / 9000
    assert large == pytest.approx(2 / 3, abs=0.02)


def test_the_claim_says_what_is_not_proved() -> None:
    text = claim(plan_audit(batches("A"), [Ahead("w", "l")]), 0.05)
    assert "6,000 votes" in text
    assert "at least 95 %" in text
    assert "says nothing about stuffing" in text


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


def audit_mexico(
    rows: list[dict[str, str]], pair: tuple[str, str], runs: int
) -> tuple[float, list[int], list[int]]:
    """Official counts audited with the phoned-in ones: draws until each test confirms at 5 %."""
    both = [row for row in rows if row["arrived_at"] and row["of_TOTAL"] and float(row["of_TOTAL"]) > 0]
    official = [{name: int(float(row[f"of_{name}"])) for name in pair} for row in both]
    made = [
        Batch(row["key"], votes, sum(votes.values()), int(float(row["of_TOTAL"])))
        for row, votes in zip(both, official, strict=True)
    ]
    plan = plan_audit(made, [Ahead(*pair)])
    found = [
        taint(plan, batch, {name: int(float(row[f"qc_{name}"])) for name in pair})
        for batch, row in zip(made, both, strict=True)
    ]
    # As measured before: understatements count nothing for Kaplan–Markov, and in full for betting.
    taints = np.array([float(value) for value in found])
    chances = np.array([float(plan.bounds[batch.station] / plan.total_bound) for batch in made])
    total = float(plan.total_bound)
    generator = np.random.Generator(np.random.PCG64(4))
    stops: tuple[list[int], list[int]] = ([], [])
    for _ in range(runs):
        drawn = taints[generator.choice(len(made), 400, p=chances / chances.sum())]
        markov = np.cumsum(np.log((1 - 1 / total) / (1 - np.maximum(drawn, 0))))
        stops[0].append(int(np.argmax(markov <= math.log(0.05))) + 1)
        risks = np.array(betting_risk(total, list(drawn)))
        stops[1].append(int(np.argmax(risks <= 0.05)) + 1)
    return total, *stops


def test_ordinary_noise_does_not_sink_an_audit(mexico_rows: list[dict[str, str]]) -> None:
    total, markov, betting = audit_mexico(mexico_rows, ("AMLO", "RAC"), 400)
    assert draws_without_errors(total, 0.05) == 12
    assert np.median(markov) == pytest.approx(12, abs=1)
    assert np.median(betting) == pytest.approx(22, abs=2)
    total, markov, betting = audit_mexico(mexico_rows, ("RAC", "JAMK"), 400)
    assert draws_without_errors(total, 0.05) == 46
    assert np.median(markov) == pytest.approx(48, abs=2)
    assert np.median(betting) == pytest.approx(89, abs=4)


def test_the_risk_limit_holds_when_the_outcome_is_wrong() -> None:
    # The true margin is 0: copies show the winner 15 votes lower in every station.
    generator = np.random.Generator(np.random.PCG64(2))
    made = [Batch(str(i), {"w": 215, "l": 200}, 415, 450) for i in range(200)]
    plan = plan_audit(made, [Ahead("w", "l")])
    amounts = np.repeat([0, 30], 100)
    taints = [
        float(taint(plan, b, {"w": 215 - int(a), "l": 200})) for b, a in zip(made, amounts, strict=True)
    ]
    confirmed = 0
    for _ in range(500):
        drawn = generator.choice(np.array(taints), 150)
        product = np.cumprod((1 - 1 / float(plan.total_bound)) / (1 - drawn))
        confirmed += bool((product <= 0.10).any())
    assert confirmed / 500 <= 0.10 + 2 * math.sqrt(0.1 * 0.9 / 500)
