"""Draws of a whole system together and one by one give the same seats, ties forced."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from scrutator.errors import ScrutatorError
from scrutator.law.questions.system_draws import SystemDraws, seats_of_system_draws
from scrutator.law.systems.build import system_from
from scrutator.law.systems.distribute import run_system

SL = {"do": "highest_averages", "divisor": "sainte-lague", "first": "1.2"}
DISTRICTS: dict[str, Any] = {"stage": [{"do": "districts"}], "step": [{"tier": "district", **SL}]}
ADMITTED: dict[str, Any] = {
    "stage": [{"do": "admission"}, {"do": "districts"}],
    "step": [
        {"tier": "admission", "do": "threshold", "share": "12%"},
        {"tier": "district", "do": "highest_averages"},
    ],
}
LEVELLED: dict[str, Any] = {
    "stage": [{"do": "admission"}, {"do": "districts", "all_lists": True}, {"do": "national", "link": "kept"}],
    "step": [
        {"tier": "admission", "do": "threshold", "share": "12%"}, {"tier": "district", **SL},
        {"tier": "national", "do": "house", "seats": 17}, {"tier": "national", **SL},
    ],
}  # fmt: skip
PARALLEL: dict[str, Any] = {
    "stage": [{"do": "districts"}, {"do": "national"}],
    "step": [
        {"tier": "district", **SL}, {"tier": "national", "do": "house", "seats": 5}, {"tier": "national", **SL},
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("table", "together"), [(DISTRICTS, True), (ADMITTED, True), (LEVELLED, True), (PARALLEL, False)]
)
@pytest.mark.parametrize("largest", [9, 100_000])
def test_draws_together_are_the_draws_one_by_one(table: dict[str, Any], together: bool, largest: int) -> None:
    system = system_from(table)
    votes = np.random.default_rng(5).integers(1, largest, size=(300, 3, 5))
    draws = SystemDraws(("A", "B", "C", "D", "E"), ("x", "y", "z"), (5, 3, 4), votes)
    found = seats_of_system_draws(system, draws)
    _, chains = next(system.chains())
    for row in range(len(votes)):
        one = run_system(system, chains, draws.ballots(row))
        assert [one.seats[name] for name in draws.lists] == list(found.seats[row]), (row, votes[row])
        assert bool(one.ties) == found.tied[row]
    assert (found.one_by_one < 300) == together
    if largest == 9:
        assert found.tied.sum() > 10


def test_draws_of_another_shape_or_with_negative_votes_are_refused() -> None:
    system = system_from(DISTRICTS)
    good = SystemDraws(("A", "B"), ("x",), (5,), np.ones((4, 1, 2), np.int64))
    assert seats_of_system_draws(system, good).seats.shape == (4, 2)
    for votes in (-good.votes, np.ones((4, 2), np.int64), np.ones((4, 2, 2), np.int64)):
        with pytest.raises(ScrutatorError, match="L02"):
            seats_of_system_draws(system, replace(good, votes=votes))
