import json
from importlib import resources
from pathlib import Path

import numpy as np
import pytest
from made_up import plain_election
from scipy.special import digamma, gammaln

from scrutator.errors import ScrutatorError
from scrutator.forensics.inputs.reading import read_results
from scrutator.forensics.inputs.results import results_from_counts
from scrutator.forensics.models.beta_binomial import gamma_pair
from scrutator.forensics.models.mixture import fit_counts, fit_mixture, fit_scale, simulate_mixture
from scrutator.forensics.models.mixture_likelihood import PRIOR_MEAN, PRIOR_SD, evaluate, mixture_data


def test_the_gamma_pair_agrees_with_the_library() -> None:
    x = np.exp(np.random.default_rng(1).uniform(0, 12, 5000))
    for part in (x, x[x >= 5]):
        ours, slope = gamma_pair(part)
        assert ours == pytest.approx(gammaln(part), rel=1e-9, abs=1e-9)
        assert slope == pytest.approx(digamma(part), rel=1e-9, abs=1e-9)


def drawn(stations: int = 800, seed: int = 3, regions: int = 2):  # type: ignore[no-untyped-def]
    rng = np.random.default_rng(seed)
    registered = rng.integers(300, 2500, stations)
    region = np.arange(stations) % regions
    moved = PRIOR_SD * rng.normal(size=6)
    levels = np.concatenate([rng.normal(0.4, 0.4, regions), rng.normal(0.0, 0.4, regions)])
    parameters = np.concatenate([PRIOR_MEAN + moved, levels])
    return registered, region, parameters, simulate_mixture(registered, region, parameters, rng)


def test_the_gradient_is_the_derivative_of_the_posterior() -> None:
    registered, region, parameters, (cast, leader, _, _) = drawn(300)
    data = mixture_data(registered, cast, leader, region)
    gradient = evaluate(data, parameters).gradient
    for index in range(len(parameters)):
        step = np.zeros(len(parameters))
        step[index] = 1e-5
        up, down = evaluate(data, parameters + step).value, evaluate(data, parameters - step).value
        assert gradient[index] == pytest.approx((up - down) / 2e-5, rel=1e-4, abs=1e-2)


def test_without_stuffing_or_stealing_the_posterior_is_the_beta_binomial() -> None:
    from scipy.stats import betabinom

    registered, region, parameters, (cast, leader, _, _) = drawn(50, regions=1)
    parameters[2:4] = -60.0
    parameters[6:] = (0.3, -0.2)
    first, second = 1 / (1 + np.exp(-parameters[6:]))
    one, two = np.exp(parameters[:2])
    exact = betabinom.logpmf(cast, registered, first * one, (1 - first) * one).sum()
    exact += betabinom.logpmf(leader, cast, second * two, (1 - second) * two).sum()
    prior = np.sum(((parameters[:6] - PRIOR_MEAN) / PRIOR_SD) ** 2) + np.sum(parameters[6:] ** 2) / 1.5**2
    ours = evaluate(mixture_data(registered, cast, leader, region), parameters).value
    assert ours + prior / 2 == pytest.approx(exact, rel=1e-8)


def test_the_posterior_does_not_depend_on_the_order_of_the_rows() -> None:
    registered, region, parameters, (cast, leader, _, _) = drawn(500)
    order = np.random.default_rng(1).permutation(500)
    first = evaluate(mixture_data(registered, cast, leader, region), parameters)
    second = evaluate(mixture_data(registered[order], cast[order], leader[order], region[order]), parameters)
    assert second.value == pytest.approx(first.value, rel=1e-12)


def test_the_size_of_a_block_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    registered, region, parameters, (cast, leader, _, _) = drawn(300)
    whole = evaluate(mixture_data(registered, cast, leader, region), parameters)
    monkeypatch.setattr("scrutator.forensics.models.mixture_likelihood.BLOCK_CELLS", 700)
    data = mixture_data(registered, cast, leader, region)
    assert len(data.blocks) == 18
    parts = evaluate(data, parameters)
    assert parts.value == pytest.approx(whole.value, rel=1e-13)
    assert parts.gradient == pytest.approx(whole.gradient, rel=1e-9, abs=1e-9)
    assert parts.stolen_variance == pytest.approx(whole.stolen_variance, rel=1e-9)


@pytest.mark.parametrize("away", [-2000.0, -40.0, 40.0, 2000.0])
def test_a_step_that_overshoots_by_far_has_a_value_and_a_slope_back(away: float) -> None:
    registered, region, parameters, (cast, leader, _, _) = drawn(60)
    data = mixture_data(registered, cast, leader, region)
    for index in range(len(parameters)):
        far = parameters.copy()
        far[index] = away
        found = evaluate(data, far)
        assert np.isfinite(found.value)
        assert np.all(np.isfinite(found.gradient))
        if abs(away) > 1000:
            assert found.gradient[index] * away < 0


def test_the_spread_of_the_votes_is_that_of_drawn_elections() -> None:
    """At known parameters what was added varies about its expectation as the evaluation says."""
    registered, region, parameters, _ = drawn(150, regions=1)
    parameters[2:4] = -1.0
    rng = np.random.default_rng(6)
    away = []
    for _ in range(150):
        cast, leader, added, moved = simulate_mixture(registered, region, parameters, rng)
        found = evaluate(mixture_data(registered, cast, leader, region), parameters)
        spread = np.sqrt([found.variance, found.stolen_variance])
        away.append((np.array([added, moved]) - [found.stuffed.sum(), found.stolen.sum()]) / spread)
    assert np.std(away, axis=0) == pytest.approx([1, 1], abs=0.2)
    assert np.mean(away, axis=0) == pytest.approx([0, 0], abs=0.3)


def test_the_fit_ends_at_the_maximum() -> None:
    registered, region, _, (cast, leader, _, _) = drawn(400)
    centre, scale = fit_scale(registered, cast, leader, region)
    slope = evaluate(mixture_data(registered, cast, leader, region), centre).gradient @ scale
    assert np.abs(slope).max() < 0.01


@pytest.mark.slow
def test_simulated_truths_lie_in_the_intervals_as_often_as_promised() -> None:
    """Simulation-based calibration, in small: the stored table holds the larger run."""
    inside = total = 0
    for seed in range(6):
        registered, region, _, (cast, leader, added, moved) = drawn(300, seed=100 + seed, regions=1)
        fit, _ = fit_counts(registered, cast, leader, region)
        for truth, estimate in ((added, fit.stuffed), (moved, fit.stolen)):
            inside += estimate.low <= truth <= estimate.high
            total += 1
    assert inside >= 8  # of 12; under 90 % coverage fewer than 8 has a chance below one percent


def test_the_stored_coverage_is_what_the_reference_page_prints() -> None:
    path = resources.files("scrutator.forensics") / "tables" / "mixture_coverage.json"
    table = json.loads(path.read_text(encoding="utf-8"))
    assert table["level"] == 0.9
    page = Path(__file__).parents[3] / "docs" / "reference" / "forensic-tests.md"
    for quantity in ("stuffed", "stolen"):
        covered, fits = table[quantity]["covered"], table[quantity]["fits"]
        assert f"| {quantity} | {covered} | {fits} |" in page.read_text(encoding="utf-8")
        assert covered / fits >= 0.8


def test_a_model_that_does_not_look_like_the_election_is_refused(reference_data: Path) -> None:
    results = read_results(reference_data / "results" / "argentina-2015-caba.csv.gz")
    with pytest.raises(ScrutatorError, match="fingerprint differs") as caught:
        fit_mixture(results)
    assert caught.value.code == "F05"


def test_an_election_of_the_model_is_answered() -> None:
    registered, region, _, (cast, leader, added, _) = drawn(500, seed=5, regions=1)
    counts = {"registered": registered, "ballots_cast": cast, "valid": cast, "leader": leader}
    names = [f"region {code}" for code in region]
    fit = fit_mixture(results_from_counts("drawn", names, names, counts))
    assert fit.stuffed.low <= added <= fit.stuffed.high
    assert fit.to_plain()["status"] == "experimental"
    assert fit.misfit <= 0.05


def test_a_plain_election_is_refused_or_has_little_stuffing() -> None:
    """Where nothing was added the posterior leans against zero: both answers are honest."""
    results = plain_election(600)
    code, low = "", 0.0
    try:
        low = fit_mixture(results).stuffed.low
    except ScrutatorError as error:
        code = error.code
    assert code in ("", "F05")
    assert low < 0.03 * results["leader"].sum()
