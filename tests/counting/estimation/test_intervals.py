"""R's svyciprop, Clopper–Pearson and Korn–Graubard figures of the reference."""

from typing import Any

import numpy as np
import pytest

from scrutator.counting.estimation.estimators import mean
from scrutator.counting.estimation.intervals import (
    Limits,
    NoInterval,
    clopper_pearson,
    korn_graubard,
    likelihood,
    logit,
    upper_bound_when_none_seen,
    wald,
)

Api = dict[str, tuple[Any, Any]]
LOGIT = {
    "dstrat": (0.77453965, 0.87081485),
    "dclus1": (0.82379889, 0.91190008),
    "dclus2": (0.59550787, 0.86107438),
}
BETA = {
    "dstrat": (0.77417133, 0.87343159),
    "dclus1": (0.82370221, 0.91470449),
    "dclus2": (0.59077113, 0.87329228),
}
LIKELIHOOD = {
    "dstrat": (0.77641185, 0.87241587),
    "dclus1": (0.82628824, 0.91369449),
    "dclus2": (0.60338296, 0.86759770),
}


def schoolwide(api: Api, name: str) -> tuple[float, float, int, float]:
    sample, design = api[name]
    result = mean(design, sample.text("sch.wide") == "Yes")
    return float(result.values[0]), float(result.errors[0]), design.stations, design.degrees_of_freedom


def same(result: object, limits: tuple[float, float], tolerance: float = 1e-8) -> None:
    assert isinstance(result, Limits)
    np.testing.assert_allclose((result.low, result.high), limits, rtol=tolerance, atol=6e-9)


@pytest.mark.parametrize("name", LOGIT)
def test_the_logit_interval_equals_r(api: Api, name: str) -> None:
    share, error, _, freedom = schoolwide(api, name)
    same(logit(share, error, freedom), LOGIT[name])


@pytest.mark.parametrize("name", BETA)
def test_the_uncapped_korn_graubard_interval_equals_r_beta(api: Api, name: str) -> None:
    same(korn_graubard(*schoolwide(api, name), cap=False), BETA[name])


@pytest.mark.parametrize("name", LIKELIHOOD)
def test_the_likelihood_interval_is_r_s_to_the_fifth_digit(api: Api, name: str) -> None:
    same(likelihood(*schoolwide(api, name)), LIKELIHOOD[name], 1.3e-5)


def test_the_capped_interval_equals_svy(api: Api) -> None:
    same(korn_graubard(*schoolwide(api, "dstrat")), (0.76837, 0.87753), 1e-5)


@pytest.mark.parametrize(
    ("name", "share", "beta", "on_logit"),
    [
        ("dstrat", 0.03286245, (0.01201042, 0.07062391), (0.01465282, 0.07204722)),
        ("dclus1", 0.00546448, (0.00004265, 0.03748863), None),
    ],
)
def test_a_rare_event_has_r_s_limits(
    api: Api, name: str, share: float, beta: tuple[float, float], on_logit: tuple[float, float] | None
) -> None:
    sample, design = api[name]
    result = mean(design, sample.number("api00") < 430)
    value, error = float(result.values[0]), float(result.errors[0])
    assert value == pytest.approx(share, abs=5e-9)
    same(korn_graubard(value, error, design.stations, design.degrees_of_freedom, cap=False), beta)
    if on_logit:
        same(logit(value, error, design.degrees_of_freedom), on_logit)


def test_the_symmetric_interval_of_a_rare_event_crosses_zero(api: Api) -> None:
    sample, design = api["dclus1"]
    result = mean(design, sample.number("api00") < 430)
    limits = wald(float(result.values[0]), float(result.errors[0]), design.degrees_of_freedom)
    assert isinstance(limits, Limits)
    assert (round(limits.low, 4), round(limits.high, 4)) == (-0.0071, 0.0180)


@pytest.mark.parametrize(
    ("cases", "stations", "low", "high"),
    [(5, 1200, 0.135, 0.970), (0, 1200, 0, 0.307), (20, 1200, 1.021, 2.562), (0, 200, 0, 1.828)],
)
def test_clopper_pearson_limits(cases: int, stations: int, low: float, high: float) -> None:
    limits = clopper_pearson(cases, stations)
    assert (round(100 * limits.low, 3), round(100 * limits.high, 3)) == (low, high)


@pytest.mark.parametrize(("effect", "upper"), [(1, 0.970), (2, 1.328), (4, 1.984)])
def test_korn_graubard_widens_with_the_design_effect(effect: float, upper: float) -> None:
    share = 5 / 1200
    error = np.sqrt(effect * share * (1 - share) / 1200)
    limits = korn_graubard(share, float(error), 1200, 1199)
    assert isinstance(limits, Limits)
    assert round(100 * limits.high, 3) == upper


def test_no_case_needs_the_design_effect_of_a_comparable_item() -> None:
    assert isinstance(korn_graubard(0.0, 0.0, 200, 199), NoInterval)
    given = korn_graubard(0.0, 0.0, 200, 199, zero_design_effect=2.0)
    assert isinstance(given, Limits)
    assert given.low == 0
    assert given.high == pytest.approx(clopper_pearson(0, 100).high)


def test_none_seen_bounds_the_rate_and_a_blind_observer_widens_it() -> None:
    assert upper_bound_when_none_seen(8) == pytest.approx(0.3123, abs=5e-5)
    assert upper_bound_when_none_seen(65) == pytest.approx(0.0450, abs=5e-5)
    assert upper_bound_when_none_seen(65, sensitivity=0.5) == 2 * upper_bound_when_none_seen(65)
    assert upper_bound_when_none_seen(1, sensitivity=0.1) == 1.0


def test_one_station_has_no_degrees_of_freedom_of_its_own_to_correct_for() -> None:
    found = korn_graubard(0.1, 0.05, 1, 5, cap=False)
    expected = clopper_pearson(3.6, 36)  # the effective size 0.1 · 0.9 / 0.05²
    assert isinstance(found, Limits)
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high))
