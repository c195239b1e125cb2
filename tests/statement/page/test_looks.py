"""Colours and sizes stand in one file, in both themes and on paper, and no other style has its own."""

import re
from importlib.resources import files
from itertools import pairwise

import pytest

from scrutator.site.folder import style
from scrutator.statement.charts import chart
from scrutator.statement.page.html import page_style
from scrutator.statement.page.looks import looks

SHEETS = {
    "statement": ("scrutator.statement", "page/page.css"),
    "site": ("scrutator.site", "assets/site.css"),
}
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b(?! 0 5px)")  # but for masks, whose colour is not seen
SIZE = re.compile(r"font(?:-size)?:(?: \d{3})? ([0-9.]+(?:px|rem))")


def own_style(name: str) -> str:
    package, path = SHEETS[name]
    return files(package).joinpath(path).read_text(encoding="utf-8")


def tokens(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+): ([^;]+);", block))


def blocks() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """The variables as they are by day, in the dark, on paper."""
    light, _, rest = looks().partition("@media (prefers-color-scheme: dark)")
    dark, _, paper = rest.partition("@media print")
    return tokens(light), tokens(dark), tokens(paper)


@pytest.mark.parametrize("name", SHEETS)
def test_no_style_has_a_colour_of_its_own(name: str) -> None:
    assert COLOUR.findall(own_style(name)) == []


@pytest.mark.parametrize("name", SHEETS)
def test_text_of_pages_has_the_sizes_of_the_scale(name: str) -> None:
    text = re.sub(r"[^\n]*(?:\.graph|\.regions) text[^\n]*", "", own_style(name))  # in units of a drawing
    assert SIZE.findall(text) == []


def test_every_variable_that_a_style_uses_is_set_in_it() -> None:
    for text in (page_style(), style()):
        assert set(re.findall(r"var\(--([a-z-]+)", text)) <= set(re.findall(r"--([a-z-]+):", text))


def test_statement_and_site_begin_with_the_looks() -> None:
    assert page_style().startswith(looks())
    assert style().startswith(page_style())


def test_every_colour_has_a_dark_one_and_one_for_paper() -> None:
    light, dark, paper = blocks()
    colours = {name for name, value in light.items() if value.startswith("#")}
    assert set(dark) == colours
    assert set(paper) == colours | {"fine", "small"}


def test_sizes_have_the_ratio_of_the_scale() -> None:
    light = blocks()[0]
    steps = [
        float(light[name].removesuffix("rem")) for name in ("text", "large", "larger", "title", "display")
    ]
    assert [round(after / before, 2) for before, after in pairwise(steps)] == [1.2] * 4


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * letter for letter in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [0, 1, 2])
@pytest.mark.parametrize(
    ("name", "on", "least"),
    [
        *((name, on, 4.5) for name in ("ink", "quiet", "accent", "wrong") for on in ("paper", "field")),
        *((name, "paper", 4.5) for name in ("supported", "contradicted", "undetermined")),
        ("on-accent", "accent", 4.5),
        ("ink", "hatch", 4.5),
        ("mark", "paper", 3.0),
        ("mark", "field", 3.0),
    ],
)
def test_text_and_marks_stand_out(theme: int, name: str, on: str, least: float) -> None:
    colours = blocks()[theme]
    assert contrast(colours[name], colours[on]) >= least


def test_charts_are_drawn_in_the_colours_of_the_looks() -> None:
    light = blocks()[0]
    for name in ("INK", "PAPER", "ACCENT", "SUPPORTED", "CONTRADICTED", "UNDETERMINED"):
        assert getattr(chart, name) == light[name.lower()], name
