"""A statement of a site in the server's folder opens in the browser, with its own style and no script."""

import io
import lzma
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from scrutator.publishing.sites.building import site_of
from scrutator.statement.page.html import page_style
from scrutator.web.folder import folder
from support.field_server import ready
from support.live_server import LiveServer

ready()


@pytest.fixture
def case() -> Iterator[Path]:
    place = folder() / "site" / "of-statements"
    place.mkdir(parents=True, exist_ok=True)
    yield place
    shutil.rmtree(place)


def test_a_statement_with_a_style_of_a_release_is_shown_under_a_policy_of_its_own(case: Path) -> None:
    page = f"<style>{page_style()}</style><p>the statement"
    (case / "statement.en.html").write_text(page, encoding="utf-8")
    answer = Client().get("/site/of-statements/statement.en.html")
    assert b"".join(answer.streaming_content).decode() == page
    assert "attachment" not in answer.headers.get("Content-Disposition", "")
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; img-src data: 'self'; style-src 'sha256-")
    assert "script-src" not in policy
    assert "unsafe" not in policy
    answer.close()


def test_a_statement_of_the_first_release_keeps_the_styles_of_its_elements(case: Path) -> None:
    """Its charts are as wide as an attribute of style says; no other kind of style is allowed."""
    released = Path(__file__).parent.parent / "publishing" / "released" / "0.0.1.zip.xz"
    with zipfile.ZipFile(io.BytesIO(lzma.decompress(released.read_bytes()))) as bundle:
        name = next(one for one in bundle.namelist() if one.endswith("statement.en.html"))
        (case / "statement.en.html").write_bytes(bundle.read(name))
    answer = Client().get("/site/of-statements/statement.en.html")
    policy = answer.headers["Content-Security-Policy"]
    assert "attachment" not in answer.headers.get("Content-Disposition", "")
    assert policy.count("unsafe") == policy.count("style-src-attr 'unsafe-inline'") == 1
    answer.close()


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
def test_a_statement_leads_no_one_elsewhere_by_itself(chromium: Any, tmp_path: Path) -> None:
    case = tmp_path / "server" / "site" / "c"
    case.mkdir(parents=True)
    away = '<meta http-equiv="refresh" content="0;url=/law/?seats=50"><p><a href="/law/">on</a>'
    (case / "statement.en.html").write_text(f"<style>{page_style()}</style>{away}", encoding="utf-8")
    server = LiveServer(tmp_path / "server", tmp_path / "log")
    server.start()
    page = chromium.new_page()
    address = f"http://127.0.0.1:{server.port}/site/c/statement.en.html"
    page.goto(address)
    page.wait_for_timeout(1_000)
    assert page.url == address
    page.click("text=on")
    page.wait_for_url("**/law/")
    page.close()
    server.stop()


@pytest.mark.parametrize(
    ("name", "style"),
    [
        ("statement.en.html", ".fig { display: none }"),
        ("statement.en.html", ""),
        ("statement.en.svg", page_style()),
        ("statement.x.en.html", page_style()),
    ],
)
def test_any_other_file_of_that_kind_is_saved_as_before(case: Path, name: str, style: str) -> None:
    (case / name).write_text(f"<style>{style}</style>", encoding="utf-8")
    answer = Client().get(f"/site/of-statements/{name}")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "style-src 'self'" in answer.headers["Content-Security-Policy"]
    answer.close()


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
def test_a_chapters_link_opens_the_styled_statement_with_its_charts(
    chromium: Any, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    for name, data in site_of(["kazakhstan-2012"]).items():
        file = tmp_path / "server" / "site" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    server = LiveServer(tmp_path / "server", tmp_path / "log")
    server.start()
    request.addfinalizer(server.stop)
    page = chromium.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"http://127.0.0.1:{server.port}/site/kazakhstan-2012/en/statement/index.html")
    page.click("section#edition-en .chapters a >> nth=1")
    page.wait_for_url("**/site/kazakhstan-2012/statement.en.html#*")
    pictures = "() => [...document.images].map(one => one.complete && one.naturalWidth > 0)"
    assert page.evaluate("getComputedStyle(document.querySelector('.skip')).position") == "absolute"
    shown = page.evaluate(pictures)
    assert all(shown)
    assert shown or page.locator("svg").count()
    assert said == []
    page.close()
