"""The page as a browser sees it: accessible, quiet, complete without network, in light, dark, narrow and print."""

from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

# Parts whose content a browser cuts instead of scrolling the page: wider than they are, but for the margin.
CUT = """() => [...document.querySelectorAll("main *")]
  .filter(one => getComputedStyle(one).contentVisibility === "auto" && one.scrollWidth > one.clientWidth + 24)
  .map(one => one.id || one.className)"""
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def open_page(chromium: Any, folder: Path, **options: Any) -> tuple[Any, list[str], list[str]]:
    """The page, the requests it made beyond itself, and what it wrote to the console."""
    page = chromium.new_page(**options)
    requests: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto((folder / "statement.en.html").as_uri())
    return page, requests, said


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(chromium: Any, kazakhstan_folder: Path, scheme: str, language: str) -> None:
    import axe_playwright_python

    # The page's own policy forbids scripts, as it should; the checker comes in from outside.
    page = chromium.new_context(bypass_csp=True, color_scheme=scheme).new_page()
    page.goto((kazakhstan_folder / f"statement.{language}.html").as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    page.add_style_tag(
        content="main > * { content-visibility: visible !important }"
    )  # axe measures all of it
    page.add_script_tag(path=str(Path(axe_playwright_python.__file__).parent / "axe.min.js"))
    result = page.evaluate("tags => axe.run(document, {runOnly: tags})", WCAG)
    found = [(v["id"], v["nodes"][0]["html"][:160], len(v["nodes"])) for v in result["violations"]]
    page.close()
    assert found == []


def test_the_page_makes_no_other_request_and_says_nothing_on_the_console(
    chromium: Any, kazakhstan_folder: Path
) -> None:
    page, requests, said = open_page(chromium, kazakhstan_folder)
    page.wait_for_load_state()
    page.close()
    assert [url for url in requests if not url.startswith("data:")] == [
        (kazakhstan_folder / "statement.en.html").as_uri()
    ]
    assert said == []


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_the_page_never_scrolls_sideways(chromium: Any, kazakhstan_folder: Path, width: int) -> None:
    page, _, _ = open_page(chromium, kazakhstan_folder, viewport={"width": width, "height": 800})
    wide = page.evaluate("document.documentElement.scrollWidth")
    cut = page.evaluate(CUT)
    page.close()
    assert wide <= width
    assert cut == []


def thread_seconds(chromium: Any, file: Path) -> float:
    """The processor time of a page's own thread until it stands there."""
    page = chromium.new_page()
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(file.as_uri())
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 0)))")
    metrics = session.send("Performance.getMetrics")["metrics"]
    page.close()
    return next(float(one["value"]) for one in metrics if one["name"] == "TaskDuration")


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_a_statement_opens_in_a_second_on_a_phone_a_quarter_as_fast(
    chromium: Any, kazakhstan_folder: Path, language: str
) -> None:
    """In processor time, which other work on the computer does not stretch; the best of five."""
    file = kazakhstan_folder / f"statement.{language}.html"
    assert 4 * min(thread_seconds(chromium, file) for _ in range(5)) < 1


def test_the_card_of_a_figure_opens_by_keyboard(chromium: Any, kazakhstan_folder: Path) -> None:
    page, _, _ = open_page(chromium, kazakhstan_folder)
    figure = page.locator(".fig > a").first
    assert not page.locator(".fig > .card").first.is_visible()
    figure.focus()
    card = page.locator(".fig > .card").first
    assert card.is_visible()
    assert "method" in card.inner_text()
    page.close()


TEXTS_OF_DRAWINGS = """() => {
  const found = [];
  for (const svg of document.querySelectorAll("figure svg")) {
    const room = svg.getBoundingClientRect();
    if (!room.width) continue;
    const scale = room.width / svg.viewBox.baseVal.width, name = svg.closest("figure").id, boxes = [];
    for (const text of svg.querySelectorAll("text")) {
      const words = text.textContent.trim(), box = text.getBoundingClientRect();
      if (!words) continue;
      if (parseFloat(getComputedStyle(text).fontSize) * scale < 9) found.push([name, "small", words]);
      if (box.left < room.left - 1 || box.right > room.right + 1) found.push([name, "outside", words]);
      for (const [other, said] of boxes) {
        const wide = Math.min(box.right, other.right) - Math.max(box.left, other.left);
        const high = Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top);
        if (wide > 2 && high > 4 && said != words) found.push([name, "overlap", said, words]);
      }
      boxes.push([box, words]);
    }
  }
  return found;
}"""


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
@pytest.mark.parametrize(
    ("width", "media"), [(320, "screen"), (390, "screen"), (1280, "screen"), (672, "print")]
)
def test_no_text_of_a_drawing_is_small_outside_it_or_on_another(
    chromium: Any, kazakhstan_folder: Path, language: str, width: int, media: str
) -> None:
    page = chromium.new_page(viewport={"width": width, "height": 900})
    page.emulate_media(media=media)
    page.goto((kazakhstan_folder / f"statement.{language}.html").as_uri())
    found = page.evaluate(TEXTS_OF_DRAWINGS)
    page.close()
    assert found == []
