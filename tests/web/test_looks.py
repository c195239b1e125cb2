"""The server's pages have the looks of all pages: no colour, no theme and no physical side of their own."""

import re
from importlib.resources import files

import pytest
from django.test import Client

from scrutator.statement.page.looks import looks
from scrutator.web.form.parts import parts
from support.field_server import ready

ready()
SHEETS = {
    "server": files("scrutator.web") / "static" / "scrutator.css",
    "form": files("scrutator.web.form") / "phone" / "style.css",
}
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|lab|lch)a?\(|:\s*(?:white|black|red|grey|gray)\b")
SIDE = re.compile(
    r"(?:margin|padding|border|inset)-(?:left|right)|(?<![-\w])(?:left|right):|(?:align|float|clear): *(?:left|right)"
)


@pytest.mark.parametrize("name", SHEETS)
def test_no_style_of_the_server_has_a_colour_or_a_theme_of_its_own(name: str) -> None:
    text = SHEETS[name].read_text(encoding="utf-8")
    code = re.sub(r"[^\n]*a camera reads dark on light[^\n]*", "", text)
    assert COLOUR.findall(code) == []
    assert "prefers-color-scheme" not in code
    assert re.findall(r"--[a-z-]+:", code) == []


@pytest.mark.parametrize("name", SHEETS)
def test_every_variable_of_a_style_is_one_of_the_looks(name: str) -> None:
    used = set(re.findall(r"var\(--([a-z-]+)", SHEETS[name].read_text(encoding="utf-8")))
    assert used
    assert used <= set(re.findall(r"--([a-z-]+):", looks()))


@pytest.mark.parametrize("name", SHEETS)
def test_no_style_of_the_server_names_a_left_or_a_right(name: str) -> None:
    assert SIDE.findall(SHEETS[name].read_text(encoding="utf-8")) == []


def four_sides(text: str) -> list[str]:
    """Paddings and margins with four values whose right and left differ."""
    found = re.findall(r"(?:margin|padding): ([^;}]+)", text)
    return [one for one in found if len(one.split()) == 4 and one.split()[1] != one.split()[3]]


@pytest.mark.parametrize("name", SHEETS)
def test_no_style_of_the_server_gives_right_and_left_apart(name: str) -> None:
    assert four_sides(SHEETS[name].read_text(encoding="utf-8")) == []
    assert four_sides("a { padding: 1px 2px 1px 3px; }") == ["1px 2px 1px 3px"]


def test_every_page_of_the_server_loads_the_looks_before_its_own_style() -> None:
    page = Client().get("/law/").content.decode()
    assert re.findall(r'rel="stylesheet" href="([^"]+)"', page) == [
        "/static/looks.css",
        "/static/scrutator.css",
    ]
    sent = Client().get("/static/looks.css")
    assert b"".join(sent.streaming_content).decode() == looks()
    assert sent.headers["Content-Type"].startswith("text/css")


def test_the_form_on_a_phone_begins_with_the_looks() -> None:
    assert parts()["style.css"].content.decode().startswith(looks())
