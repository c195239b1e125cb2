"""A chart's drawing for phones."""

import re

import pytest

from scrutator.statement.document import Document
from scrutator.statement.page.phone_drawing import phone_drawing


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_the_last_number_of_a_short_axis_stands_at_its_place_and_not_on_the_one_before(
    kazakhstan_documents: dict[str, Document], language: str
) -> None:
    chart = next(one for one in kazakhstan_documents[language].charts if one.name == "turnout-dots")
    svg = phone_drawing(chart)
    assert svg is not None
    anchors = re.findall(r'<text text-anchor="(\w+)"[^>]*>(?:0|50|100)</text>', svg)
    assert anchors == ["middle"] * 3
