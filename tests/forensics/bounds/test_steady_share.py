"""The bound from shares: nothing where support rises as told, what was added where it does not."""

import numpy as np
import pytest

from scrutator.forensics.bounds.stations import Stations
from scrutator.forensics.bounds.steady_share import (
    POINTS,
    SIDED,
    Steady,
    excess,
    least_by_share,
    measure,
    most_by_share,
)


def region(slope: float, added: float = 0.0, size: int = 4000, noise: float = 0.0) -> tuple[Stations, float]:
    """Stations of 1,000 voters in one region, odds 1 at turnout 0.5; ballots added at the upper fifth."""
    rng = np.random.default_rng(5)
    turnout = np.linspace(0.4, 0.7, size)
    odds = np.exp(slope * (turnout - 0.5) + noise * rng.normal(size=size))
    box = 1000 * turnout
    others = box / (1 + odds)
    more = np.where(np.arange(size) >= 0.8 * size, added, 0.0)
    leader, ballots = box - others + more, box + more
    middle = np.sort(turnout)[np.searchsorted(np.cumsum(others), others.sum() / 2)]
    whole, cluster = np.full(size, 1000.0), np.arange(size) // 20
    ones = np.zeros(size, dtype=np.int64)
    stations = Stations(
        whole, ballots, leader, others, ballots / whole - middle, ones, 1, cluster, int(leader.sum()), int(ballots.sum())
    )  # fmt: skip
    return stations, float(more.sum())


@pytest.mark.parametrize("slope", [-2.0, 0.0, 1.0, 4.0])
def test_the_slope_below_the_middle_is_found(slope: float) -> None:
    told = measure(region(slope)[0])
    assert told.slope == pytest.approx(slope, abs=0.06)


@pytest.mark.parametrize("slope", [-2.0, 0.0, 1.0, 4.0])
def test_support_that_rises_as_fast_as_allowed_has_nothing_added(slope: float) -> None:
    stations, _ = region(slope)
    told = measure(stations)
    assert least_by_share(stations, told, slope + 0.3) == 0.0


def test_what_was_added_lies_between_the_bounds() -> None:
    for noise in (0.0, 0.3):
        stations, added = region(0.5, added=200.0, noise=noise)
        told = measure(stations)
        least, most = least_by_share(stations, told, 1.0), most_by_share(stations, told, 0.0)
        assert 0.2 * added < least < added < most < 1.8 * added


def test_a_steeper_slope_never_raises_the_least_and_a_deeper_fall_never_lowers_the_most() -> None:
    stations, _ = region(0.5, added=100.0, noise=0.2)
    told = measure(stations)
    least = [least_by_share(stations, told, slope) for slope in (0.0, 0.5, 1.0, 2.0, 4.0)]
    most = [most_by_share(stations, told, slope) for slope in (0.0, -0.5, -1.0, -2.0)]
    assert least == sorted(least, reverse=True)
    assert most == sorted(most)


def test_chance_alone_reaches_the_least_in_at_most_one_of_twenty() -> None:
    """60 elections whose shares spread by station; no station has anything added."""
    reached = 0
    rng = np.random.default_rng(3)
    for _ in range(60):
        size = 400
        turnout = rng.uniform(0.4, 0.7, size)
        box = np.round(500 * turnout)
        leader = rng.binomial(box.astype(int), 1 / (1 + np.exp(-0.3 * rng.normal(size=size)))).astype(float)
        others = box - leader
        order = np.argsort(turnout)
        middle = turnout[order][np.searchsorted(np.cumsum(others[order]), others.sum() / 2)]
        ones = np.zeros(size, dtype=np.int64)
        stations = Stations(
            np.full(size, 500.0), box, leader, others, turnout - middle, ones, 1, np.arange(size), 0, 0
        )
        told = measure(stations)
        reached += any(total > SIDED * error for total, error in excess(stations, told, 0.0))
    assert reached <= 7  # 5 % of 60 and three standard errors
    assert len(POINTS) == 6


def test_the_allowance_is_a_multiple_of_the_slope_below_or_the_least() -> None:
    stations, _ = region(2.0)
    told = measure(stations)
    assert Steady(1.5, 1.0, 0.0).steepest(told) == pytest.approx(3.0, abs=0.2)
    assert Steady(1.5, 9.0, 0.0).steepest(told) == 9.0


def test_a_region_where_all_vote_for_the_leader_breaks_nothing() -> None:
    size = 100
    whole, ones = np.full(size, 100.0), np.zeros(size, dtype=np.int64)
    stations = Stations(whole, whole, whole, whole * 0, whole * 0, ones, 1, ones, 10_000, 10_000)
    told = measure(stations)
    assert least_by_share(stations, told, 1.0) == 0.0
    assert np.isfinite(most_by_share(stations, told, 0.0))
