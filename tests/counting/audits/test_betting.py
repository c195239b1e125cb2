"""The test of an audit: exact fortunes, the vectors, what may never happen, and its risk by simulation."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrutator.counting.audits.betting import AuditTest, Bet, draws_needed, fortune
from scrutator.errors import ScrutatorError

MARKOV = Bet(AuditTest.KAPLAN_MARKOV, Fraction(1))
CLEAN, WORST = Fraction(0), Fraction(1)


def fixed(part: str) -> Bet:
    return Bet(AuditTest.FIXED_BET, Fraction(part))


def read(vectors: Path, file: str, name: str) -> dict[str, Any]:
    text = (vectors / "audit" / file).read_text(encoding="utf-8")
    (found,) = [one for one in json.loads(text)["vectors"] if one["id"] == name]
    return dict(found)


@pytest.mark.parametrize(
    ("name", "taints"),
    [
        ("B01", [CLEAN] * 20),
        ("B02", [Fraction(8, 450)] + [CLEAN] * 25),
        ("B13", [Fraction(-8, 450)] + [CLEAN] * 25),
    ],
)
def test_kaplan_markov_gives_the_vectors(vectors: Path, name: str, taints: list[Fraction]) -> None:
    one = read(vectors, "batch_comparison.json", name)
    assert float(fortune(Fraction(9), taints, MARKOV).risk) == pytest.approx(one["expected"], abs=1e-9)


def test_a_taint_of_one_ends_kaplan_markov_with_a_finite_risk(vectors: Path) -> None:
    expected = read(vectors, "batch_comparison.json", "B03")["expected"]
    found = fortune(Fraction(9), [WORST] + [CLEAN] * 29, MARKOV)
    assert (found.now, float(found.risk)) == (0, expected["p_reported"])
    # What was reached before stays: after five clean draws the risk is (8/9)^5.
    after = fortune(Fraction(9), [CLEAN] * 5 + [WORST] + [CLEAN] * 40, MARKOV)
    assert (after.now, after.risk) == (0, Fraction(8, 9) ** 5)


def test_a_missing_copy_costs_a_fixed_bet_its_stake_and_no_more() -> None:
    # U = 11, f = 9/10: a clean draw multiplies by 1.09, a missing copy by 1/10.
    found = fortune(Fraction(11), [CLEAN, WORST, CLEAN], fixed("0.9"))
    assert found.now == Fraction(109, 100) ** 2 / 10
    assert found.largest == Fraction(109, 100)
    assert found.risk == Fraction(100, 109)


def test_a_taint_above_one_is_refused_by_every_test() -> None:
    for taints in ([Fraction(15050, 450)], [Fraction(15050, 450)] * 2, [WORST + Fraction(1, 10**9)]):
        for bet in (MARKOV, fixed("0.9")):
            with pytest.raises(ScrutatorError, match="a bound was broken"):
                fortune(Fraction(9), taints, bet)


@pytest.mark.parametrize("bound", [11, 21, 26])
@pytest.mark.parametrize(("label", "part"), [("1.0 (Kaplan-Markov)", "1"), ("0.9", "0.9"), ("0.5", "0.5")])
def test_the_draws_needed_with_missing_copies_are_those_of_the_table(
    vectors: Path, bound: int, label: str, part: str
) -> None:
    rows = read(vectors, "planning.json", "L11")["expected"]
    (row,) = [one for one in rows if one["U"] == bound and one["bet_as_part_of_largest"] == label]
    bet = MARKOV if part == "1" else fixed(part)
    limit = Fraction(1, 20)
    for missing, expected in enumerate(row["draws_with_0_1_2_3_missing"]):
        first = fortune(Fraction(bound), [WORST] * missing, bet)
        if expected is None:
            assert first.now == 0
            continue
        assert missing + draws_needed(Fraction(bound), limit, bet, start=first.now) == expected
        for draws, met in ((expected, True), (expected - 1, False)):
            taints = [WORST] * missing + [CLEAN] * (draws - missing)
            assert (fortune(Fraction(bound), taints, bet).risk <= limit) is met


def test_the_limit_is_compared_exactly() -> None:
    # U = 2 and Kaplan–Markov: each clean draw doubles, so that two draws give exactly 1/4.
    found = fortune(Fraction(2), [CLEAN, CLEAN], MARKOV)
    assert found.risk == Fraction(1, 4)
    assert not found.risk <= Fraction(1, 4) - Fraction(1, 10**30)


def test_thousands_of_draws_stay_exact() -> None:
    taints = [Fraction(n % 7, 10_007) for n in range(5_000)]
    found = fortune(Fraction(10**6 + 1, 997), taints, fixed("0.9"))
    assert found.risk > 0
    assert draws_needed(Fraction(1001), Fraction(1, 20), start=Fraction(1, 10**400)) > 900_000


@pytest.mark.parametrize(
    ("test", "part"),
    [
        (AuditTest.FIXED_BET, 0),
        (AuditTest.FIXED_BET, 1),
        (AuditTest.FIXED_BET, 2),
        (AuditTest.KAPLAN_MARKOV, Fraction(9, 10)),
    ],
)
def test_a_bet_that_is_not_of_its_test_is_refused(test: AuditTest, part: Fraction | int) -> None:
    with pytest.raises(ScrutatorError, match="C14"):
        Bet(test, Fraction(part))


TAINTS = st.lists(st.fractions(-2, 1, max_denominator=50), max_size=30)
BOUNDS = st.fractions(Fraction(51, 50), 200, max_denominator=50)
PARTS = st.fractions(Fraction(1, 50), 1, max_denominator=50)


def any_bet(part: Fraction) -> Bet:
    return MARKOV if part == 1 else Bet(AuditTest.FIXED_BET, part)


@given(TAINTS, BOUNDS, PARTS)
def test_a_fortune_is_never_negative_and_the_risk_never_rises(
    taints: list[Fraction], bound: Fraction, part: Fraction
) -> None:
    before = Fraction(1)
    for place in range(len(taints) + 1):
        found = fortune(bound, taints[:place], any_bet(part))
        assert 0 <= found.now <= found.largest
        assert 0 < found.risk <= before
        before = found.risk


@given(TAINTS.filter(bool), BOUNDS, PARTS, st.data())
def test_a_larger_taint_or_a_missing_copy_never_lowers_the_risk(
    taints: list[Fraction], bound: Fraction, part: Fraction, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(taints) - 1))
    larger = data.draw(st.fractions(taints[place], 1, max_denominator=50))
    bet = any_bet(part)
    risk = fortune(bound, taints, bet).risk
    for worse in (larger, WORST):
        changed = [*taints[:place], worse, *taints[place + 1 :]]
        assert fortune(bound, changed, bet).risk >= risk


@pytest.mark.parametrize("total", [5, 11])
@pytest.mark.parametrize("part", [0.9, 0.5])
def test_withheld_copies_and_a_look_after_every_draw_keep_the_risk(total: int, part: float) -> None:
    """The outcome is wrong by exactly the margin, and the copies of the tampered stations are withheld.

    A draw then finds no copy with chance 1/U. 4,000 audits of up to 1,000 draws with a look after each;
    6 % is the limit of 5 % and three standard errors. 1,000 runs would have a standard error of 0.7.
    """
    generator = np.random.Generator(np.random.PCG64(20_261_126 + total))
    missing = generator.random((4_000, 1_000)) < 1 / total
    gained = np.cumsum(np.where(missing, np.log1p(-part), np.log1p(part / (total - 1))), axis=1)
    confirmed = (gained >= np.log(20)).any(axis=1).mean()
    assert 0.01 <= confirmed <= 0.06
    # The simulated factors are those of the test.
    few = [WORST if one else CLEAN for one in missing[0, :60]]
    exact = fortune(Fraction(total), few, fixed(str(part))).now
    assert float(exact) == pytest.approx(float(np.exp(gained[0, 59])), rel=1e-9)


@pytest.mark.parametrize("total", [5, 11])
@pytest.mark.parametrize("part", [0.9, 0.5])
def test_the_exact_risk_with_withheld_copies_is_at_most_the_limit(total: int, part: float) -> None:
    """The same without chance: the probabilities of all numbers of missing copies after each draw."""
    chances, risk = np.array([1.0]), 0.0
    for draws in range(1, 1_001):
        chances = np.append(chances, 0) * (1 - 1 / total) + np.append(0, chances) / total
        missing = np.arange(draws + 1)
        gained = missing * np.log1p(-part) + (draws - missing) * np.log1p(part / (total - 1))
        risk += chances[gained >= np.log(20)].sum()
        chances[gained >= np.log(20)] = 0
    assert 0.03 < risk <= 0.05
