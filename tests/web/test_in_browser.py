"""The server's pages as people have them: small, without scripts, printed. All looks: `test_matrix.py`."""

import gzip
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from support.live_server import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PUBLIC = ("accounts/login/", "demo/", "log/look/", "log/look/leaf/LEAF", "night/look/", "nowhere")
DESK = (
    "",
    "?state=duplicate",
    "reports/REPORT",
    "coverage",
    "stations",
    "station?code=S00000",
    "messages",
    "names",
    "events",
    "guide",
    "night",
    "keying",
    "published",
    "audit",
    "queue",
    "checks",
    "missing",
    "bulk",
    "exports",
    "observers-examined",
    "incidents",
    "incidents/INCIDENT",
    "incidents/new",
)
SET_UP = (
    "places",
    "observers",
    "deployment",
    "duties",
    "import-reports",
    "forms",
    "devices",
    "people",
    "sms",
    "sms/numbers",
    "night/rules",
    "incidents/places",
    "incidents/kinds",
)
ACCOUNT = ("", "accounts/factors/", "accounts/password/", "accounts/again/", "accounts/sessions/")
HIDDEN = """() => [...document.querySelectorAll('.scroll')].filter(one => one.scrollWidth > one.clientWidth + 1)
    .map(one => one.querySelector('caption').innerText)"""
INCIDENT = {
    "i_kind": "violence",
    "i_station": "S00001",
    "i_known": "saw",
    "i_safe": "yes",
    "i_publish": "yes",
}
CHOSEN = """() => document.querySelectorAll('main select[required]').forEach(
    one => { if (!one.value) one.selectedIndex = 1 })"""
LARGEST = 100_000  # bytes of a first load, compressed


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A demonstration of its own with a rehearsed mission."""
    place = tmp_path_factory.mktemp("look")
    server = LiveServer(place / "server", place / "log", {"SCRUTATOR_SERVER_DEMO": "look"})
    server.start()
    base = f"http://127.0.0.1:{server.port}"
    command = [sys.executable, "-m", "scrutator", "rehearse", "look", "--folder", str(server.folder)]
    command += ["--url", base, "--stations", "24", "--teams", "6", "--seconds", "0"]
    subprocess.run(command, capture_output=True, check=True)
    yield base
    server.stop()


def entered(chromium: Any, address: str, role: str, **options: Any) -> Any:
    """A page in which a person has clicked on their role, and written one message."""
    page = chromium.new_context(**options).new_page()
    page.goto(f"{address}/demo/")
    page.click(f"form[action='/demo/{role}'] button")
    return page


def addresses(page: Any, address: str) -> list[str]:
    """Every page that can be looked at."""
    page.goto(f"{address}/m/look/?state=duplicate")
    report = page.get_attribute("tbody a[href*='/reports/']", "href").rsplit("/", 1)[1]
    page.goto(f"{address}/m/look/reports/{report}")
    leaf = page.inner_text("dl dd >> nth=0")
    incident = incident_of(page, address)
    paths = [*PUBLIC, *(f"m/look/{name}" for name in (*DESK, *SET_UP)), *ACCOUNT]
    return [
        f"{address}/{path}".replace("REPORT", report).replace("LEAF", leaf).replace("INCIDENT", incident)
        for path in paths
    ]


def incident_of(page: Any, address: str) -> str:
    """The number of an incident; where none was told of, the desk writes one down."""
    link = "tbody a[href*='/incidents/']"
    page.goto(f"{address}/m/look/incidents")
    if not page.query_selector(link):
        page.goto(f"{address}/m/look/forms")
        page.select_option("select[name=bundled]", "incident")
        page.fill("form:has(select[name=bundled]) input[name=version]", "1")
        page.click("form:has(select[name=bundled]) button")
        page.goto(f"{address}/m/look/incidents/new")
        for name, value in INCIDENT.items():
            page.select_option(f"select[name={name}]", value)
        page.fill("textarea[name=i_text]", "A man took the ballot box away.")
        page.fill("input[name=i_when]", "2026-11-29T10:00")
        page.evaluate(CHOSEN)
        page.click("main form button:not([name])")
        page.wait_for_selector("main p.message")
        page.goto(f"{address}/m/look/incidents")
    return str(page.get_attribute(link, "href").rsplit("/", 1)[1])


def test_everything_works_without_scripts_from_the_list_to_a_decision_a_move_and_a_message(
    chromium: Any, address: str
) -> None:
    page = entered(chromium, address, "desk", java_script_enabled=False)
    page.goto(f"{address}/m/look/")
    page.click("tbody a[href*='/reports/'] >> nth=0")
    page.select_option("select[name=state]", "verified")
    page.fill("form[action$=decide] input[name=reason]", "called them")
    page.click("form[action$=decide] button")
    assert "called them" in page.inner_text("main")
    station = "S00001" if "S00000" in page.inner_text("dl") else "S00000"
    page.fill("input[name=place]", station)
    page.fill("form[action$=move] input[name=reason]", "they misread the sign")
    page.click("form[action$=move] button")
    assert f"to {station}" in page.inner_text("main")
    page.fill("textarea", "Which station was it?")
    page.click("form[action$=message] button")
    page.click("header >> text=Messages")
    assert "Which station was it?" in page.inner_text("table")
    page.click("text=They were told")
    assert "Which station was it?" not in page.inner_text("table")
    page.context.close()


def test_the_list_of_messages_prints_without_buttons_and_whole(chromium: Any, address: str) -> None:
    page = entered(chromium, address, "coordinator")
    page.goto(next(one for one in addresses(page, address) if "/reports/" in one))
    page.fill("textarea", "Call the desk.")
    page.click("form[action$=message] button")
    page.goto(f"{address}/m/look/messages")
    page.emulate_media(media="print")
    assert page.is_visible("text=Call the desk.")
    assert not any(page.is_visible(part) for part in ("button", "nav", "footer", "text=They were told"))
    page.context.close()


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_the_guide_for_observers_is_one_printed_page(chromium: Any, address: str, language: str) -> None:
    page = entered(chromium, address, "desk")
    page.click(f"button[value={language}]")
    page.goto(f"{address}/m/look/guide")
    printed = page.pdf(format="A4", margin=dict.fromkeys(("top", "right", "bottom", "left"), "15mm"))
    page.context.close()
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1


def test_a_first_load_is_small_and_asks_no_one_else(chromium: Any, address: str) -> None:
    page = entered(chromium, address, "coordinator")
    for url in addresses(page, address):
        bodies: list[Any] = []
        page.on("response", lambda one, bodies=bodies: bodies.append(one))
        page.goto(url, wait_until="networkidle")
        assert all(one.url.startswith(address) for one in bodies)
        assert sum(len(gzip.compress(one.body())) for one in bodies if one.status == 200) < LARGEST
    page.context.close()
