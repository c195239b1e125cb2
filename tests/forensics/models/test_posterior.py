"""The full posterior with the real sampler, on small elections drawn from the model."""

import json
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from importlib import resources
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pytest

from scrutator.errors import ScrutatorError
from scrutator.forensics.models.mixture import fit_counts, simulate_mixture
from scrutator.forensics.models.mixture_likelihood import PRIOR_MEAN
from scrutator.forensics.models.posterior import (
    LARGEST_R_HAT,
    MOST_STATIONS,
    SMALLEST_SAMPLE,
    Posterior,
    check_chains,
    draw_chains,
    predictive_misfit,
    sample_posterior,
)
from support.needs import package

package("numpyro")

STATIONS = 60
Drawn = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]


def drawn(stations: int = STATIONS) -> tuple[Drawn, int]:
    rng = np.random.default_rng(8)
    registered, region = rng.integers(300, 2500, stations), np.zeros(stations, dtype=int)
    parameters = np.concatenate([PRIOR_MEAN, [0.4, 0.0]])
    parameters[2] = -1.0
    cast, leader, added, _ = simulate_mixture(registered, region, parameters, rng)
    return (registered, cast, leader, region), added


@lru_cache(maxsize=1)
def sampled() -> Posterior:
    return sample_posterior(*drawn()[0], seed=1, warm_up=150, draws=250)


@pytest.mark.system  # in every run: the posterior of the command's tests
@pytest.mark.filterwarnings("ignore")
def test_every_parameter_passes_and_the_interval_holds_the_fast_fit_and_the_truth() -> None:
    columns, added = drawn()
    found = sampled()
    assert found.largest_r_hat <= LARGEST_R_HAT
    assert found.smallest_sample >= SMALLEST_SAMPLE
    assert (found.parameters, found.chains, found.draws, found.divergences) == (8, 4, 250, 0)
    assert found.misfit <= 0.05
    fast, _ = fit_counts(*columns)
    assert found.stuffed[1] <= fast.stuffed.votes <= found.stuffed[2]
    assert fast.stuffed.low <= found.stuffed[0] <= fast.stuffed.high
    assert found.stuffed[1] <= added <= found.stuffed[2]


@pytest.mark.system
@pytest.mark.filterwarnings("ignore")
def test_a_draw_takes_few_gradients() -> None:
    """In units of the curvature; in the parameters' own units a draw takes over a hundred."""
    assert sampled().gradients_per_draw < 12


@pytest.mark.filterwarnings("ignore")
def test_neither_the_order_of_the_rows_nor_another_process_changes_a_draw() -> None:
    columns, _ = drawn(20)
    order = np.random.default_rng(4).permutation(20)
    first = draw_chains(columns, 3, warm_up=40, draws=20, chains=2)
    again = draw_chains(columns, 3, warm_up=40, draws=20, chains=2)
    assert np.array_equal(again.units, first.units)
    shuffled = tuple(column[order] for column in columns)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as executor:
        elsewhere = draw_chains(shuffled, 3, warm_up=40, draws=20, chains=2, executor=executor)
    assert np.array_equal(elsewhere.units, first.units)
    assert not np.array_equal(draw_chains(columns, 4, warm_up=40, draws=20, chains=2).units, first.units)


def test_an_election_too_large_to_wait_for_is_refused_with_what_to_do() -> None:
    many = np.ones(MOST_STATIONS + 1, dtype=int)
    with pytest.raises(ScrutatorError, match="at most 6,000 stations") as caught:
        sample_posterior(many, many, many, many - 1, seed=1)
    assert caught.value.code == "F03"
    assert "--only-region" in caught.value.remedy


def test_fingerprints_of_another_election_do_not_fit() -> None:
    columns, _ = drawn(400)
    parameters = np.tile(np.concatenate([PRIOR_MEAN, [0.4, 0.0]]), (40, 1))
    parameters[:, 2] = -1.0
    assert predictive_misfit(columns, parameters, 1) <= 0.03
    registered, cast, leader, region = columns
    # two kinds of stations that no law of the model gives: half lost all votes they had for the leader
    leader = np.where(np.arange(400) % 2 == 0, leader, leader // 10)
    assert predictive_misfit((registered, cast, leader, region), parameters, 1) > 0.2


@pytest.mark.filterwarnings("ignore")
def test_chains_that_have_not_mixed_are_refused_whichever_parameter_it_is() -> None:
    rng = np.random.default_rng(2)
    good = rng.normal(size=(4, 1000, 3))
    assert check_chains(good)[0] <= 1.01
    stuck = good.copy()
    stuck[:, :, 2] = np.cumsum(rng.normal(size=(4, 1000)), axis=1)
    with pytest.raises(ScrutatorError, match="the chains disagree") as caught:
        check_chains(stuck)
    assert caught.value.code == "F05"


def test_the_stored_calibration_is_what_the_reference_page_prints() -> None:
    path = resources.files("scrutator.forensics") / "tables" / "posterior_coverage.json"
    table = json.loads(path.read_text(encoding="utf-8"))
    page = Path(__file__).parents[3] / "docs" / "reference" / "forensic-tests.md"
    assert len(table["quantities"]) == 10
    for name, one in table["quantities"].items():
        assert f"| {name} | {one['covered']} | {one['fits']} |" in page.read_text(encoding="utf-8")
        assert one["covered"] / one["fits"] >= 0.75, name
    inside, fits = (sum(one[part] for one in table["quantities"].values()) for part in ("covered", "fits"))
    assert 0.86 <= inside / fits <= 0.94
