"""Error bounds, sizes and draws of a batch comparison; audits with real clerical noise."""

import json
import math
import time
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from scrutator.counting.audits.assertions import AboveThreshold, Ahead, Batch, BelowThreshold
from scrutator.counting.audits.betting import AuditTest, Bet, draws_needed, fortune
from scrutator.counting.audits.copies import Copy, taint
from scrutator.counting.audits.plan import (
    Plan,
    bound_above,
    bound_below,
    bound_for_margin,
    count_all,
    different_stations,
    draw_stations,
    plan_audit,
)
from scrutator.counting.audits.words import claim
from scrutator.errors import ScrutatorError

MARKOV = Bet(AuditTest.KAPLAN_MARKOV, Fraction(1))
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
    assert draws_needed(CONTESTS[name][2], Fraction(1, 4), MARKOV) + 1 == first


@pytest.mark.parametrize(
    ("name", "draws", "risk"), [("A", 30, 0.231377), ("B", 30, 0.057309), ("C", 36, 0.006529)]
)
def test_the_risk_after_clean_draws(name: str, draws: int, risk: float) -> None:
    assert float(fortune(CONTESTS[name][2], [Fraction(0)] * draws, MARKOV).risk) == pytest.approx(
        risk, abs=5e-7
    )


def test_a_taint_of_one_over_u_leaves_the_risk_where_it_was() -> None:
    made = batches("A")
    plan = plan_audit(made, [Ahead("w", "l")])
    found = taint(plan, made[0], Copy({"w": 190, "l": 190}))
    assert found == Fraction(1, 21)
    assert fortune(plan.total_bound, [found], MARKOV).risk == 1


def test_a_tie_and_an_outcome_the_figures_do_not_show_cannot_be_planned() -> None:
    tie = [Batch("1", {"w": 10, "l": 10}, 20, 30)]
    for winner, loser in (("w", "l"), ("l", "w")):
        with pytest.raises(ScrutatorError, match=r"C14.*\(a tie\): count all"):
            plan_audit(tie, [Ahead(winner, loser)])
    lost = [Batch("1", {"w": 10, "l": 11}, 21, 30)]
    with pytest.raises(ScrutatorError, match="count all"):
        plan_audit(lost, [Ahead("w", "l")])
    assert plan_audit(lost, [Ahead("l", "w")]).margins == (1,)


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
    assert tuple(draws_needed(bound, Fraction(risk), MARKOV) for risk in ("0.10", "0.05", "0.01")) == expected


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


def test_one_hundred_thousand_draws_are_made_and_one_more_is_refused() -> None:
    plan = plan_audit(batches("A"), [Ahead("w", "l")])
    assert len(draw_stations(plan, SEED, 100_000)) == 100_000
    with pytest.raises(ScrutatorError, match=r"C14.*100,001"):
        draw_stations(plan, SEED, 100_001)


def test_the_claim_says_what_is_not_proved() -> None:
    text = claim(plan_audit(batches("A"), [Ahead("w", "l")]), Fraction(1, 20))
    assert "6,000 votes" in text
    assert "at least 95 %" in text
    assert "says nothing of what happened before the copies were made" in text
    assert "comparison of copies" in text
    assert "risk-limiting" not in text


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
        taint(plan, batch, Copy({name: int(float(row[f"qc_{name}"])) for name in pair}))
        for batch, row in zip(made, both, strict=True)
    ]
    # Understatements count nothing, in both tests.
    taints = np.maximum(np.array([float(value) for value in found]), 0)
    chances = np.array([float(plan.bounds[batch.station] / plan.total_bound) for batch in made])
    total = float(plan.total_bound)
    generator = np.random.Generator(np.random.PCG64(4))
    stops: tuple[list[int], list[int]] = ([], [])
    for _ in range(runs):
        drawn = taints[generator.choice(len(made), 400, p=chances / chances.sum())]
        for part, stop in zip((1.0, 0.9), stops, strict=True):
            gained = np.cumsum(np.log(1 - part + part * (1 - drawn) / (1 - 1 / total)))
            stop.append(int(np.argmax(gained >= math.log(20))) + 1)
    return total, *stops


def test_ordinary_noise_does_not_sink_an_audit(mexico_rows: list[dict[str, str]]) -> None:
    total, markov, betting = audit_mexico(mexico_rows, ("AMLO", "RAC"), 400)
    assert draws_needed(total, Fraction(1, 20), MARKOV) == 12
    assert np.median(markov) == pytest.approx(12, abs=1)
    assert np.median(betting) == pytest.approx(13, abs=1)
    total, markov, betting = audit_mexico(mexico_rows, ("RAC", "JAMK"), 400)
    assert draws_needed(total, Fraction(1, 20), MARKOV) == 46
    assert np.median(markov) == pytest.approx(48, abs=2)
    assert np.median(betting) == pytest.approx(54, abs=4)


def test_the_risk_limit_holds_when_the_outcome_is_wrong() -> None:
    # The true margin is 0: copies show the winner 15 votes lower in every station.
    generator = np.random.Generator(np.random.PCG64(2))
    made = [Batch(str(i), {"w": 215, "l": 200}, 415, 450) for i in range(200)]
    plan = plan_audit(made, [Ahead("w", "l")])
    amounts = np.repeat([0, 30], 100)
    taints = [
        float(taint(plan, b, Copy({"w": 215 - int(a), "l": 200}))) for b, a in zip(made, amounts, strict=True)
    ]
    confirmed = 0
    for _ in range(500):
        drawn = generator.choice(np.array(taints), 150)
        product = np.cumprod((1 - 1 / float(plan.total_bound)) / (1 - drawn))
        confirmed += bool((product <= 0.10).any())
    assert confirmed / 500 <= 0.10 + 2 * math.sqrt(0.1 * 0.9 / 500)


def test_a_published_line_above_its_bound_stops_the_plan() -> None:
    assert plan_audit([Batch("1", {"w": 20, "l": 10}, 30, 30)], [Ahead("w", "l")]).margins == (10,)
    for votes, valid in (({"w": 21, "l": 10}, 30), ({"w": 20, "l": 10}, 31)):
        with pytest.raises(ScrutatorError, match="a bound was broken"):
            plan_audit([Batch("1", votes, valid, 30)], [Ahead("w", "l")])


@pytest.mark.parametrize(
    ("assertion", "margin"),
    [
        (Ahead("w", "l"), 400 - 10),
        (AboveThreshold("w", Fraction(1, 2)), 700 - Fraction(1200, 2) - Fraction(10, 2)),
        (BelowThreshold("l", Fraction(2, 5)), Fraction(2 * 1200, 5) - 300 - 10 * Fraction(3, 5)),
    ],
)
def test_each_pending_ballot_costs_the_worst_it_can_be(
    assertion: Ahead | AboveThreshold | BelowThreshold, margin: Fraction
) -> None:
    made = [Batch("1", {"w": 700, "l": 300}, 1200, 1300)]
    assert plan_audit(made, [assertion], pending=10).margins == (margin,)


def test_pending_ballots_that_reach_the_margin_leave_nothing_to_audit() -> None:
    made = [Batch("1", {"w": 700, "l": 300}, 1200, 1300)]
    assert plan_audit(made, [Ahead("w", "l")], pending=399).margins == (1,)
    with pytest.raises(ScrutatorError, match="count all"):
        plan_audit(made, [Ahead("w", "l")], pending=400)


def test_a_draw_of_more_than_half_of_the_stations_is_a_count_of_all() -> None:
    # 20 votes of margin in 1,000 stations of 400 ballots: U = 20,001.
    made = [Batch(f"{i:04d}", {"w": 176 if i < 20 else 175, "l": 175}, 351, 400) for i in range(1000)]
    plan = plan_audit(made, [Ahead("w", "l")])
    assert plan.total_bound == 20_001
    draws = draws_needed(plan.total_bound, Fraction(1, 20))
    assert draws > 60_000
    assert different_stations(plan, draws) == pytest.approx(1000)
    assert count_all(plan, draws, Fraction(1, 2))
    # 693 draws of 1,000 equal stations take 500.1 of them, 692 take 499.6.
    equal = plan_audit([Batch(str(i), {"w": 9, "l": 1}, 10, 10) for i in range(1000)], [Ahead("w", "l")])
    assert [count_all(equal, n, Fraction(1, 2)) for n in (692, 693)] == [False, True]


def test_the_absurd_number_of_draws_of_the_vector_is_a_count_of_all() -> None:
    made = [Batch(f"{i:04d}", {"w": 201 if i < 20 else 200, "l": 200}, 401, 550) for i in range(1000)]
    plan = plan_audit(made, [Ahead("w", "l")])
    assert (plan.total_bound, draws_needed(plan.total_bound, Fraction(1, 20), MARKOV)) == (27_501, 82_385)
    assert count_all(plan, 82_385, Fraction(1, 2))


def test_one_vote_in_a_thousand_million_is_a_count_of_all_at_once() -> None:
    made = [Batch(str(i), {"w": 500_000, "l": 500_000}, 10**6, 10**6) for i in range(1000)]
    made[0] = Batch("0", {"w": 500_000, "l": 499_999}, 999_999, 10**6)
    start = time.process_time()
    plan = plan_audit(made, [Ahead("w", "l")])
    counted = count_all(plan, draws_needed(plan.total_bound, Fraction(1, 20)), Fraction(1, 2))
    assert counted
    assert time.process_time() - start < 0.1


def read(vectors: Path, file: str, name: str) -> dict[str, Any]:
    text = (vectors / "audit" / file).read_text(encoding="utf-8")
    (found,) = [one for one in json.loads(text)["vectors"] if one["id"] == name]
    return dict(found)


def test_the_expected_number_of_different_stations_gives_the_vector(vectors: Path) -> None:
    one = read(vectors, "planning.json", "L12")
    bounds = {f"a{i}": Fraction(1, 20) for i in range(4)} | {f"b{i}": Fraction(1, 50) for i in range(40)}
    plan = Plan((Ahead("w", "l"),), (Fraction(1),), bounds)
    found = [different_stations(plan, draws) for draws in one["inputs"]["n"]]
    assert found == pytest.approx(one["expected"], abs=1e-9)


def test_a_threshold_by_the_valid_votes_of_all_lists_gives_the_vector(vectors: Path) -> None:
    one = read(vectors, "batch_comparison.json", "B15")
    lists = one["inputs"]["lists"]
    valid = sum(lists.values())
    assert lists["c"] / valid == pytest.approx(one["expected"]["share"])
    seventh = AboveThreshold("c", Fraction(7, 100))
    with pytest.raises(ScrutatorError, match="count all"):
        plan_audit([Batch("1", {"a": lists["a"], "c": lists["c"]}, valid, valid)], [seventh])


def test_a_tie_has_no_plan_as_the_vector_says(vectors: Path) -> None:
    assert read(vectors, "batch_comparison.json", "B12")["expected"]["confirmed"] is False
    tie = [Batch(str(i), {"a": 175, "b": 175}, 350, 400) for i in range(40)]
    with pytest.raises(ScrutatorError, match="count all"):
        plan_audit(tie, [Ahead("a", "b")])


def test_a_station_that_holds_the_whole_bound_is_drawn_at_the_first_draw() -> None:
    one = plan_audit([Batch("s", {"w": 9, "l": 1}, 10, 10)], [Ahead("w", "l")])
    assert different_stations(one, 1) == 1.0
