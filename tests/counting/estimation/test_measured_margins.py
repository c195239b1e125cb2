"""Margins of error that another platform was measured to print wrongly, each with the right answer.

Rows are the votes for A and for B at a station; the share is that of A among both, at 95 %.
"""

from typing import Any

import numpy as np
import pytest

from scrutator.counting.estimation.design import make_design
from scrutator.counting.estimation.estimators import Estimate, ratio
from scrutator.counting.estimation.intervals import NoInterval
from scrutator.errors import ScrutatorError


def share_of(votes: list[tuple[int, int]], **design: Any) -> Estimate:
    rows = np.array(votes, dtype=float)
    made = make_design(np.ones(len(votes)), strata=["all"] * len(votes), **design)
    return ratio(made, rows[:, :1], rows.sum(axis=1))


def test_moe_1_one_station_has_no_margin_where_the_other_prints_0() -> None:
    assert isinstance(share_of([(300, 200)]).intervals()[0], NoInterval)


def test_moe_2_two_stations_have_student_s_quantile_of_one_degree_of_freedom() -> None:
    found = share_of([(300, 200), (310, 190)])
    assert float(found.values[0]) == pytest.approx(0.61)
    assert float(found.errors[0]) == pytest.approx(0.01)  # ± 1.96 points there, ± 12.7 here
    limits: Any = found.intervals()[0]
    assert (limits.high - limits.low) / 2 == pytest.approx(0.127, abs=0.001)


def test_moe_3_two_stations_that_differ_by_twenty_points_leave_no_share_out() -> None:
    found = share_of([(60, 40), (40, 60)])
    assert float(found.errors[0]) ** 2 == pytest.approx(0.01)
    limits: Any = found.intervals()[0]
    assert limits.high - limits.low >= 1


@pytest.mark.parametrize("votes", [[(300, 200), (310, 190)], [(60, 40), (40, 60)]])
def test_moe_4_and_5_more_stations_than_there_are_is_an_error_and_no_variance_is_made_positive(
    votes: list[tuple[int, int]],
) -> None:
    with pytest.raises(ScrutatorError, match="C01"):
        share_of(votes, population=[1, 1])


def test_moe_6_stations_that_do_not_vary_have_no_margin_where_the_other_prints_0() -> None:
    assert isinstance(share_of([(60, 40)] * 3).intervals()[0], NoInterval)


def country() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The recipe of the measurement: 4,000 stations in two strata, their ballots, votes for A."""
    chance = np.random.default_rng(1)
    stratum = np.repeat([0, 1], 2000)
    ballots = chance.integers(200, 1500, 4000)
    true = np.where(stratum == 0, 0.3, 0.7) + chance.normal(0, 0.04, 4000)
    return stratum, ballots, (ballots * true).astype(int)


@pytest.mark.parametrize(("drawn", "margin"), [((150, 150), 0.0108), ((250, 50), 0.0148)])
def test_moe_7_and_8_a_stratified_sample_covers_and_is_weighted_back(
    drawn: tuple[int, int], margin: float
) -> None:
    stratum, ballots, votes = country()
    truth = votes.sum() / ballots.sum()
    assert (int(votes.sum()), int(ballots.sum())) == (1_704_954, 3_424_128)
    chance = np.random.default_rng(2)
    sizes = np.repeat([2000, 2000], drawn)
    weights = np.repeat([2000 / drawn[0], 2000 / drawn[1]], drawn)
    made = make_design(weights, strata=np.repeat([0, 1], drawn), population=sizes)
    errors, margins, covered = [], [], 0
    for _ in range(200):
        chosen = np.concatenate(
            [chance.choice(np.flatnonzero(stratum == n), drawn[n], replace=False) for n in (0, 1)]
        )
        found = ratio(made, votes[chosen][:, None], ballots[chosen])
        limits: Any = found.intervals()[0]
        errors.append(float(found.values[0]) - truth)
        margins.append((limits.high - limits.low) / 2)
        covered += limits.low <= truth <= limits.high
    assert abs(np.mean(errors)) < 0.002  # 13.2 points there, where the draw is 250 + 50
    assert np.mean(margins) == pytest.approx(margin, rel=0.06)  # 2.52 points there, where it is 150 + 150
    assert 180 <= covered <= 199
