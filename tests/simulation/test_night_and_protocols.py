"""Arrivals, copies, announced totals and visits of made-up countries."""

from dataclasses import replace

import numpy as np
import pytest

from scrutator.errors import ScrutatorError
from scrutator.simulation.arrivals import BY_TYPE, BY_VOTE, PUNCTUAL, night_of_arrivals
from scrutator.simulation.country import Country, make_country
from scrutator.simulation.protocols import observers_copies, publish_totals
from scrutator.simulation.visits import Effort, irregular_stations, mission_visits
from scrutator.simulation.votes import REGIONAL, Votes, honest_votes


def generator(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


@pytest.fixture(scope="module")
def country() -> Country:
    return make_country(generator(), stations=2000)


@pytest.fixture(scope="module")
def votes(country: Country) -> Votes:
    return honest_votes(country, REGIONAL, generator(2))


def test_rural_stations_are_later_and_the_same_seed_gives_the_same_night(
    country: Country, votes: Votes
) -> None:
    everything = np.arange(2000)
    night = night_of_arrivals(country, votes, everything, BY_TYPE, generator(3))
    again = night_of_arrivals(country, votes, everything, BY_TYPE, generator(3))
    assert np.array_equal(night.minutes, again.minutes)
    assert np.median(night.minutes[~country.urban]) > 1.3 * np.median(night.minutes[country.urban])
    assert np.array_equal(night.arrived, night.minutes < BY_TYPE.cut_off)


def test_only_lateness_by_vote_follows_the_vote(country: Country, votes: Votes) -> None:
    share = votes.votes[:, 0] / votes.valid
    followed = [
        float(
            np.corrcoef(
                share, np.log(night_of_arrivals(country, votes, np.arange(2000), kind, generator(4)).minutes)
            )[0, 1]
        )
        for kind in (PUNCTUAL, replace(BY_VOTE, rural=0.0, size=0.0, region=0.0))
    ]
    assert abs(followed[0]) < 0.1
    assert followed[1] > 0.15


def test_copies_have_slips_at_the_asked_rate_and_say_which(country: Country, votes: Votes) -> None:
    stations = np.arange(2000)
    copies = observers_copies(votes, stations, generator(5), slips=0.10)
    differ = (copies.votes != votes.votes[stations]).any(axis=1)
    assert np.array_equal(differ, np.array([bool(slip) for slip in copies.slip]))
    assert 0.07 < differ.mean() < 0.12
    assert (copies.votes >= 0).all()
    exact = observers_copies(votes, stations, generator(5), slips=0.0)
    assert np.array_equal(exact.votes, votes.votes)


def test_only_the_altered_districts_part_from_their_stations(country: Country, votes: Votes) -> None:
    published = publish_totals(country, votes, generator(6), altered=3, share=0.1)
    true = np.zeros_like(published.districts)
    np.add.at(true, country.district, votes.votes)
    parting = np.flatnonzero((published.districts != true).any(axis=1))
    assert np.array_equal(parting, published.altered)
    assert np.array_equal(published.districts.sum(axis=1), true.sum(axis=1))
    assert np.array_equal((published.districts - true)[published.altered, 0], published.moved)
    assert np.array_equal(published.regions.sum(axis=0), published.national)
    with pytest.raises(ScrutatorError, match="S01"):
        publish_totals(country, votes, generator(), altered=10_000)


def test_visits_prefer_towns_and_report_only_what_happens(country: Country) -> None:
    happens = irregular_stations(country, generator(7))
    visits = mission_visits(country, happens, Effort(teams=200, town_preference=5.0), generator(8))
    assert country.urban[visits.station].mean() > country.urban.mean() + 0.1
    assert not visits.reported[~happens[visits.station]].any()
    noticed = visits.reported[happens[visits.station]].mean()
    assert noticed == pytest.approx(0.8, abs=0.12)
