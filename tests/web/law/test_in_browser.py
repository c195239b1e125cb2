"""The law page in a browser: it follows the knobs with a script, and works without one."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from support.live_server import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of its own, and where its law page is."""
    place = tmp_path_factory.mktemp("law")
    server = LiveServer(place / "server", place / "log")
    server.start()
    yield f"http://127.0.0.1:{server.port}/law/"
    server.stop()


def test_the_answer_follows_a_knob_and_the_address_brings_it_back(chromium: Any, address: str) -> None:
    page = chromium.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(address)
    page.get_by_label("Threshold, if other").fill("1%")
    page.get_by_label("Threshold, if other").press("Tab")
    page.wait_for_selector("text=Threshold: 1%.")
    page.wait_for_url("**threshold=1%25**")
    shown = page.inner_text("#answer table >> nth=0")
    page.goto(page.url)
    assert page.inner_text("#answer table >> nth=0") == shown
    page.get_by_label("Threshold, if other").fill("much")
    page.get_by_label("Threshold, if other").press("Tab")
    page.wait_for_selector("#answer .problem")
    assert said == []  # a refusal is an answer of the page, and no error of the network
    page.close()


def test_without_a_network_the_old_answer_is_marked_as_old_until_the_next_one_comes(
    chromium: Any, address: str
) -> None:
    page = chromium.new_page()
    page.goto(address)
    threshold = page.get_by_label("Threshold, if other")
    before = page.inner_text("#answer h2")
    assert page.is_hidden("#unreached")
    page.route("**/law/**", lambda route: route.abort())
    threshold.fill("1%")
    threshold.press("Tab")
    page.wait_for_selector("#unreached:not([hidden])")
    assert page.inner_text("#answer h2") == before
    assert page.locator("#answer.old").count() == 1
    page.unroute("**/law/**")
    threshold.fill("2%")
    threshold.press("Tab")
    page.wait_for_selector("text=Threshold: 2%.")
    assert page.is_hidden("#unreached")
    assert page.locator("#answer.old").count() == 0
    page.close()


def test_the_way_back_shows_the_knobs_of_the_answer_that_it_shows(chromium: Any, address: str) -> None:
    page = chromium.new_page()
    page.goto(address)
    threshold = page.get_by_label("Threshold, if other")
    for turned in ("1%", "5%"):
        threshold.fill(turned)
        threshold.press("Tab")
        page.wait_for_selector(f"text=Threshold: {turned}.")
        page.wait_for_url(f"**threshold={turned[0]}%25**")
    for go, turned in ((page.go_back, "1%"), (page.go_forward, "5%")):
        go()
        page.wait_for_selector(f"text=Threshold: {turned}.")
        assert threshold.input_value() == turned
    page.close()


def test_the_fewest_votes_of_many_lists_come_after_the_seats_and_leave_the_address(
    chromium: Any, address: str
) -> None:
    from urllib.parse import urlencode

    votes = "list,votes\n" + "".join(f"L{number},{1000 + 37 * number}\n" for number in range(9))
    asked = f"{address}?{urlencode({'law': 'israel-knesset', 'votes': votes})}"
    page = chromium.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(asked)
    page.wait_for_selector("#fewest:has-text('moved from')")
    assert page.url == asked
    assert page.locator("#fewest").count() == 1
    assert said == []
    page.close()
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(asked)
    page.click("text=Seek the fewest votes")
    assert "moved from" in page.inner_text("#fewest")
    context.close()


def test_without_scripts_the_form_is_sent(chromium: Any, address: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    page.get_by_label("Seats, if other").fill("50")
    page.click("text=Show")
    assert "Seats: 50, whatever the law says." in page.inner_text("#answer")
    context.close()


@pytest.mark.parametrize(
    ("scheme", "width", "language"), [("light", 320, "ru"), ("dark", 1280, "kk"), ("light", 390, "en")]
)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    chromium: Any, address: str, scheme: str, width: int, language: str
) -> None:
    import axe_playwright_python

    context = chromium.new_context(
        bypass_csp=True, color_scheme=scheme, viewport={"width": width, "height": 900}
    )
    page = context.new_page()
    page.goto(address)
    page.click(f"footer button[value={language}]")
    page.goto(address)
    assert page.get_attribute("html", "lang") == language
    page.add_script_tag(path=str(Path(axe_playwright_python.__file__).parent / "axe.min.js"))
    found = page.evaluate("tags => axe.run(document, {runOnly: tags, preload: false})", WCAG)["violations"]
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    context.close()
    assert [(one["id"], one["nodes"][0]["html"][:160]) for one in found] == []
    assert not wide
