"""What a public function cannot use is refused in words (A01), and an argument without effect is refused too."""

from collections.abc import Callable
from typing import Any

import pytest

import scrutator
from scrutator.errors import ScrutatorError

FRAME = {"station": [f"S{n}" for n in range(50)], "region": ["N"] * 25 + ["S"] * 25, "register": [900] * 50}
SEED = "31415926535897932384"
VOTES = {"A": [600, 610], "B": [400, 390]}
COUNTS: dict[str, Any] = {"valid": [10, 20], "A": [1, 1], "B": [5, 5]}


def drawn(**more: Any) -> Callable[[], object]:
    return lambda: scrutator.draw_sample(FRAME, 5, seed=SEED, **more)


def chances(**more: Any) -> Callable[[], object]:
    return lambda: scrutator.seat_chances(VOTES, 10, method="dhondt", **more)


@pytest.mark.parametrize(
    ("call", "names"),
    [
        (drawn(key=""), "key"),
        (drawn(size="register"), "size has no effect with method='simple'"),
        (drawn(strata=["region"], spreads={"N": float("nan"), "S": 1.0}), "spreads"),
        (drawn(strata=["region"], spreads={"N": float("inf"), "S": 1.0}), "spreads"),
        (drawn(strata=["region"], spreads={"N": -1.0, "S": 1.0}), "spreads"),
        (chances(void=[]), "other ballots of shape"),
        (chances(void=[1, 2, 3]), "beside 2 draws"),
        (chances(against_all=[[1, 2], [3, 4]]), "other ballots of shape"),
        (lambda: scrutator.seats({"A": 6}, law={1: 2}), "law={1: 2}"),
        (lambda: scrutator.system_seats({"N": {"A": 6}}, law={1: 2}, seats={"N": 3}), "law={1: 2}"),
        (lambda: scrutator.read_results(COUNTS, lists=["A"], columns={"leader": "B"}), "lists has no effect"),
    ],
)  # fmt: skip
def test_an_argument_that_cannot_be_used_is_named(call: Callable[[], object], names: str) -> None:
    with pytest.raises(ScrutatorError) as caught:
        call()
    assert caught.value.code == "A01"
    assert names in str(caught.value)


def test_a_negative_seed_is_refused() -> None:
    results = scrutator.read_results({"valid": [10, 20], "A": [1, 1]}, lists=["A"])
    with pytest.raises(ScrutatorError, match="A01: seed"):
        scrutator.examine(results, seed=-1)


def test_a_size_is_used_where_stations_are_drawn_by_it() -> None:
    assert len(scrutator.draw_sample(FRAME, 5, seed=SEED, size="register", method="pps-sampford")) == 5
