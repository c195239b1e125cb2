"""Samples, estimates and audits from plain Python values."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import scrutator
from scrutator import ScrutatorError

SEED = "31415926535897932384"
FRAME = {
    "station": [f"S{n:03}" for n in range(200)],
    "region": ["North"] * 120 + ["South"] * 80,
    "registered": [500 + n for n in range(200)],
}


def sample(seed: int = 1, stations: int = 40) -> dict[str, Any]:
    draw = np.random.default_rng(seed)
    valid = draw.integers(300, 600, stations)
    a = draw.binomial(valid, draw.beta(30, 25, stations))
    half = stations // 2
    return {
        "valid": valid,
        "a": a,
        "b": valid - a,
        "weight": [10.0] * half + [20.0] * half,
        "region": ["North"] * half + ["South"] * half,
        "population": [10 * half] * half + [20 * half] * half,
    }


DESIGN: dict[str, Any] = {
    "lists": ["a", "b"], "of": "valid", "weight": "weight", "stratum": "region", "population": "population",
}  # fmt: skip


def test_the_draw_is_that_of_the_command_line_and_of_any_order_of_the_frame() -> None:
    drawn = scrutator.draw_sample(FRAME, 20, strata=["region"], seed=SEED)
    turned = {name: list(reversed(cells)) for name, cells in FRAME.items()}
    assert scrutator.draw_sample(turned, 20, strata=["region"], seed=SEED).to_dict() == drawn.to_dict()
    assert {one.stratum: one.population for one in drawn.stations} == {"North": 120, "South": 80}


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"seed": "123"}, "C04"),
        ({"seed": SEED, "strata": "region"}, "A01"),
        ({"seed": SEED, "strata": ["province"]}, "C05"),
        ({"seed": SEED, "key": "code"}, "C05"),
        ({"seed": SEED, "method": "at random"}, "C06"),
    ],
)
def test_a_draw_that_cannot_be_made_says_why(arguments: dict[str, Any], code: str) -> None:
    with pytest.raises(ScrutatorError) as caught:
        scrutator.draw_sample(FRAME, 20, **arguments)
    assert caught.value.code == code


def test_an_estimate_is_the_weighted_ratio_and_says_what_its_interval_covers() -> None:
    table = sample()
    found = scrutator.estimate(table, **DESIGN)
    weight = np.array(table["weight"])
    assert found.shares["a"] == pytest.approx(float(weight @ table["a"] / (weight @ table["valid"])))
    limits = found.intervals["a"]
    assert limits.low < found.shares["a"] < limits.high  # type: ignore[union-attr]
    assert "does not cover late stations" in str(found)


def test_the_jackknife_agrees_and_the_bootstrap_is_without_the_finite_correction() -> None:
    found = scrutator.estimate(sample(), **DESIGN)
    line = {one["list"]: one["error"] for one in found.to_dict()["lists"]}
    assert found.errors_by("jackknife")["a"] == pytest.approx(line["a"], rel=0.02)
    assert line["a"] < found.errors_by("bootstrap", seed=5)["a"] < 1.3 * line["a"]
    assert found.errors_by("bootstrap", seed=5) == found.errors_by("bootstrap", seed=5)


def test_a_stratum_with_one_station_has_no_interval_and_says_so() -> None:
    table = sample(stations=4) | {"region": ["N", "N", "N", "S"], "population": [100] * 4}
    found = scrutator.estimate(table, **DESIGN)
    assert "low" not in found.to_dict()["lists"][0]
    assert found.to_dict()["lists"][0]["no_interval_because"]
    with pytest.raises(ScrutatorError, match="no interval"):
        found.vote_draws(10_000, seed=1)


def test_chances_of_a_threshold_a_lead_and_an_event_agree() -> None:
    found = scrutator.estimate(sample(), **DESIGN)
    lead, above = found.ahead("a", "b").probability, found.above("a", 0.5).probability
    frequency = found.chance(lambda draws: draws[:, 0] > draws[:, 1], seed=2).probability
    assert lead == pytest.approx(above)  # with two lists, half is the lead
    assert frequency == pytest.approx(lead, abs=0.02)


def test_known_numbers_of_stations_calibrate_the_weights_and_one_missing_group_is_refused() -> None:
    table = sample() | {"type": ["town", "village"] * 20}
    found = scrutator.estimate(table, **DESIGN, known={"type": {"town": 400, "village": 200}})
    weights = np.array(found.design.weights)
    assert weights[::2].sum() == pytest.approx(400)
    assert found.ahead("a", "b").probability is not None
    assert 0 < found.above("a", 0.5).probability < 1  # type: ignore[operator]
    with pytest.raises(ScrutatorError) as caught:
        scrutator.estimate(table, **DESIGN, known={"type": {"town": 400}})
    assert caught.value.code == "C03"
    with pytest.raises(ScrutatorError, match="calibrated"):
        found.errors_by("jackknife")


def test_draws_of_the_estimate_go_through_the_law() -> None:
    draws = scrutator.estimate(sample(), **DESIGN).vote_draws(1_000_000, seed=4, draws=500)
    chances = scrutator.seat_chances(draws, 100, method="dhondt")
    total = sum(draws.values())
    assert abs(total - 1_000_000).max() <= 1
    assert 0 < chances.probability(lambda r: r.seats[:, 0] > 50) <= 1


def test_lists_that_do_not_sum_to_all_votes_need_a_name_for_the_others() -> None:
    found = scrutator.estimate(sample(), **{**DESIGN, "lists": ["a"]})
    with pytest.raises(ScrutatorError) as caught:
        found.vote_draws(1_000, seed=1)
    assert caught.value.code == "C09"
    draws = found.vote_draws(1_000, seed=1, others="others")
    assert set((draws["a"] + draws["others"]).tolist()) == {1_000}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"lists": ["a", "c"]}, "no column 'c'"),
        ({"of": "cast"}, "no column 'cast'"),
        ({"lists": "a"}, "lists='a'"),
        ({"level": 95}, "level=95"),
        ({"single": "drop"}, "single='drop'"),
        ({"weight": "region"}, "no numbers"),
        ({"of": "a"}, "more votes than 'a'"),
        ({"known": {"region": {"North": 1}, "type": {}}}, "2 columns"),
    ],
)
def test_an_estimate_that_cannot_be_made_says_why(changed: dict[str, Any], said: str) -> None:
    with pytest.raises(ScrutatorError, match=said) as caught:
        scrutator.estimate(sample(), **{**DESIGN, **changed})
    assert caught.value.code == "A01"


RESULTS: dict[str, list[Any]] = {
    "station": [f"S{n:02}" for n in range(40)],
    "a": [260] * 40,
    "b": [100] * 40,
    "c": [40] * 40,
    "valid": [400] * 40,
    "received": [420] * 40,
}
ASKED: dict[str, Any] = {"lists": ["a", "b", "c"], "bound": "received", "ahead": [("a", "b")]}


def copies(drawn: tuple[str, ...], **changed: int) -> list[dict[str, Any]]:
    return [{"station": name, "a": 260, "b": 100, "c": 40, **changed} for name in sorted(set(drawn))]


def test_copies_that_agree_meet_the_limit_and_the_plan_says_what_that_needs() -> None:
    plan = scrutator.plan_audit(RESULTS, **ASKED)
    risk = scrutator.measure_audit(plan, copies(plan.draw(SEED)), seed=SEED)
    assert risk.limit_met
    assert "authentic" in str(risk)
    one_less = scrutator.measure_audit(
        plan, copies(plan.draw(SEED, plan.draws - 1)), seed=SEED, draws=plan.draws - 1
    )
    assert not one_less.limit_met


def test_copies_for_the_loser_and_copies_that_are_missing_do_not_meet_it() -> None:
    plan = scrutator.plan_audit(RESULTS, **ASKED)
    drawn = plan.draw(SEED)
    assert not scrutator.measure_audit(plan, copies(drawn, a=100, b=260), seed=SEED).limit_met
    without = scrutator.measure_audit(plan, copies(drawn)[1:], seed=SEED)
    assert (len(without.missing), without.limit_met) == (1, False)


def test_the_test_is_the_plan_s_whether_copies_are_missing_or_not() -> None:
    for bet, name in ((0.9, "fixed_bet"), (0.5, "fixed_bet"), (1, "kaplan_markov")):
        plan = scrutator.plan_audit(RESULTS, **ASKED, bet=bet)
        drawn = plan.draw(SEED)
        for seen in (copies(drawn), copies(drawn)[1:]):
            found = scrutator.measure_audit(plan, seen, seed=SEED).to_dict()
            assert (found["test"], found["bet"]) == (name, bet)
    for bet in (0, -0.1, 1.1, float("nan")):
        with pytest.raises(ScrutatorError, match="A01"):
            scrutator.plan_audit(RESULTS, **ASKED, bet=bet)


def test_a_plan_that_would_draw_most_stations_says_count_all() -> None:
    assert not scrutator.plan_audit(RESULTS, **ASKED).count_all
    close = {**RESULTS, "a": [180] * 40, "b": [175] * 40}
    plan = scrutator.plan_audit(close, **ASKED)
    assert plan.count_all
    assert "count all" in str(plan)


def test_a_copy_beyond_its_bound_or_not_drawn_is_refused() -> None:
    plan = scrutator.plan_audit(RESULTS, **ASKED)
    drawn = plan.draw(SEED)
    with pytest.raises(ScrutatorError) as caught:
        scrutator.measure_audit(plan, copies(drawn, b=15_000), seed=SEED)
    assert caught.value.code == "C14"
    assert "a bound was broken at station" in str(caught.value)
    strange = next(name for name in RESULTS["station"] if name not in drawn)
    with pytest.raises(ScrutatorError, match="not drawn"):
        scrutator.measure_audit(plan, copies((*drawn, strange)), seed=SEED)


def test_a_threshold_needs_the_valid_votes_and_counts_the_lists_left_out() -> None:
    asked: dict[str, Any] = {"lists": ["c"], "bound": "received", "above": {"c": "7%"}}
    with pytest.raises(ScrutatorError, match="valid"):
        scrutator.plan_audit(RESULTS, **asked)
    plan = scrutator.plan_audit(RESULTS, **asked, valid="valid")
    assert float(plan.plan.margins[0]) == pytest.approx(40 * (40 - 0.07 * 400))
    with pytest.raises(ScrutatorError, match="do not show"):
        scrutator.plan_audit(RESULTS, **{**asked, "above": {"c": "11%"}}, valid="valid")


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"ahead": []}, "A01"),
        ({"ahead": [("a", "d")]}, "A01"),
        ({"bound": "a"}, "C14"),
        ({"risk_limit": 5}, "A01"),
        ({"lists": "abc"}, "A01"),
        ({"above": {"c": "7"}, "valid": "valid"}, "L10"),
        ({"above": {"c": "0%"}, "valid": "valid"}, "A01"),
    ],
)
def test_an_audit_that_cannot_be_planned_says_why(changed: dict[str, Any], code: str) -> None:
    with pytest.raises(ScrutatorError) as caught:
        scrutator.plan_audit(RESULTS, **{**ASKED, **changed})
    assert caught.value.code == code


def test_a_station_with_two_rows_is_refused() -> None:
    doubled = {name: [*cells, cells[0]] for name, cells in RESULTS.items()}
    with pytest.raises(ScrutatorError, match="more than one row"):
        scrutator.plan_audit(doubled, **ASKED)


def test_intervals_of_a_small_share_stay_inside_zero_and_one() -> None:
    table = sample()
    table["c"] = [0] * 38 + [1, 2]
    table["valid"] = np.array(table["valid"]) + 2
    for kind in ("logit", "likelihood"):
        limits = scrutator.estimate(table, **{**DESIGN, "lists": ["c"]}, interval=kind).intervals["c"]
        assert 0 < limits.low < limits.high  # type: ignore[union-attr]
        assert kind in limits.kind  # type: ignore[union-attr]
    assert scrutator.estimate(table, **{**DESIGN, "lists": ["c"]}).intervals["c"].low < 0  # type: ignore[union-attr]
    with pytest.raises(ScrutatorError, match="interval="):
        scrutator.estimate(table, **DESIGN, interval="exact")


def test_an_official_share_far_from_the_estimate_has_a_small_adjusted_p() -> None:
    found = scrutator.estimate(sample(), **DESIGN)
    near = found.against({"a": found.shares["a"], "b": found.shares["b"]})
    assert near == {"a": 1.0, "b": 1.0}
    assert found.against({"a": found.shares["a"] + 0.1, "b": found.shares["b"]})["a"] < 0.01
    with pytest.raises(ScrutatorError, match="no list 'c'"):
        found.against({"c": 0.5})


def test_the_design_effect_of_a_random_draw_without_strata_is_one() -> None:
    table = sample()
    found = scrutator.estimate(table | {"weight": [15.0] * 40, "population": [600] * 40}, lists=["a"], of="valid",
                               weight="weight", population="population")  # fmt: skip
    assert found.design_effects["a"] == pytest.approx(1.0, abs=1e-6)


def as_file(table: dict[str, list[Any]], path: Path, *more: str) -> Path:
    rows = [",".join(map(str, row)) for row in zip(*table.values(), strict=True)]
    path.write_text("\n".join([",".join(table), *rows, *more]) + "\n")
    return path


def test_a_file_gives_the_plan_that_its_columns_give(tmp_path: Path) -> None:
    varied = {**RESULTS, "a": [260 + n % 7 for n in range(40)], "valid": [400 + n % 7 for n in range(40)]}
    path = as_file(varied, tmp_path / "results.csv")
    assert scrutator.plan_audit(path, **ASKED).to_dict() == scrutator.plan_audit(varied, **ASKED).to_dict()


def test_a_file_with_a_broken_row_or_a_row_of_totals_is_refused(tmp_path: Path) -> None:
    varied = {**RESULTS, "a": [260 + n % 7 for n in range(40)], "valid": [400 + n % 7 for n in range(40)]}
    with pytest.raises(ScrutatorError) as caught:
        scrutator.plan_audit(as_file(varied, tmp_path / "broken.csv", "S99,1"), **ASKED)
    assert caught.value.code == "B07"
    sums = ",".join(str(sum(cells)) for name, cells in varied.items() if name != "station")
    with pytest.raises(ScrutatorError, match="totals"):
        scrutator.plan_audit(as_file(varied, tmp_path / "totals.csv", f"Total,{sums}"), **ASKED)


def test_a_total_in_a_frame_of_a_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "frame.csv"
    path.write_text("station,region,registered\n1,N,900\n2,N,700\n3,S,800\nTotal,,2400\n", encoding="utf-8")
    for size in ("", "registered"):
        with pytest.raises(ScrutatorError, match="total") as caught:
            scrutator.draw_sample(path, 2, size=size, seed=SEED)
        assert caught.value.code in ("B08", "A01")
