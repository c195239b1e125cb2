"""The night by role, with the keyboard alone and without scripts: written, signed by two, seen by anyone."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scrutator.seal.keys.sign import new_key
from support.field_server import PASSWORD
from support.live_server import LiveServer
from support.night import signed

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
TABS = 120


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server's mission on its night."""
    place = tmp_path_factory.mktemp("night")
    script = Path(__file__).parents[2] / "support" / "night_folder.py"
    made = subprocess.run(
        [sys.executable, str(script), str(place / "server")], capture_output=True, text=True, check=False
    )
    assert made.returncode == 0, made.stderr
    server = LiveServer(place / "server", place / "log")
    server.start()
    yield f"http://127.0.0.1:{server.port}/m/{made.stdout.strip()}"
    server.stop()


def reach(page: Any, selector: str) -> None:
    """Go to an element with the Tab key."""
    for _ in range(TABS):
        page.keyboard.press("Tab")
        if page.locator(f":is({selector}):focus").count():
            return
    raise AssertionError(f"{selector} is not reached with the keyboard at {page.url}")


def send(page: Any) -> None:
    """Send the form with the Enter key, and wait for the page that answers: the old one is loaded already."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def entered(chromium: Any, night: str, name: str, *, scripts: bool = False) -> Any:
    """The page of the night, of a person who signed in with the keyboard."""
    page = chromium.new_context(java_script_enabled=scripts).new_page()
    page.goto(f"{night}/night")
    reach(page, "input[name=login]")
    page.keyboard.type(name)
    reach(page, "input[name=password]")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{night}/night")
    return page


def test_a_release_by_role_with_the_keyboard_and_without_scripts(
    chromium: Any, night: str, tmp_path: Path
) -> None:
    keys = {name: new_key(f"{name}.example") for name in ("one", "two")}
    for name, key in keys.items():
        page = entered(chromium, night, name)
        assert page.locator("form[action$='/releases']").count() == 0
        reach(page, "input[name=key]")
        page.keyboard.type(str(key.key))
        send(page)
        assert str(key.key) in page.inner_text("main")
        page.context.close()
    page = entered(chromium, night, "desk")
    assert "All gates are open." in page.inner_text("main")
    reach(page, "form[action$='/releases'] button")
    send(page)
    assert "signed by 0 of 2" in page.inner_text("main")
    page.context.close()
    for place, (name, key) in enumerate(keys.items(), 1):
        page = entered(chromium, night, name)
        reach(page, "a[href$='/night/releases/1']")
        with page.expect_download() as taken:
            page.keyboard.press("Enter")
        note = tmp_path / "release.json.note"
        note.write_bytes(signed(Path(taken.value.path()).read_bytes(), key))
        reach(page, "input[name=note]")
        with page.expect_file_chooser() as chooser:
            page.keyboard.press("Space")
        chooser.value.set_files(note)
        reach(page, "form[action$='/sign'] button")
        send(page)
        assert ("signed by 1 of 2" in page.inner_text("main")) == (place == 1)
        page.context.close()
    page = chromium.new_context(java_script_enabled=False).new_page()
    page.goto(night.replace("/m/", "/night/") + "/")
    said = page.inner_text("main")
    assert "Release 1" in said
    assert "Union has the most votes." in said
    page.context.close()


def test_a_sheet_is_read_with_the_keyboard_and_its_photograph_only_when_it_is_asked_for(
    chromium: Any, night: str
) -> None:
    page = entered(chromium, night, "desk")
    reach(page, "a[href$='/keying']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/keying")
    reach(page, "main a[href*='/keying/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/keying/*")
    assert page.locator("main img").count() == 0
    reach(page, "a[href='?photo=1']")
    page.keyboard.press("Enter")
    page.wait_for_url("**?photo=1")
    assert page.locator("main img").count() == 1
    reach(page, "input[name=registered]")
    page.keyboard.type("1200")
    page.keyboard.press("Enter")
    page.wait_for_url("**/keying")
    assert "No sheet needs a reading of yours." in page.inner_text("main")
    page.context.close()


def test_an_analyst_looks_and_finds_nothing_to_change(chromium: Any, night: str) -> None:
    page = entered(chromium, night, "analyst")
    for name in ("night", "published", "audit"):
        page.goto(f"{night}/{name}")
        assert page.locator("main form").count() == 0
    page.context.close()
