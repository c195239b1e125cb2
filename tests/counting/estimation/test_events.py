"""Thresholds, leads, compound events and families of domains."""

import numpy as np
import pytest

from scrutator.counting.estimation.design import make_design
from scrutator.counting.estimation.domains import compare_with_official, domain_ratios, holm
from scrutator.counting.estimation.estimators import ratio
from scrutator.counting.estimation.events import above_threshold, ahead, event_chance, joint_draws
from scrutator.counting.estimation.intervals import Limits


def night(stations: int = 400, seed: int = 3) -> tuple[np.ndarray, np.ndarray]:
    generator = np.random.Generator(np.random.PCG64(seed))
    cast = generator.integers(200, 600, stations).astype(float)
    shares = generator.dirichlet((50, 40, 7.2, 2.8), stations)
    return np.floor(shares * cast[:, None]), cast


def test_a_share_at_the_threshold_has_even_chances() -> None:
    votes, cast = night()
    design = make_design(1.0, strata=np.arange(400) % 4)
    level = float(votes[:, 2].sum() / cast.sum())
    chance = above_threshold(design, votes[:, 2], cast, level)
    assert chance.probability == pytest.approx(0.5, abs=1e-9)


def test_the_lead_contrast_agrees_with_the_joint_draws() -> None:
    votes, cast = night(60)
    design = make_design(1.0, strata=np.arange(60) % 4)
    exact = ahead(design, votes[:, 0], votes[:, 1] + 12)
    shares = ratio(design, np.column_stack([votes[:, 0], votes[:, 1] + 12]), cast)
    drawn = event_chance(shares, lambda sample: sample[:, 0] > sample[:, 1], draws=40_000, seed=5)
    assert exact.probability == pytest.approx(drawn.probability, abs=0.015)
    assert "not a posterior" in drawn.basis


def test_the_joint_draws_have_the_estimate_s_moments() -> None:
    votes, cast = night()
    estimate = ratio(make_design(1.0, strata=np.arange(400) % 4), votes, cast)
    draws = joint_draws(estimate, draws=40_000, seed=1)
    assert draws is not None
    np.testing.assert_allclose(draws.mean(axis=0), estimate.values, atol=1e-4)
    np.testing.assert_allclose(draws.std(axis=0), estimate.errors, rtol=0.03)


def test_without_an_interval_there_is_no_probability() -> None:
    design = make_design([1.0], strata=["a"])
    chance = above_threshold(design, np.array([10.0]), np.array([100.0]), 0.07)
    assert chance.probability is None
    assert "one sampled unit" in chance.no_probability_because


def test_simultaneous_intervals_are_wider_and_cover_the_family() -> None:
    votes, cast = night()
    labels = np.array(["north", "south"])[np.arange(400) // 200]
    found = domain_ratios(make_design(1.0, strata=labels), votes, cast, list(labels), ("a", "b", "c", "d"))
    assert [domain.name for domain in found] == ["north", "south"]
    for domain in found:
        for own, joint in zip(domain.intervals, domain.simultaneous, strict=True):
            assert isinstance(own, Limits)
            assert isinstance(joint, Limits)
            assert joint.low < own.low < own.high < joint.high
            assert joint.kind.startswith("99.375 %")


def test_holm_multiplies_the_smallest_most_and_never_reverses_the_order() -> None:
    assert holm({"a": 0.04, "b": 0.01, "c": 0.03}) == pytest.approx({"a": 0.06, "b": 0.03, "c": 0.06})


def test_an_official_figure_far_outside_is_named_and_one_inside_is_not() -> None:
    votes, cast = night()
    estimate = ratio(make_design(1.0, strata=np.arange(400) % 4), votes, cast, ("a", "b", "c", "d"))
    shifted = {"a": float(estimate.values[0]), "b": float(estimate.values[1]) + 0.1}
    result = compare_with_official(estimate, shifted)
    assert result["a"] == 1.0
    assert result["b"] < 1e-6
