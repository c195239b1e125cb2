"""The planner against the handbook's formula and the measured Mexican design effects."""

import numpy as np
import pytest

from scrutator.counting.sampling.planner import (
    plan,
    stations_for_domain,
    stations_for_threshold,
    stations_needed,
)
from scrutator.errors import ScrutatorError


@pytest.mark.parametrize(("distance", "stations"), [(0.2, 530.4), (0.47, 96.0)])
def test_stations_that_show_a_list_above_the_threshold(distance: float, stations: float) -> None:
    assert stations_for_threshold(2.8, distance) == pytest.approx(stations, abs=0.15)


def test_a_list_below_the_threshold_has_no_such_number() -> None:
    with pytest.raises(ScrutatorError, match="C06"):
        stations_for_threshold(2.8, 0.0)


@pytest.fixture(scope="module")
def final(mexico_rows: list[dict[str, str]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rows = [row for row in mexico_rows if row["of_TOTAL"]]
    votes = np.array([[float(row[f"of_{name}"]) for name in ("AMLO", "RAC", "JAMK")] for row in rows])
    districts = np.array([int(row["iD_ESTADO"]) * 100 + int(row["ID_DISTRITO_FEDERAL"]) for row in rows])
    return votes, np.array([float(row["of_TOTAL"]) for row in rows]), districts


def test_the_measured_mexican_margins_for_1500_stations(
    final: tuple[np.ndarray, np.ndarray, np.ndarray],
) -> None:
    votes, cast, districts = final
    # The frame is so large (about 157,000 stations) that its finite correction is left out.
    infinite = {str(name): 10**7 * int((districts == name).sum()) for name in np.unique(districts)}
    loose = plan(votes, cast, ["all"] * len(cast), 1500, population={"all": 10**9})
    tight = plan(votes, cast, list(districts), 1500, population=infinite)
    np.testing.assert_allclose(100 * loose.margins, (0.87, 0.71, 0.49), atol=0.005)
    np.testing.assert_allclose(loose.design_effects, (43.1, 40.5, 24.8), atol=0.06)
    np.testing.assert_allclose(loose.correlations, (0.117, 0.110, 0.066), atol=6e-4)
    # The reference averages the within-district spreads; equal within 0.01 points.
    np.testing.assert_allclose(100 * tight.margins, (0.61, 0.51, 0.39), atol=0.01)


def test_the_stations_needed_for_a_margin_are_the_fewest(
    final: tuple[np.ndarray, np.ndarray, np.ndarray],
) -> None:
    votes, cast, districts = final
    states = [str(district // 100) for district in districts]
    needed = stations_needed(votes, cast, states, 0.01, column=0)
    assert needed is not None
    assert plan(votes, cast, states, needed).margins[0] <= 0.01
    assert plan(votes, cast, states, needed - 1).margins[0] > 0.01


def test_fewer_reports_widen_the_margin() -> None:
    votes, cast = np.array([[3.0], [5], [9], [2], [4], [7]]), np.full(6, 10.0)
    full = plan(votes, cast, ["a"] * 3 + ["b"] * 3, 4)
    partly = plan(votes, cast, ["a"] * 3 + ["b"] * 3, 4, response=0.6)
    assert partly.margins[0] > full.margins[0]


def test_a_domain_needs_its_own_stations_and_a_proportional_draw_many_more(
    final: tuple[np.ndarray, np.ndarray, np.ndarray],
) -> None:
    votes, cast, districts = final
    states = districts // 100
    inside = states == 9
    found = stations_for_domain(votes, cast, list(states), list(inside), 0.02, column=0)
    assert found is not None
    alone = stations_needed(votes[inside], cast[inside], list(states[inside]), 0.02, column=0)
    assert found.inside == alone
    assert found.whole == pytest.approx(found.inside / inside.mean(), abs=1)
