"""R survey 4.1-1 on the api samples, to 1e-8 relative; and what has no interval says why."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrutator.counting.estimation.design import make_design
from scrutator.counting.estimation.estimators import design_effect, mean, ratio, total
from scrutator.counting.estimation.intervals import NoInterval
from scrutator.errors import ScrutatorError

Api = dict[str, tuple[Any, Any]]


def close(value: object, target: float, printed: float = 5e-9) -> None:
    """1e-8 relative, or half a unit of the last printed digit where the target has fewer."""
    got = float(np.asarray(value).reshape(-1)[0])
    assert abs(got - target) <= max(1e-8 * abs(target), printed)


MEANS = {
    "dsrs": (656.585, 9.24972204),
    "dstrat": (662.28736316, 9.40894080),
    "dclus1": (644.16939891, 23.54224069),
    "dclus2": (670.81180812, 30.09902738),
}
TOTALS = {
    "dsrs": (3621074.34, 169519.65434406),
    "dstrat": (3687177.53243828, 114641.71610078),
    "dclus1": (3404940.13452911, 932235.02704122),
    "dclus2": (2639272.93, 799637.77364836),
}
RATIOS = {
    "dsrs": (0.82535365, 0.01006883),
    "dstrat": (0.83695689, 0.00775710),
    "dclus1": (0.84970874, 0.00838630),
    "dclus2": (0.81973704, 0.01885056),
}
PROPORTIONS = {
    "dstrat": (0.82794801, 0.02434478),
    "dclus1": (0.87431694, 0.02035948),
    "dclus2": (0.75129151, 0.06639499),
}


@pytest.mark.parametrize("name", MEANS)
def test_the_mean_and_its_error_equal_r_survey(api: Api, name: str) -> None:
    sample, design = api[name]
    result = mean(design, sample.number("api00"))
    close(result.values, MEANS[name][0])
    close(result.errors, MEANS[name][1])


@pytest.mark.parametrize("name", TOTALS)
def test_the_total_and_its_error_equal_r_survey(api: Api, name: str) -> None:
    sample, design = api[name]
    known = ~np.isnan(sample.number("enroll"))
    result = total(design, np.nan_to_num(sample.number("enroll")), domain=known)
    close(result.values, TOTALS[name][0])
    close(result.errors, TOTALS[name][1])


@pytest.mark.parametrize("name", RATIOS)
def test_the_ratio_and_its_error_equal_r_survey(api: Api, name: str) -> None:
    sample, design = api[name]
    enrolled = sample.number("enroll")
    known = ~np.isnan(enrolled)
    tested = np.where(known, sample.number("api.stu"), 0)
    result = ratio(design, tested, np.nan_to_num(enrolled), domain=known)
    close(result.values, RATIOS[name][0])
    close(result.errors, RATIOS[name][1])


@pytest.mark.parametrize("name", PROPORTIONS)
def test_the_proportion_and_its_error_equal_r_survey(api: Api, name: str) -> None:
    sample, design = api[name]
    result = mean(design, sample.text("sch.wide") == "Yes")
    close(result.values, PROPORTIONS[name][0])
    close(result.errors, PROPORTIONS[name][1])


@pytest.mark.parametrize(
    ("name", "effect"), [("dstrat", 1.204457), ("dclus1", 9.345869), ("dclus2", 6.250514)]
)
def test_the_design_effect_equals_r_survey(api: Api, name: str, effect: float) -> None:
    sample, design = api[name]
    close(design_effect(design, sample.number("api00")), effect, 5e-7)


@pytest.mark.parametrize(
    ("name", "mean_error", "ratio_error"),
    [("dstrat", 9.53613230, 0.00797026), ("dclus1", 23.77901072, 0.00847064)],
)
def test_without_population_sizes_the_error_is_that_of_a_draw_with_replacement(
    api_without_fpc: Api, name: str, mean_error: float, ratio_error: float
) -> None:
    sample, design = api_without_fpc[name]
    close(mean(design, sample.number("api00")).errors, mean_error)
    close(ratio(design, sample.number("api.stu"), sample.number("enroll")).errors, ratio_error)


def test_one_station_has_no_interval_and_says_why() -> None:
    result = ratio(make_design([1.0], strata=["a"]), [[40.0]], [100.0])
    assert result.values[0] == 0.4
    assert np.isnan(result.errors[0])
    assert result.intervals()[0] == NoInterval("one sampled unit says nothing about how units differ")


def test_no_arrival_has_no_estimate_and_no_interval() -> None:
    result = ratio(make_design([], strata=[]), np.zeros((0, 2)), np.zeros(0))
    assert np.isnan(result.values).all()
    assert result.intervals() == (NoInterval("no station has arrived"),) * 2


def test_a_zero_denominator_has_no_estimate() -> None:
    result = ratio(make_design([1.0, 1.0], strata=["a", "a"]), [[0.0], [0.0]], [0.0, 0.0])
    assert np.isnan(result.values[0])
    assert result.no_interval_because == "the denominator is zero"


def test_a_stratum_with_one_station_refuses_by_name_unless_told_otherwise() -> None:
    design = make_design([1.0, 1.0, 1.0], strata=["north", "north", "south"])
    votes = np.array([10.0, 20.0, 45.0])
    refused = mean(design, votes)
    assert refused.covariance is None
    assert "stratum south" in refused.no_interval_because
    skipped = mean(design, votes, single="skip")
    centred = mean(design, votes, single="centre")
    assert 0 < skipped.errors[0] < centred.errors[0]
    assert centred.single_strata == ("south",)


def test_a_completely_counted_stratum_may_have_one_station() -> None:
    design = make_design([2.0, 2.0, 1.0], strata=["a", "a", "b"], population=[4, 4, 1])
    assert mean(design, [1.0, 3.0, 2.0]).covariance is not None


def test_stations_that_do_not_vary_get_no_zero_width_interval() -> None:
    result = mean(make_design([1.0] * 5, strata=["a"] * 5), np.zeros(5))
    assert isinstance(result.intervals()[0], NoInterval)


def test_a_sample_larger_than_its_frame_is_refused() -> None:
    with pytest.raises(ScrutatorError, match="C01"):
        make_design([1.0, 1.0], strata=["a", "a"], population=[1, 1])


def test_a_contrast_of_the_shares_is_their_linear_combination() -> None:
    design = make_design([1.0] * 4, strata=["a", "a", "b", "b"])
    shares = ratio(design, [[5, 3], [6, 1], [2, 7], [4, 4]], [10, 10, 10, 10], ("a", "b"))
    lead = shares.contrast([[1, -1]], ("lead",))
    direct = ratio(design, [2.0, 5, -5, 0], [10, 10, 10, 10])
    np.testing.assert_allclose(lead.values, direct.values)
    np.testing.assert_allclose(lead.errors, direct.errors)


@given(
    st.lists(st.tuples(st.integers(0, 300), st.integers(1, 500)), min_size=4, max_size=30), st.floats(0.1, 9)
)
def test_a_ratio_does_not_change_when_all_weights_are_scaled(
    rows: list[tuple[int, int]], scale: float
) -> None:
    strata = [index % 2 for index in range(len(rows))]
    votes, cast = np.array(rows, dtype=float).T
    first = ratio(make_design(1.0, strata=strata), votes, cast)
    second = ratio(make_design(scale, strata=strata), votes, cast)
    np.testing.assert_allclose(first.values, second.values)
    np.testing.assert_allclose(first.errors, second.errors, atol=1e-12)
