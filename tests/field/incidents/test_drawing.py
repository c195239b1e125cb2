"""The map: every mark inside the drawing, the larger the more, names made safe, nothing from elsewhere."""

import re
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from scrutator.field.incidents.drawing import Mark, Spot, centre, drawn

WORDS = {True: "confirmed", False: "not"}
SPOTS = st.builds(Spot, st.floats(-89, 89), st.floats(-179.9, 180))


@given(st.lists(SPOTS, min_size=1, max_size=8))
def test_every_mark_lies_inside_the_drawing(spots: list[Spot]) -> None:
    svg = drawn([Mark(spot, "S", 1, False) for spot in spots], spots, "t", WORDS)
    width, height = map(float, re.search(r'viewBox="0 0 (\S+) (\S+)"', svg).groups())
    for circle in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}circle"):
        x, y, radius = (float(circle.attrib[name]) for name in ("cx", "cy", "r"))
        assert radius <= x <= width - radius
        assert radius <= y <= height - radius


def test_north_is_up_east_is_right_and_more_is_larger() -> None:
    marks = [Mark(Spot(51, 71), "A", 1, False), Mark(Spot(43, 77), "B", 9, True)]
    svg = drawn(marks, (), "t", WORDS)
    found = {
        name: [float(part) for part in rest]
        for name, *rest in re.findall(
            r'<title>(\w):[^<]*</title><circle cx="([\d.]+)" cy="([\d.]+)" r="([\d.]+)"', svg
        )
    }
    (west, up, small), (east, down, large) = found["A"], found["B"]
    assert west < east
    assert up < down
    assert small < large
    assert svg.index("B: 9, confirmed") < svg.index("A: 1, not")


def test_both_sides_of_the_180th_meridian_are_near_each_other() -> None:
    svg = drawn([Mark(Spot(65, 179), "A", 1, False), Mark(Spot(65, -179), "B", 1, False)], (), "t", WORDS)
    a, b = (float(x) for x in re.findall(r'<circle cx="([\d.]+)"', svg))
    assert a < b
    assert abs(centre([Spot(65, 179), Spot(65, -179)]).longitude) == 180


def test_names_are_made_safe_and_nothing_comes_from_elsewhere() -> None:
    svg = drawn([Mark(Spot(0, 0), "<script>&", 1, False)], (), '"t<', WORDS)
    assert "<script" not in svg
    assert re.findall(r"https?://[^\"]*", svg) == ["http://www.w3.org/2000/svg"]


def test_without_places_there_is_no_map() -> None:
    assert drawn((), (), "t", WORDS) == ""
