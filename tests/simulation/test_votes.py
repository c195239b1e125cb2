from dataclasses import replace

import numpy as np
import pytest

from scrutator.errors import ScrutatorError
from scrutator.simulation.country import make_country
from scrutator.simulation.votes import (
    BIMODAL,
    CLEAN_WORLDS,
    HOMOGENEOUS,
    REGIONAL,
    Votes,
    World,
    honest_votes,
    random_flag,
)


def election(world: World, seed: int = 1) -> Votes:
    rng = np.random.default_rng(seed)
    return honest_votes(make_country(rng, sizes=world.sizes), world, rng)


@pytest.mark.parametrize("world", CLEAN_WORLDS, ids=lambda world: world.name)
def test_every_station_adds_up(world: World) -> None:
    election(world).check()


def test_national_results_lie_near_the_parameters() -> None:
    votes = election(HOMOGENEOUS)
    assert votes.ballots_cast.sum() / votes.registered.sum() == pytest.approx(0.62, abs=0.01)
    assert votes.votes[:, 0].sum() / votes.valid.sum() == pytest.approx(0.44, abs=0.01)


def test_a_turnout_slope_ties_support_to_turnout() -> None:
    def correlation(slope: float) -> float:
        votes = election(replace(HOMOGENEOUS, turnout_slope=slope, station_turnout=0.5))
        turnout = votes.ballots_cast / votes.registered
        return float(np.corrcoef(turnout, votes.votes[:, 0] / votes.valid)[0, 1])

    assert abs(correlation(0.0)) < 0.05
    assert correlation(0.6) > 0.4


def test_the_bimodal_world_varies_more_between_districts() -> None:
    def spread(world: World) -> float:
        votes = election(world)
        return float(np.std(votes.votes[:, 0] / votes.valid))

    assert spread(BIMODAL) > spread(REGIONAL) > spread(HOMOGENEOUS)


def test_the_lists_keep_the_names_given() -> None:
    rng = np.random.default_rng(3)
    country = make_country(rng, stations=200)
    votes = honest_votes(country, REGIONAL, rng, lists=("W", "X", "Y", "Z"))
    assert votes.lists == ("W", "X", "Y", "Z")


def test_a_random_flag_marks_the_share_asked_for() -> None:
    rng = np.random.default_rng(4)
    assert random_flag(make_country(rng), 0.3, rng).mean() == pytest.approx(0.3, abs=0.03)


def test_support_that_does_not_add_up_is_refused() -> None:
    rng = np.random.default_rng(0)
    with pytest.raises(ScrutatorError, match="add up to 1"):
        honest_votes(make_country(rng, stations=200), World("wrong", support=(0.5, 0.2)), rng)


def test_lists_differ_between_districts_by_the_stated_spread() -> None:
    """Each smaller list leans by half of `district_support`: between two the log ratio varies by √2 times that."""
    world = World(
        "leaning", turnout=0.9, support=(0.1, 0.3, 0.3, 0.3), station_turnout=0, station_support=0,
        district_support=0.6, invalid=0,
    )  # fmt: skip
    rng = np.random.default_rng(4)
    country = make_country(rng, stations=2000, regions=40, districts_per_region=20, mapped=False)
    votes = honest_votes(country, world, rng).votes
    by_district = np.stack([np.bincount(country.district, weights=column) for column in votes.T])
    ratio = np.log(by_district[2] / by_district[3])
    assert ratio.std() == pytest.approx(2**0.5 * 0.5 * 0.6, rel=0.08)


def test_villages_of_the_regional_world_turn_out_a_quarter_of_a_logit_more() -> None:
    rng = np.random.default_rng(9)
    country = make_country(rng, stations=60_000, mapped=False)
    votes = honest_votes(country, REGIONAL, rng)
    turnout = votes.ballots_cast / votes.registered
    logit = np.log(np.clip(turnout, 0.001, 0.999) / (1 - np.clip(turnout, 0.001, 0.999)))
    rural = (~country.urban).astype(float)
    numbers = np.bincount(country.district)

    def within(values: np.ndarray) -> np.ndarray:
        return values - (np.bincount(country.district, weights=values) / numbers)[country.district]

    slope = within(rural) @ within(logit) / (within(rural) @ within(rural))
    assert slope == pytest.approx(0.25, abs=0.02)
