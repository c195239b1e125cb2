"""Votes: what is counted, what is refused, and what an unknown number does."""

import pytest

from scrutator.errors import ScrutatorError
from scrutator.law.chain.votes import ListVotes, Votes, base_of

LISTS = (ListVotes("A", 60), ListVotes("B", 40))


def test_the_four_bases_are_four_different_numbers() -> None:
    votes = Votes(LISTS, blank=5, void=7, against_all=3, registered=200)
    assert base_of(votes, "lists") == 100
    assert base_of(votes, "valid") == 103
    assert base_of(votes, "valid", blank_is_valid=True) == 108
    assert base_of(votes, "cast") == 115
    assert base_of(votes, "registered") == 200


def test_a_base_that_is_not_given_is_unknown_and_not_zero() -> None:
    assert base_of(Votes(LISTS), "cast") is None
    assert base_of(Votes(LISTS), "registered") is None
    assert base_of(Votes(LISTS, void=0), "cast") == 100


@pytest.mark.parametrize("count", [-1, 1.5, True, "10", None])
def test_a_vote_count_is_a_whole_number_or_refused(count: object) -> None:
    with pytest.raises(ScrutatorError, match="L02"):
        Votes((ListVotes("A", count), ListVotes("B", 1)))  # type: ignore[arg-type]


def test_a_list_stands_once_and_has_a_name() -> None:
    with pytest.raises(ScrutatorError, match="L03"):
        Votes((ListVotes("A", 1), ListVotes("A", 2)))
    with pytest.raises(ScrutatorError, match="L03"):
        Votes((ListVotes(" ", 1),))


def test_no_votes_at_all_are_an_error() -> None:
    with pytest.raises(ScrutatorError, match="L04"):
        Votes((ListVotes("A", 0), ListVotes("B", 0)))
    with pytest.raises(ScrutatorError, match="L04"):
        Votes(())


def test_totals_that_contradict_the_parts_are_refused() -> None:
    with pytest.raises(ScrutatorError, match="L05"):
        Votes(LISTS, void=5, cast=104)
    with pytest.raises(ScrutatorError, match="L05"):
        Votes(LISTS, cast=99)
    assert Votes(LISTS, cast=120, registered=119).registered == 119  # voters are added on the day


def test_changed_votes_carry_the_number_of_ballots_with_them() -> None:
    moved = Votes(LISTS, cast=110).with_votes({"A": 50, "B": 50})
    assert (moved.cast, moved.by_name) == (110, {"A": 50, "B": 50})
    assert Votes(LISTS, cast=110).with_votes({"A": 70}).cast == 120
