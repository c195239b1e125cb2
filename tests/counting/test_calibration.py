"""95 % intervals hold the truth about 95 % of the time, on made-up countries."""

from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from scrutator.counting.calibration import (
    DESIGNS,
    Population,
    complete_run,
    coverage,
    draw_indices,
    make_population,
    night_run,
)
from scrutator.simulation.arrivals import BY_TYPE, BY_VOTE


@pytest.fixture(scope="module")
def population() -> Population:
    return make_population(7)


@pytest.mark.slow
@pytest.mark.parametrize("design", DESIGNS)
def test_complete_samples_cover_between_93_and_97_per_cent(population: Population, design: str) -> None:
    found = coverage(design, partial(complete_run, population, design, 500), range(1000))
    assert found.runs == 1000
    assert 0.93 <= found.overall <= 0.97


@pytest.mark.slow
def test_with_half_the_stations_missing_by_type_the_adjusted_interval_still_covers(
    population: Population,
) -> None:
    late = replace(BY_TYPE, cut_off=150.0)
    found = coverage("late", partial(night_run, population, 500, late, False), range(250))
    assert found.overall >= 0.93


@pytest.mark.slow
def test_lateness_that_follows_the_vote_breaks_the_interval_and_the_late_bound_mends_it(
    population: Population,
) -> None:
    late = replace(BY_VOTE, cut_off=150.0)
    bare = coverage("bare", partial(night_run, population, 500, late, False), range(60))
    bound = coverage("bound", partial(night_run, population, 500, late, True), range(60))
    assert bare.overall < 0.8
    assert bound.overall >= 0.93


@pytest.mark.parametrize("design", DESIGNS)
def test_the_weights_of_a_draw_add_up_to_the_country(population: Population, design: str) -> None:
    sums = []
    for seed in range(20):
        drawn, given = draw_indices(population, design, 500, seed)
        sums.append(np.broadcast_to(np.asarray(given["weights"], dtype=float), drawn.shape).sum())
    assert np.mean(sums) == pytest.approx(6000, rel=0.03)
