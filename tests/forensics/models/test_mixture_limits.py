"""The mixture's published limits, on both sides: misfit, tails of the intervals, effective draws."""

import json
from importlib import resources

import numpy as np
import pytest
from made_up import plain_election

from scrutator.errors import ScrutatorError
from scrutator.forensics.models import mixture, mixture_likelihood
from scrutator.forensics.models.honest import VoteEstimate, beyond_honest
from scrutator.forensics.models.mixture_likelihood import PRIOR_MEAN, mixture_data


@pytest.mark.parametrize(
    ("misfit", "refused"), [(0.05, False), (0.0501, True), (0.045, False), (0.055, True)]
)
def test_a_fit_that_misses_more_than_a_twentieth_of_the_stations_is_refused(
    monkeypatch: pytest.MonkeyPatch, misfit: float, refused: bool
) -> None:
    monkeypatch.setattr(mixture, "_climb", lambda *_: (None, None, "little", 1))
    estimate = VoteEstimate(1.0, 0.0, 2.0, 0.9)
    answer = mixture.MixtureFit(estimate, estimate, 100, 0.0, misfit, "little", 1, ())
    monkeypatch.setattr(mixture, "_fit_at", lambda *_: answer)
    monkeypatch.setattr(mixture, "fingerprint_misfit", lambda *_: misfit)
    if refused:
        with pytest.raises(ScrutatorError, match="F05"):
            mixture.fit_mixture(plain_election(100))
    else:
        assert mixture.fit_mixture(plain_election(100)).misfit == misfit


def test_a_ninety_percent_interval_ends_at_the_outer_quarters_of_ten_percent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[tuple[float, ...]] = []
    monkeypatch.setattr(mixture, "_normalised", lambda logs: np.full(len(logs), 1 / len(logs)))
    monkeypatch.setattr(
        mixture, "_weighted_quantiles", lambda *given: asked.append(given[2]) or (0.0, 0.0, 0.0)
    )
    rng = np.random.default_rng(1)
    registered = rng.integers(300, 2500, 40)
    region = np.zeros(40, dtype=np.int64)
    start = np.concatenate([PRIOR_MEAN, [0.4, 0.0]])
    cast, leader, _, _ = mixture.simulate_mixture(registered, region, start, rng)
    centre, _ = mixture.fit_scale(registered, cast, leader, region)
    mixture.importance_votes(mixture_data(registered, cast, leader, region), centre, 0.9)
    assert asked[0] == pytest.approx((0.5, 0.025, 0.975))


@pytest.mark.parametrize(("even", "refused"), [(21, False), (19, True), (15, True)])
def test_an_interval_needs_the_weight_of_a_tenth_of_the_draws(even: int, refused: bool) -> None:
    logs = np.where(np.arange(200) < even, 0.0, -1000.0)
    if refused:
        with pytest.raises(ScrutatorError, match="F05"):
            mixture._normalised(logs)
    else:
        assert mixture._normalised(logs).sum() == pytest.approx(1)


def test_the_coarse_cells_of_a_large_election_lie_where_they_were_measured(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The posterior of a fixed election, summed here over cells with the published edges.

    Stations where nobody is left to be stuffed or stolen from would hide the cells; here every fifth one is
    stuffed. The sum is over the middle of each cell, with the cell's part of the exponential law.
    """
    edges = [0, 0.005, 0.018, 0.045, 0.1, 0.17, 0.24, 0.31, 0.39, 0.47, 0.56, 0.66, 0.78, 0.9, 1]
    rng = np.random.default_rng(2)
    registered = rng.integers(300, 2500, 60)
    region = np.zeros(60, dtype=np.int64)
    truth = np.concatenate([PRIOR_MEAN, [0.4, 0.0]])
    cast, leader, _, _ = mixture.simulate_mixture(registered, region, truth, rng)
    monkeypatch.setattr(mixture_likelihood, "FINE_UP_TO", 0)
    coarse = mixture_likelihood.evaluate(mixture_data(registered, cast, leader, region), truth).value
    monkeypatch.setattr(mixture_likelihood, "FINE_UP_TO", 1000)
    monkeypatch.setattr(mixture_likelihood, "FINE_EDGES", np.array(edges, dtype=float))
    assert coarse == mixture_likelihood.evaluate(mixture_data(registered, cast, leader, region), truth).value


@pytest.mark.parametrize("kind", ["stuffed", "stolen"])
def test_an_interval_that_does_not_begin_above_what_honest_elections_give_says_none(kind: str) -> None:
    """The limit is a part of the leader's votes: here of 1,000,000."""
    limit = 1_000_000 * stored_honest()[kind]["limit"]
    at = VoteEstimate(limit * 1.5, limit, limit * 2, 0.9)
    above = VoteEstimate(limit * 1.5, limit + 1, limit * 2, 0.9)
    said = beyond_honest(at, 1_000_000, kind)
    assert (said.none, said.low, said.high, said.honest) == (True, 0.0, limit * 2, limit)
    shown = beyond_honest(above, 1_000_000, kind)
    assert (shown.none, shown.low) == (False, limit + 1)


def stored_honest() -> dict[str, dict[str, float]]:
    path = resources.files("scrutator.forensics") / "tables" / "mixture_honest.json"
    return dict(json.loads(path.read_text(encoding="utf-8")))


def test_on_four_hundred_honest_elections_at_most_five_per_cent_have_an_interval_above_none() -> None:
    """Before, nine of twelve honest elections had stuffed and stolen votes with intervals above zero."""
    table = stored_honest()
    assert table["elections"] >= 400
    for kind in ("stuffed", "stolen"):
        assert table[kind]["above"] <= 0.05 * (table["elections"] - table["refused"])
