"""The chance of seats from a partial sample: the range holds the truth, and the late bound counts against it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from scrutator.counting.night.publication import Moment, Registered, look
from scrutator.counting.night.quickcount import QuickCount, Report, Sampled, make_sample
from scrutator.counting.night.seat_chances import moved, seat_chances, whole_votes
from scrutator.errors import ScrutatorError
from scrutator.law.chain.allocate import chains
from scrutator.law.chain.rules import rules_from
from scrutator.law.questions.draws import Draws, Rest, SeatDraws, law_of_draws, seats_of_draws

START = datetime(2026, 11, 21, 20, tzinfo=UTC)
LISTS = ("A", "B", "C")
STEPS = chains(rules_from({"seats": 50, "method": "dhondt", "threshold": "7%"}, "test"))[0][1]
LAW = law_of_draws(STEPS, LISTS)
WORLD = np.random.default_rng(7)
SHARES = WORLD.dirichlet(40 * np.array([0.55, 0.37, 0.08]), 400)
VOTES = np.array([WORLD.multinomial(500, share) for share in SHARES])


def moment_of(seed: int, drawn: int = 60, shift: float = 0.0, arrived: int | None = None) -> Moment:
    """A simple sample of the made-up country's stations, of which so many (else all) have arrived."""
    rows = np.random.default_rng(seed).choice(len(VOTES), drawn, replace=False)
    sample = make_sample([Sampled(f"s{row}", "all", weight=400 / drawn, population=400) for row in rows])
    count = QuickCount(sample, LISTS)
    for minute, row in enumerate(rows[:arrived]):
        counts = (*VOTES[row].tolist(), int(VOTES[row].sum()))
        count.take(Report(f"s{row}", START + timedelta(minutes=minute), counts))
    return look(count, Registered(shift=shift))


def seats_of(votes: np.ndarray) -> SeatDraws:
    return seats_of_draws(STEPS, Draws(LISTS, votes.reshape(1, -1)))


def test_the_range_holds_the_seats_of_the_whole_country_in_nine_of_ten_samples() -> None:
    true = seats_of(VOTES.sum(axis=0)).seats[0]
    held = np.zeros(3)
    for seed in range(200):
        found = seat_chances(moment_of(seed), LAW, total=200_000, draws=400, seed=seed)
        held += [one.low <= seats <= one.high for one, seats in zip(found, true, strict=True)]
    assert (held >= 186).all(), held


def test_the_chance_to_take_part_is_right_as_often_as_it_says() -> None:
    """A list a little above the threshold: where it is given 90 % and more, it mostly is above."""
    takes_part = bool(seats_of(VOTES.sum(axis=0)).admitted[0, 2])
    said = [
        seat_chances(moment_of(seed), LAW, total=200_000, draws=400, seed=1)[2].takes_part[0]
        for seed in range(100)
    ]
    against = [chance for chance in said if (chance < 0.05 if takes_part else chance > 0.95)]
    assert len(against) <= 12


def test_the_late_bound_widens_every_range_and_lowers_every_least_chance() -> None:
    sure, late = (
        seat_chances(moment_of(3, 80, s, arrived=60), LAW, total=200_000, draws=1_000, seed=1)
        for s in (0, 0.2)
    )
    for one, other in zip(sure, late, strict=True):
        assert (other.low <= one.low, other.high >= one.high) == (True, True)
        assert other.takes_part[0] <= one.takes_part[0] <= one.takes_part[1] <= other.takes_part[1]
        assert other.mean == one.mean
    assert late[0].high > sure[0].high


def test_what_arrives_late_may_take_from_a_list_as_well_as_give_to_it() -> None:
    moment = moment_of(3)
    only_the_first = tuple(
        replace(one, late=0.1 if place == 0 else 0.0) for place, one in enumerate(moment.shares)
    )
    sure, late = (
        seat_chances(one, LAW, total=200_000, draws=400, seed=1)[0]
        for one in (moment, replace(moment, shares=only_the_first))
    )
    assert late.low < sure.low - 3
    assert late.high > sure.high + 3


def test_a_share_is_moved_and_the_others_keep_their_proportion() -> None:
    drawn = np.array([[0.5, 0.3, 0.2]])
    np.testing.assert_allclose(moved(drawn, 0, 0.1), [[0.6, 0.24, 0.16]])
    np.testing.assert_allclose(moved(drawn, 2, -0.3), [[0.625, 0.375, 0.0]])


def test_what_is_left_over_is_a_column_of_its_own_and_means_what_is_said() -> None:
    votes = whole_votes(np.array([[0.5, 0.3, 0.1]]), 1000, rest=True)
    assert votes.tolist() == [[500, 300, 100, 100]]
    of_valid = law_of_draws(STEPS, LISTS, Rest.VOID)(votes).seats
    one_more = law_of_draws(STEPS, LISTS, Rest.LIST)(votes).seats
    assert of_valid.sum() == 50
    assert one_more[0, 3] > 0
    assert one_more.sum() == 50


def test_one_station_gives_no_chance() -> None:
    with pytest.raises(ScrutatorError, match="no chance of seats"):
        seat_chances(moment_of(1, drawn=1), LAW, total=1000, draws=100, seed=1)
