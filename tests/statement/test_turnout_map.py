"""The map of turnout: every region has its number on it, at a place that is its own."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrutator.statement.charts.official import gravity, label_of
from scrutator.statement.document import Document
from scrutator.statement.drawing import draw_svg
from scrutator.statement.numbers import number
from support.needs import package

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
    label = label_of({"geometry": shape, "properties": {"region": "South", "turnout": 41.4}})
    assert label == {"region": "South", "longitude": 2.0, "latitude": 2.0, "turnout": 41.4, "small": False}
    alone = {"geometry": {"coordinates": [[island]]}, "properties": {"turnout": 53.3}}
    assert label_of(alone)["small"]


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_every_region_has_its_number_small_ones_their_names_and_the_shades_their_scale(
    kazakhstan_documents: dict[str, Document], language: str
) -> None:
    package("vl_convert")
    document = kazakhstan_documents[language]
    (chart,) = (chart for chart in document.charts if chart.name == "turnout-map")
    assert chart.phone is not None
    numbers = sorted(number(row[1], 1, language) for row in chart.rows if isinstance(row[1], Decimal))
    assert len(numbers) == 16
    for spec in (chart.spec, chart.phone):
        drawn = draw_svg(spec, "map")
        shown = re.findall(">([^<>]+)</text>", drawn)
        assert sorted({text for text in shown if re.fullmatch(r"\d\d[.,]\d", text)}) == sorted(set(numbers))
        for name in ("Almaty city", "Astana"):
            assert document.speech.words(name) in shown
        assert document.speech.words("Almaty city") in chart.title
        assert "role-legend" in drawn
        assert "linearGradient" in drawn
