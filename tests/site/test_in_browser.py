"""The site as readers have it: from a folder, without scripts, by keyboard, on a phone; and what scripts add."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
KAZAKHSTAN = ("index", "claims/index", "claims/C22", "actors/index", "actors/odihr", "promises/index", "promises/M2", "law/index",
              "sources/index", "verify/index", "search/index")  # fmt: skip
REPUBLIC = ("forensics/index", "results/index", "results/region-001", "statement/index")


@pytest.fixture
def without_scripts(chromium: Any) -> Iterator[Any]:
    """A page in a browser that runs no script."""
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def test_a_journalist_finds_who_said_it_what_speaks_for_and_against_and_the_source_in_four_clicks(
    without_scripts: Any, bundled_folder: Path
) -> None:
    page = without_scripts
    page.goto((bundled_folder / "index.html").as_uri())
    page.click("text=Kazakhstan, parliamentary election of 15 January 2012")
    page.click("nav.questions >> text=Claims")
    page.click("text=The elections were legitimate, free and open")
    text = page.inner_text("main")
    assert "Shanghai Cooperation Organisation" in text
    assert "Speaks for it" in text
    assert "not met" in text
    assert "What would change this" in text
    late = page.locator(".condition", has_text="6 lines from 6 roots contradict the whole")
    against = late.locator("h6:text-is('Speaks against it') + ul > li")
    assert against.count() == 6
    assert "The list of Rukhaniyat was cancelled 18 days before election day" in against.nth(0).inner_text()
    against.nth(0).get_by_role("link", name="K2", exact=True).click()
    assert page.url.endswith("/en/sources/index.html#source-K2")
    assert "Rukhaniyat" in page.inner_text(":target")
    page.go_back()  # instead of the source of that line, the source of the words themselves
    page.click("main >> text=S1, line 30 >> nth=0")
    assert "The Bizarre Kazakh Election Whitewash" in page.inner_text(":target")


def test_a_lawyer_finds_the_seven_tenths_and_both_readings_in_three_clicks(
    without_scripts: Any, bundled_folder: Path
) -> None:
    page = without_scripts
    page.goto((bundled_folder / "index.html").as_uri())
    page.click("text=Kazakhstan, parliamentary election of 15 January 2012")
    page.click("nav.questions >> text=Law")
    page.click("text=The law leaves open whether the seats are 94/4 or 95/3")
    text = page.inner_text(":target")
    assert "0.7" in text
    assert "seats, reading A" in text
    assert "seats, reading B" in text
    assert "art. 97-1" in text


@pytest.mark.parametrize(
    ("case", "names", "language", "scheme", "width"),
    [
        ("kazakhstan-2012", KAZAKHSTAN[:5], "en", "dark", 1280),
        ("kazakhstan-2012", KAZAKHSTAN[5:], "ru", "light", 320),
        ("simulated-republic", REPUBLIC, "kk", "dark", 320),
    ],
)
def test_axe_finds_nothing_and_no_page_scrolls_sideways(
    chromium: Any,
    bundled_folder: Path,
    case: str,
    names: tuple[str, ...],
    language: str,
    scheme: str,
    width: int,
) -> None:
    import axe_playwright_python

    axe = str(Path(axe_playwright_python.__file__).parent / "axe.min.js")
    # The pages' own policy forbids foreign scripts, as it should; the checker comes in from outside.
    context = chromium.new_context(
        bypass_csp=True, color_scheme=scheme, viewport={"width": width, "height": 900}
    )
    found = {}
    for name in names:
        page = context.new_page()
        page.goto((bundled_folder / case / language / f"{name}.html").as_uri())
        page.add_script_tag(path=axe)
        result = page.evaluate("tags => axe.run(document, {runOnly: tags, preload: false})", WCAG)
        wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        found[name] = [(v["id"], v["nodes"][0]["html"][:160]) for v in result["violations"]] + [wide] * wide
        page.close()
    context.close()
    assert {name: one for name, one in found.items() if one} == {}


def test_pages_ask_for_nothing_outside_the_folder_and_say_nothing_on_the_console(
    chromium: Any, bundled_folder: Path
) -> None:
    page = chromium.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    for name in ("index.html", "kazakhstan-2012/kk/index.html", "kazakhstan-2012/en/search/index.html",
                 "simulated-republic/en/results/region-001.html", "simulated-republic/ru/forensics/index.html"):  # fmt: skip
        page.goto((bundled_folder / name).as_uri())
        page.wait_for_load_state()
    page.close()
    assert said == []
    assert [url for url in asked if not url.startswith(bundled_folder.as_uri())] == []


def test_no_kind_of_page_takes_a_phone_four_times_as_slow_a_second(
    chromium: Any, bundled_folder: Path
) -> None:
    """Processor seconds of the page's own thread, which hold on a busy machine, times four."""
    took = {}
    pages = [("kazakhstan-2012", name) for name in KAZAKHSTAN] + [
        ("simulated-republic", name) for name in REPUBLIC
    ]
    for case, name in pages:
        page = chromium.new_page(viewport={"width": 390, "height": 844})
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable", {"timeDomain": "threadTicks"})
        page.goto((bundled_folder / case / "ru" / f"{name}.html").as_uri())
        page.wait_for_load_state()
        metrics = session.send("Performance.getMetrics")["metrics"]
        took[f"{case}/{name}"] = 4 * next(
            float(one["value"]) for one in metrics if one["name"] == "TaskDuration"
        )
        page.close()
    print({name: round(seconds, 2) for name, seconds in took.items()})
    assert {name: seconds for name, seconds in took.items() if seconds > 1} == {}


def test_a_fragment_that_means_nothing_keeps_no_station_and_no_fold_shut(
    chromium: Any, bundled_folder: Path
) -> None:
    page, said = chromium.new_page(), []
    page.on("pageerror", lambda error: said.append(str(error)))
    region = (bundled_folder / "simulated-republic/en/results/region-001.html").as_uri()
    for address in (f"{region}#station=%", region.replace("results/region-001", "search/index") + "#q=%"):
        page.goto(address)
        page.wait_for_load_state()
    page.goto(f"{region}#station=%")
    page.wait_for_selector("#station-table tbody tr")
    assert "100 of 401 polling stations are shown." in page.inner_text("#station-table")
    assert not page.is_visible("#without")
    assert said == []
    page.close()


def test_the_search_finds_claims_and_single_stations_from_a_folder(
    chromium: Any, bundled_folder: Path
) -> None:
    page = chromium.new_page()
    page.goto((bundled_folder / "kazakhstan-2012/ru/search/index.html").as_uri())
    page.get_by_role("searchbox").fill("legitimate FREE open")
    page.wait_for_selector("#found a")
    assert "C22" in page.inner_text("#found")
    page.goto((bundled_folder / "simulated-republic/en/search/index.html").as_uri())
    page.get_by_role("searchbox").fill("04321")
    page.click("#found a >> text=04321")
    page.wait_for_selector("tr.asked-for")
    assert "04321" in page.inner_text("tr.asked-for")
    page.close()


def test_a_link_to_a_figure_opens_its_fold_and_its_citation_can_be_copied(
    chromium: Any, bundled_folder: Path
) -> None:
    page = chromium.new_page()
    address = (bundled_folder / "kazakhstan-2012/en/results/index.html").as_uri()
    page.goto(address + "#turnout/turnout(region=Almaty_city)")
    figure = page.locator(":target")
    assert figure.is_visible()
    figure.get_by_role("button", name="Copy the citation").click()
    page.wait_for_function(
        "() => document.querySelector(':target button').textContent === 'Copied' || String(getSelection())"
    )
    page.close()


def test_every_link_of_a_page_is_reached_by_keyboard_and_seen(chromium: Any, bundled_folder: Path) -> None:
    page = chromium.new_page(viewport={"width": 390, "height": 800})
    page.goto((bundled_folder / "kazakhstan-2012/en/claims/C22.html").as_uri())
    links = page.locator("a").count()
    reached = []
    for _ in range(links):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.outerHTML.slice(0, 200)"))
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert "Skip to the text" in reached[0]
    assert len(set(reached)) > 0.6 * links
    page.close()


def test_a_district_is_chosen_and_more_stations_are_shown(chromium: Any, bundled_folder: Path) -> None:
    page = chromium.new_page()
    page.goto((bundled_folder / "simulated-republic/en/results/region-001.html").as_uri())
    page.wait_for_selector("#station-table tbody tr")
    assert page.locator("#station-table tbody tr").count() == 100
    page.click("text=Show more")
    assert page.locator("#station-table tbody tr").count() == 200
    page.select_option("#station-table select", label="Alava 02")
    assert page.locator("#station-table tbody tr").count() == 53
    page.close()


def test_from_the_map_to_a_region_to_a_district_to_its_stations(chromium: Any, bundled_folder: Path) -> None:
    page, said = chromium.new_page(), []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto((bundled_folder / "simulated-republic/en/results/index.html").as_uri())
    name = page.get_attribute("svg.regions a >> nth=3", "aria-label")
    page.focus("svg.regions a >> nth=3")
    page.keyboard.press("Enter")
    page.wait_for_selector("#station-table tbody tr")
    assert page.inner_text("h1") == name
    district = page.inner_text("#district-2 a")
    expected = int(page.inner_text("#district-2 td >> nth=0"))
    page.click("#district-2 a")
    page.wait_for_selector(f"text={expected} of {expected} polling stations are shown.")
    shown = page.locator("#station-table tbody tr").evaluate_all(
        "rows => rows.map(r => r.cells[1].innerText)"
    )
    assert shown == [district] * expected
    page.go_back()
    assert said == []
    page.close()


def test_without_scripts_the_map_leads_to_the_districts_and_to_a_file_of_the_stations(
    without_scripts: Any, bundled_folder: Path
) -> None:
    page = without_scripts
    page.goto((bundled_folder / "simulated-republic/en/results/index.html").as_uri())
    page.click("svg.regions a >> nth=3")
    assert page.locator("tr[data-district]").count() == 10
    file = bundled_folder / "simulated-republic/en/results" / str(page.get_attribute("#stations a", "href"))
    assert file.resolve().read_text().startswith("region,district,station")
