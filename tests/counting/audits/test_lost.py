"""Bounds on the margin lost: the vectors, agreement with the verdict, and their coverage by simulation."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from scrutator.counting.audits.assertions import Ahead, Batch
from scrutator.counting.audits.betting import DEFAULT_BET, AuditTest, Bet, fortune
from scrutator.counting.audits.copies import Copy, taint
from scrutator.counting.audits.lost import lower_bound, margin_lost, upper_bound
from scrutator.counting.audits.next_step import Action, next_step
from scrutator.counting.audits.plan import draw_stations, feasibility, not_shown, plan_audit
from scrutator.counting.audits.preconditions import ASKS
from scrutator.counting.audits.sealed import Rules
from scrutator.counting.audits.verdict import judge

MARKOV = Bet(AuditTest.KAPLAN_MARKOV, Fraction(1))
SEED = "31415926535897932384"
LIMIT = Fraction(1, 20)
YES = tuple((True, "seen") for _ in ASKS)


def vector(vectors: Path, name: str) -> dict[str, Any]:
    text = (vectors / "audit" / "planning.json").read_text(encoding="utf-8")
    (found,) = [one for one in json.loads(text)["vectors"] if one["id"] == name]
    return dict(found)


def test_the_upper_bound_gives_the_vector(vectors: Path) -> None:
    """1,000 stations of 450 votes of score and bound: B = 450,000, and E = B (1 − (α Π(1 − t))^(1/n))."""
    clean, one = vector(vectors, "L13")["expected"]
    whole = 450_000.0
    assert upper_bound(whole, [1.0] * 60, 0.05, 1.0) == pytest.approx(clean, abs=1e-3)
    # The formula is for the end; a look after every draw only sharpens it.
    assert upper_bound(whole, [0.9] + [1.0] * 59, 0.05, 1.0) == pytest.approx(one, abs=1e-3)


def test_the_lower_bound_gives_the_vector(vectors: Path) -> None:
    one = vector(vectors, "L14")
    value = 1 + (100 / 3000) / (7 / 60)
    found = lower_bound(7.0, [1.0] * 8 + [value] * 12, 0.05, 1.0)
    assert found == pytest.approx(one["expected"]["E_in_margins"], abs=1e-9)
    assert 3000 * found == pytest.approx(one["expected"]["votes"], abs=1e-5)


def stations(number: int = 60) -> dict[str, Batch]:
    return {str(i): Batch(str(i), {"w": 200, "l": 150}, 350, 400) for i in range(number)}


def found_with(moved: dict[str, int], draws: int, bet: Bet = DEFAULT_BET) -> tuple[float, float, bool]:
    """Upper and lower bound in votes, and whether the test alone confirms."""
    batches = stations()
    plan = plan_audit(list(batches.values()), [Ahead("w", "l")])
    drawn = draw_stations(plan, SEED, draws)
    copies = {
        name: Copy({"w": 200 - moved.get(name, 0), "l": 150 + moved.get(name, 0)}) for name in set(drawn)
    }
    taints = [taint(plan, batches[name], copies[name]) for name in drawn]
    (one,) = margin_lost(plan, batches, drawn, copies, taints, Rules(LIMIT, bet))
    return one.at_most, one.at_least, fortune(plan.total_bound, taints, bet).risk <= LIMIT


@pytest.mark.parametrize("draws", [10, 26, 28, 29, 30, 60])
@pytest.mark.parametrize("bet", [DEFAULT_BET, MARKOV])
def test_the_upper_bound_is_below_the_margin_exactly_when_the_test_confirms(draws: int, bet: Bet) -> None:
    most, least, confirmed = found_with({}, draws, bet)
    assert (most < 3000 * (1 + 1e-9)) is confirmed
    assert least == 0


def test_votes_added_on_the_way_show_in_a_lower_bound_while_the_outcome_stands() -> None:
    """Twenty votes moved at every station: 2,400 of a margin of 3,000."""
    most, least, _ = found_with({str(i): 20 for i in range(60)}, 60)
    assert 1 <= least <= 2400 <= most


def test_both_bounds_hold_in_at_least_nineteen_of_twenty_audits() -> None:
    """Moved votes at a third of the stations; 300 draws of 40 by a generator of this test."""
    rng = np.random.default_rng(8)
    total, moved, reach = 9.0, 1 / 3, 7.0
    outside = [0, 0]
    for _ in range(300):
        hit = rng.random(40) < moved
        e = np.where(hit, 0.6 / 60 / moved, 0.0)  # of the margin; together 0.6
        most = upper_bound(total, (1 - e * 60 / total).tolist(), 0.05, 0.9)
        least = lower_bound(reach, (1 + e * 60 / reach).tolist(), 0.05, 0.9)
        outside[0] += most < 0.6
        outside[1] += least > 0.6
    assert max(outside) <= 15 + 2.6 * (300 * 0.05 * 0.95) ** 0.5


@pytest.mark.parametrize(
    ("lacking", "draws"), [(0, 32), (1, 49), (2, 70), (5, 252), (8, 4008)]
)  # per cent of the weight, of 1,000 stations alike
def test_missing_copies_cost_draws_as_the_vector_says(vectors: Path, lacking: int, draws: int) -> None:
    """U = 11; the vector's number is for the best bet, which depends on what is lacking."""
    batches = [Batch(str(i), {"w": 55, "l": 45}, 100, 100) for i in range(1000)]
    plan = plan_audit(batches, [Ahead("w", "l")])
    names = [str(i) for i in range(10 * lacking)]
    best = feasibility(plan, names, LIMIT, DEFAULT_BET).best
    assert best is not None
    bet = MARKOV if lacking == 0 else Bet(AuditTest.FIXED_BET, Fraction(best).limit_denominator(1000))
    assert feasibility(plan, names, LIMIT, bet).draws == draws
    assert plan.total_bound == 11


def test_copies_that_could_hide_the_margin_make_every_sample_vain() -> None:
    batches = [Batch(str(i), {"w": 55, "l": 45}, 100, 100) for i in range(110)]
    plan = plan_audit(batches, [Ahead("w", "l")])
    assert feasibility(plan, [str(i) for i in range(10)], LIMIT, DEFAULT_BET).draws is None
    one_less = feasibility(plan, [str(i) for i in range(9)], LIMIT, DEFAULT_BET)
    assert (one_less.hidden, one_less.draws) == (Fraction(9, 10), None)  # possible, but not with this bet
    assert one_less.best == pytest.approx(0.1)


def test_a_tie_is_named_and_so_is_what_the_figures_do_not_show() -> None:
    tie = [Batch("1", {"w": 10, "l": 10}, 20, 30)]
    assert not_shown(tie, [Ahead("w", "l")]) == ("w has more votes than l (a tie)",)
    assert not_shown([Batch("1", {"w": 9, "l": 10}, 19, 30)], [Ahead("w", "l")]) == (
        "w has more votes than l",
    )
    assert not_shown([Batch("1", {"w": 11, "l": 10}, 21, 30)], [Ahead("w", "l")]) == ()


@pytest.mark.parametrize(
    ("moved", "answers", "draws", "action"),
    [
        (0, YES, 40, Action.STOP),
        (0, YES, 10, Action.DRAW),
        (0, ((None, ""), *YES[1:]), 40, Action.ANSWER),
        (150, YES, 40, Action.COUNT_ALL),
        (-1000, YES, 10, Action.COUNT_ALL),
    ],
)
def test_the_next_step_follows_from_the_verdict(
    moved: int, answers: tuple[tuple[bool | None, str], ...], draws: int, action: Action
) -> None:
    batches = stations(400)
    plan = plan_audit(list(batches.values()), [Ahead("w", "l")])
    drawn = draw_stations(plan, SEED, draws)
    changed = {"w": 200 - moved, "l": 150 + max(moved, 0)}
    copies = {
        name: Copy(changed if name == drawn[0] or moved > 0 else {"w": 200, "l": 150}) for name in drawn
    }
    verdict = judge(plan, batches, drawn, copies, Rules(LIMIT), answers)
    step = next_step(plan, verdict, SEED, draws)
    assert step.action is action
    if action is Action.DRAW:
        assert step.until == draws + step.draws
        again = draw_stations(plan, SEED, step.until)
        assert set(step.stations) == set(again) - set(drawn)
