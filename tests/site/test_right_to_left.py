"""A page in a language from right to left: nothing sticks out, and no side of a style is a fixed one."""

import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

SHEETS = [("scrutator.statement", "page/page.css"), ("scrutator.site", "assets/site.css")]
SIDES = re.compile(
    r"(?:margin|padding|border|inset)-(?:left|right)\b|\b(?:left|right)\s*:|text-align:\s*(?:left|right)\b"
    r"|float:\s*(?:left|right)\b"
)
FOUR = re.compile(r"(?:margin|padding): ([^\s;]+) ([^\s;]+) ([^\s;]+) ([^\s;]+);")
PAGES = ("kazakhstan-2012/en/index.html", "kazakhstan-2012/en/claims/C22.html", "kazakhstan-2012/en/law/index.html",
         "kazakhstan-2012/en/results/index.html", "kazakhstan-2012/en/actors/odihr.html",
         "simulated-republic/en/forensics/index.html", "simulated-republic/en/results/region-001.html",
         "kazakhstan-2012/statement.en.html")  # fmt: skip


@pytest.mark.parametrize(("package", "path"), SHEETS)
def test_styles_name_no_side_but_the_start_and_the_end(package: str, path: str) -> None:
    text = files(package).joinpath(path).read_text(encoding="utf-8")
    assert SIDES.findall(text) == []
    assert [found for found in FOUR.findall(text) if found[1] != found[3]] == []


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
@pytest.mark.parametrize("width", [320, 1280])
def test_no_page_from_right_to_left_scrolls_sideways(chromium: Any, bundled_folder: Path, width: int) -> None:
    page = chromium.new_page(viewport={"width": width, "height": 900})
    wide = []
    for name in PAGES:
        page.goto((bundled_folder / name).as_uri())
        page.evaluate("document.documentElement.dir = 'rtl'")
        beyond = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        # Whatever lies to the left of the window would be cut, or scrolled to.
        page.evaluate("scrollTo(-1000, 0)")
        if beyond > 0 or page.evaluate("scrollX") != 0:
            wide.append(name)
    page.close()
    assert wide == []
