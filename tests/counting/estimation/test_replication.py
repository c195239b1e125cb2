"""Jackknife and bootstrap against R survey."""

from typing import Any

import numpy as np
import pytest

from scrutator.counting.estimation.design import make_design
from scrutator.counting.estimation.replication import bootstrap_replicates, jackknife_covariance
from scrutator.errors import ScrutatorError

Api = dict[str, tuple[Any, Any]]


@pytest.mark.parametrize(
    ("name", "mean_error", "ratio_error"),
    [("dclus1", 26.32936059, 0.00951709), ("dstrat", 9.40894080, 0.00777251)],
)
def test_the_jackknife_equals_r(api: Api, name: str, mean_error: float, ratio_error: float) -> None:
    sample, design = api[name]
    of_mean = jackknife_covariance(design, sample.number("api00"), 1.0)
    of_ratio = jackknife_covariance(design, sample.number("api.stu"), sample.number("enroll"))
    np.testing.assert_allclose(np.sqrt(of_mean), mean_error, rtol=1e-8, atol=5e-9)
    np.testing.assert_allclose(np.sqrt(of_ratio), ratio_error, rtol=1e-8, atol=5e-9)


@pytest.mark.parametrize(("name", "error"), [("dclus1", 23.699), ("dstrat", 9.512)])
def test_the_rao_wu_bootstrap_is_within_five_percent_of_r(
    api_without_fpc: Api, name: str, error: float
) -> None:
    sample, design = api_without_fpc[name]
    replicates = bootstrap_replicates(design, sample.number("api00"), 1.0, replicates=2000, seed=1)
    assert replicates.std(ddof=1) == pytest.approx(error, rel=0.05)


def test_the_closed_form_equals_deleting_each_station_by_hand() -> None:
    strata = np.array([0, 0, 0, 1, 1])
    votes, cast = np.array([5.0, 9, 4, 8, 1]), np.array([10.0, 12, 9, 20, 6])
    by_hand = []
    for gone in range(5):
        weights = np.where(strata == strata[gone], 3 / 2 if gone < 3 else 2.0, 1.0)
        weights[gone] = 0
        by_hand.append(weights @ votes / (weights @ cast))
    scale = np.array([2 / 3] * 3 + [1 / 2] * 2)
    expected = scale @ (np.array(by_hand) - np.mean(by_hand)) ** 2
    got = jackknife_covariance(make_design(1.0, strata=strata), votes, cast)
    np.testing.assert_allclose(got[0, 0], expected)


def test_replicates_need_two_units_in_every_stratum() -> None:
    with pytest.raises(ScrutatorError, match="C02"):
        jackknife_covariance(make_design(1.0, strata=["a", "a", "b"]), [1.0, 2, 3], 1.0)
