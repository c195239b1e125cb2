"""Many draws at once: the same seats as the chain one by one, for every law it claims to know."""

from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from scrutator.errors import ScrutatorError
from scrutator.law.chain.allocate import chains, run
from scrutator.law.chain.rules import rules_from
from scrutator.law.chain.state import ChainStep
from scrutator.law.questions.draws import Draws, allocation_of, probability, seats_of_draws
from scrutator.law.statutes.files import load

NAMES = tuple("ABCDEFG")
SHARES_2012 = np.array([5621436, 518405, 498788, 116534, 82623, 57732, 45702])
SHARES_2007 = np.array([5247720, 269310, 263346, 89855, 76799, 46436, 22159])


def draws(shares: np.ndarray, ballots: int, rows: int = 300, seed: int = 7) -> Draws:
    chance = np.random.default_rng(seed)
    votes = chance.multinomial(ballots, shares / shares.sum(), size=rows)
    return Draws(NAMES, votes, chance.integers(0, 50, rows), chance.integers(0, 200, rows))


CHAINS: dict[str, tuple[ChainStep, ...]] = {
    f"{' '.join(f'{point} {option.id}' for point, option in choice.items())}": steps
    for choice, steps in chains(load("kazakhstan/elections").rules_at(date(2012, 1, 15)))
} | {
    f"{method} {threshold}": chains(rules_from({"seats": 98, "method": method, "threshold": threshold}))[0][1]
    for method in (
        "dhondt",
        "sainte-lague",
        "danish",
        "adams",
        "imperiali-highest-averages",
        "huntington-hill",
    )
    for threshold in ("3%", "0%")
}


@pytest.mark.parametrize("name", CHAINS)
@pytest.mark.parametrize("shares", [SHARES_2012, SHARES_2007], ids=["2012", "2007"])
@pytest.mark.parametrize("ballots", [97, 5000, 7_000_000])
def test_all_rows_together_equal_the_chain_one_by_one(name: str, shares: np.ndarray, ballots: int) -> None:
    steps, given = CHAINS[name], draws(shares, ballots, 60)
    result = seats_of_draws(steps, given)
    for row in range(60):
        allocation = run(steps, given.votes_of(row))
        assert [allocation.seats[list_] for list_ in NAMES] == list(result.seats[row]), (
            name,
            given.votes[row],
        )
        assert [list_ in allocation.admitted for list_ in NAMES] == list(result.admitted[row])
        assert bool(allocation.ties) == result.tied[row]


def test_the_common_laws_do_not_fall_back_to_one_by_one() -> None:
    given = draws(SHARES_2012, 7_000_000, 500)
    for name, steps in CHAINS.items():
        if not name.startswith("huntington"):
            assert seats_of_draws(steps, given).one_by_one < 10, name


def test_the_chance_of_an_event_is_a_share_of_the_draws() -> None:
    votes = np.array([[900, 100], [940, 60], [935, 65], [800, 200]])
    result = seats_of_draws(
        chains(rules_from({"seats": 10, "method": "hare", "threshold": "7%"}))[0][1], Draws(("A", "B"), votes)
    )
    assert probability(result, lambda r: r.admitted[:, 1]) == Fraction(1, 2)
    assert probability(result, lambda r: r.seats[:, 0] == 10) == Fraction(1, 2)


def test_a_tied_draw_is_flagged_and_its_seat_left_open() -> None:
    result = seats_of_draws(
        chains(rules_from({"seats": 3, "method": "dhondt"}))[0][1], Draws(("A", "B"), np.array([[5, 5]]))
    )
    assert result.tied.tolist() == [True]
    assert result.seats.sum() == 2


def test_a_draw_without_a_vote_is_refused_as_an_election_without_votes_is() -> None:
    steps = chains(rules_from({"seats": 98, "method": "hare"}))[0][1]
    with pytest.raises(ScrutatorError, match="L04"):
        seats_of_draws(steps, Draws(("A", "B"), np.array([[0, 0], [60, 40]])))


def test_one_draw_can_be_read_step_by_step() -> None:
    given = draws(SHARES_2012, 7_000_000, 2)
    steps = next(iter(CHAINS.values()))
    assert sum(allocation_of(steps, given, 1).seats.values()) == 98


def test_negative_votes_and_a_wrong_shape_are_refused() -> None:
    steps = next(iter(CHAINS.values()))
    for votes in (np.array([[5, -1]]), np.array([[5, 1, 1]])):
        with pytest.raises(ScrutatorError, match="L02"):
            seats_of_draws(steps, Draws(("A", "B"), votes))


@pytest.mark.parametrize(
    "steps",
    [
        [{"do": "quota", "of": "lists"}, {"do": "whole_seats"}, {"do": "leftovers"}],
        [{"do": "quota", "rounded": "nearest"}, {"do": "whole_seats"}, {"do": "leftovers"}],
        [{"do": "quota"}, {"do": "whole_seats", "extra_from": "75%"}],
        [{"do": "highest_averages", "divisor": "estonian"}],
        [{"do": "threshold", "share": "9%", "by_contender": {"bloc": "30%"}}, {"do": "highest_averages"}],
    ],
)
def test_draws_under_steps_with_a_base_or_rounding_of_their_own_go_one_by_one(
    steps: list[dict[str, Any]],
) -> None:
    """They gave the seats of the plain step, and said nothing."""
    table = {
        "seats": 9,
        "step": [*steps, *([] if steps[0]["do"] == "threshold" else [{"do": "threshold", "share": "9%"}])],
    }
    chain = chains(rules_from(table))[0][1]
    votes = np.random.default_rng(3).integers(20, 900, size=(40, 5))
    draws = Draws(tuple("ABCDE"), votes)
    found = seats_of_draws(chain, draws)
    assert found.one_by_one == 40
    for row in range(40):
        assert [allocation_of(chain, draws, row).seats[name] for name in "ABCDE"] == list(found.seats[row])
