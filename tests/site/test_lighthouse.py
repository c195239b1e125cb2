"""What Lighthouse's four marks rest on, page by page: it cannot be run without a network, its checks can.

Performance: sizes, nothing foreign, largest paint and layout shift at a quarter of the speed. Accessibility: axe
(see `test_in_browser.py`) and targets that a finger hits. Best practices: no console message, a doctype, a
charset. Search engines: a title, a description, a language, links with words, nothing that forbids indexing.
"""

import gzip
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

LARGEST_PAGE, LARGEST_WHOLE = 300_000, 500_000
"""Bytes, compressed: of a page, and of all that it loads."""
KINDS = (
    "kazakhstan-2012:index claims/index claims/C22 actors/index actors/odihr promises/index promises/M2 "
    "law/index sources/index missions/index verify/index search/index statement/index",
    "simulated-republic:forensics/index results/index results/region-001 count/index observation/index",
)
WATCH = """() => new Promise((done) => {
  const found = {paint: 0, shift: 0};
  new PerformanceObserver((list) => { for (const one of list.getEntries()) found.paint = one.startTime; })
    .observe({type: 'largest-contentful-paint', buffered: true});
  new PerformanceObserver((list) => { for (const one of list.getEntries()) found.shift += one.value; })
    .observe({type: 'layout-shift', buffered: true});
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(found), 50)));
})"""


class Head(HTMLParser):
    """What these checks ask of a page."""

    def __init__(self, data: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.html: dict[str, str | None] = {}
        self.meta: dict[str, str] = {}
        self.charset = self.title = ""
        self.images: list[dict[str, str | None]] = []
        self.links: list[tuple[str, str]] = []
        self.scripts: list[dict[str, str | None]] = []
        self.headings: list[int] = []
        self._open: list[str] = []
        self.feed(data.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "html":
            self.html = given
        if tag == "meta":
            self.charset = given.get("charset") or self.charset
            self.meta[str(given.get("name", ""))] = given.get("content") or ""
        if tag == "img":
            self.images.append(given)
        if tag == "a" and "href" in given:
            self.links.append((str(given["href"]), str(given.get("aria-label") or "")))
        if tag == "script":
            self.scripts.append(given)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._open[-1:] == ["title"] and "svg" not in self._open:
            self.title += data
        if "a" in self._open and self.links:
            self.links[-1] = (self.links[-1][0], self.links[-1][1] + data.strip())


@pytest.fixture(scope="module")
def heads(bundled_site: dict[str, bytes]) -> dict[str, Head]:
    """Every page of the site, statements too."""
    return {name: Head(data) for name, data in bundled_site.items() if name.endswith(".html")}


def kinds() -> Iterator[tuple[str, str]]:
    for line in KINDS:
        case, names = line.split(":")
        for name in names.split():
            yield case, name


def test_every_page_names_itself_its_language_and_what_it_is_about(heads: dict[str, Head]) -> None:
    assert len(heads) > 300
    for name, head in heads.items():
        assert head.title.strip(), name
        assert head.html.get("lang"), name
        assert head.charset == "utf-8", name
        assert "width=device-width" in head.meta["viewport"], name
        assert "maximum-scale" not in head.meta["viewport"], name
        assert len(head.meta.get("description", "")) > 10, name
        assert "noindex" not in head.meta.get("robots", ""), name
        assert head.headings[:1] == [1], name
        assert head.headings.count(1) == 1, name


def test_no_two_pages_of_a_case_in_one_language_have_the_same_title(heads: dict[str, Head]) -> None:
    seen: dict[tuple[str, str], str] = {}
    for name, head in heads.items():
        key = name.rsplit("/", 1)[0] if "/statement." in name else "/".join(name.split("/")[:2])
        assert (key, head.title) not in seen, (name, seen[key, head.title])
        seen[key, head.title] = name


def test_every_link_has_words_and_every_picture_a_size_and_a_text(heads: dict[str, Head]) -> None:
    for name, head in heads.items():
        assert [link for link, text in head.links if not text.strip()] == [], name
        for image in head.images:
            assert {"alt", "width", "height"} <= set(image), name


def test_no_script_holds_up_a_page_and_nothing_is_asked_of_others(
    heads: dict[str, Head], bundled_site: dict[str, bytes]
) -> None:
    for name, head in heads.items():
        assert bundled_site[name].startswith((b"<!DOCTYPE html>", b"<!doctype html>")), name
        for script in head.scripts:
            assert "src" not in script or "defer" in script, name
            assert "://" not in str(script.get("src", "")), name
    for name, data in bundled_site.items():
        if name.endswith(".css"):
            assert b"://" not in data, name
            assert b"@import" not in data, name


def test_every_page_is_small_when_compressed(bundled_site: dict[str, bytes]) -> None:
    sizes = {name: len(gzip.compress(data, 6)) for name, data in bundled_site.items()}
    pages = {
        name: size for name, size in sizes.items() if name.endswith(".html") and "/statement." not in name
    }
    assert {name: size for name, size in pages.items() if size >= LARGEST_PAGE} == {}
    assets = sum(size for name, size in sizes.items() if name.startswith("assets/"))
    assert max(pages.values()) + assets < LARGEST_WHOLE


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
def test_every_kind_of_page_is_painted_soon_does_not_jump_and_has_targets_that_a_finger_hits(
    chromium: Any, bundled_folder: Path
) -> None:
    """Largest paint within 2.5 s and shift below 0.1, Lighthouse's marks for good, at a quarter of the speed."""
    import axe_playwright_python

    axe = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
    context = chromium.new_context(viewport={"width": 390, "height": 844}, device_scale_factor=2)
    poor: dict[str, object] = {}
    for case, name in kinds():
        path = bundled_folder / case / "en" / f"{name}.html"
        page, said = context.new_page(), []
        page.on("console", lambda message, said=said: said.append(message.text))
        page.on("pageerror", lambda error, said=said: said.append(str(error)))
        session = page.context.new_cdp_session(page)
        session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
        page.goto(path.as_uri())
        page.wait_for_load_state()
        seen = page.evaluate(WATCH)
        session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
        page.evaluate(axe)
        small = page.evaluate(
            "() => axe.run(document, {runOnly: {type: 'rule', values: ['target-size', 'meta-viewport']}})"
        )["violations"]
        broken = [(one["id"], one["nodes"][0]["html"][:120]) for one in small]
        if seen["paint"] > 2500 or seen["paint"] == 0 or seen["shift"] >= 0.1 or broken or said:
            poor[f"{case}/{name}"] = (seen, broken, said)
        page.close()
    context.close()
    assert poor == {}
