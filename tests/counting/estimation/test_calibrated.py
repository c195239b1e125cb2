"""Poststratification, GREG and raking against R survey's dclus1 figures."""

from typing import Any

import numpy as np
import pytest

from scrutator.counting.estimation.calibrated import calibrate, poststratify
from scrutator.counting.estimation.design import make_design
from scrutator.errors import ScrutatorError

Api = dict[str, tuple[Any, Any]]
POPULATION = (6194.0, 755.0, 1018.0, 3914069.0)


def variables(sample: Any) -> np.ndarray:
    kind = sample.text("stype")
    return np.column_stack([np.ones(len(kind)), kind == "H", kind == "M", sample.number("api99")]).astype(
        float
    )


def check(estimate: Any, value: float, error: float) -> None:
    np.testing.assert_allclose(estimate.values[0], value, rtol=1e-8)
    np.testing.assert_allclose(estimate.errors[0], error, rtol=1e-8, atol=5e-9)


def test_poststratification_equals_r(api: Api) -> None:
    sample, design = api["dclus1"]
    known = poststratify(design, sample.text("stype"), {"E": 4421, "H": 755, "M": 1018})
    check(known.mean(sample.number("api00"), ("api00",)), 642.31078821, 23.92048645)


def test_the_regression_estimator_equals_r(api: Api) -> None:
    sample, design = api["dclus1"]
    known = calibrate(design, variables(sample), POPULATION)
    check(known.mean(sample.number("api00"), ("api00",)), 665.30907117, 3.44175312)


def test_raking_equals_r_and_keeps_weights_positive(api: Api) -> None:
    sample, design = api["dclus1"]
    known = calibrate(design, variables(sample), POPULATION, distance="raking")
    check(known.mean(sample.number("api00"), ("api00",)), 665.39379599, 3.43775354)
    assert (known.design.weights > 0).all()


def test_calibrated_weights_reproduce_the_known_totals(api: Api) -> None:
    sample, design = api["dclus1"]
    for distance in ("linear", "raking"):
        known = calibrate(design, variables(sample), POPULATION, distance=distance)  # type: ignore[arg-type]
        np.testing.assert_allclose(known.design.weights @ variables(sample), POPULATION, rtol=1e-9)


def test_a_group_without_a_station_is_refused() -> None:
    with pytest.raises(ScrutatorError, match="'rural' is not in the sample"):
        poststratify(make_design([1.0, 1.0], strata=["a", "a"]), ["town", "town"], {"town": 4, "rural": 6})


def test_totals_no_weights_can_reach_are_refused() -> None:
    design = make_design([1.0, 1.0], strata=["a", "a"])
    with pytest.raises(ScrutatorError, match="C03"):
        calibrate(design, [1.0, 1.0], [-5.0], distance="raking")
