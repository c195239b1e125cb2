"""The core of martingales: the vectors, what may never happen, and the risk of the bets by simulation."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrutator.counting.audits.bets import (
    Bet,
    Martingale,
    agrapa,
    bet_on,
    fixed,
    fixed_alternative,
    kaplan_wald,
    mixture,
    null_means,
    plug_in,
    shrinkage,
)
from scrutator.counting.audits.rounds import minerva_risk, providence_risk
from scrutator.counting.audits.strata import fisher, pooled_value, two_strata


def vector(vectors: Path, file: str, name: str) -> dict[str, Any]:
    text = (vectors / "audit" / f"{file}.json").read_text(encoding="utf-8")
    (found,) = [one for one in json.loads(text)["vectors"] if one["id"] == name]
    return dict(found)


def p_values(found: Martingale) -> list[float]:
    """1/M after each draw, at most 1, not the running minimum."""
    return [min(1.0, 1 / one) if one else 1.0 for one in found.fortunes]


BETS: dict[str, tuple[str, Callable[[dict[str, Any]], Bet]]] = {
    "M01": ("martingales", lambda i: fixed_alternative(i["eta"])),
    "M02": ("martingales", lambda i: shrinkage(i["eta0"], weight=i["d"], least=i["c"])),
    "M03": (
        "martingales",
        lambda i: shrinkage(i["eta0"], weight=i["d"], least=i["c"], pull=i["f"], smallest_spread=i["minsd"]),
    ),
    "M04": ("martingales", lambda i: fixed(i["lambda"])),
    "M05": ("martingales", lambda i: agrapa(i["lambda1"], i["c"])),
    "W01": ("without_replacement", lambda i: shrinkage(i["eta0"], weight=i["d"], least=i["c"])),
    "W02": ("without_replacement", lambda i: fixed(i["lambda"])),
    "W03": ("without_replacement", lambda i: lambda _, mean: 1 / (mean + i["g"])),
}


@pytest.mark.parametrize("name", BETS)
def test_the_bets_give_the_vectors(vectors: Path, name: str) -> None:
    file, bet = BETS[name]
    one = vector(vectors, file, name)
    found = bet_on(one["inputs"]["x"], bet(one["inputs"]), 0.5, one["inputs"].get("N"))
    assert p_values(found) == pytest.approx(one["expected"], abs=1e-9)


def test_kaplan_wald_gives_the_vector(vectors: Path) -> None:
    one = vector(vectors, "martingales", "M08")
    assert bet_on(one["inputs"]["x"], kaplan_wald(0.1)).risk == pytest.approx(one["expected"], abs=1e-9)


def test_the_mixture_of_fixed_bets_averages_the_fortunes(vectors: Path) -> None:
    one = vector(vectors, "martingales", "M09")
    found = mixture([bet_on(one["inputs"]["x"], fixed(stake)) for stake in np.linspace(0, 2, 101).tolist()])
    assert p_values(found) == pytest.approx(one["expected"], abs=1e-12)


def test_the_plug_in_bet_uses_the_variance(vectors: Path) -> None:
    one = vector(vectors, "without_replacement", "W09")
    x, bet = one["inputs"]["x"], plug_in(0.05, 1.9)
    assert [bet(x[:n], 0.5) for n in range(10)] == pytest.approx(one["expected"]["bets"], abs=1e-12)
    assert bet_on(x, bet).fortunes == pytest.approx(one["expected"]["M"], abs=1e-12)


def test_what_the_last_units_decide_is_no_longer_chance(vectors: Path) -> None:
    for name in ("W04", "W05", "W06"):
        one = vector(vectors, "without_replacement", name)
        i = one["inputs"]
        bet = shrinkage(i["eta0"], weight=i["d"], least=i["c"]) if "d" in i else fixed_alternative(i["eta"])
        assert bet_on(i["x"], bet, 0.5, i["N"]).risk == pytest.approx(one["expected"], abs=1e-9), name


def test_a_fixed_bet_is_cut_where_the_null_mean_rises(vectors: Path) -> None:
    one = vector(vectors, "without_replacement", "W08")
    x = one["inputs"]["x"]
    assert null_means(x, 0.5, 8)[:5] == pytest.approx(one["expected"]["null_means"][:5])
    found = bet_on(x, lambda _, mean: min(1.8, 0.9 / mean), 0.5, 8)
    assert found.fortunes[:4] == pytest.approx(one["expected"]["M"][:4], abs=1e-12)
    assert min(bet_on(x, fixed(1.8), 0.5, 8).fortunes) >= 0


def test_the_fortune_of_a_bet_without_replacement(vectors: Path) -> None:
    one = vector(vectors, "without_replacement", "W07")
    found = bet_on(one["inputs"]["x"], fixed(0.75), 0.5, 20)
    assert found.fortunes == pytest.approx(one["expected"][1:], abs=1e-9)


@given(
    st.lists(st.sampled_from([0.0, 0.5, 1.0]), min_size=1, max_size=20),
    st.sampled_from([fixed(5.0), agrapa(), shrinkage(0.6), kaplan_wald(), plug_in(0.05, 1.9)]),
    st.booleans(),
)
def test_no_fortune_is_negative_and_no_worse_value_lowers_the_risk(
    values: list[float], bet: Bet, all_drawn: bool
) -> None:
    population = 20 if all_drawn else None
    found = bet_on(values, bet, 0.5, population)
    assert min(found.fortunes) >= 0
    assert 0 <= found.risk <= 1
    worse = [*values[:-1], 0.0]
    assert bet_on(worse, bet, 0.5, population).risk >= found.risk


def test_a_negative_value_is_refused() -> None:
    with pytest.raises(ValueError, match="bound was broken"):
        bet_on([1.0, -0.1], fixed(1.0))


@pytest.mark.parametrize("bet", [shrinkage(0.55, weight=10), agrapa()], ids=["shrinkage", "agrapa"])
def test_a_tie_of_three_hundred_cards_is_confirmed_in_at_most_the_limit(bet: Bet) -> None:
    """Drawn to the last card, with a look after each: a limit of 5 %, 400 runs (3 standard errors: 8.3 %)."""
    rng = np.random.default_rng(977)
    cards = np.repeat([0.0, 1.0], 150)
    wrong = sum(bet_on(rng.permutation(cards).tolist(), bet, 0.5, 300).risk <= 0.05 for _ in range(400))
    assert wrong <= 33


@pytest.mark.parametrize("name", ["P09", "P10", "P11"])
def test_minerva_gives_the_vectors(vectors: Path, name: str) -> None:
    one = vector(vectors, "ballot_polling", name)
    rounds = [(cards, winner) for cards, winner in one["inputs"]["rounds"]]
    assert minerva_risk(0.6, rounds, 0.1) == pytest.approx(one["expected"], abs=1e-9)


@pytest.mark.parametrize("name", ["P05", "P06"])
def test_providence_gives_the_vectors(vectors: Path, name: str) -> None:
    one = vector(vectors, "ballot_polling", name)
    rounds = [(cards, winner) for cards, winner in one["inputs"]["rounds"]]
    assert providence_risk(0.6, rounds) == pytest.approx(one["expected"], abs=1e-9)


def test_bravo_gives_the_vector(vectors: Path) -> None:
    one = vector(vectors, "ballot_polling", "P01")
    found = bet_on([1.0] * 70 + [0.0] * 40, fixed_alternative(0.6))
    assert 1 / found.fortunes[-1] == pytest.approx(one["expected"], abs=1e-9)


@pytest.mark.parametrize("name", ["T02", "T10", "T50"])
def test_fisher_and_the_product_of_strata(vectors: Path, name: str) -> None:
    one = vector(vectors, "stratified", name)
    assert fisher([0.5] * one["inputs"]["S"]) == pytest.approx(one["expected"][0], abs=5e-5)


def test_the_worst_division_of_two_strata_decides(vectors: Path) -> None:
    one = vector(vectors, "stratified", "T31")
    found = two_strata([0.8] * 30, [0.6] * 30, (0.5, 0.5), 0.75)
    assert found == pytest.approx(one["expected"][0], abs=1e-9)


def test_cards_of_stations_known_by_their_totals_alone(vectors: Path) -> None:
    values = vector(vectors, "oneaudit", "O01")["expected"]["values"]
    cards = {"A": 1.0, "blank": 0.5, "B": 0.0}
    for name, seen in cards.items():
        assert pooled_value(0.5625, seen, 0.125) == pytest.approx(values[name], abs=1e-12)
    assert pooled_value(0.5625, None, 0.125) == pytest.approx(vector(vectors, "oneaudit", "O03")["expected"])
    assert pooled_value(1.0, 0.0, 0.125) == vector(vectors, "oneaudit", "O04")["expected"]
    one = vector(vectors, "oneaudit", "O02")
    order = ["A", "A", "B", "A", "blank", "B", "A", "B"] * 12
    drawn = [pooled_value(0.5625, cards[name], 0.125) for name in order]
    i = one["inputs"]
    bet = shrinkage(i["eta0"], i["upper"], weight=i["d"], least=i["c"])
    assert p_values(bet_on(drawn, bet, 0.5, i["N"]))[-1] == pytest.approx(one["expected"], abs=1e-9)


def test_the_risk_of_two_strata_is_at_most_one() -> None:
    """Both strata speak against the outcome: the product of the fortunes is far below one."""
    assert two_strata([0.1] * 10, [0.1] * 10, (0.5, 0.5), 0.75) == 1.0
