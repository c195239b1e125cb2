"""Assertions for seats: the vectors, and every reallocation of small elections by brute force."""

import json
from fractions import Fraction
from itertools import combinations_with_replacement
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrutator.counting.audits.seats import HigherAverage, LargerRemainder, SeatRule, seat_assertions
from scrutator.errors import ScrutatorError


def vector(vectors: Path, name: str) -> dict[str, Any]:
    text = (vectors / "audit" / "seats.json").read_text(encoding="utf-8")
    (found,) = [one for one in json.loads(text)["vectors"] if one["id"] == name]
    return dict(found)


def averages(votes: dict[str, int], seats: int, step: int) -> dict[str, int] | None:
    """Seats by the highest averages, None for a tie at the last seat."""
    ranked = sorted(
        ((Fraction(n, 1 + step * k), name) for name, n in votes.items() for k in range(seats)), reverse=True
    )
    if ranked[seats - 1][0] == ranked[seats][0]:
        return None
    taken = [name for _, name in ranked[:seats]]
    return {name: taken.count(name) for name in votes}


def remainders(votes: dict[str, int], seats: int) -> dict[str, int] | None:
    """Seats by Hare's quota and largest remainders, None for a tie at the last seat."""
    quota = Fraction(sum(votes.values()), seats)
    whole = {name: int(n / quota) for name, n in votes.items()}
    order = sorted(((n / quota - whole[name], name) for name, n in votes.items()), reverse=True)
    left = seats - sum(whole.values())
    if 0 < left < len(order) and order[left - 1][0] == order[left][0]:
        return None
    return {name: whole[name] + (name in [one for _, one in order[:left]]) for name in votes}


def holds(seats: dict[str, int], rule: SeatRule, votes: dict[str, int]) -> bool:
    return all(one.score(votes, sum(votes.values())) > 0 for one in seat_assertions(seats, rule))


RULES = {
    SeatRule.DHONDT: lambda votes, seats: averages(votes, seats, 1),
    SeatRule.SAINTE_LAGUE: lambda votes, seats: averages(votes, seats, 2),
    SeatRule.HARE: remainders,
}


@given(st.lists(st.integers(1, 60), min_size=2, max_size=4), st.integers(1, 6), st.sampled_from(list(RULES)))
def test_the_assertions_hold_for_the_true_seats_and_for_no_other_allocation(
    counts: list[int], number: int, rule: SeatRule
) -> None:
    votes = dict(zip("ABCD", counts, strict=False))
    true = RULES[rule](votes, number)
    for picked in combinations_with_replacement(sorted(votes), number):
        seats = {name: picked.count(name) for name in votes}
        assert holds(seats, rule, votes) is (seats == true)


def test_the_closest_pair_of_a_small_election(vectors: Path) -> None:
    one = vector(vectors, "S01")
    made = seat_assertions(one["expected"]["seats"], SeatRule.DHONDT)
    votes = one["inputs"]["votes"]
    closest = min(made, key=lambda a: a.score(votes, 17_500) / (a.highest_per_ballot - a.lowest_per_ballot))
    assert (closest.winner, closest.loser) == ("B", "C")
    assert closest.score(votes, 17_500) == int(one["expected"]["difference"])


def test_denmark_2014_needs_the_published_number_of_cards(vectors: Path) -> None:
    """The largest (w + l)/(l V_a − w V_b) over all pairs decides the first sample."""
    one = vector(vectors, "S02")
    votes = one["inputs"]["votes"]
    made = seat_assertions(one["expected"]["seats"], SeatRule.DHONDT)
    largest = max(
        float(sum(a.divisors) / (a.divisors[0] * a.divisors[1] * a.score(votes, 0)))
        for a in made
        if isinstance(a, HigherAverage)
    )
    assert largest == pytest.approx(one["expected"]["u"], rel=1e-9)


@pytest.mark.parametrize(("name", "pair"), [("S04", ("B", "C")), ("S07", ("A", "C"))])
def test_a_pair_of_largest_remainders(vectors: Path, name: str, pair: tuple[str, str]) -> None:
    one, seats = vector(vectors, name), vector(vectors, "S04")["expected"]["seats"]
    made = [a for a in seat_assertions(seats, SeatRule.HARE) if (a.winner, a.loser) == pair]
    (found,) = made
    assert isinstance(found, LargerRemainder)
    assert found.d == Fraction(one["expected"]["d"])
    assert found.score(one["inputs"]["votes"], 10_000) == int(one["expected"]["score_total"])
    assert 1 / (1 + found.d) == Fraction(one["expected"]["upper"])


def test_the_bound_of_a_station_for_a_pair_of_averages(vectors: Path) -> None:
    one = vector(vectors, "S06")
    pair = HigherAverage("A", "B", (3, 1), (3, 2))
    bound = pair.score({"A": 120, "B": 60}, 180) - pair.lowest_per_ballot * 300
    assert bound / int(one["inputs"]["V"]) == Fraction(one["expected"]["u"])


def test_seats_that_are_none_are_nothing_to_audit() -> None:
    with pytest.raises(ScrutatorError, match="nothing to audit"):
        seat_assertions({"a": 0, "b": 0}, SeatRule.DHONDT)
