"""Pages that keep up by themselves: reports, queue, incidents, the night."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from support.field_server import PASSWORD
from support.live_server import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture(scope="module")
def mission(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server's mission."""
    place = tmp_path_factory.mktemp("live")
    script = Path(__file__).parents[2] / "support" / "night_folder.py"
    made = subprocess.run(
        [sys.executable, str(script), str(place / "server")], capture_output=True, text=True, check=True
    )
    server = LiveServer(place / "server", place / "log")
    server.start()
    yield f"http://127.0.0.1:{server.port}/m/{made.stdout.strip()}"
    server.stop()


def opened(chromium: Any, address: str, changed: list[str]) -> Any:
    """The page, of which a browser's own script is answered with `changed` in its heading, once there is any."""
    page = chromium.new_context().new_page()
    page.clock.install()
    page.goto(address)
    page.fill("input[name=login]", "desk")
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(address)

    def answer(route: Any) -> None:
        if route.request.resource_type != "fetch" or not changed:
            route.continue_()
            return
        asked = route.request.headers | {"if-none-match": ""}
        found = route.fetch(headers=asked)
        text = found.text().replace("<h1>", f"<h1>{changed[0]} ", 1)
        route.fulfill(response=found, body=text, headers=found.headers | {"etag": f'"{changed[0]}"'})

    page.route("**", answer)
    return page


@pytest.mark.parametrize("path", ["/", "/queue", "/incidents", "/night"])
def test_what_changed_while_a_page_was_loaded_is_taken_over(chromium: Any, mission: str, path: str) -> None:
    changed: list[str] = []
    page = opened(chromium, f"{mission}{path}", changed)
    page.reload()
    page.wait_for_function("() => tag !== ''")
    page.evaluate("document.querySelector('h1').dataset.first = 'yes'")
    page.clock.run_for(10_000)
    assert page.locator("h1[data-first=yes]").count() == 1, "nothing changed, and nothing was taken over"
    changed.append("Second")
    page.reload()
    page.wait_for_function(
        "() => document.querySelector('h1').textContent.startsWith('Second')", timeout=5_000
    )
    page.context.close()


@pytest.mark.parametrize("path", ["/", "/queue", "/incidents", "/night"])
def test_a_page_takes_over_what_changed_and_takes_nothing_from_under_a_reader(
    chromium: Any, mission: str, path: str
) -> None:
    changed: list[str] = []
    page = opened(chromium, f"{mission}{path}", changed)
    with page.expect_response(f"**{path}"):
        page.clock.run_for(10_000)
    assert page.locator("#newer").is_hidden()
    changed.append("Second")
    page.clock.run_for(10_000)
    page.wait_for_function("() => document.querySelector('h1').textContent.startsWith('Second')")
    page.locator("main :is(a, input, select, button)").first.focus()
    changed[0] = "Third"
    page.clock.run_for(10_000)
    page.locator("#newer").wait_for(state="visible")
    assert page.locator("h1").inner_text().startswith("Second")
    page.context.close()
