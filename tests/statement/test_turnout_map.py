"""The map of turnout: every region has its number on it, at a place that is its own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrutator.statement.charts.official import gravity, label_of
from scrutator.statement.document import Document

SQUARE = [[1.0, 1.0], [3.0, 1.0], [3.0, 3.0], [1.0, 3.0], [1.0, 1.0]]


def test_the_centre_of_a_square_is_its_middle_whichever_way_it_is_wound() -> None:
    assert gravity(SQUARE) == (4.0, 2.0, 2.0)
    assert gravity(SQUARE[::-1]) == (4.0, 2.0, 2.0)


@given(st.floats(-170, 170), st.floats(-80, 80))
def test_the_centre_moves_with_the_ring(east: float, north: float) -> None:
    area, longitude, latitude = gravity([[x + east, y + north] for x, y in SQUARE])
    assert (area, longitude, latitude) == pytest.approx((4.0, 2.0 + east, 2.0 + north), abs=1e-6)


def test_the_number_of_a_region_stands_on_its_largest_part_and_beside_a_small_one() -> None:
    island = [[x * 0.1 + 9, y * 0.1] for x, y in SQUARE]
    shape = {"coordinates": [[island], [SQUARE]]}
    label = label_of({"geometry": shape, "properties": {"turnout": 41.4}})
    assert label == {"longitude": 2.0, "latitude": 2.0, "turnout": 41.4, "small": False}
    alone = {"geometry": {"coordinates": [[island]]}, "properties": {"turnout": 53.3}}
    assert label_of(alone)["small"]


def test_every_region_has_its_number_and_a_phone_leaves_the_small_ones_to_the_table(
    kazakhstan_document: Document,
) -> None:
    (chart,) = (chart for chart in kazakhstan_document.charts if chart.name == "turnout-map")
    assert chart.phone is not None
    for spec, numbers in ((chart.spec, 16), (chart.phone, 14)):
        drawn = [layer for layer in spec["layer"] if layer["mark"].get("color") == "#ffffff"]
        assert sum(len(layer["data"]["values"]) for layer in drawn) == numbers
    assert len(chart.rows) == 16
