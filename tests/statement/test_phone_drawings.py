"""Charts of station results and of the night on a phone: a drawing of their own, with text that can be read."""

from typing import Any

import pytest

from scrutator.statement.charts.chart import Chart, themed
from scrutator.statement.charts.counting import narrow_night
from scrutator.statement.charts.forensics import (
    fingerprint_chart,
    peaks_chart,
    region_clouds_chart,
    region_map,
)
from scrutator.statement.drawing import draw_svg
from scrutator.statement.page.phone_drawing import narrowed, phone_drawing, smallest_on
from support.needs import package

ROOM = 280  # px on a phone of 320 px
SQUARE = [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]


def shape(name: str, east: int) -> dict[str, Any]:
    ring = [[x + east, y] for x, y in SQUARE[0]]
    return {
        "type": "Feature",
        "properties": {"name": name},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


CHARTS: dict[str, Chart] = {
    "peaks": peaks_chart(
        [(what, i, 40 + i % 5, 38.5) for what in ("turnout", "leader's share") for i in range(5, 100)]
    ),
    "map": region_map(
        {"features": [shape("A", 0), shape("B", 1)], "coordinates": "plane"}, [("A", 1.5), ("B", -0.3)]
    ),
    "clouds": region_clouds_chart(
        [
            (
                f"The region of the long name {i}",
                40,
                50_000 - i,
                60.0,
                50.0,
                1,
                ((50, 50, 80.0), (55, 50, 20.0)),
            )
            for i in range(9)
        ]
    ),
    "fingerprint": fingerprint_chart([(50, 40, 900), (52, 40, 300)]),
}


@pytest.mark.parametrize("name", CHARTS)
def test_every_text_of_the_phones_drawing_is_at_least_nine_pixels_high(name: str) -> None:
    package("vl_convert")
    drawn = phone_drawing(CHARTS[name])
    assert drawn is not None
    assert smallest_on(drawn, ROOM) >= 9


def test_the_night_has_a_drawing_for_phones_with_every_panel_in_full() -> None:
    package("vl_convert")
    rows = [
        {"at": at, "order": order, "list": name, "unadjusted": 44.0, "share": 45.0, "low": 43.0, "high": 47.0,
         "official": 45.5, "released": order > 0}
        for name in ("A list with a very long name indeed", "B")
        for order, at in enumerate(("21:00", "22:00", "end"))
    ]  # fmt: skip
    svg = draw_svg(narrow_night(rows), "night")
    assert smallest_on(svg, ROOM) >= 9
    assert "A list with a very long name" in svg
    assert svg.count("per cent") >= 2


def test_a_square_chart_stays_square_when_it_is_narrowed_and_another_keeps_its_height() -> None:
    assert narrowed(themed({}, width=440, height=440), 220)["height"] == 220
    assert narrowed(themed({}, width=440, height=300), 220)["height"] == 300


def test_regions_that_are_not_drawn_are_counted_and_stay_in_the_table() -> None:
    cells = ((50, 50, 100.0),)
    chart = region_clouds_chart(
        [
            ("A", 5, 900, 60.0, 50.0, 0, cells),
            ("B", 5, 800, 60.0, 50.0, 2, cells),
            ("C", 1, 9, 60.0, 50.0, 0, ()),
        ]
    )
    assert "the 1 with fewer voters are in the table" in chart.subtitle
    assert chart.title.endswith("lie in 1 of 3 regions")
    assert [row[0] for row in chart.rows] == ["A", "B", "C"]
