"""Every chart of a statement, in every language, on a screen, a phone and a sheet of paper."""

import re

import pytest

from scrutator.statement.charts.chart import Chart
from scrutator.statement.document import Document
from scrutator.statement.drawing import draw_svg, paper_drawings
from scrutator.statement.page.phone_drawing import phone_drawing, smallest_on
from scrutator.statement.text_extents import spans, text_width, with_room
from support.needs import package

LANGUAGES = ("en", "ru", "kk")
PAPER = 604  # px between the margins of the PDF; those of a printed page lie further apart
TALL = 813  # px of the tallest drawing on a sheet
PHONE = 280  # px on a phone of 320 px
LEAST = 9  # px of the smallest text


Drawn = list[tuple[str, str, str, str, list[str]]]


@pytest.fixture(scope="module")
def drawings(kazakhstan_documents: dict[str, Document]) -> Drawn:
    """Of every chart in every language: its language, its name, its drawing on a screen, on a phone ("" for
    none) and those on paper."""
    return [
        (language, chart.name, draw_svg(chart.spec, chart.name), phone_drawing(chart) or "", on_paper(chart))
        for language, chart in charts(kazakhstan_documents)
    ]


def charts(documents: dict[str, Document]) -> list[tuple[str, Chart]]:
    package("vl_convert")
    return [(language, chart) for language in LANGUAGES for chart in documents[language].charts]


def on_paper(chart: Chart) -> list[str]:
    return list(paper_drawings(chart).values()) or [draw_svg(chart.spec, chart.name)]


def test_no_text_of_a_drawing_is_below_nine_pixels_on_paper_or_on_a_phone(
    drawings: Drawn,
) -> None:
    for language, name, _, phone, paper in drawings:
        for svg in paper:
            tall = re.search(r' height="([\d.]+)"', svg)
            assert tall
            scale = min(1.0, TALL / float(tall[1]))  # a taller drawing is scaled down as a whole
            assert smallest_on(svg, PAPER) * scale >= LEAST, (language, name)
        assert phone, (language, name)
        assert smallest_on(phone, PHONE) >= LEAST, (language, name)


def test_no_text_stands_outside_its_drawing_in_a_wide_font(drawings: Drawn) -> None:
    for language, name, screen, phone, paper in drawings:
        for svg in (screen, phone, *paper):
            width = re.search(r'width="([\d.]+)"', svg)
            assert width
            for left, right in spans(svg):
                assert left >= -0.5, (language, name)
                assert right <= float(width[1]) + 0.5, (language, name)


def test_no_name_of_a_drawing_is_cut(drawings: Drawn) -> None:
    for language, name, screen, phone, paper in drawings:
        for svg in (screen, phone, *paper):
            assert not re.findall("[^<>]*…<", svg), (language, name)


def test_a_drawing_for_paper_holds_every_mark_of_the_whole_one(kazakhstan_document: Document) -> None:
    package("vl_convert")
    (chart,) = (chart for chart in kazakhstan_document.charts if chart.paper)
    marks = [text for svg in on_paper(chart) for text in re.findall(r">([CD]\d\d\w?) ", svg)]
    assert len(on_paper(chart)) > 1
    assert sorted(marks) == sorted(str(row[0]) for row in chart.rows)


def test_what_no_reader_is_told_by_a_chart_is_drawn_in_it(kazakhstan_document: Document) -> None:
    """The title says at how many thresholds the seats change; the drawing marks each, with its number."""
    package("vl_convert")
    (chart,) = (chart for chart in kazakhstan_document.charts if chart.name == "threshold-sweep")
    turns = [
        f"{float(row[0]):g}" for row in chart.rows[1:] if row[0] is not None and not isinstance(row[0], str)
    ]
    assert chart.title.endswith(f"at {len(turns)} thresholds")
    for spec in (chart.spec, chart.phone):
        assert spec is not None
        assert set(turns) <= set(re.findall(">([^<>]+)</text>", draw_svg(spec, "sweep")))


def test_the_country_is_no_region_of_the_turnout_chart(kazakhstan_document: Document) -> None:
    (chart,) = (chart for chart in kazakhstan_document.charts if chart.name == "turnout-dots")
    assert "lowest of the 16 regions" in chart.title
    for spec in (chart.spec, chart.phone):
        assert spec is not None
        regions = {row["region"] for row in spec["data"]["values"]}
        assert len(regions) == 16
        assert "Kazakhstan" not in regions
    assert "Kazakhstan" in {row[0] for row in chart.rows}


@pytest.mark.parametrize(("anchor", "moved"), [("start", "0"), ("middle", "33"), ("end", "71")])
def test_a_drawing_gets_the_room_that_its_texts_need(anchor: str, moved: str) -> None:
    text = f'<g transform="translate(5,5)"><text text-anchor="{anchor}" font-size="10px">mmmmmmmm</text></g>'
    svg = f'<svg class="marks" width="100" height="20" viewBox="0 0 100 20">{text}</svg>'
    assert text_width("mmmmmmmm", 10, bold=False) == pytest.approx(76)
    made = with_room(svg)
    assert (f"translate({moved},0)" in made) is (anchor != "start")
    assert all(left >= -0.5 and right <= 200 for left, right in spans(made))


def test_a_text_that_runs_upwards_asks_for_no_width() -> None:
    turned = '<text transform="translate(2,50) rotate(-90)" font-size="10px">mmmmmmmmmmmmmmmm</text>'
    svg = f'<svg class="marks" width="100" height="90" viewBox="0 0 100 90">{turned}</svg>'
    assert with_room(svg) == svg
