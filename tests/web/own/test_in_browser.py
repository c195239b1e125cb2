"""The whole way in a browser: 30,000 stations to results, seats, report and bundle, through a killed server."""

import json
import os
import random
import re
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scrutator.seal.verifier.verify import verify_bundle
from statement.pdf_text import pdf_pages
from support.live_server import LiveServer
from support.workbooks import xlsx

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
TOO_WIDE = """document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll("main *")]
  .filter(one => !one.closest(".scroll") && one.getBoundingClientRect().right > innerWidth)
  .map(one => one.outerHTML.slice(0, 160))"""
HEADING = ["Region", "Station", "Registered voters", "Ballots cast", "Valid ballots", "Red", "Blue", "Green"]


def workbook(stations: int) -> bytes:
    """An honest election: a title, a heading, a row for each station, a row of totals."""
    draw = random.Random(7)
    rows: list[list[Any]] = [["The election of the test"], [], HEADING]
    for number in range(stations):
        registered = draw.randint(200, 2_500)
        cast = sum(draw.choices((0, 1), (4, 6), k=20)) * registered // 20
        valid = cast - cast // draw.randint(40, 60)
        red = int(valid * draw.uniform(0.35, 0.55))
        blue = int((valid - red) * draw.uniform(0.4, 0.7))
        region = f"Region {number % 20:02d}"
        rows.append([region, f"S{number}", registered, cast, valid, red, blue, valid - red - blue])
    rows.append(["Total", "", *(sum(row[i] for row in rows[3:]) for i in range(2, 8))])
    return xlsx({"Results": rows})


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    place = tmp_path_factory.mktemp("own")
    one = LiveServer(place / "server", place / "log")
    one.start()
    yield one
    one.stop()


def children(server: LiveServer) -> list[int]:
    """The processes that work in a visitor's folder."""
    found = []
    for process in Path("/proc").iterdir():
        try:
            if process.name.isdigit() and os.readlink(process / "cwd").startswith(str(server.folder / "own")):
                found.append(int(process.name))
        except OSError:
            continue
    return found


def give(page: Any, server: LiveServer, content: bytes) -> None:
    page.goto(f"http://127.0.0.1:{server.port}/own/")
    file = {"name": "results.xlsx", "mimeType": "application/octet-stream", "buffer": content}
    page.set_input_files("input[type=file]", file)
    page.click("form[action='/own/'] button")
    page.wait_for_selector("text=rows are stations", timeout=60_000)


def compute(page: Any) -> None:
    page.fill("input[name=day]", "2012-01-15")
    page.select_option("select[name=law]", "kazakhstan/elections")
    page.fill("input[name=seats]", "98")
    page.click("form[action$='/compute'] button")


def axe(page: Any) -> list[tuple[str, str]]:
    import axe_playwright_python

    page.add_script_tag(path=str(Path(axe_playwright_python.__file__).parent / "axe.min.js"))
    found = page.evaluate("tags => axe.run(document, {runOnly: tags, preload: false})", WCAG)["violations"]
    return [(one["id"], one["nodes"][0]["html"][:160]) for one in found]


def test_a_statistician_comes_from_30_000_stations_to_a_forensic_report_in_90_seconds(
    chromium: Any, server: LiveServer
) -> None:
    content, begun = workbook(30_000), time.monotonic()
    context = chromium.new_context()
    page, said = context.new_page(), []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: said.append(request.url) if "127.0.0.1" not in request.url else None)
    give(page, server, content)
    compute(page)
    page.wait_for_selector("text=What came of it", timeout=90_000)
    first = time.monotonic() - begun
    page.wait_for_selector("text=forensics.pdf", timeout=90_000)
    page.wait_for_selector("text=What to compute", timeout=90_000)
    took = time.monotonic() - begun
    print(f"results after {first:.0f} s, everything after {took:.0f} s")
    slowness = float(os.environ.get("SCRUTATOR_SLOWNESS", "1"))
    assert first < 60 * slowness
    assert took < 90 * slowness
    checked = verify_bundle(taken(page, "bundle.zip").read_bytes())
    assert (checked.word, checked.failed) == ("UNSIGNED", ())
    page.click("text=Read it as pages")
    page.click("a[href*='forensics/']")
    assert "battery" in page.content()
    address = page.url
    context.close()
    other = chromium.new_context().new_page()
    assert other.goto(address).status == 404
    other.context.close()
    assert said == []


def taken(page: Any, name: str) -> Path:
    """A file that is taken away."""
    with page.expect_download() as saved:
        page.click(f"a[href$='/get/{name}']")
    return Path(saved.value.path())


def words_of(pdf: Path) -> str:
    """The text of a PDF, without what ends of lines add or take."""
    return "".join(run.text for page in pdf_pages(pdf.read_bytes()) for run in page).replace(" ", "")


def test_what_is_taken_away_opens_and_is_what_it_says(
    chromium: Any, server: LiveServer, tmp_path: Path
) -> None:
    page = chromium.new_context().new_page()
    give(page, server, workbook(150))
    compute(page)
    page.wait_for_selector("text=What to compute", timeout=90_000)
    with zipfile.ZipFile(taken(page, "case.zip")) as archive:
        archive.extractall(tmp_path)
    (case,) = {found.parent for found in tmp_path.rglob("case.toml")}
    command = [sys.executable, "-m", "scrutator", "case", "check", str(case)]
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (said.returncode, "no faults" in said.stdout) == (0, True), said.stdout + said.stderr
    checked = verify_bundle(taken(page, "bundle.zip").read_bytes())
    assert (checked.word, checked.failed) == ("UNSIGNED", ())
    shown = page.inner_text(".came").replace("\u00a0", " ")  # a sign stays with its number
    statement = words_of(taken(page, "statement.pdf"))
    assert all(name in statement for name in ("Red", "Blue", "Green"))
    report = words_of(taken(page, "forensics.pdf"))
    assert "Allteststogether" in report
    assert "All tests together" in shown
    found = json.loads(taken(page, "findings.json").read_text())
    assert {one["title"] for one in found} == {
        title for title in (one["title"] for one in found) if title in shown
    }
    assert json.loads(taken(page, "forensics.json").read_text())
    assert "<html" in taken(page, "forensics.html").read_text()
    page.context.close()


def test_a_computation_outlives_a_server_that_is_killed_and_leaves_no_process(
    chromium: Any, server: LiveServer
) -> None:
    context = chromium.new_context()
    page = context.new_page()
    give(page, server, workbook(2_000))
    compute(page)
    page.wait_for_selector("text=/Step [2-6] of 6/", timeout=60_000)
    server.kill()
    until = time.monotonic() + 10
    while children(server) and time.monotonic() < until:
        page.wait_for_timeout(50)
    assert children(server) == []
    server.start()
    page.reload()
    page.wait_for_selector("text=What to compute", timeout=120_000)
    assert page.locator("text=forensics.pdf").count() == 1
    place = server.folder / "own" / page.url.split("/")[4]
    assert place.is_dir()
    page.click("form[action$='/delete'] button")
    page.wait_for_selector("form[action='/own/']")
    assert not place.exists()
    context.close()


def test_a_computation_can_be_cancelled(chromium: Any, server: LiveServer) -> None:
    context = chromium.new_context()
    page = context.new_page()
    give(page, server, workbook(2_000))
    compute(page)
    page.wait_for_selector("text=/Step [1-6] of 6/", timeout=60_000)
    page.click("form[action$='/cancel'] button")
    page.wait_for_selector("text=Cancelled.", timeout=20_000)
    assert children(server) == []
    context.close()


def test_without_scripts_it_goes_the_same_way(chromium: Any, server: LiveServer) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    give(page, server, workbook(150))
    compute(page)
    page.wait_for_selector("text=What to compute", timeout=90_000)
    assert page.locator("text=bundle.zip").count() == 1
    context.close()


@pytest.mark.parametrize(
    ("scheme", "width", "language"),
    [("light", 320, "kk"), ("dark", 1280, "en"), ("light", 390, "ru"), ("dark", 390, "es")],
)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    chromium: Any, server: LiveServer, scheme: str, width: int, language: str
) -> None:
    context = chromium.new_context(
        bypass_csp=True, color_scheme=scheme, viewport={"width": width, "height": 900}
    )
    page = context.new_page()
    give(page, server, workbook(150))
    compute(page)
    page.wait_for_selector("text=What to compute", timeout=90_000)
    shown = page.url
    page.click(f"footer button[value={language}]")
    pictures = os.environ.get("SCRUTATOR_PICTURES")
    for address in (shown, re.sub("/own/.*", "/own/", shown), re.sub("/own/.*", "/law/", shown)):
        page.goto(address)
        assert page.get_attribute("html", "lang") == language
        assert axe(page) == []
        assert page.evaluate(TOO_WIDE) == []
        if pictures:
            name = address.split("/")[3] + ("-work" if address == shown else "")
            page.screenshot(path=f"{pictures}/{name}-{scheme}-{width}-{language}.png", full_page=True)
            page.emulate_media(media="print")
            page.screenshot(path=f"{pictures}/{name}-{scheme}-{width}-{language}-print.png", full_page=True)
            page.emulate_media(media="screen")
    page.goto(shown)
    page.click("form[action$='/delete'] button")
    context.close()
