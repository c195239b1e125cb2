import numpy as np
import pytest

from scrutator.errors import ScrutatorError
from scrutator.forensics.mixture import simulate_mixture
from scrutator.forensics.mixture_likelihood import PRIOR_MEAN, evaluate, mixture_data

pytest.importorskip("numpyro")


def drawn(stations: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, int]:
    rng = np.random.default_rng(8)
    registered, region = rng.integers(300, 2500, stations), np.zeros(stations, dtype=int)
    parameters = np.concatenate([PRIOR_MEAN, [0.4, 0.0]])
    parameters[2] = -1.0
    cast, leader, added, _ = simulate_mixture(registered, region, parameters, rng)
    return registered, cast, leader, region, added


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")
def test_the_two_likelihoods_are_one() -> None:
    import jax

    from scrutator.forensics.posterior import jax_log_posterior

    jax.config.update("jax_enable_x64", True)
    registered, cast, leader, region, _ = drawn(200)
    data = mixture_data(registered, cast, leader, region)
    log_posterior = jax_log_posterior(data.blocks, data.regions)
    rng = np.random.default_rng(1)
    for _ in range(3):
        parameters = np.concatenate([PRIOR_MEAN, [0.4, 0.0]]) + 0.3 * rng.normal(size=8)
        assert float(log_posterior(parameters)) == pytest.approx(evaluate(data, parameters).value, rel=1e-9)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_the_full_posterior_passes_its_checks_and_agrees_with_the_fast_fit() -> None:
    from scrutator.forensics.mixture import fit_counts
    from scrutator.forensics.posterior import LARGEST_R_HAT, SMALLEST_SAMPLE, sample_posterior

    registered, cast, leader, region, _ = drawn(40)
    found = sample_posterior(registered, cast, leader, region, seed=1, warm_up=150, draws=400, chains=2)
    assert found.largest_r_hat <= LARGEST_R_HAT
    assert found.smallest_sample >= SMALLEST_SAMPLE
    fast, _ = fit_counts(registered, cast, leader, region)
    assert found.stuffed[1] <= fast.stuffed.votes <= found.stuffed[2]
    assert fast.stuffed.low <= found.stuffed[0] <= fast.stuffed.high


@pytest.mark.filterwarnings("ignore")
def test_chains_that_have_not_mixed_are_refused_whichever_parameter_it_is() -> None:
    from scrutator.forensics.posterior import check_chains

    rng = np.random.default_rng(2)
    good = rng.normal(size=(4, 1000, 3))
    assert check_chains(good)[0] <= 1.01
    stuck = good.copy()
    stuck[:, :, 2] = np.cumsum(rng.normal(size=(4, 1000)), axis=1)
    with pytest.raises(ScrutatorError, match="the chains disagree") as caught:
        check_chains(stuck)
    assert caught.value.code == "F05"
