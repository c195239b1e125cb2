"""The choice between raking and the regression estimator in a night, against R and against `calibrate`."""

from datetime import date, datetime
from typing import Any

import numpy as np
import pytest

from scrutator.counting.estimation.calibrated import calibrate
from scrutator.counting.estimation.design import make_design
from scrutator.counting.night.estimate import shares
from scrutator.counting.night.night_file import Night, read_night
from scrutator.counting.night.publication import Registered, look
from scrutator.counting.night.quickcount import QuickCount, Report, Sampled, make_sample
from scrutator.counting.night.response import ADJUSTMENTS, LINEAR_REFUSED
from scrutator.errors import ScrutatorError

Api = dict[str, tuple[Any, Any]]
NOON = datetime.fromisoformat("2026-11-21T12:00")
SCALE = 1000


def night_of(drawn: list[Sampled], arrived: dict[str, int]) -> QuickCount:
    count = QuickCount(make_sample(drawn), ("x",))
    for station, figure in arrived.items():
        assert count.take(Report(station, NOON, (figure, SCALE)))
    return count


SIZES = {"E": 4421, "H": 755, "M": 1018}


@pytest.mark.parametrize("adjustment", ["raking", "linear"])
def test_a_night_whose_cells_are_poststrata_gives_the_mean_of_r(api: Api, adjustment: str) -> None:
    sample, design = api["dclus1"]
    kinds, half = sample.text("stype"), design.weights / 2
    drawn = [Sampled(str(i), "all", kinds[i], float(weight)) for i, weight in enumerate(half)]
    # One silent station per type brings the drawn weight of the type to its size in the frame.
    drawn += [
        Sampled(f"silent {kind}", "all", kind, size - float(half[kinds == kind].sum()))
        for kind, size in SIZES.items()
    ]
    count = night_of(drawn, {str(i): int(score) for i, score in enumerate(sample.number("api00"))})
    weights = ADJUSTMENTS[adjustment](count.sample, count.statistics)
    estimate = shares(count.sample, count.statistics, weights, ("x",))
    assert weights.kind == adjustment
    assert SCALE * estimate.values[0] == pytest.approx(642.31078821, rel=1e-8)


def two_ways(arrived: int) -> QuickCount:
    """60 drawn stations in three strata and two cells, the first of them arrived."""
    generator = np.random.Generator(np.random.PCG64(5))
    drawn = [
        Sampled(f"s{i}", "nsw"[i % 3], "town" if generator.random() < 0.4 else "village", 1.0 + i % 3)
        for i in range(60)
    ]
    figures = generator.integers(100, 900, 60)
    return night_of(drawn, {f"s{i}": int(figures[i]) for i in range(arrived)})


def test_linear_weights_are_those_of_the_regression_estimator_checked_against_r() -> None:
    count = two_ways(40)
    sample, arrived = count.sample, count.arrived
    dummies = np.column_stack([sample.strata == code for code in range(3)] + [sample.cells == 0]).astype(
        float
    )
    design = make_design(sample.weights[arrived], strata=[str(code) for code in sample.strata[arrived]])
    known = calibrate(design, dummies[arrived], sample.weights @ dummies)
    live = ADJUSTMENTS["linear"](sample, count.statistics).per_atom[sample.atoms][arrived]
    np.testing.assert_allclose(live, known.design.weights, rtol=1e-9)
    raked = ADJUSTMENTS["raking"](sample, count.statistics).per_atom[sample.atoms][arrived]
    assert np.abs(raked / live - 1).max() > 1e-4


def test_where_a_linear_weight_is_not_positive_raking_takes_its_place_and_says_so() -> None:
    # All of the north has arrived, and of the south all towns and one of a hundred villages: the one
    # village's weight pulls the north's villages up and, in a linear fit, its towns below zero.
    numbers = {("n", "town"): 10, ("n", "village"): 10, ("s", "town"): 100, ("s", "village"): 100}
    drawn = [
        Sampled(f"{stratum} {cell} {i}", stratum, cell)
        for (stratum, cell), number in numbers.items()
        for i in range(number)
    ]
    silent = {f"s village {i}" for i in range(1, 100)}
    count = night_of(drawn, {one.station: 500 for one in drawn if one.station not in silent})
    moment = look(count, Registered(adjustment="linear"))
    raked = ADJUSTMENTS["raking"](count.sample, count.statistics)
    assert moment.weights.kind == LINEAR_REFUSED
    np.testing.assert_array_equal(moment.weights.per_atom, raked.per_atom)
    assert (raked.per_atom > 0).all()


ROWS = [
    {"station": str(i), "stratum": "ns"[i % 2], "a": str(50 + i), "valid": "100", "at": "21:00"}
    for i in range(8)
]


def read(adjustment: object) -> Night:
    content = {
        "date": date(2026, 11, 21),
        "sample": {"station": "station", "stratum": ["stratum"], "equal_strata": 10},
        "arrivals": {"station": "station", "at": "at", "denominator": "valid", "lists": {"a": "a"}},
        "registered": {"adjustment": adjustment},
    }
    return read_night(content, ROWS, ROWS)


def test_the_night_file_registers_the_adjustment() -> None:
    night = read("linear")
    assert look(night.count_until(None), night.rules).weights.kind == "linear"


@pytest.mark.parametrize("given", ["greg", "", 1])
def test_an_unknown_adjustment_is_refused(given: object) -> None:
    with pytest.raises(ScrutatorError, match=r"C08.*adjustment"):
        read(given)
