"""Stations drawn without replacement: the vectors, what may never happen, and the risk by simulation."""

import json
from collections import Counter
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrutator.counting.audits.assertions import Ahead, Batch
from scrutator.counting.audits.betting import AuditTest, Bet
from scrutator.counting.audits.plan import draw_stations, plan_audit
from scrutator.counting.audits.without import Progress, progress, stations_needed, upper_bound_without
from scrutator.errors import ScrutatorError

HALF = Bet(AuditTest.FIXED_BET, Fraction(1, 2))
NINE = Bet(AuditTest.FIXED_BET, Fraction(9, 10))
MARKOV = Bet(AuditTest.KAPLAN_MARKOV, Fraction(1))
LIMIT = Fraction(1, 20)


def vector(vectors: Path, file: str, name: str) -> dict[str, Any]:
    text = (vectors / "audit" / f"{file}.json").read_text(encoding="utf-8")
    (found,) = [one for one in json.loads(text)["vectors"] if one["id"] == name]
    return dict(found)


def test_five_stations_in_exact_fractions(vectors: Path) -> None:
    one = vector(vectors, "batch_comparison", "B09")
    bounds = {name: Fraction(u) for name, u in one["inputs"]["u"].items()}
    taints = {name: Fraction(e) / bounds[name] for name, e in one["inputs"]["overstatements_e"].items()}
    for place in (1, 2, 3):
        found = progress(bounds, one["inputs"]["order"][:place], taints, HALF)
        assert found.now == Fraction(one["expected"][place - 1]["M"])
    assert progress(bounds, one["inputs"]["order"][:2], taints, HALF).certain is False
    assert progress(bounds, one["inputs"]["order"][:3], taints, HALF).risk == 0


def test_eight_equal_stations_become_certain(vectors: Path) -> None:
    expected = vector(vectors, "batch_comparison", "B10")["expected"]["M"]
    bounds = {str(i): Fraction(1, 4) for i in range(8)}
    clean = dict.fromkeys(bounds, Fraction(0))
    for place in (1, 2, 3, 4):
        found = progress(bounds, list(bounds)[:place], clean, HALF)
        assert (found.now, found.certain) == (Fraction(expected[place - 1]), False)
    assert progress(bounds, list(bounds)[:5], clean, HALF).certain


@pytest.mark.parametrize("number", [30, 50, 100, 200, 1000])
def test_clean_draws_are_as_many_as_the_vector_says(vectors: Path, number: int) -> None:
    one = vector(vectors, "planning", "L15")["expected"]["without_replacement"][str(number)]
    bounds = [Fraction(11, number)] * number
    start = Progress(Fraction(1), Fraction(1), Fraction(0), Fraction(11), False)
    assert [stations_needed(start, bounds, LIMIT, bet) for bet in (MARKOV, NINE)] == one


def test_all_stations_drawn_decide_by_their_sum() -> None:
    bounds = {str(i): Fraction(1, 2) for i in range(6)}
    for errors, certain in ((5, True), (6, False), (7, False)):
        taints = {name: Fraction(errors, 18) for name in bounds}  # together errors/6 of the margin
        assert progress(bounds, list(bounds), taints, NINE).certain is certain


@given(st.lists(st.fractions(0, 1), min_size=6, max_size=6), st.integers(0, 5))
def test_a_larger_taint_never_lowers_the_risk(taints: list[Fraction], place: int) -> None:
    bounds = {str(i): Fraction(i + 1, 5) for i in range(6)}
    given_taints = dict(zip(bounds, taints, strict=True))
    worse = given_taints | {str(place): Fraction(1)}
    for drawn in (4, 6):
        names = list(bounds)[:drawn]
        before, after = progress(bounds, names, given_taints, NINE), progress(bounds, names, worse, NINE)
        assert 0 <= before.risk <= 1
        if place == drawn - 1:  # what was bet before is the same
            assert after.risk >= before.risk


def test_a_station_drawn_twice_or_a_broken_bound_is_refused() -> None:
    bounds = {"a": Fraction(2), "b": Fraction(1)}
    for drawn, taint in ((["a", "a"], 0), (["a"], 2)):
        with pytest.raises(ScrutatorError, match="C14"):
            progress(bounds, drawn, {"a": Fraction(taint), "b": Fraction(0)}, NINE)


def test_the_draw_passes_over_what_was_drawn_and_keeps_the_chances_of_those_left() -> None:
    """Bounds 1 : 1 : 2. The first is c in a half of the draws; after c, a and b are alike."""
    batches = [Batch(n, {"w": 60, "l": 40}, 100, size) for n, size in (("a", 100), ("b", 100), ("c", 220))]
    plan = plan_audit(batches, [Ahead("w", "l")])
    assert plan.bounds["c"] == 2 * plan.bounds["a"]
    drawn = [draw_stations(plan, f"{seed:020d}", 3, replacement=False) for seed in range(600)]
    assert all(len(set(one)) == 3 for one in drawn)
    first = Counter(one[0] for one in drawn)
    assert first["c"] == pytest.approx(300, abs=37)  # three standard errors
    after = Counter(one[1] for one in drawn if one[0] == "c")
    assert after["a"] == pytest.approx(after.total() / 2, abs=26)
    with pytest.raises(ScrutatorError, match="different stations were asked for"):
        draw_stations(plan, "1" * 20, 4, replacement=False)


def test_a_wrong_outcome_whose_tampered_copies_are_withheld_is_confirmed_in_at_most_the_limit() -> None:
    """120 unequal stations; withheld ones hold the whole margin; a look after each: 5 %, 400 runs."""
    rng = np.random.default_rng(977)
    sizes = rng.integers(1, 10, 120)
    bounds = {str(i): Fraction(11 * int(size), int(sizes.sum())) for i, size in enumerate(sizes)}
    withheld, held = {}, Fraction(0)
    for name in sorted(bounds, key=lambda one: bounds[one]):
        if held < 1:
            withheld[name] = Fraction(1)
            held += bounds[name]
    taints = dict.fromkeys(bounds, Fraction(0)) | withheld
    chances = np.array([float(one) for one in bounds.values()])
    names, wrong = list(bounds), 0
    for _ in range(400):
        order = rng.choice(len(names), size=60, replace=False, p=chances / chances.sum())
        drawn = [names[i] for i in order]
        if progress(bounds, drawn[:60], taints, NINE).risk <= LIMIT:
            wrong += 1
    assert wrong <= 33  # 5 % and three standard errors


def test_the_upper_bound_is_below_the_margin_when_the_limit_is_met() -> None:
    bounds = {str(i): Fraction(11, 100) for i in range(100)}
    clean = dict.fromkeys(bounds, Fraction(0))
    for number in (29, 30):  # thirty are needed with this bet
        drawn = list(bounds)[:number]
        met = progress(bounds, drawn, clean, NINE).risk <= LIMIT
        assert (upper_bound_without(bounds, drawn, clean, 0.05, 0.9) <= 1 + 1e-9) is met
        assert met is (number == 30)


def test_when_every_station_was_drawn_without_an_error_nothing_is_left_to_refute() -> None:
    bounds = {str(i): Fraction(1, 2) for i in range(40)}
    clean = {name: Fraction(0) for name in bounds}
    assert upper_bound_without(bounds, list(bounds), clean, 0.05, 0.9) < 1e-9
