import numpy as np
import pytest

from scrutator.simulation.country import BoolArray, make_country
from scrutator.simulation.manipulation import (
    arithmetic_protocols,
    carousel,
    copy_protocols,
    dictate_share,
    invent,
    round_share,
    round_turnout,
    shift_protocols,
    steal,
    stuff,
)
from scrutator.simulation.votes import REGIONAL, Votes, honest_votes


@pytest.fixture
def clean() -> Votes:
    rng = np.random.default_rng(11)
    return honest_votes(make_country(rng, stations=2000), REGIONAL, rng)


@pytest.fixture
def tenth() -> BoolArray:
    return np.arange(2000) % 10 == 0


def test_stuffing_adds_ballots_for_one_list_and_only_where_it_happens(clean: Votes, tenth: BoolArray) -> None:
    dirty, truth = stuff(clean, tenth, 0.3, np.random.default_rng(1))
    dirty.check()
    gained = dirty.votes - clean.votes
    assert gained[:, 0].sum() == truth.added == (dirty.ballots_cast - clean.ballots_cast).sum()
    assert not gained[:, 1:].any()
    assert not gained[~tenth].any()
    assert truth.added > 0


def test_stealing_moves_votes_and_leaves_turnout(clean: Votes, tenth: BoolArray) -> None:
    dirty, truth = steal(clean, tenth, 0.3, np.random.default_rng(1))
    dirty.check()
    assert np.array_equal(dirty.ballots_cast, clean.ballots_cast)
    assert (dirty.votes - clean.votes)[:, 0].sum() == truth.moved > 0


def test_rounded_turnout_is_a_whole_percentage_within_half_a_voter(clean: Votes, tenth: BoolArray) -> None:
    dirty, truth = round_turnout(clean, tenth, step=5)
    dirty.check()
    percent = 100 * dirty.ballots_cast[tenth] / dirty.registered[tenth]
    off = np.abs(percent - 5 * np.rint(percent / 5)) * dirty.registered[tenth] / 100
    assert off.max() <= 0.5 + 1e-9
    assert truth.added == (dirty.ballots_cast - clean.ballots_cast).sum()


def test_rounded_share_is_a_whole_percentage_within_half_a_vote(clean: Votes, tenth: BoolArray) -> None:
    dirty, truth = round_share(clean, tenth)
    dirty.check()
    cast = dirty.ballots_cast[tenth]
    percent = 100 * dirty.votes[tenth, 0] / cast
    assert (np.abs(percent - np.rint(percent)) * cast / 100).max() <= 0.5 + 1e-9
    assert truth.moved == (dirty.votes - clean.votes)[:, 0].sum()


def test_invented_protocols_add_up_and_lie_near_their_targets(clean: Votes, tenth: BoolArray) -> None:
    dirty, truth = invent(clean, tenth, 0.9, 0.8, np.random.default_rng(2))
    dirty.check()
    assert (dirty.ballots_cast[tenth] / dirty.registered[tenth]).mean() == pytest.approx(0.9, abs=0.01)
    assert truth.added + truth.moved == (dirty.votes - clean.votes)[:, 0].sum()


def test_a_carousel_adds_like_numbers_to_registers_and_ballots(clean: Votes, tenth: BoolArray) -> None:
    dirty, truth = carousel(clean, tenth, 40, np.random.default_rng(3))
    dirty.check()
    added = (dirty.registered - clean.registered)[tenth]
    assert added.mean() == pytest.approx(40, abs=2)
    assert added.sum() == truth.added


def test_a_dictated_share_is_the_same_at_every_station_of_the_district_to_the_nearest_vote(
    clean: Votes,
) -> None:
    district = np.arange(2000) // 50
    marked = np.zeros(40, dtype=bool)
    marked[[3, 7]] = True
    dirty, truth = dictate_share(clean, marked, district)
    dirty.check()
    assert np.array_equal(dirty.ballots_cast, clean.ballots_cast)
    assert np.array_equal(dirty.votes[~marked[district]], clean.votes[~marked[district]])
    here = district == 7
    valid = clean.votes[here].sum(axis=1)
    share = clean.votes[here, 0].sum() / valid.sum()
    assert np.abs(dirty.votes[here, 0] - share * valid).max() <= 0.5 + 1e-9
    assert truth.moved == (dirty.votes - clean.votes)[:, 0].sum()
    assert abs(truth.moved) <= 50
    assert truth.changed.sum() > 90


def test_a_shifted_protocol_is_the_one_before_with_a_hundred_more(clean: Votes, tenth: BoolArray) -> None:
    district = np.arange(2000) // 50
    dirty, truth = shift_protocols(clean, tenth, district)
    dirty.check()
    rows = np.flatnonzero(truth.changed)
    assert len(rows) > 50
    assert np.array_equal(dirty.votes[rows, 0], clean.votes[rows - 1, 0] + 100)
    assert np.array_equal(dirty.votes[rows, 1:], clean.votes[rows - 1, 1:])
    assert np.array_equal(district[rows], district[rows - 1])
    assert truth.added + truth.moved == (dirty.votes - clean.votes)[:, 0].sum()


def test_an_arithmetic_run_has_equal_steps_and_only_moves_votes(clean: Votes, tenth: BoolArray) -> None:
    district = np.arange(2000) // 50
    dirty, truth = arithmetic_protocols(clean, tenth, district)
    dirty.check()
    starts = [row for row in np.flatnonzero(tenth).tolist() if truth.changed[row + 2 : row + 4].all()]
    assert len(starts) > 30
    for start in starts:
        assert len(set(np.diff(dirty.votes[start : start + 4, 0]).tolist())) == 1
    assert np.array_equal(dirty.ballots_cast, clean.ballots_cast)
    assert truth.added == 0


def test_the_first_station_copies_no_one() -> None:
    """Three stations of one district, all marked: the second copies the first, the others keep their own."""
    cast = np.array([300, 290, 280])
    votes = Votes(
        ("a", "b"), np.full(3, 500), cast, np.zeros(3, dtype=int), np.stack([cast - 100, np.full(3, 100)], 1)
    )
    dirty, truth = copy_protocols(votes, np.ones(3, dtype=bool), np.zeros(3, dtype=int))
    assert truth.changed.tolist() == [False, True, False]
    assert dirty.ballots_cast.tolist() == [300, 300, 280]
